"""Columns behind TypeDecorators get values that the decorators write and read back."""

import dataclasses
import enum
import json
import pickle
import uuid
import warnings
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from populace.errors import PlanError
from populace.generators.scalars import Choice, Moments, as_arrow
from populace.infer.asked import Asked, Suggestion
from populace.infer.decorated import Decorated, decorated, suggest, taken
from populace.infer.raw import Passage
from populace.infer.types import kind_of
from populace.rows import Rows


class Colour(enum.Enum):
    red = 1
    green = 2


@dataclasses.dataclass
class Address:
    street: str
    number: int


class JsonDict(sa.TypeDecorator[Any]):
    impl, cache_ok = sa.Text, True

    def process_bind_param(self, value, dialect):
        return json.dumps(value)

    def process_result_value(self, value, dialect):
        return json.loads(value)


class CommaList(sa.TypeDecorator[Any]):
    impl, cache_ok = sa.String(200), True

    def process_bind_param(self, value, dialect):
        return ",".join(value)

    def process_result_value(self, value, dialect):
        return value.split(",")


class UtcDateTime(sa.TypeDecorator[Any]):
    impl, cache_ok = sa.DateTime(timezone=True), True

    def process_bind_param(self, value, dialect):
        if value.tzinfo is None:
            raise ValueError("naive")
        return value.astimezone(UTC)

    def process_result_value(self, value, dialect):
        return value if value.tzinfo else value.replace(tzinfo=UTC)


class Microseconds(sa.TypeDecorator[Any]):
    impl, cache_ok = sa.BigInteger, True

    def process_bind_param(self, value, dialect):
        if value.tzinfo is None:
            warnings.warn("naive", stacklevel=2)
        return int(value.timestamp() * 1_000_000)

    def process_result_value(self, value, dialect):
        return datetime.fromtimestamp(value / 1_000_000, UTC)


class Guid(sa.TypeDecorator[Any]):
    impl, cache_ok = sa.CHAR(32), True

    def load_dialect_impl(self, dialect):
        return postgresql.UUID() if dialect.name == "postgresql" else sa.CHAR(32)

    def process_bind_param(self, value, dialect):
        return value if dialect.name == "postgresql" else value.hex

    def process_result_value(self, value, dialect):
        return value if isinstance(value, uuid.UUID) else uuid.UUID(value)


class ColourCode(sa.TypeDecorator[Any]):
    impl, cache_ok = sa.Integer, True

    def process_bind_param(self, value, dialect):
        return value.value

    def process_result_value(self, value, dialect):
        return Colour(value)


class AddressText(sa.TypeDecorator[Any]):
    impl, cache_ok = sa.Text, True

    def process_bind_param(self, value, dialect):
        return json.dumps(dataclasses.asdict(value))

    def process_result_value(self, value, dialect):
        return Address(**json.loads(value))


class Cents(sa.TypeDecorator[Any]):
    impl, cache_ok = sa.Integer, True

    def process_bind_param(self, value, dialect):
        return int(value.shift(2) if hasattr(value, "shift") else Decimal(value) * 100)

    def process_result_value(self, value, dialect):
        return Decimal(value) / 100


class LowerCase(sa.TypeDecorator[Any]):
    impl, cache_ok = sa.String(12), True

    def process_bind_param(self, value, dialect):
        return value.lower()


class Plain(sa.TypeDecorator[Any]):
    impl, cache_ok = sa.String(12), True


class InSql(sa.TypeDecorator[Any]):
    impl, cache_ok = sa.LargeBinary, True

    def bind_expression(self, bindvalue):
        return sa.func.encrypt(bindvalue)


DECORATORS = [
    JsonDict(), CommaList(), UtcDateTime(), Microseconds(), Guid(), ColourCode(), AddressText(), Cents(), LowerCase(),
    Plain(), sa.PickleType(),
]  # fmt: skip


def asked(sqltype: Any, unique: bool = False, **options: Any) -> Asked:
    column: Any = sa.Column("c", sqltype, **{"nullable": False} | options)
    sa.Table("t", sa.MetaData(), column)
    return Asked(column, kind_of(sqltype), unique)


def plain(values: Any) -> list[Any]:
    return as_arrow(values).to_pylist()


