"""Columns behind a TypeDecorator: values that the project's own type writes and reads back.

The decorator is asked: values of many forms are sent through it and back, the likeliest
form first. The first that comes back equal is the one the column gets. What it sends is
turned into the raw value of the database, once for each different value where it can be.

A decorator that salts or encrypts with a random number stores other bytes on every run.
"""

from __future__ import annotations

import json
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

import numpy as np
import pyarrow as pa
import sqlalchemy as sa

from populace.errors import PlanError
from populace.generators.keys import UniqueIntegers
from populace.generators.scalars import Always, Integers, Json, as_arrow
from populace.generators.times import Same
from populace.infer import types
from populace.infer.asked import Asked, Suggestion
from populace.infer.forms import Form, forms
from populace.infer.raw import Passage, decorated
from populace.rows import Array, Generator, Rows

__all__ = ["Decorated", "decorated", "suggest", "taken"]

PLAIN: dict[str, Any] = {
    "integer": sa.Integer(),
    "float": sa.Float(),
    "numeric": sa.Numeric(8, 2),
    "boolean": sa.Boolean(),
    "date": sa.Date(),
    "datetime": sa.DateTime(),
    "time": sa.Time(),
    "interval": sa.Interval(),
    "uuid": sa.Uuid(),
}
POOL, SLOW_POOL = 256, 16
SAMPLES = 6
TRICKY = ("Mixed Case", " spaces ", "ÄÖÜ ß", "123", "")
"""Text that a decorator which is more than a pass-through is likely to change."""


@dataclass(frozen=True)
class Decorated:
    """Values of *inner* in the form that the decorator *sqltype* takes, as the raw values that it stores.

    With a *pool*, only so many different values are made and bound.
    """

    inner: Generator
    sqltype: sa.types.TypeEngine[Any] = field(repr=False)
    form: Form
    dialect: str = ""
    pool: int = 0

    @property
    def unique(self) -> bool:
        return not self.pool and bool(getattr(self.inner, "unique", False))

    @property
    def capacity(self) -> int:
        return int(getattr(self.inner, "capacity", 0))

    def __call__(self, rows: Rows) -> Array:
        if not self.pool:
            return self._bound(self.inner(rows), rows)
        values = as_arrow(_pool(self, rows.seed, *rows.names))
        index = pa.array(rows.choice(len(values), "pool"))
        return pa.DictionaryArray.from_arrays(index, values) if values.type == pa.string() else values.take(index)

    def _bound(self, made: object, rows: Rows) -> Array:
        """The raw values of what *inner* made, each different text or member bound once."""
        passage, plain = _passage(self), as_arrow(made)
        if self.form.members:
            plain = plain.dictionary_encode()
        if pa.types.is_dictionary(plain.type):
            raw = as_arrow(passage.array([self._bind(passage, value, rows) for value in plain.dictionary.to_pylist()]))
            return raw.take(plain.indices)
        return passage.array([self._bind(passage, value, rows) for value in plain.to_pylist()])

    def _bind(self, passage: Passage, value: Any, rows: Rows) -> Any:
        if value is None:
            return None
        try:
            return passage.bind(self.form.value(value))
        except Exception as error:
            raise PlanError(
                f"{rows.table}.{rows.column}: {type(self.sqltype).__name__} does not take {value!r} ({error}); "
                f"give the column a generator"
            ) from error


@lru_cache(maxsize=512)
def _pool(decorated: Decorated, seed: int, table: str, column: str) -> Array:
    rows = Rows(np.arange(decorated.pool), table, column, seed=seed)
    return decorated._bound(decorated.inner(rows), rows)


@lru_cache(maxsize=512)
def _passage(decorated: Decorated) -> Passage:
    return Passage(decorated.sqltype, decorated.dialect)


