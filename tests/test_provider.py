"""Domains as Faker providers: what Faker promises holds for them, too."""

import copy
import pickle
import random
import sys
import timeit
import types
from collections import Counter, OrderedDict
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
import sqlalchemy as sa
from faker import Faker
from faker.cli import Command
from faker.exceptions import UniquenessException
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from populace.domains.people.models import Base
from populace.domains.people.provider import Provider
from populace.plans import plan_for
from populace.provider import DomainProvider, locale_of
from populace.records import Records

PEOPLE = "populace.domains.people"


def seeded(seed=1, locale=None):
    fake = Faker(locale, includes=[PEOPLE])
    fake.seed_instance(seed)
    return fake


def alone(bits, method="person"):
    """What *method* gives for these bits and nothing made ahead."""
    fake = Faker(includes=[PEOPLE])
    fake.random = Fixed(bits)
    return getattr(fake, method)()


class Fixed(random.Random):
    """Draws the same bits again and again."""

    def __new__(cls, bits):
        return super().__new__(cls)

    def __init__(self, bits):
        self.bits = bits

    def getrandbits(self, k):
        assert k == 64
        return self.bits


def test_the_same_seed_gives_the_same():
    """Faker's own promise, for records and values."""
    one, other = seeded(), seeded()

    assert [one.person() for _ in range(300)] == [other.person() for _ in range(300)]
    assert [one.person_email() for _ in range(300)] == [other.person_email() for _ in range(300)]
    assert seeded(2).person() != seeded(1).person()


@pytest.mark.parametrize("known", [{}, {"sex": "F"}, {"person_id": 18}])
@pytest.mark.parametrize("method", ["person", "person_email"])
def test_a_record_or_value_draws_64_bits_once(method, known):
    """So what is called afterwards does not depend on how it was made."""
    fake, expected = seeded(5), random.Random(5)
    for _ in range(40):
        getattr(fake, method)(**known)
        expected.getrandbits(64)

    assert fake.random.getstate() == expected.getstate()


def test_a_record_depends_on_its_bits_alone():
    """Whatever was made ahead, before or between."""
    fake, bits = seeded(7), random.Random(7)
    made = [fake.person() for _ in range(40)]

    assert made == [alone(bits.getrandbits(64)) for _ in range(40)]


def test_calls_in_between_change_nothing():
    """Other methods draw from the same generator; records stay functions of their bits."""
    fake, bits = seeded(3), random.Random(3)
    for turn in range(30):
        found = fake.person()
        assert found == alone(bits.getrandbits(64))
        fake.random.random()
        bits.random()
        if turn % 7 == 0:
            fake.seed_instance(turn)
            bits.seed(turn)


@pytest.mark.parametrize(
    ("words", "ahead"), [(0, (2, 256)), (1, (1, 128)), (20, (2, 128)), (21, (1, 256)), (5000, (1, 0))]
)
def test_rows_are_made_ahead_while_they_are_asked_for(words, ahead):
    """In a run, for keys that follow each other; with some calls in between, at any word; with many, not at all."""
    fake = seeded()
    provider = fake.get_providers()[0]
    for _ in range(8 if words else 300):
        fake.person()
        fake.random.getrandbits(32 * words) if words else None
    found = provider._records["persons"]

    assert (found.step, found.count) == ahead
    for _ in range(1500):
        fake.person()
    assert (found.step, found.count) == (2, 256)


def test_what_is_known_is_made_ahead_too():
    """The same as one by one; what cannot be hashed is made alone."""
    fake, bits = seeded(6), random.Random(6)
    made = [fake.person(sex="F", last_name="Doe") for _ in range(40)]
    records = Records(plan_for(Base.metadata), "persons")

    assert [ahead.count for ahead in fake.get_providers()[0]._known.values()] == [64]
    for person in made:
        row = records.random(bits.getrandbits(64))
        assert person == records.record(row, {"sex": "F", "last_name": "Doe"}, open=True)
    fake.add_provider(Coin)
    assert fake.throw(facts=[1, 2])["facts"] == [1, 2]


