"""Schemas nobody thought of: whatever tables are made up, every database accepts their rows.

`schemas` makes up tables with keys, foreign keys, unique groups and CHECKs that can be
satisfied together; no column is in more than one CHECK, so that none contradict each other.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, TypeVar

import numpy as np
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from populace.plan import Plan
from populace.runners import local, workers
from populace.runners.local import seed
from populace.sinks import open_sink

T = TypeVar("T")
WORDS = ("draft", "open", "done", "lost")
NAMES = ("name", "email", "code", "status", "kind", "price", "Amount", "user name", "order", "starts_at", "ends_at",
         "note", "is_main",
         "position", "slug", "Größe", "total", "birth_date", "phone", "data", "level", "created_at")  # fmt: skip
TYPES: dict[str, Callable[[], sa.types.TypeEngine[Any]]] = {
    "integer": sa.Integer, "small": sa.SmallInteger, "big": sa.BigInteger, "numeric": lambda: sa.Numeric(8, 2),
    "float": sa.Float, "boolean": sa.Boolean, "date": sa.Date, "datetime": sa.DateTime,
    "moment": lambda: sa.DateTime(timezone=True), "time": sa.Time, "interval": sa.Interval, "uuid": sa.Uuid,
    "json": sa.JSON, "bytes": sa.LargeBinary, "char": lambda: sa.String(1), "short": lambda: sa.String(4),
    "string": lambda: sa.String(8), "text": lambda: sa.Text(), "enum": lambda: sa.Enum(*WORDS, name="state"),
}  # fmt: skip
KEYS = ("integer", "integer", "integer", "big", "uuid", "string", "small", "text")
NUMBERS, MOMENTS = ("integer", "small", "big", "numeric", "float"), ("date", "datetime", "moment")


class Schema(sa.MetaData):
    """Tables that show themselves as DDL."""

    def __repr__(self) -> str:
        tables = (str(sa.schema.CreateTable(t)) for t in self.tables.values())
        indexes = (str(sa.schema.CreateIndex(i)) for t in self.tables.values() for i in t.indexes)
        return "".join([*tables, *indexes])


@dataclass
class Making:
    """A table as far as it is made up."""

    draw: Callable[[st.SearchStrategy[Any]], Any]
    table: sa.Table
    kinds: dict[str, str] = field(default_factory=dict)
    keys: list[tuple[str, ...]] = field(default_factory=list)
    """Groups of columns that a foreign key may point to."""
    points_to: dict[str, tuple[str, str]] = field(default_factory=dict)
    primary: list[str] = field(default_factory=list)
    checked: set[str] = field(default_factory=set)

    def chance(self, percent: int) -> bool:
        return bool(self.draw(st.integers(0, 99)) >= 100 - percent)

    def pick(self, items: Sequence[T]) -> T:
        return self.draw(st.sampled_from(items))  # type: ignore[no-any-return]

    def add(self, kind: str, name: str | None = None, nullable: bool | None = None) -> str:
        name = name or self.pick(NAMES)
        while name in self.kinds:
            name += "_2"
        nullable = self.chance(40) if nullable is None else nullable
        self.table.append_column(sa.Column(name, TYPES[kind](), nullable=nullable, autoincrement=False))
        self.kinds[name] = kind
        return name

    def refer(self, target: Making, late: bool = False, nullable: bool | None = None, own: bool = False) -> list[str]:
        """A foreign key to a key of *target*; a column that points to the same thing already may be part of it."""
        keys = self.pick(target.keys)
        nullable = self.chance(40) if nullable is None else nullable
        columns: list[str] = []
        for key in keys:
            same = [c for c, to in self.points_to.items() if to == target.points_to.get(key) and c not in columns]
            same = [c for c in same if target is not self or c == key]
            shared = bool(same) and len(keys) > 1 and self.chance(80)
            columns.append(same[0] if shared else self.add(target.kinds[key], f"{target.table.name}_{key}", nullable))
            self.points_to.setdefault(columns[-1], (target.table.name, key))
        target.checked |= {key for key in keys if target.table.columns[key].nullable}
        self.table.append_constraint(
            sa.ForeignKeyConstraint(
                columns, [target.table.columns[k] for k in keys], f"fk_{self.table.name}_{len(self.table.constraints)}",
                use_alter=late, deferrable=True if late or self.chance(20) else None,
            )
        )  # fmt: skip
        return columns

    def key(self, others: list[Making]) -> None:
        """A primary key, or none: counted, composite, of foreign keys."""
        way = self.pick(("plain", "plain", "plain", "pair", "child", "extension", "association", "none"))
        if way == "plain" or way in ("child", "extension", "association") and not others:
            self.primary = [self.add(self.pick(KEYS), "id", False)]
        elif way == "pair":
            self.primary = [self.add(self.pick(KEYS), name, False) for name in ("a", "b")]
        elif way == "child":
            self.primary = [*self.refer(self.pick(others), nullable=False), self.add(self.pick(KEYS), "id", False)]
        elif way == "extension":
            self.primary = self.refer(self.pick(others), nullable=False)
        elif way == "association":
            pairs = [self.refer(self.pick(others), nullable=False) for _ in range(2)]
            self.primary = list(dict.fromkeys(pairs[0] + pairs[1]))
        if self.primary:
            self.table.append_constraint(sa.PrimaryKeyConstraint(*self.primary))
            self.keys.append(tuple(self.primary))

    def unique(self) -> None:
        able = [c for c, kind in self.kinds.items() if kind not in ("json", "float")]
        columns = list(dict.fromkeys(self.pick(able) for _ in range(self.pick((1, 2, 2, 3))))) if able else []
        own = [set(fk.column_keys) for fk in self.table.foreign_key_constraints if fk.referred_table is self.table]
        if not columns or set(columns) <= set(self.primary) or any(set(columns) & fk not in ({*()}, fk) for fk in own):
            return
        self.table.append_constraint(sa.UniqueConstraint(*columns))
        if all(self.kinds[c] != "bytes" for c in columns):
            self.keys.append(tuple(columns))

    def unique_somewhere(self) -> None:
        """A unique index of some rows only, or of an expression."""
        texts = [c for c, kind in self.kinds.items() if kind in ("text", "string", "short") and c not in self.points_to]
        if texts and self.chance(50):
            lower = sa.func.lower(self.table.columns[self.pick(texts)])
            sa.Index(f"ix_{self.table.name}", lower, unique=True)
            return
        keys = self.table.foreign_key_constraints
        own = [fk for fk in keys if fk.referred_table is self.table and len(fk.columns) > 1]
        never = {*self.primary, *(c for fk in own for c in fk.column_keys)}
        able = [c for c, kind in self.kinds.items() if kind not in ("json", "bytes", "float") and c not in never]
        if not able:
            return
        where = self.pick([f'"{c}" IS NOT NULL' for c in able] + [f'"{c}"' for c in able if self.kinds[c] == "boolean"])
        where = self.pick([where] + [f"\"{c}\" = 'open'" for c in able if self.kinds[c] == "enum"])
        column = self.table.columns[self.pick(able)]
        some = sa.text(where)
        sa.Index(f"ix_{self.table.name}", column, unique=True, sqlite_where=some, postgresql_where=some)

    def check(self) -> None:
        """A CHECK over columns that no other CHECK speaks of."""
        free = [c for c in self.kinds if c not in self.checked]
        found = self._compared(free) if self.chance(30) else self._about_nulls(free) if self.chance(40) else None
        text, columns = found or self._alone(free)
        if text:
            self.checked |= set(columns)
            self.table.append_constraint(sa.CheckConstraint(text, name=f"check_{self.table.name}_{len(self.checked)}"))

    def _compared(self, free: list[str]) -> tuple[str, list[str]] | None:
        pairs = [
            (a, b) for a in free for b in free
            if a != b and self.kinds[a] == self.kinds[b] and self.kinds[a] in (*NUMBERS, *MOMENTS)
            and b not in self.points_to
        ]  # fmt: skip
        own = self.table.name
        ends = [to if (to := self.points_to.get(c)) and to[0] != own else None for c in free]
        pointing = list(zip(free, ends, strict=True))
        twins = [(a, b) for a, x in pointing for b, y in pointing if x and x == y and a < b]
        keys = set(self.primary)
        if twins and self.chance(40):
            a, b = self.pick(twins)
            return (f'"{a}" <> "{b}"', [a, b]) if self._apart(a, b) else None
        pairs = [(a, b) for a, b in pairs if a not in self.points_to and not {a, b} & keys]
        if not pairs:
            return None
        a, b = self.pick(pairs)
        return f'"{a}" {self.pick(("<", "<=", "<>", ">"))} "{b}"', [a, b]

    def _apart(self, a: str, b: str) -> bool:
        """Whether two foreign keys can point to different rows: each alone, and not the table's own key."""
        alone = [fk for fk in self.table.foreign_key_constraints if len(fk.columns) == 1]
        return {a, b} <= {fk.column_keys[0] for fk in alone} and not {a, b} & set(self.primary)

    def _about_nulls(self, free: list[str]) -> tuple[str, list[str]] | None:
        composite = {c for fk in self.table.foreign_key_constraints for c in fk.column_keys if len(fk.columns) > 1}
        able = [c for c in free if self.table.columns[c].nullable and c not in self.primary and c not in composite]
        states = [c for c in free if self.kinds[c] == "enum" and c not in self.points_to]
        if states and able and self.chance(60):
            state, other = self.pick(states), self.pick(able)
            if state != other:
                form = self.pick(("({s} = 'done') = ({o} IS NOT NULL)", "{s} <> 'done' OR {o} IS NOT NULL"))
                return form.format(s=f'"{state}"', o=f'"{other}"'), [state, other]
        if len(able) < 2:
            return None
        a, b = able[0], able[-1]
        form = self.pick(
            ("({a} IS NULL) <> ({b} IS NULL)", "{a} IS NULL OR {b} IS NOT NULL", "({a} IS NULL) = ({b} IS NULL)",
             "{a} IS NOT NULL OR {b} IS NOT NULL")
        )  # fmt: skip
        return form.format(a=f'"{a}"', b=f'"{b}"'), [a, b]

    def _alone(self, free: list[str]) -> tuple[str, list[str]]:
        forms = {
            "integer": ("{} BETWEEN 5 AND 5000", "{} > 0", "{} IN (1, 2, 3)", "{} >= 18"),
            "small": ("{} BETWEEN 1 AND 300", "{} >= 0"), "big": ("{} > 1000000", "{} <> 7"),
            "numeric": ("{} > 0 AND {} <= 100", "{} >= 0.5"), "float": ("{} BETWEEN 0 AND 1", "{} >= 0"),
            "date": ("{} >= '2020-01-01'", "{} < '2030-01-01'"), "datetime": ("{} > '2021-05-05 10:00:00'",),
            "char": ("{} IN ('a', 'b', 'C')", "{} <> ''"), "short": ("length({}) >= 2", "{} = upper({})"),
            "string": ("length({}) = 8", "{} = lower({})", "{} IN ('x', 'y')"),
            "text": ("length({}) <= 60", "{} = lower({})"),
            "enum": ("{} <> 'lost'", "{} IN ('open', 'done')"), "boolean": ("{} IS NOT NULL", "NOT {}"),
        }  # fmt: skip
        able = [c for c in free if self.kinds[c] in forms and c not in self.points_to]
        if not able:
            return "", []
        column = self.pick(able)
        return self.pick(forms[self.kinds[column]]).replace("{}", f'"{column}"'), [column]


