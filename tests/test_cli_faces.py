"""`populace fake`, `domains`, and domains as sources, as they are typed."""

import csv
import io
import json
import os
from datetime import date

import pytest
import sqlalchemy as sa
from faker import Faker
from sqlalchemy.orm import Session
from typer.testing import CliRunner

from populace import domains
from populace.cli import app
from populace.testing import values_of


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch, veterinary):
    """A directory without configuration; the third party's domain is installed."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("POPULACE_") and "TEST" not in name]:
        monkeypatch.delenv(name)


def run(*words, code=0):
    """What a command prints; with another *code*, the error it tells."""
    result = CliRunner().invoke(app, [str(word) for word in words])
    assert result.exit_code == code, result.output + str(result.exception)
    return result.stderr if code else result.stdout


def test_a_record_is_one_of_fakers():
    """The same as Faker gives with the same seed and locale."""
    fake = Faker("de_DE", includes=["populace.domains.people"])
    fake.seed_instance(5)
    told = json.loads(run("fake", "person", "-l", "de_DE", "--seed", 5))
    expected = fake.person()

    assert told == {**expected, "birth_date": expected["birth_date"].isoformat()}


def test_so_many_records_are_a_list():
    """With -r, also of one or none; without a seed, others each time."""
    assert [len(json.loads(run("fake", "pet", "-r", count))) for count in (3, 1, 0)] == [3, 1, 0]
    assert run("fake", "pet") != run("fake", "pet")


def test_known_columns_are_read_by_their_type():
    """Text, dates, numbers, NULL; the rest fits."""
    pet = json.loads(run("fake", "pet", "species=cat", "born_on=2020-02-29", "weight_kg=3.5"))
    owner = json.loads(run("fake", "owner", "phone=NULL", "owner_id=18"))

    assert (pet["species"], pet["born_on"], pet["weight_kg"]) == ("cat", "2020-02-29", "3.5")
    assert (owner["phone"], owner["owner_id"]) == (None, 18)


def test_values_can_be_told_what_their_methods_take():
    """Named parameters go by their types."""
    assert "hypertension" in run("fake", "icd10_title", "code=I10").lower()
    assert 70 <= int(run("fake", "systolic", "birth_date=1950-01-01", "sex=M")) <= 240


def test_values_are_lines():
    """Or JSON, or CSV."""
    lines = run("fake", "pet_weight", "species=cat", "-r", 20).splitlines()

    assert len(lines) == 20 and all(0 < float(line) < 9 for line in lines)
    assert len(json.loads(run("fake", "microchip", "--format", "json"))) == 15
    assert run("fake", "microchip", "--format", "csv").startswith("microchip\n999")


def test_csv_has_a_line_of_names():
    """NULL is an empty field."""
    found = list(
        csv.DictReader(io.StringIO(run("fake", "owner", "phone=NULL", "last_name=Mc, Coy", "--format", "csv")))
    )

    assert (found[0]["phone"], found[0]["last_name"]) == ("", "Mc, Coy")


@pytest.mark.parametrize("server", ["sqlite", "postgres"])
def test_sql_goes_into_the_table(server, request):
    """Quotes, backslashes, percent signs and NULL arrive as they are."""
    from populace_veterinary.models import Base, Owner

    name = 'O\'Neil \\ 50% :x "q"'
    script = run("fake", "owner", f"last_name={name}", "phone=NULL", "-r", 2, "--format", "sql")
    engine = sa.create_engine(request.getfixturevalue(server).replace("postgresql:", "postgresql+psycopg:"))
    Base.metadata.create_all(engine)
    with engine.begin() as connection:
        for statement in script.splitlines():
            connection.connection.cursor().execute(statement)
        found = connection.execute(sa.select(Owner.last_name, Owner.phone)).all()
    engine.dispose()

    assert found == [(name, None)] * 2


@pytest.mark.parametrize("name", ["people", "healthcare", "finance", "retail", "veterinary"])
def test_sql_of_every_entity_goes_into_its_table(name):
    """Whatever the types of its columns; the ORM reads the record."""
    world = domains.load(name)
    fake = Faker(includes=[world.__name__])
    fake.seed_instance(3)
    engine = sa.create_engine("sqlite://", poolclass=sa.pool.StaticPool)
    world.Base.metadata.create_all(engine)
    for entity, table in domains.entities(world).items():
        mapper = next(m for m in world.Base.registry.mappers if m.local_table.fullname == table)
        statement = run("fake", f"{name}.{entity}", "--seed", 3, "--format", "sql")
        fake.seed_instance(3)
        with Session(engine) as session:
            session.connection().exec_driver_sql(statement)
            assert values_of(session.scalars(sa.select(mapper)).one()) == getattr(fake, entity)()
            session.rollback()
    engine.dispose()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["pett"], "no domain has 'pett'; did you mean 'veterinary.pet'?"),
        (["veterinary.pett"], "veterinary has no 'pett'; did you mean 'veterinary.pet'?"),
        (["veterinry.pet"], "there is no domain 'veterinry'; did you mean 'veterinary'?"),
        (["pet", "specis=cat"], "pet takes no 'specis'; did you mean 'species'?"),
        (["pet", "cat"], "'cat' says no value; write COLUMN=VALUE"),
        (["pet", "born_on=soon"], "born_on=soon is not of the type date"),
        (["pet_name", "visit_id=3"], "pets has no column 'visit_id'; there are born_on, microchip"),
        (["mrn", "sex=F"], "mrn takes no 'sex', and nothing else"),
        (["person", "--seed", "1", "person_id=x"], "person_id=x is not of the type int"),
        (
            ["microchip", "--format", "sql"],
            "microchip is a value, not a row of a table; --format sql is for owner or pet",
        ),
        (["pet", "--format", "xml"], "--format xml is not known; write --format json, csv or sql"),
        (["pet", "-l", "de_DX"], "there is no locale 'de_DX'; did you mean"),
    ],
)
def test_what_cannot_be_faked_says_what_to_type(words, message):
    """Exit code 2, and one line."""
    assert message in run("fake", *words, code=2)


def test_an_ambiguous_name_takes_its_domain():
    """Two domains have customers."""
    assert "write finance.customer or retail.customer" in run("fake", "customer", code=2)
    assert json.loads(run("fake", "retail.customer"))["customer_id"]


def test_every_domain_is_listed():
    """With its tables and methods."""
    told = run("domains")

    assert all(f"{name}: " in told for name in domains.names())
    assert "tables  owners, pets, visits" in told and "microchip, owner, pet, pet_name" in told


def test_a_domain_is_a_source(sqlite, tmp_path):
    """Of seed, generate, plan, preview and explain."""
    run("seed", "veterinary", sqlite, "--rows", "owners=20")
    run("generate", "veterinary", "--to", "csv:out", "--rows", "owners=20")
    with sa.create_engine(sqlite).connect() as connection:
        count = connection.scalar(sa.text("SELECT count(*) FROM owners"))

    assert count == 20 == len((tmp_path / "out" / "owners.csv").read_text().splitlines()) - 1
    assert "visits" in run("plan", "veterinary")
    assert "microchip" in run("preview", "veterinary", "pets")
    assert "visits.fee, row 0" in run("explain", "veterinary", "visits.fee")
    assert "nor is there a domain 'veternary'; did you mean 'veterinary'?" in run("plan", "veternary", code=2)


def test_a_domain_may_be_configured(tmp_path):
    """source = "veterinary" in populace.toml."""
    (tmp_path / "populace.toml").write_text('source = "veterinary"\n')

    assert "pets" in run("plan")


def test_dates_are_dates():
    """The day that is typed is the day that is used."""
    told = json.loads(run("fake", "person", "birth_date=1950-01-01"))

    assert date.fromisoformat(told["birth_date"]) == date(1950, 1, 1)


def test_factories_print_source(tmp_path):
    """What can be run."""
    code = run("factories", "populace_veterinary.models:Base")

    assert "class PetFactory(" in code
    compile(code, "factories.py", "exec")
