"""Columns whose names say what they hold: every rule, and how the fields of a row agree."""

import json
import re
from collections.abc import Iterable

import numpy as np
import pyarrow as pa
import pytest
import sqlalchemy as sa

from populace.infer.asked import Asked
from populace.infer.names import RULES, suggest
from populace.infer.names.shares import weights
from populace.rows import Rows

TYPES = {
    "text": sa.Text(),
    "integer": sa.Integer(),
    "float": sa.Float(),
    "numeric": sa.Numeric(12, 2),
    "boolean": sa.Boolean(),
    "date": sa.Date(),
    "datetime": sa.DateTime(),
    "time": sa.Time(),
    "interval": sa.Interval(),
    "json": sa.JSON(),
}
DTYPES = {"integer": "int64", "float": "float64", "numeric": "float64", "boolean": "bool", "date": "datetime64[D]"}
DTYPES |= {"datetime": "datetime64[us]", "time": "timedelta64[us]", "interval": "timedelta64[us]"}


class Made:
    """A table of columns of given types, each made as its name suggests."""

    now = np.datetime64("2026-03-01T12:00:00", "us")

    def __init__(self, table: str, *columns: sa.Column, unique: Iterable[str] = (), locale: str = "en_US") -> None:
        self.table, self.locale = sa.Table(table, sa.MetaData(), *columns), locale
        self.asked = {c.name: ask(c, c.name in set(unique)) for c in columns}
        self.suggested = suggest(self.table, self.asked)

    def column(self, rows: Rows, column: str):
        return self.suggested[column].generator(rows.of(column))

    def __call__(self, column: str, index=range(1000)):
        made = Rows(index, self.table.name, seed=11, source=self)[column]
        return made.to_pylist() if isinstance(made, pa.Array) else made


def ask(column: sa.Column, unique: bool = False) -> Asked:
    kinds = [(k, type(t)) for k, t in TYPES.items()]
    kind = "text" if isinstance(column.type, sa.String) else next(k for k, t in kinds if isinstance(column.type, t))
    return Asked(column, kind, unique, length=getattr(column.type, "length", None), rows=1000)


def columns(kind: sa.types.TypeEngine, *names: str) -> list[sa.Column]:
    return [sa.Column(name, kind) for name in names]


CASES = [
    pytest.param(rule, kind, id=f"{rule.names.split()[0]}-{kind}-{number}")
    for number, rule in enumerate(RULES)
    for kind in sorted(rule.kinds)
]


@pytest.mark.parametrize(("rule", "kind"), CASES)
def test_every_rule_makes_its_kind_whatever_rows_are_asked_for(rule, kind):
    """The array fits the kind, is not constant, and each of its rows comes out alone."""
    table = {"person": "users", "country": "countries", "city": "cities", "state": "states"}
    subject = (rule.subjects or "thing").split()[0]
    made = Made(table.get(subject, subject), sa.Column(rule.names.split()[0], TYPES[kind]))
    for name, suggestion in made.suggested.items():
        whole, part = made(name), made(name, [7, 3, 991])
        assert list(part) == [whole[7], whole[3], whole[991]]
        assert suggestion.why
        if not name.startswith("·"):
            assert len(set(map(str, whole))) > 1
            assert isinstance(whole, list) if kind in ("text", "json") else whole.dtype == DTYPES[kind]


@pytest.mark.parametrize("length", [1, 2, 3, 5, 8, 10, 16, 20, 32, 45, 64, 100, 255])
def test_text_fits_its_column(length):
    """No value of any text rule is longer than the column, none is blank."""
    for rule in RULES:
        name = rule.names.split()[0]
        made = Made("users" if rule.subjects == "person" else "things", sa.Column(name, sa.String(length)))
        if name in made.suggested:
            values = made(name, range(200))
            assert max(map(len, values)) <= length and all(v.strip() == v != "" for v in values), name


@pytest.mark.parametrize("length", [None, 255, 60, 30, 16])
def test_unique_text_is_unique(length):
    """What is suggested for a unique column has enough values, different in lower case too."""
    for rule in RULES:
        name = rule.names.split()[0]
        made = Made("things", sa.Column(name, sa.String(length)), unique=[name])
        if name in made.suggested:
            assert len({v.lower() for v in made(name)}) == 1000, name


def test_a_person_agrees():
    """E-mail, user name and whole name are of the person in first_name and last_name; so is the gender."""
    made = Made("users", *columns(sa.Text(), "first_name", "last_name", "full_name", "email", "username", "gender"))
    parts = [made(n) for n in ("first_name", "last_name", "full_name", "email", "username")]

    for first, last, whole, email, user in zip(*parts, strict=True):
        assert whole == f"{first} {last}"
        assert email.startswith(first.lower()) and user.startswith(first.lower())
    assert set(made("gender")) == {"female", "male"}


def test_two_people_in_one_row():
    """Prefixes keep billing and shipping apart."""
    made = Made(
        "orders", *columns(sa.Text(), "billing_first_name", "billing_email", "shipping_first_name", "shipping_email")
    )

    assert all(e.startswith(f.lower()) for f, e in zip(made("billing_first_name"), made("billing_email"), strict=True))
    assert made("billing_first_name") != made("shipping_first_name")


