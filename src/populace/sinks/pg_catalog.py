"""What the sink has to know of PostgreSQL's catalogue: column types, foreign keys, sequences."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine.default import DefaultDialect

_PREPARER = DefaultDialect().identifier_preparer  # does not double percent signs, as COPY wants it


def quoted(name: str) -> str:
    """*name* as an identifier, always in quotes."""
    return _PREPARER.quote_identifier(name)


def literal(text: str) -> str:
    """*text* as a string constant, whatever standard_conforming_strings says."""
    doubled = text.replace("\\", "\\\\").replace("'", "''")
    return f"E'{doubled}'"


@dataclass(frozen=True)
class ForeignKey:
    """A foreign key as the catalogue has it."""

    schema: str
    table: str
    name: str
    is_deferrable: bool
    is_deferred: bool

    def deferred(self) -> str:
        """The statement that lets its check wait until the transaction ends."""
        if self.is_deferrable:
            return f"SET CONSTRAINTS {quoted(self.schema)}.{quoted(self.name)} DEFERRED"
        return f"{self._altered()} DEFERRABLE INITIALLY DEFERRED"

    def restored(self) -> str:
        """The statement that makes it what it was."""
        if not self.is_deferrable:
            return f"{self._altered()} NOT DEFERRABLE"
        return f"{self._altered()} DEFERRABLE INITIALLY {'DEFERRED' if self.is_deferred else 'IMMEDIATE'}"

    def _altered(self) -> str:
        return f"ALTER TABLE {quoted(self.schema)}.{quoted(self.table)} ALTER CONSTRAINT {quoted(self.name)}"


_OID = "CAST(CAST(:table AS text) AS regclass)"

_COLUMN_TYPES = sa.text(f"""
    SELECT attname, format_type(atttypid, -1) FROM pg_attribute
    WHERE attrelid = {_OID} AND attnum > 0 AND NOT attisdropped""")

_FOREIGN_KEYS = sa.text(f"""
    SELECT n.nspname, r.relname, c.conname, c.condeferrable, c.condeferred
    FROM pg_constraint c JOIN pg_class r ON r.oid = c.conrelid JOIN pg_namespace n ON n.oid = r.relnamespace
    WHERE c.contype = 'f' AND c.conrelid = {_OID} AND c.confrelid = CAST(CAST(:target AS text) AS regclass)
      AND (SELECT array_agg(a.attname ORDER BY k.place) FROM unnest(c.conkey) WITH ORDINALITY AS k(number, place)
           JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.number) = CAST(:columns AS name[])""")

_HAS_ROW_SECURITY = sa.text("SELECT row_security_active(to_regclass(CAST(:table AS text)))")
_START = sa.text(f"SELECT seqstart FROM pg_sequence WHERE seqrelid = {_OID}")
_IS_PARTITIONED = sa.text(f"SELECT relkind = 'p' FROM pg_class WHERE oid = {_OID}")

# owned sequences (serial, identity) and those that a default mentions, of columns that are numbers
_SEQUENCES = sa.text(
    f"""
    SELECT a.attname, n.nspname, s.relname, q.seqincrement > 0, q.seqmin, q.seqmax
    FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
    LEFT JOIN pg_attrdef f ON f.adrelid = a.attrelid AND f.adnum = a.attnum
    JOIN pg_depend d ON (d.classid = 'pg_attrdef'::regclass AND d.objid = f.oid AND d.refclassid = 'pg_class'::regclass)
      OR (d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass
          AND d.refobjid = a.attrelid AND d.refobjsubid = a.attnum AND d.deptype IN ('a', 'i'))
    JOIN pg_class s ON s.relkind = 'S'
      AND s.oid = CASE WHEN d.classid = 'pg_attrdef'::regclass THEN d.refobjid ELSE d.objid END
    JOIN pg_namespace n ON n.oid = s.relnamespace JOIN pg_sequence q ON q.seqrelid = s.oid
    WHERE a.attrelid = {_OID} AND a.attnum > 0 AND NOT a.attisdropped AND t.typcategory = 'N'
    GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 1""".replace("::", "\\:\\:")
)


def column_types(connection: sa.Connection, table: sa.Table) -> dict[str, str]:
    """The types of the columns as SQL, without lengths: a cast to a length would cut silently."""
    rows = connection.execute(_COLUMN_TYPES, {"table": _regclass(table)})
    return {name: sqltype for name, sqltype in rows}


def foreign_key(connection: sa.Connection, constraint: sa.ForeignKeyConstraint) -> ForeignKey:
    """The catalogue's entry for *constraint*, found by its columns, since a model need not name it."""
    table, target = constraint.table, constraint.referred_table
    columns = [column.name for column in constraint.columns]
    row = connection.execute(
        _FOREIGN_KEYS, {"table": _regclass(table), "target": _regclass(target), "columns": columns}
    ).first()
    if row is None:
        raise LookupError(f"{table.fullname} has no foreign key ({', '.join(columns)}) to {target.fullname}")
    return ForeignKey(*row)


def has_row_security(connection: sa.Connection, table: sa.Table) -> bool:
    """Whether policies hold for us, in which case the server refuses to COPY."""
    return bool(connection.scalar(_HAS_ROW_SECURITY, {"table": _regclass(table)}))


def is_partitioned(connection: sa.Connection, table: sa.Table) -> bool:
    """Whether the rows are in partitions."""
    return bool(connection.scalar(_IS_PARTITIONED, {"table": _regclass(table)}))


def advance_sequences(connection: sa.Connection, table: sa.Table) -> None:
    """Let the sequences behind *table*'s columns go on after the furthest value written; never back."""
    for column, schema, sequence, upwards, low, high in connection.execute(
        _SEQUENCES, {"table": _regclass(table)}
    ).all():
        furthest, better = ("max", ">=") if upwards else ("min", "<=")
        name = f"{quoted(schema)}.{quoted(sequence)}"
        reached = f"(SELECT {furthest}({quoted(column)})::bigint AS value FROM {_regclass(table)}) AS reached"
        value = f"least(greatest(value, {low}), {high})"
        statement = f"SELECT setval({literal(name)}, {value}) FROM {reached}, {name} WHERE value {better} last_value"
        connection.exec_driver_sql(statement.replace("%", "%%"))


def restart_sequences(connection: sa.Connection, table: sa.Table) -> None:
    """Let the sequences behind *table*'s columns begin again; where we do not own them, roll back or not."""
    for _, schema, sequence, *_ in connection.execute(_SEQUENCES, {"table": _regclass(table)}).all():
        name = f"{quoted(schema)}.{quoted(sequence)}".replace("%", "%%")
        try:
            with connection.begin_nested():
                connection.exec_driver_sql(f"ALTER SEQUENCE {name} RESTART")
        except sa.exc.ProgrammingError as error:
            if getattr(error.orig, "sqlstate", getattr(error.orig, "pgcode", None)) != "42501":
                raise
            start = connection.scalar(_START, {"table": f"{quoted(schema)}.{quoted(sequence)}"})
            connection.exec_driver_sql(f"SELECT setval({literal(name)}, {start}, false)")


def _regclass(table: sa.Table) -> str:
    return ".".join(quoted(name) for name in (table.schema, table.name) if name)