def test_a_generator_that_cannot_be_foretold_will_do():
    """SystemRandom has no state to copy."""
    fake = seeded()
    fake.random = random.SystemRandom()

    assert fake.person()["person_id"] != fake.person()["person_id"]


def test_known_columns_are_kept_and_the_rest_fits():
    """A woman has a woman's name; a name tells the sex."""
    fake = seeded()
    women = {fake.person(sex="F")["first_name"] for _ in range(30)}
    person = fake.person(birth_date=date(1950, 1, 1), first_name="Mary")

    assert women.isdisjoint({fake.person(sex="M")["first_name"] for _ in range(30)})
    assert (person["birth_date"], person["sex"]) == (date(1950, 1, 1), "F")
    assert person["full_name"] == f"Mary {person['last_name']}"


def test_the_primary_key_is_the_row_of_the_table():
    """As the table has it, also for single values."""
    fake = seeded()
    row = Records(plan_for(Base.metadata), "persons").record(17)

    assert fake.person(person_id=18) == row
    assert fake.person_email(person_id=18) == row["email"]


def test_an_unknown_column_is_an_error_with_the_closest_name():
    """And nothing is made."""
    with pytest.raises(TypeError, match="persons has no column 'birthdate'; did you mean 'birth_date'?"):
        seeded().person(birthdate=date(1950, 1, 1))
    with pytest.raises(TypeError, match="persons has no column 'gender'"):
        seeded().person_email(gender="F")


def test_records_are_the_callers_to_change():
    """No two calls give the same dict."""
    fake = seeded()
    first = fake.person()
    email = first["email"]
    first.clear()
    fake.seed_instance(1)

    assert fake.person()["email"] == email


def test_locales_are_those_of_faker():
    """Also with add_provider, and where a locale has no names of its own."""
    fake = Faker("de_DE")
    fake.add_provider(Provider)
    fake.seed_instance(1)

    assert fake.person() == seeded(1, "de_DE").person() != seeded(1).person()
    assert locale_of(Faker("en_AU")._factories[0]) == "en_AU"


def test_add_provider_keeps_the_weights_of_faker():
    """99 to 1 stays 99 to 1; without them it would be even."""
    for fake in (Faker(), seeded()):
        fake.add_provider(Provider)
        fake.seed_instance(1)
        found = Counter(fake.random_element(OrderedDict(a=0.99, b=0.01)) for _ in range(2000))
        assert found["a"] > 1900


def test_several_locales():
    """Each is its own world; faker["de_DE"] is one of them."""
    fake = Faker(["en_US", "de_DE"], includes=[PEOPLE])
    fake.seed_instance(1)
    phones = Counter(fake.person()["phone"][0] for _ in range(60))

    assert set(phones) > {"0"}
    assert fake["de_DE"].person()["phone"].startswith("0")


def test_unique_and_optional():
    """Keys never end; few values do, with Faker's own error."""
    fake = seeded()

    assert len({fake.unique.person_email() for _ in range(500)}) == 500
    assert fake.unique.person(sex="F") != fake.unique.person(sex="F")
    assert {type(fake.optional.person(sex="F")) for _ in range(30)} == {dict, type(None)}
    fake.add_provider(Coin)
    with pytest.raises(UniquenessException):
        [fake.unique.coin_side() for _ in range(3)]


def test_copies_and_pickles_go_on_alike():
    """What was made ahead stays behind."""
    fake = seeded()
    fake.person()
    others = [copy.deepcopy(fake), pickle.loads(pickle.dumps(fake))]
    expected = [fake.person() for _ in range(5)]

    assert [[other.person() for _ in range(5)] for other in others] == [expected, expected]
    assert len(pickle.dumps(others[0])) == len(pickle.dumps(copy.deepcopy(others[0])))


def test_threads_share_a_faker():
    """All records of four threads are those of one, in some order."""
    fake = seeded(4)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: fake.person()["person_id"], range(400)))
    fake.seed_instance(4)

    assert sorted(found) == sorted(fake.person()["person_id"] for _ in range(400))