def test_names_follow_the_table():
    """A name is a person's in users, a product's in products, a tag in tags."""

    def named(table: str) -> Made:
        return Made(table, sa.Column("name", sa.String(80)))

    assert re.fullmatch(r"[A-Z]\w+ [A-Z]\w+", named("employees")("name")[0])
    assert named("tags").suggested["name"].generator != named("products").suggested["name"].generator
    assert "France" in Made("countries", sa.Column("name", sa.Text()))("name")
    assert "EUR" in Made("currencies", sa.Column("code", sa.String(3)))("code")


@pytest.mark.parametrize("kind", [sa.DateTime(), sa.Date(), sa.Integer(), sa.Text()])
def test_times_are_in_order(kind):
    """Created, updated, deleted; start, end; from, to; issued, expires: in any kind of column."""
    names = [
        "created_at",
        "updated_at",
        "deleted_at",
        "start_date",
        "end_date",
        "ordered_at",
        "shipped_at",
        "delivered_at",
    ]
    made = Made("orders", *columns(kind, *names))
    pairs = [("created_at", "updated_at"), ("created_at", "deleted_at"), ("start_date", "end_date")]
    pairs += [("ordered_at", "shipped_at"), ("shipped_at", "delivered_at")]

    for early, late in pairs:
        if early in made.suggested and late in made.suggested:
            assert (np.asarray(made(early)) <= np.asarray(made(late))).all(), (early, late)
    assert {"created_at", "updated_at", "deleted_at"} <= set(made.suggested)


UNITS = {"ms": 1000, "us": 10**6, "ns": 10**9, "unix_nano": 10**9, "millis": 1000, "unix": 1}


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("kind", [sa.BigInteger(), sa.Float()])
def test_times_counted_in_units_are_in_order(kind, unit):
    """The end of a name says what a number counts since 1970; the row's moments keep their order."""
    names = ["creation_time", "completed_time", "last_updated_timestamp", "start_time", "end_time", "seen_at"]
    made = Made("runs", *columns(kind, *(f"{name}_{unit}" for name in names)))
    created, completed, updated, start, end = (np.asarray(made(f"{name}_{unit}")) for name in names[:5])

    assert len(made.suggested) >= len(names)
    assert (created <= completed).all() and (created <= updated).all() and (start <= end).all()
    assert (abs(created / UNITS[unit] / 86_400 / 365 - 54) < 8).all()


def test_lengths_of_time_are_no_moments():
    """Neither is a number without room for milliseconds since 1970."""
    names = ["duration_ms", "execution_time_ms", "max_time_ms", "wait_time_ms"]
    made = Made("runs", *columns(sa.BigInteger(), *names), sa.Column("start_time_ms", sa.Integer))

    assert all(np.asarray(made(name)).max() < 10**9 for name in made.suggested)


