"""MariaDB and MySQL: LOAD DATA LOCAL where server and client allow it, else INSERTs of many rows.

To LOAD DATA LOCAL a refused row is a warning, and the others stay. So a batch that was not
taken whole and without a warning is undone and inserted, which says what is wrong.
Engines without transactions (MyISAM, Aria) take back nothing: their tables are emptied
after a failure if they were empty before.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from types import TracebackType

import pyarrow as pa
import sqlalchemy as sa

from populace.schema.types import raw_type
from populace.sinks.errors import WriteError, from_driver
from populace.sinks.mariadb_catalog import Known, check_foreign_keys, exact_count, known, quoted, table_name
from populace.sinks.mariadb_load import can_load, load
from populace.sinks.mariadb_session import Session
from populace.sinks.mariadb_text import Stored, function, lines, literals, tuples, without_dashes
from populace.sinks.sql import SqlSink

_INSERT_BYTES = 1 << 20
_LOADED = (
    "CHARACTER SET utf8mb4 FIELDS TERMINATED BY ',' OPTIONALLY ENCLOSED BY '\"' ESCAPED BY '\\\\'"
    " LINES TERMINATED BY '\\n'"
)
_STAGE = "`populace_new`"
_AT_ROW = re.compile(r" at row (\d+)")
_NO_SAVEPOINTS = 1178


class MariaDBSink(SqlSink):
    """A MariaDB or MySQL database."""

    def begin(self, stack: ExitStack) -> None:
        """A transaction in a strict session in UTC, which checks every key and takes every literal as it is."""
        self._known: dict[str, Known] = {}
        self._loaded: dict[str, sa.Table] = {}
        self._unchecked = False
        self._savepoints = True
        self._emptied: dict[str, sa.Table] = {}
        self._kept: dict[str, sa.Table] = {}
        self._session = Session(self.connection)
        stack.enter_context(self._session.strict())
        stack.push(self._take_back)
        self._loads = can_load(self._session.driver, self._session.ask("SELECT @@local_infile"))
        self._most = int(self._session.ask("SELECT @@max_allowed_packet")) * 3 // 4
        super().begin(stack)

    def settle(self) -> None:
        """Where keys went unchecked for a while, check those of every table of the load."""
        if self._unchecked:
            for table in self._loaded.values():
                check_foreign_keys(self.connection, table)

    def write(self, table: sa.Table, batch: pa.RecordBatch) -> None:
        """Write the rows of *batch*, all of them or none."""
        if not len(batch):
            return
        facts = self._facts(table)
        self._loaded[table.fullname] = table
        with self._naming(table):
            if not facts.transactional:
                return self._write_for_good(table, facts, batch)
            batch = self._ready(table, facts, batch)
            if not (self._loads and self._savepoints and self._load(table_name(table), facts, batch)):
                self._insert(table, table_name(table), facts, batch)

    def update(self, table: sa.Table, key_columns: Sequence[str], batch: pa.RecordBatch) -> None:
        """Set the other columns of *batch* in the rows that its key columns name, by way of a temporary table."""
        if not len(batch):
            return
        facts = self._facts(table)
        names = batch.schema.names
        columns = ", ".join(map(quoted, names))
        try:
            self._session.run(f"CREATE TEMPORARY TABLE {_STAGE} AS SELECT {columns} FROM {table_name(table)} LIMIT 0")
        except self._session.error:  # it takes a privilege of its own
            return self._update_each(table, facts, key_columns, batch)
        with self._naming(table):
            try:
                self._insert(table, _STAGE, facts, self._ready(table, facts, batch))
                self._session.run(self._joined(table, facts, key_columns, names))
            finally:
                self._session.run(f"DROP TEMPORARY TABLE {_STAGE}")

    def _update_each(self, table: sa.Table, facts: Known, keys: Sequence[str], batch: pa.RecordBatch) -> None:
        """A statement for each row."""
        batch = self._ready(table, facts, batch)
        kept = [f"{quoted(name)} = {quoted(name)}" for name in self._set_by_itself(facts, batch.schema.names)]
        with self._naming(table):
            for values in literals(batch, facts.columns):
                named = [f"{quoted(name)} = {value}" for name, value in zip(batch.schema.names, values, strict=True)]
                found = [n for n, name in zip(named, batch.schema.names, strict=True) if name in keys]
                changes = [n for n in named if n not in found] + kept
                self._session.run(
                    f"UPDATE {table_name(table)} SET {', '.join(changes)} WHERE {' AND '.join(found)}".encode()
                )

    def _set_by_itself(self, facts: Known, names: Sequence[str]) -> list[str]:
        """The columns besides *names* that any change of a row sets to the present."""
        return [name for name, column in facts.columns.items() if column.on_update and name not in names]

    def _joined(self, table: sa.Table, facts: Known, keys: Sequence[str], names: Sequence[str]) -> str:
        """An UPDATE from the temporary table that leaves alone what would set itself to the present."""
        same = " AND ".join(f"old.{quoted(name)} = new.{quoted(name)}" for name in keys)
        changes = [f"old.{quoted(name)} = new.{quoted(name)}" for name in names if name not in keys]
        changes += [f"old.{quoted(name)} = old.{quoted(name)}" for name in self._set_by_itself(facts, names)]
        return f"UPDATE {table_name(table)} AS old JOIN {_STAGE} AS new ON {same} SET {', '.join(changes)}"

    def savepoint(self) -> AbstractContextManager[object]:
        """What fails inside is undone; where an engine rules that out, each statement is undone by itself."""
        return self.connection.begin_nested() if self._savepoints else nullcontext()

    def write_together(self, parts: Sequence[tuple[sa.Table, pa.RecordBatch]]) -> None:
        """Write tables that refer to each other: keys are not checked meanwhile, but all of them at the end."""
        self._unchecked = True
        self._session.run("SET SESSION foreign_key_checks = 0")
        try:
            for table, batch in parts:
                self.write(table, batch)
        finally:
            self._session.run("SET SESSION foreign_key_checks = 1")

    def finish(self, tables: Iterable[sa.Table]) -> None:
        """AUTO_INCREMENT goes on past the greatest number by itself; the tables are those to be checked."""
        self._loaded |= {table.fullname: table for table in tables}

    def nonempty(self, tables: Iterable[sa.Table]) -> dict[str, int]:
        """The tables that have rows, and how many; the others may be emptied again after a failure."""
        tables = list(tables)
        found = super().nonempty(tables)
        for table in tables:
            if not self._facts(table).transactional:
                (self._kept if table.fullname in found else self._emptied)[table.fullname] = table
        return found

    def count(self, table: sa.Table) -> int:
        """The rows of *table*; of Aria's tables as the catalogue says, since reading one rules out savepoints."""
        if self._facts(table).engine != "Aria":
            return super().count(table)
        return exact_count(self.connection, table)

    def _write_for_good(self, table: sa.Table, facts: Known, batch: pa.RecordBatch) -> None:
        """Write to a table without transactions; what a refused statement has left there is deleted."""
        before = self.count(table)
        if table.fullname not in self._emptied and table.fullname not in self._kept:
            (self._kept if before else self._emptied)[table.fullname] = table
        try:
            self._insert(table, table_name(table), facts, self._ready(table, facts, batch))
        except WriteError as error:
            self._delete(table, facts, batch.slice(0, self.count(table) - before), error)
            raise
        finally:
            self._probe()

    def _delete(self, table: sa.Table, facts: Known, rows: pa.RecordBatch, error: WriteError) -> None:
        keys = [column.name for column in table.primary_key.columns if column.name in rows.schema.names]
        if not len(rows) or not keys:
            error.of_rows = error.of_rows and not len(rows)
            return
        rows = self._ready(table, facts, rows).select(keys)
        for _, _, text in tuples(rows, facts.columns, self._most):
            self._session.run(
                f"DELETE FROM {table_name(table)} WHERE ({', '.join(map(quoted, keys))}) IN (".encode() + text + b")"
            )

    def _probe(self) -> None:
        """Some engines without transactions allow no savepoint once they have been written to."""
        if self._savepoints:
            try:
                self._session.run("SAVEPOINT populace_probe")
                self._session.run("RELEASE SAVEPOINT populace_probe")
            except self._session.error as error:
                if error.args[0] != _NO_SAVEPOINTS:
                    raise
                self._savepoints = False

    def _load(self, target: str, facts: Known, batch: pa.RecordBatch) -> bool:
        """Load the rows; False, with nothing written, if the server had anything to say about them."""
        places, settings = [], []
        for place, (name, array) in enumerate(zip(batch.schema.names, batch.columns, strict=True)):
            call = function(array, facts.columns[name])
            places.append(quoted(name) if call is None else f"@v{place}")
            if call is not None:
                settings.append(f"{quoted(name)} = {call.format(f'@v{place}')}")
        into = f"LOAD DATA LOCAL INFILE 'populace' INTO TABLE {target} {_LOADED} ({', '.join(places)})"
        self._session.run("SAVEPOINT populace_load")
        try:
            statement = f"{into} SET {', '.join(settings)}" if settings else into
            with self._session.alive():
                done = load(self._session.driver, statement, lines(batch, facts.columns))
            whole = done.rows == len(batch) and not done.warnings
        except self._session.error:
            if self.connection.invalidated:
                raise
            whole = False
        self._session.run(f"{'RELEASE' if whole else 'ROLLBACK TO'} SAVEPOINT populace_load")
        return whole

    def _insert(self, table: sa.Table, target: str, facts: Known, batch: pa.RecordBatch) -> None:
        """Insert the rows by statements of many rows; by one, where nothing else would undo those before."""
        alone = not self._savepoints or not facts.transactional
        head = f"INSERT INTO {target} ({', '.join(map(quoted, batch.schema.names))}) VALUES ".encode()
        most = self._most if alone else min(self._most, _INSERT_BYTES)
        with self._undone() if not alone else nullcontext():
            for start, _, text in tuples(batch, facts.columns, most):
                try:
                    self._session.run(head + text)
                except self._session.error as error:
                    row = self._refused(error)
                    raise from_driver(table, error, None if row is None else start + row) from error

    @contextmanager
    def _undone(self) -> Iterator[None]:
        self._session.run("SAVEPOINT populace_insert")
        try:
            yield
        except WriteError:
            self._session.run("ROLLBACK TO SAVEPOINT populace_insert")
            raise
        self._session.run("RELEASE SAVEPOINT populace_insert")

    def _refused(self, error: Exception) -> int | None:
        """The row of the statement that the server would not take, if it says."""
        found = _AT_ROW.search(str(error.args[-1]))
        if found:
            return int(found[1]) - 1
        if not self._session.is_mariadb or self.connection.dialect.server_version_info < (10, 7):  # type: ignore[operator]
            return None
        try:
            self._session.run("GET DIAGNOSTICS CONDITION 1 @populace_row = ROW_NUMBER")
        except self._session.error:  # the connection is gone, or there is no condition
            return None
        row = self._session.ask("SELECT @populace_row")
        return int(row) - 1 if row else None

    def _ready(self, table: sa.Table, facts: Known, batch: pa.RecordBatch) -> pa.RecordBatch:
        """UUIDs in the form that their columns have."""
        types = {column.name: column.type for column in table.columns}
        for place, name in enumerate(batch.schema.names):
            is_uuid = isinstance(raw_type(types[name], self.connection.dialect), sa.Uuid)
            if is_uuid and facts.columns.get(name, Stored("")).kind != "uuid":
                batch = batch.set_column(place, name, without_dashes(batch.column(place)))
        return batch

    def _facts(self, table: sa.Table) -> Known:
        if table.fullname not in self._known:
            self._known[table.fullname] = known(self.connection, table)
        return self._known[table.fullname]

    def _take_back(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """After a failure, empty the tables that no roll back reaches; say so where rows stay."""
        if error is None or not self._loaded:
            return
        stay = [
            name for name, table in self._kept.items() if name in self._loaded and not self._facts(table).transactional
        ]
        for name, table in self._emptied.items():
            try:
                self._session.run(f"DELETE FROM {table_name(table)}")
            except (self._session.error, sa.exc.DBAPIError):
                stay.append(name)
        if stay:
            raise WriteError(
                ", ".join(stay),
                f"rows written before the failure stay, since the engine has no transactions; the failure was: {error}",
                of_rows=False,
            ) from error

    @contextmanager
    def _naming(self, table: sa.Table) -> Iterator[None]:
        """Whatever the driver says is said of *table*."""
        try:
            yield
        except self._session.error as error:
            raise from_driver(table, error) from error