@st.composite
def schemas(draw: Callable[[st.SearchStrategy[Any]], Any]) -> Schema:
    """One to seven tables."""
    metadata = Schema()
    made: list[Making] = []
    for number in range(draw(st.integers(1, 7))):
        name = draw(st.sampled_from((f"t{number}", f"t{number}", f"Table {number}")))
        table = Making(draw, sa.Table(name, metadata))
        table.key([other for other in made if other.keys])
        for _ in range(draw(st.integers(0, 2))):
            pointed = [other for other in made if other.keys]
            if table.keys and table.chance(25):
                table.refer(table)
            elif pointed:
                table.refer(table.pick(pointed))
        for _ in range(draw(st.integers(0 if table.kinds else 1, 4))):
            table.add(table.pick(list(TYPES)))
        for _ in range(draw(st.integers(0, 2))):
            table.unique()
        made.append(table)
    for table in made:
        later = [other for other in made if other.keys and other is not table]
        if later and table.chance(15):
            table.refer(table.pick(later), late=True)
            if table.chance(30):
                table.unique()
        for _ in range(draw(st.integers(0, 2))):
            table.check()
        if table.chance(15):
            table.unique_somewhere()
    return metadata


def on_sqlite(schema: Schema, plan: Plan, jobs: int = 1) -> dict[str, list[Any]]:
    """The tables of a fresh SQLite database that watches its foreign keys, seeded."""
    engine = sa.create_engine("sqlite://", poolclass=sa.pool.StaticPool)
    sa.event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA foreign_keys = ON"))
    try:
        schema.create_all(engine)
        with open_sink(engine) as sink:
            seed(plan, sink, jobs=jobs)
        with engine.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
            return {table.fullname: list(connection.execute(sa.select(table))) for table in plan.tables}
    finally:
        engine.dispose()


