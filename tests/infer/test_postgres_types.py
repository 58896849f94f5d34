"""The server takes what is made for each of its own types, or the plan says that it cannot be made."""

from typing import Any

import numpy as np
import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from populace.errors import PlanError
from populace.generators.composites import literal
from populace.infer.asked import Asked
from populace.infer.types import kind_of, ordinary_type, suggest
from populace.rows import Rows

REFUSED = {
    "ghstore",
    "gtsvector",
    "ltree_gist",
    "pg_brin_bloom_summary",
    "pg_brin_minmax_multi_summary",
    "pg_dependencies",
    "pg_mcv_list",
    "pg_ndistinct",
    "pg_node_tree",
}
SIZED = ("bit(70)", "bit varying(5)", "character(3)", "character varying(2)", "numeric(3,3)", "numeric(30,20)")


def asked(text: str, unique: bool = False, **info: Any) -> Asked:
    """A NOT NULL column of which only the database's own type text is known."""
    column: Any = sa.Column("c", ordinary_type(text) or sa.types.NULLTYPE, nullable=False)
    column.info["populace"] = {"sqltype": text, **info}
    sa.Table("t", sa.MetaData(), column)
    return Asked(column, kind_of(column.type), unique, length=getattr(column.type, "length", None))


def texts(wanted: Asked) -> list[str]:
    generator: Any = suggest(wanted, "postgresql").generator
    count = min(40, generator.capacity) if wanted.unique else 40
    return literal(generator(Rows(np.arange(count), "t", "c")), wanted.kind).to_pylist()


def accepted(connection: sa.Connection, text: str, values: list[str]) -> int:
    """How many different values the server stored in a column of this type."""
    connection.exec_driver_sql("DROP TABLE IF EXISTS taken")
    connection.exec_driver_sql(f"CREATE TEMP TABLE taken (c {text} NOT NULL)")
    rows = ", ".join("('" + value.replace("'", "''") + "')" for value in values)
    connection.exec_driver_sql(f"INSERT INTO taken VALUES {rows}".replace("%", "%%"))
    return int(connection.exec_driver_sql("SELECT count(DISTINCT c::text) FROM taken").scalar_one())


@pytest.mark.parametrize("unique", [False, True])
def test_every_type_is_accepted_or_refused_by_name(postgres, unique):
    """All base, range and multirange types of the server and of its extensions, with their arrays."""
    engine = sa.create_engine(postgres, isolation_level="AUTOCOMMIT", poolclass=sa.pool.NullPool)
    refused, failed = set(), {}
    with engine.connect() as connection:
        for extension in ("hstore", "ltree", "citext", "cube", "seg"):
            connection.exec_driver_sql(f"CREATE EXTENSION {extension}")
        known = "SELECT format_type(oid, NULL) FROM pg_type WHERE typtype IN ('b', 'r', 'm') AND typcategory <> 'A'"
        for text in [*connection.exec_driver_sql(known).scalars(), *SIZED]:
            for spelling in (text, f"{text}[]"):
                wanted = asked(spelling, unique)
                try:
                    values = texts(wanted)
                    count = accepted(connection, spelling, values)
                except PlanError:
                    refused.add(text)
                except sa.exc.DBAPIError as error:
                    failed[spelling] = str(error.orig)
                else:
                    if unique and count < len(values):
                        failed[spelling] = f"{count} different of {len(values)}"

    assert failed == {}
    assert refused <= REFUSED


def test_user_defined_ranges_and_composites_are_accepted(postgres):
    """An unknown range type is empty; a composite has a value for each field, and quotes it."""
    engine = sa.create_engine(postgres, isolation_level="AUTOCOMMIT", poolclass=sa.pool.NullPool)
    fields = [("street", "text"), ("number", "integer"), ("at", "timestamp with time zone"), ("where", "point")]
    with engine.connect() as connection:
        connection.exec_driver_sql("CREATE TYPE floats AS RANGE (subtype = float8)")
        columns = ", ".join(f'"{name}" {text}' for name, text in fields)
        connection.exec_driver_sql(f"CREATE TYPE address AS ({columns}, tags text[], raw bytea)")
        composite = [*fields, ("tags", "text[]"), ("raw", "bytea")]

        assert accepted(connection, "floats", texts(asked("floats", typtype="r"))) == 1
        assert accepted(connection, "address", texts(asked("address", typtype="c", composite=composite))) == 40
        unique = texts(asked("address", True, typtype="c", composite=composite))
        assert accepted(connection, "address", unique) == 40
        assert accepted(connection, "address[]", texts(asked("address[]", composite=composite))) > 30


@pytest.mark.parametrize("kind", ["int4range", "int8range", "numrange", "daterange", "tsrange", "tstzrange"])
def test_unique_ranges_satisfy_an_exclusion_constraint(postgres, kind):
    """The server finds no two that overlap."""
    engine = sa.create_engine(postgres, poolclass=sa.pool.NullPool)
    column = sa.Column("c", getattr(postgresql, kind.upper())(), nullable=False)
    generator = suggest(Asked(column, "other", unique=True)).generator
    with engine.begin() as connection:
        connection.exec_driver_sql(f"CREATE TABLE booked (c {kind} NOT NULL, EXCLUDE USING gist (c WITH &&))")
        for value in generator(Rows(np.arange(100), "t", "c")).to_pylist():
            connection.exec_driver_sql("INSERT INTO booked VALUES (%s)", (value,))

        assert connection.exec_driver_sql("SELECT count(*) FROM booked WHERE NOT isempty(c)").scalar_one() == 100
