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

from collections.abc import Callable, Mapping
from functools import lru_cache
from importlib import import_module
from random import Random
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

import numpy as np
from faker.providers import BaseProvider
from numpy.typing import NDArray

from populace.names import closest

if TYPE_CHECKING:
    from populace.records import Records

T = TypeVar("T")
Keys = NDArray[np.uint64]

FIRST_AHEAD, AHEAD = 16, 256
"""So many rows are made ahead at first, and at most."""
WORTH = 64
"""A row among many costs so many times less than one alone, about."""
REST = 16
"""After so many calls for which nothing was made ahead, it is tried again."""
KEPT = 256
"""Combinations of table, column and what is known that are made ahead."""
POOL, BLOCK = 65_536, 1_024
"""A column's values come from so many rows at most, made so many at a time."""
FIRST = 1 << 52
"""The first row beyond any table that values come from."""
_ABSENT: Any = object()


class UnknownColumn(TypeError):
    """Something known is no column of the table."""


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
        self._records: dict[str, Ahead] = {}
        self._values: dict[tuple[str, str], Ahead | Pool] = {}
        self._known: dict[tuple[Any, ...], Ahead] = {}

    def __dir__(self) -> list[str]:
        """Without `record` and `value`: Faker makes a method of its own of whatever is listed."""
        return [name for name in super().__dir__() if name not in ("record", "value")]

    def __getstate__(self) -> dict[str, Any]:
        return self.__dict__ | {"_records": {}, "_values": {}, "_known": {}}

    def record(self, table: str, known: Mapping[str, Any] | None = None) -> T:  # type: ignore[type-var]
        """A row of *table* as a dict; *known* columns are as given, and the rest fits them."""
        random = self.generator.random
        bits = random.getrandbits(64)
        if known:
            return self._fitting(table, None, known, bits)  # type: ignore[no-any-return]
        try:
            ahead = self._records[table]
        except KeyError:
            ahead = self._records[table] = Ahead(_maker(self.domain, self._locale, table, None, {}), FIRST_AHEAD)
        return ahead.take(bits, random)  # type: ignore[no-any-return]

    def value(self, table: str, column: str, known: Mapping[str, Any] | None = None) -> T:  # type: ignore[type-var]
        """A value of *column* of *table*, fitting the *known* columns of the same row."""
        random = self.generator.random
        bits = random.getrandbits(64)
        if known:
            return self._fitting(table, column, known, bits)  # type: ignore[no-any-return]
        try:
            found = self._values[table, column]
        except KeyError:
            pool = _pool(self.domain, self._locale, table, column)
            make = _maker(self.domain, self._locale, table, column, {})
            found = self._values[table, column] = pool or Ahead(make, FIRST_AHEAD, 4 * AHEAD)
        return found.take(bits, random)  # type: ignore[no-any-return]

    def _fitting(self, table: str, column: str | None, known: Mapping[str, Any], bits: int) -> Any:
        """A record, or the value of a column, of a row of which something is known."""
        own = _row(_records(self.domain, self._locale, table), known)
        if column is not None and column in known:
            return known[column]
        if own is None:
            own = self._looking(table, column, known).take(bits, self.generator.random)
        elif column is not None:
            return own[column]
        return own if column is not None else {**own, **known}

    def _looking(self, table: str, column: str | None, known: Mapping[str, Any]) -> Ahead:
        """What is made ahead for what is known: nothing yet for what is known for the first time."""
        make = _maker(self.domain, self._locale, table, column, known)
        key = (table, column, *((name, type(value), value) for name, value in sorted(known.items())))
        try:
            hash(key)
        except TypeError:
            return Ahead(make, 0)
        while len(self._known) >= KEPT:
            self._known.pop(list(self._known)[0], None)
        return self._known.setdefault(key, Ahead(make, 0, AHEAD if column is None else 4 * AHEAD))


class Ahead:
    """What the next draws of a random number generator lead to, made before they are drawn.

    Its next words are foretold by a copy; at which of them a key begins is not known where other calls draw
    in between. So keys are taken to follow each other, or else to begin at any word. Where not one of `WORTH`
    is asked for, nothing is made ahead for some calls.
    """

    def __init__(self, make: Callable[[Keys], list[Any]], count: int, most: int = AHEAD) -> None:
        self.make, self.most = make, most
        self.count, self.step, self.rest = count, 2, REST
        self.made: dict[int, Any] = {}
        self.total, self.next = 0, -1

    def take(self, key: int, random: Random) -> Any:
        """What *key*, just drawn from *random*, leads to."""
        made = self.made.pop(key, _ABSENT)
        return self._more(key, random) if made is _ABSENT else made

    def _more(self, key: int, random: Random) -> Any:
        if self.next >= 0:
            self._adapt(key)
        keys, self.next = _foretold(key, random, self.count, self.step)
        first, *others = self.make(keys)
        self.made, self.total = dict(zip(keys[1:].tolist(), others, strict=True)), len(others)
        return first

    def _adapt(self, key: int) -> None:
        """How many keys to make ahead, and which, after those that were made last."""
        used = self.total - len(self.made)
        if key == self.next or 9 * used > 4 * self.total > 0:
            self.step, self.count = 2, min(4 * max(self.count, 1), self.most)
        elif not self.count:
            self.rest -= 1
            if not self.rest:
                self.step, self.count = 1, self.most // 2
        elif used * WORTH >= self.total:
            self.count = min(2 * self.count, self.most)
        elif self.step == 2:
            self.step, self.count = 1, self.most // 2
        else:
            self.count, self.rest = 0, REST