def suggest(asked: Asked, inner: Suggestion | None = None, dialect: str = "") -> Suggestion:
    """A generator of raw values for a decorated column.

    *inner*, which a name may have suggested, is used if the decorator takes values of the
    kind that was asked for; `taken` says beforehand which kind that is.
    """
    name, passage = type(asked.column.type).__name__, Passage(asked.column.type, dialect)
    form = None if _in_sql(asked) else _best(asked.column, dialect)
    if form is None:
        return _none(asked, name, passage)
    given = inner is not None and form.kind == asked.kind and _works(inner, form, passage)
    own = Suggestion(_plain(asked, form, passage), f"{form.name} for {name}")
    plain = inner if given and inner is not None else own
    if form.kind == passage.kind and _transparent(asked, form, passage, plain):
        return replace(plain, why=f"{plain.why}, which {name} stores as it is")
    slow = "password" in name.lower()
    pool = 0 if given or asked.unique else SLOW_POOL if slow else POOL if _pooled(form) else 0
    made = Decorated(plain.generator, asked.column.type, form, dialect, pool)
    return replace(plain, generator=made, why=f"{plain.why}, through {name}")


def taken(asked: Asked, dialect: str = "") -> str:
    """The kind of values that the decorator takes, for which a name rule may know better ones."""
    form = _best(asked.column, dialect)
    return asked.kind if form is None or form.members else form.kind


def moment_behind(asked: Asked, dialect: str = "") -> Asked | None:
    """The moments that a decorator stores as another kind, as a hidden column that name rules put in order."""
    if asked.unique or asked.domain is not None or not decorated(asked.column.type):
        return None
    if asked.kind == "datetime" or taken(asked, dialect) != "datetime":
        return None
    column: sa.Column[Any] = sa.Column(f"·{asked.name}", sa.DateTime(), nullable=asked.column.nullable)
    return Asked(column, "datetime", rows=asked.rows)


def seen(asked: Asked, named: Mapping[str, Suggestion]) -> tuple[Asked, Suggestion | None]:
    """What `suggest` takes: the column and what its name suggests, or the moments behind it."""
    behind = named.get(f"·{asked.name}")
    if behind is None or asked.name in named:
        return asked, named.get(asked.name)
    return replace(asked, kind="datetime"), replace(behind, generator=Same(f"·{asked.name}"))


def _pooled(form: Form) -> bool:
    return form.kind in ("json", "member", "text", "bytes", "array")


def _in_sql(asked: Asked) -> bool:
    """Whether the decorator does its work in SQL, which a bulk load does not run."""
    return bool(getattr(asked.column.type, "_has_bind_expression", False))


def _none(asked: Asked, name: str, passage: Passage) -> Suggestion:
    """The database's own literals for types such as ranges, else NULL, else what the database itself takes."""
    if passage.kind == "other" and not _in_sql(asked):
        return types.suggest(asked, passage.dialect.name)
    if asked.column.nullable and not asked.unique:
        return Suggestion(Always(), f"NULL, because no value was found that {name} takes", nulls=1.0)
    if passage.kind == "other" or _in_sql(asked):
        table = asked.column.table
        raise PlanError(
            f"{table.fullname if table is not None else ''}.{asked.name}: no value was found that {name} writes and "
            f"reads back, and the column may not be NULL; give it a generator of what the database stores"
        )
    column: sa.Column[Any] = sa.Column(asked.name, passage.sqltype, nullable=False)
    plain = types.suggest(replace(asked, column=column, kind=passage.kind), passage.dialect.name)
    return replace(plain, why=f"{plain.why}: no value was found that {name} writes and reads back; give it a generator")


@lru_cache(maxsize=1024)
def _best(column: sa.Column[Any], dialect: str) -> Form | None:
    """The first form whose values come back as the same type, else the first that come back as anything."""
    asked, passage = Asked(column, types.kind_of(column.type)), Passage(column.type, dialect)
    somehow: Form | None = None
    for candidate in forms(asked, passage.kind == "json" or _encodes_json(passage)):
        form, score = _score(asked, candidate, passage)
        if score >= 2:
            return form
        somehow = somehow or (form if score else None)
    return somehow