def on_postgres(schema: Schema, plan: Plan, engine: sa.Engine) -> dict[str, list[Any]]:
    """The tables of a PostgreSQL database of which nothing is kept, seeded."""
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP SCHEMA public CASCADE")
        connection.exec_driver_sql("CREATE SCHEMA public")
        schema.create_all(connection)
    with open_sink(engine) as sink:
        seed(plan, sink)
    with engine.connect() as connection:
        return {table.fullname: list(connection.execute(sa.select(table))) for table in plan.tables}


def accepted(plan: Plan, tables: dict[str, list[Any]]) -> None:
    """Every row was taken at the first try, and tables have as many as they should, or it is said why not."""
    told = " ".join(plan.notes)
    for table in plan.tables:
        name = table.fullname
        assert len(tables[name]) == plan.size(name)
        assert plan.size(name) == plan.each or f"{name}: {plan.size(name)} rows instead of {plan.each}" in told
        assert not plan.refused(name) or f"{name}: nothing found that keeps" in told


def sliced(plan: Plan, seed: int) -> None:
    """Any slice, and any rows in any order, are as they are in the whole table."""
    rng = np.random.default_rng(seed)
    for table in plan.tables:
        name, size = table.fullname, plan.size(table.fullname)
        whole = plan.batch(name, 0, size).to_pylist()
        start, stop = sorted(rng.integers(0, size + 1, 2).tolist())
        some = rng.integers(0, size, 5 if size else 0)
        again = plan if any(plan.refused(other.fullname) for other in plan.tables) else replace(plan)
        assert again.batch(name, start, stop).to_pylist() == whole[start:stop]
        assert again.take(name, some.astype(np.uint64)).to_pylist() == [whole[i] for i in some]