@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"])
@pytest.mark.parametrize("unique", [False, True])
@pytest.mark.parametrize("sqltype", DECORATORS, ids=lambda sqltype: type(sqltype).__name__)
def test_values_survive_the_way_into_the_database_and_back(sqltype, unique, dialect):
    """Raw values of any slice fit the implementation's type, and the decorator reads them."""
    generator = suggest(asked(sqltype, unique), None, dialect).generator
    count = min(100, generator.capacity) if unique else 100
    whole = plain(generator(Rows(np.arange(count), "t", "c")))
    part = plain(pickle.loads(pickle.dumps(generator))(Rows(np.arange(count // 2, count), "t", "c")))
    passage = Passage(sqltype, dialect)

    assert whole[count // 2 :] == part
    assert all(passage.read(raw) is not None for raw in whole)
    assert not unique or len({str(raw) for raw in whole}) == count


@pytest.mark.parametrize(
    ("sqltype", "kind"),
    [
        (JsonDict(), "json"),
        (UtcDateTime(), "datetime"),
        (Microseconds(), "datetime"),
        (Plain(), "text"),
        (Guid(), "uuid"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_taken_is_the_kind_of_the_python_values(sqltype, kind):
    """A name rule can be asked for the kind that the decorator takes, whatever it stores."""
    assert taken(asked(sqltype)) == kind


@pytest.mark.parametrize(
    ("sqltype", "python_type"),
    [
        (JsonDict(), dict),
        (CommaList(), list),
        (ColourCode(), Colour),
        (AddressText(), Address),
        (sa.PickleType(), dict),
    ],
    ids=lambda value: type(value).__name__,
)
def test_the_form_is_the_one_the_decorator_is_for(sqltype, python_type):
    """What comes back is of the type that the decorator's name or code speaks of."""
    raw = plain(suggest(asked(sqltype)).generator(Rows(np.arange(20), "t", "c")))

    assert {type(Passage(sqltype, "").read(value)) for value in raw} == {python_type}


def test_a_decorator_that_changes_nothing_leaves_the_inner_generator_as_it_is():
    """No value of it is bound row by row."""
    inner = Suggestion(Moments(), "its name")

    assert suggest(asked(UtcDateTime()), inner, "postgresql").generator == Moments()


def test_a_decorator_that_changes_text_is_applied_to_the_inner_generator():
    """What the name suggests goes through the decorator, NULLs stay."""
    inner = Suggestion(Choice(("Ann", "Bob")), "its name")
    suggestion = suggest(asked(LowerCase()), inner)

    assert isinstance(suggestion.generator, Decorated)
    assert set(plain(suggestion.generator(Rows(np.arange(50), "t", "c")))) == {"ann", "bob"}
    nulls = Suggestion(lambda rows: pa.array([None, "Ann"]), "")
    assert plain(suggest(asked(LowerCase()), nulls).generator(Rows([0, 1], "t", "c"))) == [None, "ann"]


def test_values_that_do_not_fit_the_decorator_name_the_column():
    """A generator whose values turn out too long is an error that names the column and the value."""
    generator = Decorated(Choice(("much too long for this",)), LowerCase(), _form(), "sqlite")

    with pytest.raises(PlanError, match=r"t\.c: LowerCase does not take 'much too long"):
        generator(Rows([0], "t", "c"))


def _form() -> Any:
    from populace.infer.forms import FORMS

    return FORMS["text"]


class Refusing(sa.TypeDecorator[Any]):
    """Takes only what is equal to *wanted*."""

    impl, cache_ok = sa.JSON, False

    def __init__(self, *wanted: Any) -> None:
        super().__init__()
        self._wanted = wanted

    def process_bind_param(self, value, dialect):
        if value not in self._wanted:
            raise ValueError(value)
        return value


def test_what_nothing_fits_is_empty_or_the_default():
    """A decorator that takes few values takes the column's default, or an empty list."""
    rows = Rows(np.arange(3), "t", "c")

    assert set(plain(suggest(asked(Refusing([]))).generator(rows))) == {"[]"}
    assert set(plain(suggest(asked(Refusing("x7"), default="x7")).generator(rows))) == {'"x7"'}


def test_what_nothing_fits_at_all_is_what_the_database_takes():
    """Values by the type that the database has, and the reason says so."""
    suggestion = suggest(asked(Refusing()))

    assert isinstance(json.loads(plain(suggestion.generator(Rows([0], "t", "c")))[0]), dict)
    assert "no value was found that Refusing" in suggestion.why


def test_decorators_that_work_in_sql_are_null_or_an_error():
    """A bulk load runs no SQL functions."""
    assert plain(suggest(asked(InSql(), nullable=True)).generator(Rows([0], "t", "c"))) == [None]
    with pytest.raises(PlanError, match=r"t\.c: no value was found that InSql"):
        suggest(asked(InSql()))


def test_interval_is_no_decorator_of_a_project():
    """SQLAlchemy's own way of storing an interval is left to the sinks."""
    assert not decorated(sa.Interval())
    assert decorated(sa.PickleType())
