"""Faker providers over the tables of a domain.

    class Provider(DomainProvider):
        def patient(self, **known: Any) -> Patient:
            return self.record("patients", known)

        def mrn(self, **known: Any) -> str:
            return self.value("patients", "mrn", known)

Every call draws 64 bits from the generator that Faker seeds; the rest is a pure function of
them: a record is a row far beyond its table, a value comes from a pool of such rows. One row
costs the columnar engine as much as a block of them, so the rows of the bits that the
generator will draw next are made along.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from importlib import import_module
from random import Random
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from faker.providers import BaseProvider

from populace.names import closest

if TYPE_CHECKING:
    from populace.records import Records

T = TypeVar("T")

AHEAD = 256
"""The most rows that are made at once for one record."""
POOL, BLOCK = 65_536, 1_024
"""A column's values come from so many rows, made so many at a time."""
FIRST = 1 << 52
"""The first row of these; no table is that long."""
_ABSENT: Any = object()


class DomainProvider(BaseProvider):
    """The base of a domain's `Provider`, whose methods are its tables' records and values.

    *domain* is the package whose ``models`` has the tables: the one that the class is in,
    unless it says otherwise.
    """

    __use_weighting__ = True  # what add_provider adds last decides for all of Faker's own random_element
    domain: ClassVar[str] = ""

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        cls.domain = cls.domain or cls.__module__.rpartition(".")[0]

    def __init__(self, generator: Any) -> None:
        super().__init__(generator)
        self._locale = locale_of(generator)
        self._ahead: dict[tuple[str, str | None], Ahead] = {}
        self._pools: dict[tuple[str, str], Pool | None] = {}

    def __dir__(self) -> list[str]:
        """Without `record` and `value`: Faker makes a method of its own of whatever is listed."""
        return [name for name in super().__dir__() if name not in ("record", "value")]

    def __getstate__(self) -> dict[str, Any]:
        return self.__dict__ | {"_ahead": {}, "_pools": {}}

    def record(self, table: str, known: Mapping[str, Any] | None = None) -> T:  # type: ignore[type-var]
        """A row of *table* as a dict; *known* columns are as given, and the rest fits them."""
        random = self.generator.random
        bits = random.getrandbits(64)
        if known:
            records = _records(self.domain, self._locale, table)
            return _fitting(records, records.random(bits), known)  # type: ignore[return-value]
        return self._looking(table).take(bits, random)  # type: ignore[no-any-return]

    def value(self, table: str, column: str, known: Mapping[str, Any] | None = None) -> T:  # type: ignore[type-var]
        """A value of *column* of *table*, fitting the *known* columns of the same row."""
        random = self.generator.random
        bits = random.getrandbits(64)
        pool = self._pools.get((table, column), _ABSENT)
        if pool is _ABSENT:
            pool = self._pools[table, column] = _pool(self.domain, self._locale, table, column)
        if known:
            records = _records(self.domain, self._locale, table)
            row = records.random(bits) if pool is None else FIRST + bits % POOL
            return _fitting(records, row, known)[column]  # type: ignore[no-any-return]
        if pool is not None:
            return pool.at(bits)  # type: ignore[no-any-return]
        return self._looking(table, column).take(bits, random)  # type: ignore[no-any-return]

    def _looking(self, table: str, column: str | None = None) -> Ahead:
        ahead = self._ahead.get((table, column))
        if ahead is None:
            ahead = self._ahead[table, column] = Ahead(_maker(self.domain, self._locale, table, column))
        return ahead


class Ahead:
    """What the next keys of a random number generator lead to, made before they are drawn.

    Keys are foretold by a copy of the generator. Where other calls draw from it in between,
    and what was made is not asked for, fewer are made along, down to none.
    """

    def __init__(self, make: Callable[[Sequence[int]], list[Any]]) -> None:
        self.make = make
        self.count = 16
        self.made: dict[int, Any] = {}
        self.next = -1

    def take(self, key: int, random: Random) -> Any:
        """What *key*, just drawn from *random*, leads to."""
        made = self.made.pop(key, _ABSENT)
        return self._more(key, random) if made is _ABSENT else made

    def _more(self, key: int, random: Random) -> Any:
        if key == self.next:
            self.count = min(4 * self.count, AHEAD)
        elif 4 * len(self.made) >= 3 * self.count:
            self.count = max(self.count // 4, 1)
        keys = _foretold(random, self.count)
        self.next = keys.pop() if keys else -1
        first, *others = self.make([key, *keys])
        self.made = dict(zip(keys, others, strict=True))
        return first


def _foretold(random: Random, count: int) -> list[int]:
    """The next *count* keys that *random* will draw; none of a generator that cannot tell."""
    if type(random) is not Random:
        return []
    copy = Random(0)
    copy.setstate(random.getstate())
    return [copy.getrandbits(64) for _ in range(count)]


class Pool:
    """The values of one column in the rows that single values come from."""

    def __init__(self, records: Records, column: str) -> None:
        self.records, self.column = records, column
        self.blocks: list[list[Any] | None] = [None] * (POOL // BLOCK)

    def at(self, bits: int) -> Any:
        """The value for these 64 bits."""
        number = bits % POOL // BLOCK
        block = self.blocks[number]
        if block is None:
            rows = range(FIRST + number * BLOCK, FIRST + (number + 1) * BLOCK)
            block = self.blocks[number] = self.records.columns(rows, [self.column], open=True)[self.column]
        return block[bits % BLOCK]


@lru_cache(maxsize=256)
def _records(domain: str, locale: str, table: str) -> Records:
    from populace.plans import plan_for
    from populace.records import Records

    return Records(plan_for(import_module(f"{domain}.models").Base.metadata, locale=locale), table)


@lru_cache(maxsize=4096)
def _pool(domain: str, locale: str, table: str, column: str) -> Pool | None:
    """The pool of a column; None for one whose values tell rows apart, or could be changed by who gets them."""
    import sqlalchemy as sa

    records = _records(domain, locale, table)
    found = records.layout.table
    _check([column], records)
    kind = found.columns[column].type
    groups = [c.columns for c in found.constraints if isinstance(c, sa.UniqueConstraint | sa.PrimaryKeyConstraint)]
    groups += [index.columns for index in found.indexes if index.unique]
    unique = any([str(c.name) for c in group] == [column] for group in groups)
    return None if unique or isinstance(kind, sa.JSON | sa.ARRAY) else Pool(records, column)


def _maker(domain: str, locale: str, table: str, column: str | None) -> Callable[[Sequence[int]], list[Any]]:
    records = _records(domain, locale, table)
    if column is None:
        return lambda keys: records.records([records.random(bits) for bits in keys], open=True)
    return lambda keys: records.columns([records.random(bits) for bits in keys], [column], open=True)[column]


def _fitting(records: Records, row: int, known: Mapping[str, Any]) -> dict[str, Any]:
    """Row *row* with what is known; the row of the table itself where its key is known."""
    _check(known, records)
    own = records.row_of(known)
    if own is None:
        return records.record(row, known=known, open=True)
    return records.record(own, known=known, open=own >= records.layout.size)


def _check(columns: Sequence[str] | Mapping[str, Any], records: Records) -> None:
    for name in columns:
        if name not in records.names:
            raise TypeError(f"{records.name} has no column {name!r}{closest(name, records.names)}")


def locale_of(generator: Any) -> str:
    """The locale that a Faker generator was made for, which it keeps to itself; else that of its providers."""
    config: Mapping[str, Any] = getattr(generator, "_Generator__config", {})
    found = (provider.__lang__ for provider in generator.providers if provider.__lang__)
    return str(config.get("locale") or next(found, "en_US"))