def test_a_duration_is_end_less_start():
    """In the seconds between two moments of the row."""
    made = Made(
        "runs",
        sa.Column("started_at", sa.DateTime()),
        sa.Column("ended_at", sa.DateTime()),
        sa.Column("duration", sa.Integer()),
    )

    assert (made("duration") == (made("ended_at") - made("started_at")) // np.timedelta64(1, "s")).all()


def test_totals_add_up():
    """Price times quantity; net plus tax less discount."""
    money = sa.Numeric(12, 2)
    line = Made("order_items", sa.Column("quantity", sa.Integer()), *columns(money, "unit_price", "total"))
    bill = Made("invoices", *columns(money, "subtotal", "tax", "discount", "total"))

    np.testing.assert_allclose(line("total"), line("unit_price") * line("quantity"))
    np.testing.assert_allclose(bill("total"), bill("subtotal") + bill("tax") - bill("discount"))


def test_a_file_agrees():
    """Name, ending and media type of one file."""
    made = Made("uploads", *columns(sa.Text(), "file_name", "extension", "mime_type"))

    for name, ending, media in zip(made("file_name"), made("extension"), made("mime_type"), strict=True):
        assert name.endswith("." + ending)
        assert (media == "application/pdf") == (ending == "pdf")


def test_prices_keep_their_order():
    """A reduced price is below the price, a list price not below it."""
    made = Made("offers", *columns(sa.Numeric(10, 2), "price", "discount_price", "list_price"))

    assert (made("discount_price") < made("price")).all() and (made("price") <= made("list_price")).all()


def test_currencies_are_of_the_country():
    """Euros in Germany, pounds in the United Kingdom."""
    made = Made("accounts", *columns(sa.String(3), "currency"), sa.Column("country_code", sa.String(2)))
    pairs = set(zip(made("country_code"), made("currency"), strict=True))

    assert ("DE", "EUR") in pairs and ("GB", "GBP") in pairs and ("DE", "GBP") not in pairs


def test_reviews_follow_the_rating_of_their_row():
    """Bad stars and bad words go together, in the title too."""
    made = Made("reviews", sa.Column("rating", sa.Integer()), *columns(sa.Text(), "title", "body"))
    texts = {mood: set() for mood in (1, 5)}
    for rating, title, body in zip(made("rating"), made("title"), made("body"), strict=True):
        texts.get(rating, set()).update((title, *body.split(". ")))

    assert texts[1] and texts[5] and not texts[1] & texts[5]


def test_ranges_are_in_order():
    """The maximum is not below the minimum."""
    made = Made("offers", *columns(sa.Integer(), "min_quantity", "max_quantity", "start_row", "end_row"))

    assert (made("min_quantity") <= made("max_quantity")).all() and (made("start_row") <= made("end_row")).all()


def test_a_default_is_the_commonest_value():
    """The literal default of a status, from the model or from the database."""
    made = Made("posts", sa.Column("status", sa.String(20), server_default=sa.text("'queued'::character varying")))
    values = made("status")

    assert values.count("queued") > 400 and len(set(values)) > 2


def test_money_fits_small_columns():
    """A price in numeric(4,2) stays below 100."""
    made = Made("items", sa.Column("price", sa.Numeric(4, 2)), sa.Column("stock", sa.SmallInteger()))

    assert 0 <= made("price").min() < made("price").max() <= 99.99
    assert made("stock").max() <= 32767


def test_nulls_by_meaning():
    """Few rows are deleted, many people have no middle name."""
    made = Made("users", sa.Column("deleted_at", sa.DateTime()), sa.Column("middle_name", sa.Text()))

    assert made.suggested["deleted_at"].nulls == 0.85 and made.suggested["middle_name"].nulls == 0.5


@pytest.mark.parametrize("locale", ["de_DE", "fr_FR", "ja_JP", "pt_BR"])
def test_other_locales(locale):
    """A customer anywhere has a name, an address and a mail account in ASCII."""
    names = ["first_name", "last_name", "email", "city", "state", "zip", "country", "phone", "address", "company"]
    made = Made("customers", *columns(sa.String(120), *names), locale=locale)

    assert set(names) <= set(made.suggested)
    assert all(e.isascii() for e in made("email"))
    for name in names:
        assert len(set(made(name))) > 1


@pytest.mark.parametrize(
    "name", ["customerEmail", "CustomerEmail", "customer_email", "customeremail", "EMAIL", "email_2"]
)
def test_ways_to_write_a_name(name):
    """Camel case, underscores and run-together words mean the same."""
    assert "@" in Made("t", sa.Column(name, sa.Text()))(name)[0]


def test_unknown_names_are_left_out():
    """What no rule knows is for others to make."""
    assert Made("t", sa.Column("qzx", sa.Text())).suggested == {}


def test_every_time_of_a_row_has_its_place():
    """Names that no rule has a word for are in order too; nothing that is made is encrypted."""
    table = sa.Table(
        "trials", sa.MetaData(), sa.Column("datetime_start", sa.DateTime), sa.Column("datetime_complete", sa.DateTime),
        sa.Column("first_auth", sa.DateTime), sa.Column("last_auth", sa.DateTime),
        sa.Column("is_extra_encrypted", sa.Boolean),
    )  # fmt: skip
    suggested = suggest(table, {c.name: ask(c, False) for c in table.columns})

    assert "datetime_start" in suggested["datetime_complete"].generator.columns
    assert "first_auth" in suggested["last_auth"].generator.columns
    assert not suggested["is_extra_encrypted"].generator(Rows(np.arange(99), "trials", "x")).any()


def test_json_named_tags_maps_short_words():
    """Unless the column's default is a list; items are a list."""
    made = Made(
        "records", sa.Column("tags", sa.JSON), sa.Column("labels", sa.JSON, default=list), sa.Column("items", sa.JSON)
    )

    assert all(isinstance(word, str) for text in made("tags") for word in json.loads(text).values())
    assert all(isinstance(json.loads(text), list) for column in ("labels", "items") for text in made(column))


def test_the_rarer_of_two_words_is_there_in_fifty_rows():
    """Deleted is rare among many words, an eighth where it is the only other."""
    rare, common = weights(("deleted", "active"))

    assert 0.1 < rare / (rare + common) < 0.15
    assert weights(("active", "pending", "deleted")) == (12.0, 3.5, 0.7)


@pytest.mark.parametrize(
    ("kind", "form"),
    [
        (sa.String(36), r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"),
        (sa.Text(), r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"),
        (sa.String(32), r"[0-9a-f]{32}"),
        (sa.String(10), r"[0-9a-f]{10}"),
    ],
)
def test_text_keys_are_identifiers_and_no_prose(kind: sa.types.TypeEngine, form: str):
    made = Made("containers", sa.Column("id", kind), sa.Column("project_id", kind), unique=["id"])

    keys, projects = made("id"), made("project_id")

    assert all(re.fullmatch(form, value) for value in [*keys, *projects])
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("name", ["funding_pct", "exam_score"])
def test_percentages_and_scores_have_two_places_where_the_type_names_none(name: str):
    values = Made("things", sa.Column(name, sa.Numeric()))(name)

    assert np.array_equal(np.asarray(values, dtype=float), np.round(np.asarray(values, dtype=float), 2))
    assert len(set(values)) > 500