def _foretold(key: int, random: Random, count: int, step: int) -> tuple[Keys, int]:
    """After *key*, those that begin at every *step*-th of the next words of *random*; and the key at the end of these.

    There are none of a generator that cannot tell.
    """
    if type(random) is not Random:
        return np.array([key], dtype=np.uint64), -1
    copy, bits = Random(0), 32 * (count * step + 2)
    copy.setstate(random.getstate())
    words = np.frombuffer(copy.getrandbits(bits).to_bytes(bits // 8, "little"), dtype="<u4").astype(np.uint64)
    keys = (words[:-1] | words[1:] << np.uint64(32))[::step]
    return np.concatenate([np.array([key], dtype=np.uint64), keys[:-1]]), int(keys[-1])


class Pool:
    """The values of one column in the rows that single values come from.

    Rows beyond a table have parents of their own each, which are made along; so a child's are those of its table.
    """

    def __init__(self, records: Records, column: str) -> None:
        self.records, self.column = records, column
        size = records.layout.size
        self.open = not records.links or size < BLOCK
        self.first, self.count = (FIRST, POOL) if self.open else (0, min(size, POOL))
        self.blocks: list[list[Any]] = [[]] * -(-self.count // BLOCK)

    def take(self, bits: int, random: Random) -> Any:
        """The value for these 64 bits."""
        place = bits % self.count
        block = self.blocks[place // BLOCK] or self._fill(place // BLOCK)
        return block[place % BLOCK]

    def _fill(self, number: int) -> list[Any]:
        rows = range(self.first + number * BLOCK, self.first + min((number + 1) * BLOCK, self.count))
        block = self.blocks[number] = self.records.columns(rows, [self.column], open=self.open)[self.column]
        return block


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
    _check(column, records)
    kind = found.columns[column].type
    groups = [c.columns for c in found.constraints if isinstance(c, sa.UniqueConstraint | sa.PrimaryKeyConstraint)]
    groups += [index.columns for index in found.indexes if index.unique]
    unique = any([str(c.name) for c in group] == [column] for group in groups)
    return None if unique or isinstance(kind, sa.JSON | sa.ARRAY) else Pool(records, column)


def _maker(
    domain: str, locale: str, table: str, column: str | None, known: Mapping[str, Any]
) -> Callable[[Keys], list[Any]]:
    """What makes the records of *table*, or values of *column*, that these keys lead to."""
    records, given = _records(domain, locale, table), dict(known)
    names = records.names if column is None else [column]
    pool = None if column is None else _pool(domain, locale, table, column)

    def make(keys: Keys) -> list[Any]:
        if pool is None:
            rows = [records.random(key) for key in keys.tolist()]
        else:
            rows = (keys % np.uint64(pool.count) + np.uint64(pool.first)).tolist()
        same = {name: [value] * len(rows) for name, value in given.items()}
        columns = records.columns(rows, names, same, open=pool is None or pool.open)
        if column is not None:
            return columns[column]
        return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]

    return make


def _row(records: Records, known: Mapping[str, Any]) -> dict[str, Any] | None:
    """The row whose key is among what is known: the table's own, if it is so long."""
    for name in known:
        _check(name, records)
    row = records.row_of(known)
    if row is None:
        return None
    key = records.plan.key(records.name)
    rest = {name: value for name, value in known.items() if name not in key}
    return records.record(row, known=rest, open=row >= records.layout.size)


def _check(column: str, records: Records) -> None:
    if column not in records.names:
        raise UnknownColumn(f"{records.name} has no column {column!r}{closest(column, records.names)}")


def locale_of(generator: Any) -> str:
    """The locale that a Faker generator was made for, which it keeps to itself; else that of its providers."""
    config: Mapping[str, Any] = getattr(generator, "_Generator__config", {})
    found = (provider.__lang__ for provider in generator.providers if provider.__lang__)
    return str(config.get("locale") or next(found, "en_US"))