FIXED = settings(
    derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate]
)
"""The same schemas in every run; a failing one is shown as it was found, since making it smaller takes minutes."""
SEEDS, SIZES = st.integers(0, 1000), st.integers(1, 60)
MOMENT = datetime(2026, 6, 1)


@pytest.fixture(scope="module")
def database(postgres_server: sa.Engine) -> Iterator[sa.Engine]:
    """A PostgreSQL database for schema after schema."""
    name = f"populace_random_{uuid.uuid4().hex[:12]}"
    with postgres_server.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    engine = sa.create_engine(postgres_server.url.set(database=name))
    yield engine
    engine.dispose()
    with postgres_server.connect() as connection:
        connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))


def check_sqlite(schema: Schema, each: int, seed: int) -> None:
    plan = Plan(schema, each=each, seed=seed, now=MOMENT)
    accepted(plan, on_sqlite(schema, plan))
    sliced(plan, seed)


def check_postgres(database: sa.Engine, schema: Schema, each: int, seed: int) -> None:
    plan = Plan(schema, each=each, seed=seed, now=MOMENT, dialect="postgresql")
    accepted(plan, on_postgres(schema, plan, database))


@settings(FIXED, max_examples=25)
@given(schemas(), SIZES, SEEDS)
def test_sqlite_accepts_every_row_of_any_schema(schema: Schema, each: int, seed: int) -> None:
    """Keys, uniques and CHECKs hold at the first try, and slices equal the whole."""
    check_sqlite(schema, each, seed)