def _encodes_json(passage: Passage) -> bool:
    """Whether text is stored in the quotes of JSON."""
    try:
        return passage.kind == "text" and bool(json.loads(passage.bind("amber")) == "amber")
    except Exception:  # whatever a decorator does with a value it does not take
        return False


def _score(asked: Asked, form: Form, passage: Passage) -> tuple[Form, int]:
    """How well values of the form come back: 3 equal, 2 as the same type, 1 somehow, 0 not at all."""
    if form.members:
        scored = [(member, _returns(member, passage)) for member in form.members[:1]]
        if scored[0][1]:
            scored = [(member, _returns(member, passage)) for member in form.members[:POOL]]
        kept = tuple(member for member, score in scored if score)
        return replace(form, members=kept), min((score for _, score in scored if score), default=0)
    plain = _plain(asked, form, passage)
    return form, _score_of(plain, form, passage)


def _score_of(generator: Generator, form: Form, passage: Passage) -> int:
    samples = as_arrow(generator(Rows(np.arange(SAMPLES), "sample", "sample"))).to_pylist()
    worst = 3
    for sample in (sample for sample in samples if sample is not None):
        worst = min(worst, _returns(form.value(sample), passage))
        if not worst:
            break
    return worst


def _returns(value: Any, passage: Passage) -> int:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            back = passage.read(passage.bind(value))
            if back is None:
                return 0
            return 3 if _equal(value, back) else 2 if type(back) is type(value) else 1
        except Exception:  # whatever a decorator does with a value it does not take
            return 0


def _equal(value: Any, back: Any) -> bool:
    if hasattr(value, "tzinfo") and hasattr(back, "tzinfo"):
        value, back = value.replace(tzinfo=None), back.replace(tzinfo=None)
    return bool(value == back)


def _works(inner: Suggestion, form: Form, passage: Passage) -> bool:
    """Whether the decorator takes what *inner* makes, as far as it can be tried without a plan."""
    try:
        return _score_of(inner.generator, form, passage) > 0
    except (PlanError, KeyError):
        return True


def _transparent(asked: Asked, form: Form, passage: Passage, plain: Suggestion) -> bool:
    """Whether the decorator stores plain values as they are."""
    samples = as_arrow(_plain(asked, form, passage)(Rows(np.arange(64), "sample", "sample"))).to_pylist()
    samples += TRICKY if form.kind == "text" else ()
    try:
        return all(passage.array([passage.bind(form.value(s))]) == _as_raw(s, passage) for s in samples)
    except Exception:  # whatever a decorator does with a value it does not take
        return False


def _as_raw(sample: Any, passage: Passage) -> Array:
    return passage.array([passage._stored(sample)])


def _plain(asked: Asked, form: Form, passage: Passage) -> Generator:
    """Plain values for a form, short enough for what the decorator stores."""
    if form.members:
        count = len(form.members)
        return UniqueIntegers(0, count - 1) if asked.unique else Integers(0, count - 1)
    if form.kind == "json":
        return Json(form.name in ("list", "numbers", "set", "tuple"), asked.unique)
    for length in (passage.length, 60, 20, 8, 4):
        sqltype = PLAIN.get(form.kind) or (sa.LargeBinary(length) if form.kind == "bytes" else sa.String(length))
        same = form.kind == passage.kind
        column: sa.Column[Any] = sa.Column(asked.name, passage.sqltype if same else sqltype, nullable=False)
        wanted = replace(asked, column=column, kind=form.kind, length=length, domain=asked.domain if same else None)
        generator = types.suggest(wanted, passage.dialect.name).generator
        if form.kind not in ("text", "bytes") or passage.length is None or _score_of(generator, form, passage):
            break
    return generator
