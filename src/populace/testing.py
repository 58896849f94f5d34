"""What the users of a domain rely on, as one check for the authors of domains.

from populace.testing import check_domain

def test_my_domain():
    check_domain(my_domain)
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import types
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints, is_typeddict

import numpy as np
import sqlalchemy as sa
from faker import Faker
from faker.generator import Generator
from sqlalchemy.orm import Mapper, Session

from populace import domains
from populace.errors import PlanError
from populace.parameters import documented
from populace.plan import Plan
from populace.plans import plan_for
from populace.provider import DomainProvider
from populace.records import Records
from populace.runners.local import seed
from populace.sinks import open_sink

SLICE = 500
"""Rows of a table that are made in several ways and compared."""


def check_domain(world: types.ModuleType) -> None:
    """Check the package of a domain; an AssertionError says what is not as it should be.

    It is found by its entry point; every mapped class has a Faker method, whose TypedDict has the
    columns of the table; no method of Faker's is hidden; values repeat with the seed; parameters
    have sources; any slice of a table is what the whole has there; foreign keys lead somewhere; and
    table, Faker and factory show the same records.
    """
    name = world.__name__
    found = domains.packages().values()
    assert name in found, f"{name}: no entry point of the group {domains.GROUP!r} names it, only {', '.join(found)}"
    assert (world.__doc__ or "").strip(), f"{name}: its docstring must say what it is; `populace domains` prints it"
    check_parameters(name)
    check_provider(world)
    plan = plan_for(world.Base.metadata)
    for table in plan.tables:
        check_slices(plan, table.fullname)
    check_records(world, plan)


def check_parameters(package: str) -> None:
    """Every parameter has a value, a unit, a source, and says whether that was verified."""
    try:
        every = documented(package)
    except PlanError as error:
        raise AssertionError(str(error)) from error
    for name, facts in every.items():
        where = f"{package}/parameters.toml: {name}"
        assert isinstance(facts["verified"], bool), f"{where}: verified is {facts['verified']!r}, not true or false"
        assert facts["unit"] and facts["source"], f"{where}: unit and source must not be empty"


def check_provider(world: types.ModuleType) -> None:
    """The Faker methods: which there are, what they give, and that the seed decides about it."""
    methods = set(domains.methods(world))
    assert issubclass(world.Provider, DomainProvider), f"{world.__name__}.Provider is no DomainProvider"
    hidden = methods & {*dir(Faker()), *dir(Generator())}
    assert not hidden, f"{world.__name__}.Provider hides Faker's own {', '.join(sorted(hidden))}"
    for method, table in domains.entities(world).items():
        assert method in methods, f"{world.__name__}.Provider has no method {method} for the table {table}"
        _check_entity(world, method, world.Base.metadata.tables[table])
    for method in sorted(methods):
        one, other = (_seeded(world) for _ in range(2))
        made = [getattr(one, method)() for _ in range(3)]
        assert made == [getattr(other, method)() for _ in range(3)], f"{method}: the same seed gave other values"
        expected = get_type_hints(getattr(world.Provider, method)).get("return", Any)
        for value in made:
            _check_type(f"{world.__name__}.Provider.{method}", value, expected)


def _seeded(world: types.ModuleType) -> Any:
    generator = Generator()
    generator.add_provider(world.Provider)
    return generator.seed_instance(0)


def _check_entity(world: types.ModuleType, method: str, table: sa.Table) -> None:
    """The TypedDict has the columns that are written, in their order."""
    where = f"{world.__name__}.Provider.{method}"
    made = get_type_hints(getattr(world.Provider, method)).get("return")
    assert is_typeddict(made), f"{where} is to return a TypedDict, not {made}"
    columns = [str(column.name) for column in table.columns if column.computed is None]
    keys = list(get_type_hints(made))
    assert keys == columns, f"{where}: {made} has the keys {keys}, the table {columns}"


def _check_type(where: str, value: Any, kind: Any) -> None:
    if is_typeddict(kind):
        for name, inner in get_type_hints(kind).items():
            _check_type(f"{where}: {name}", value[name], inner)
    else:
        assert _is(value, kind), f"{where}: {value!r} is not {kind}"


def _is(value: Any, kind: Any) -> bool:
    """Whether a value is of a type as it is annotated; the insides of lists and dicts are not looked at."""
    origin = get_origin(kind)
    if kind is Any:
        return True
    if origin in (Union, types.UnionType):
        return any(_is(value, one) for one in get_args(kind))
    if origin is Literal:
        return value in get_args(kind)
    return type(value) is (origin or kind) or (kind is None and value is None)


def check_slices(plan: Plan, table: str) -> None:
    """Rows are the same alone, in a slice, in any order and with all."""
    size = min(plan.size(table), SLICE)
    whole = plan.batch(table, 0, size).to_pylist()
    for start, stop in ((0, size // 3), (size // 3, size // 3 + 1), (size // 2, size)):
        assert plan.batch(table, start, stop).to_pylist() == whole[start:stop], (
            f"{table}: rows {start} to {stop} differ"
        )
    order = np.random.default_rng(0).permutation(size).astype(np.uint64)
    mixed = plan.take(table, order).to_pylist()
    assert mixed == [whole[n] for n in order], f"{table}: rows differ when they are made in another order"


def check_records(world: types.ModuleType, plan: Plan) -> None:
    """Every table goes into SQLite, its keys hold, and Faker and factories show what stands there."""
    engine = sa.create_engine("sqlite://", poolclass=sa.pool.StaticPool)
    with engine.connect() as connection, open_sink(engine) as sink:
        sink.create(plan.metadata)
        seed(plan, sink)
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        assert broken is None, f"{broken[0]}: row {broken[1]} refers to a row of {broken[2]} that is not there"
    methods = {table: method for method, table in domains.entities(world).items()}
    rows = []
    with Session(engine) as session:
        for mapper in world.Base.registry.mappers:
            records = Records(plan, str(mapper.local_table))
            some = [row for row in _some(session, mapper) if records.row_of(key_of(row)) is not None]
            for row in some:
                _check_row(world, methods[str(mapper.local_table)], mapper, row)
            rows += [(named(mapper), key_of(row), values_of(row)) for row in some[-2:]]
    engine.dispose()
    _check_fixtures(world, rows)


def _some(session: Session, mapper: Mapper[Any]) -> Iterator[object]:
    """The first, the last, and rows between."""
    ordered = sa.select(mapper).order_by(*mapper.primary_key)
    count = session.scalar(sa.select(sa.func.count()).select_from(mapper.local_table)) or 0
    assert count, f"{mapper.local_table} has no rows"
    for number in sorted({0, 1, 17, count // 2, count - 1}):
        if number < count:
            yield session.scalars(ordered.offset(number).limit(1)).one()


def _check_row(world: types.ModuleType, method: str, mapper: Mapper[Any], row: object) -> None:
    expected, key = values_of(row), key_of(row)
    made = getattr(_seeded(world), method)(**key)
    compare(f"fake.{method}({_shown(key)})", made, expected)
    factory = factory_of(world, mapper.class_)
    compare(f"{factory.__name__}.build({_shown(key)})", values_of(factory.build(**key)), expected)


def compare(where: str, made: Mapping[str, Any], expected: Mapping[str, Any]) -> None:
    """Every column is as expected."""
    wrong = [f"{name} is {made.get(name)!r}, not {expected[name]!r}" for name in made if made[name] != expected[name]]
    assert not wrong, f"{where} is not the row of the table: {'; '.join(wrong)}"


def _shown(key: Mapping[str, Any]) -> str:
    return ", ".join(f"{name}={value!r}" for name, value in key.items())


FIXTURES = """
import pickle, pytest
from pathlib import Path
from populace.testing import compare, values_of