@settings(FIXED, max_examples=15)
@given(schema=schemas(), each=SIZES, seed=SEEDS)
def test_postgresql_accepts_every_row_of_any_schema(database: sa.Engine, schema: Schema, each: int, seed: int) -> None:
    """Keys, uniques and CHECKs hold at the first try there too."""
    check_postgres(database, schema, each, seed)


@pytest.mark.slow
@settings(FIXED, max_examples=600)
@given(schemas(), SIZES, SEEDS)
def test_sqlite_accepts_every_row_of_many_schemas(schema: Schema, each: int, seed: int) -> None:
    """The same, for longer."""
    check_sqlite(schema, each, seed)


@pytest.mark.slow
@settings(FIXED, max_examples=250)
@given(schema=schemas(), each=SIZES, seed=SEEDS)
def test_postgresql_accepts_every_row_of_many_schemas(
    database: sa.Engine, schema: Schema, each: int, seed: int
) -> None:
    """The same, for longer."""
    check_postgres(database, schema, each, seed)


@settings(FIXED, max_examples=2)
@given(schemas(), st.integers(20, 60), SEEDS)
def test_four_processes_write_what_one_writes(schema: Schema, each: int, seed: int) -> None:
    """Tables of several batches are the same whoever makes them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(local, "BATCH", 7)
        alone = on_sqlite(schema, Plan(schema, each=each, seed=seed, now=MOMENT))
        together = on_sqlite(schema, Plan(schema, each=each, seed=seed, now=MOMENT), jobs=4)
    workers.stop()
    assert together == alone


def test_four_processes_write_the_same_large_tables() -> None:
    """More rows than one batch holds: a tree, a unique pair and a CHECK come out the same."""
    schema = Schema()
    boss = sa.Column("boss_id", sa.ForeignKey("people.id"))
    sa.Table("people", schema, sa.Column("id", sa.Integer, primary_key=True), boss)
    sa.Table(
        "visits", schema, sa.Column("person_id", sa.ForeignKey("people.id"), primary_key=True),
        sa.Column("host_id", sa.ForeignKey("people.id"), primary_key=True),
        sa.Column("came", sa.Date, nullable=False), sa.Column("left", sa.Date), sa.CheckConstraint('"left" > came'),
    )  # fmt: skip
    plans = [Plan(schema, {"people": 5_000, "visits": 70_000}, now=MOMENT) for _ in range(2)]
    alone, together = (on_sqlite(schema, plan, jobs) for plan, jobs in zip(plans, (1, 4), strict=True))
    workers.stop()
    assert together == alone
    assert len(alone["visits"]) == 70_000