def test_faker_gets_no_method_of_the_base():
    """`record` and `value` are for providers; Faker's own methods are as they were."""
    plain, fake = Faker(), seeded()

    assert not hasattr(fake, "record") and not hasattr(fake, "value")
    assert fake.locale() and fake.random_element.__func__ is plain.random_element.__func__


@pytest.mark.parametrize(("words", "start"), [([], "{'person_id'"), (["-l", "de_DE"], "{'person_id'")])
def test_the_faker_command_takes_a_domain(words, start, capsys):
    """faker -i populace.domains.people person"""
    Command(["faker", "-i", PEOPLE, *words, "--seed", "1", "person"]).execute()

    assert capsys.readouterr().out.startswith(start)


class World(DeclarativeBase):
    pass


class Throw(World):
    __tablename__ = "throws"

    id: Mapped[int] = mapped_column(primary_key=True)
    side: Mapped[str] = mapped_column(sa.Enum("head", "tail", name="side"))
    facts: Mapped[dict] = mapped_column(sa.JSON)


class Coin(DomainProvider):
    domain = "coins"

    def throw(self, **known):
        return self.record("throws", known)

    def coin_side(self, **known):
        return self.value("throws", "side", known)

    def throw_facts(self, **known):
        return self.value("throws", "facts", known)

    def nothing(self):
        return self.value("throws", "colour")


@pytest.fixture(autouse=True)
def coins(monkeypatch):
    """The domain of `Coin`."""
    module = types.ModuleType("coins.models")
    module.Base = World
    monkeypatch.setitem(sys.modules, "coins", types.ModuleType("coins"))
    monkeypatch.setitem(sys.modules, "coins.models", module)


def test_values_that_can_be_changed_are_not_shared():
    """A JSON document is made for each caller."""
    fake = Faker()
    fake.add_provider(Coin)
    fake.seed_instance(1)
    first = fake.throw_facts()
    kept = copy.deepcopy(first)
    first.clear() if isinstance(first, dict) else first.append(1)
    fake.seed_instance(1)

    assert fake.throw_facts() == kept


def test_a_value_method_of_no_column_says_so():
    """The author of a provider sees the closest name."""
    fake = Faker()
    fake.add_provider(Coin)

    with pytest.raises(TypeError, match="throws has no column 'colour'"):
        fake.nothing()


def test_a_column_more_moves_nothing_else():
    """Fields are independent of each other."""

    class Wider(DeclarativeBase):
        pass

    class More(Wider):
        __tablename__ = "throws"
        colour: Mapped[str] = mapped_column(sa.String(10))
        id: Mapped[int] = mapped_column(primary_key=True)
        side: Mapped[str] = mapped_column(sa.Enum("head", "tail", name="side"))
        facts: Mapped[dict] = mapped_column(sa.JSON)

    records = [Records(plan_for(base.metadata), "throws").record(2**40, open=True) for base in (World, Wider)]

    assert records[0].items() <= records[1].items()


@pytest.mark.slow
def test_records_and_values_are_fast():
    """A patient takes a fifth of profile() at most; single values take no longer than Faker's own of like kind."""
    from populace.faker import Faker as All

    fake = All()
    pairs = {
        "patient": "profile",
        "hospital_name": "company",
        "icd10": "lexify",
        "mrn": "bothify",
        "person_email": "email",
    }

    def best(method):
        return min(timeit.repeat(lambda: getattr(fake, method)(), number=300, repeat=9))

    for ours, theirs in pairs.items():
        timeit.timeit(getattr(fake, ours), number=2000)
        assert best(ours) * (5 if theirs == "profile" else 1) <= best(theirs), ours


def test_values_of_children_are_those_of_their_table():
    """A child beyond its table would need a parent of its own; one that is asked for needs none."""
    records = Records(plan_for(Base.metadata), "contacts")
    provider = seeded().get_providers()[0]

    assert {provider.value("contacts", "value") for _ in range(50)} <= set(
        records.columns(range(records.layout.size), ["value"])["value"]
    )