def shown(name, key, expected):
    @pytest.mark.populace(seed=0)
    @pytest.mark.usefixtures(name)
    @pytest.mark.parametrize(name, [key], indirect=True)
    def test(request):
        compare(f"the fixture {name}", values_of(request.getfixturevalue(name)), expected)
    return test

for number, row in enumerate(pickle.loads(Path(__file__).with_name("rows").read_bytes())):
    globals()[f"test_{number}"] = shown(*row)
"""
"""Tests of the fixtures of a domain, for a pytest of their own."""


def _check_fixtures(world: types.ModuleType, rows: Sequence[tuple[str, dict[str, Any], dict[str, Any]]]) -> None:
    """Each fixture with the key of a row is that row."""
    with TemporaryDirectory() as folder:
        place = Path(folder)
        place.joinpath("conftest.py").write_text(f"pytest_plugins = [{world.__name__ + '.fixtures'!r}]\n")
        place.joinpath("rows").write_bytes(pickle.dumps(rows))
        place.joinpath("test_rows.py").write_text(FIXTURES)
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "--tb=line", "-p", "no:cacheprovider", "--rootdir", folder, folder],
            cwd=folder, text=True, capture_output=True, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )  # fmt: skip
    assert not done.returncode, f"{world.__name__}.fixtures: {done.stdout}{done.stderr}"


def named(mapper: Mapper[Any]) -> str:
    """A class's name as its Faker method and its fixture have it."""
    return domains.spelled(mapper.class_.__name__)


def key_of(row: object) -> dict[str, Any]:
    """The primary key of an object."""
    values = values_of(row)
    return {str(column.name): values[str(column.name)] for column in sa.inspect(row).mapper.primary_key}


def values_of(row: object) -> dict[str, Any]:
    """The columns that are written of an object; a foreign key that is not set yet is that of the parent that is."""
    mapper: Mapper[Any] = sa.inspect(row).mapper
    written = [column for column in mapper.local_table.columns if column.computed is None]
    found = {str(column.name): getattr(row, mapper.get_property_by_column(column).key) for column in written}
    for relationship in mapper.relationships:
        parent = getattr(row, relationship.key) if relationship.direction.name == "MANYTOONE" else None
        for local, remote in relationship.local_remote_pairs or () if parent is not None else ():
            if found.get(str(local.name), local) is None:
                found[str(local.name)] = values_of(parent)[str(remote.name)]
    return found


def factory_of(world: types.ModuleType, model: type) -> Any:
    """The factory of a model that the domain has ready."""
    module = import_module(f"{world.__name__}.factories")
    for made in vars(module).values():
        if isinstance(made, type) and getattr(getattr(made, "_meta", None), "model", None) is model:
            return made
    raise AssertionError(f"{module.__name__} has no factory of {model.__name__}")
