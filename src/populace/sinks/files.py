"""Folders with a file per table: Parquet, CSV and JSON lines.

Files are written in a hidden folder inside the target and moved out when all is
well, so a run that fails leaves nothing behind. Table names come from a
database and are not trusted as file names.
"""

import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
import sqlalchemy as sa

from populace.sinks.json_lines import json_lines
from populace.sinks.text import csv_bytes

_LONGEST = 100
_WINDOWS = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)

WriteBatch = Callable[[pa.RecordBatch], object]
Open = Callable[[BinaryIO, sa.Table, pa.RecordBatch, ExitStack], WriteBatch]


def parquet(folder: str, *, force: bool = False) -> "FolderSink":
    """A Parquet file per table in *folder*."""
    return FolderSink(folder, "parquet", _parquet, force=force)


def csv(folder: str, *, force: bool = False) -> "FolderSink":
    """A CSV file per table in *folder*, with a header; null is nothing, an empty text is two quotes."""
    return FolderSink(folder, "csv", _csv, force=force)


def jsonl(folder: str, *, force: bool = False) -> "FolderSink":
    """A file of JSON lines per table in *folder*."""
    return FolderSink(folder, "jsonl", _jsonl, force=force)


class FolderSink:
    """A folder with one file per table that has rows."""

    def __init__(self, folder: str | Path, suffix: str, opener: Open, *, force: bool = False) -> None:
        self.folder = Path(folder)
        self._suffix, self._open, self._force = suffix, opener, force
        self._writers: dict[str, WriteBatch] = {}
        self._names: dict[str, str] = {}

    def __enter__(self) -> Self:
        self._new_folders = [path for path in (self.folder, *self.folder.parents) if not path.exists()]
        self.folder.mkdir(parents=True, exist_ok=True)
        self._hidden = Path(tempfile.mkdtemp(prefix=".populace-", dir=self.folder))
        self._files = ExitStack()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        done = False
        try:
            self._files.close()
            if kind is None:
                self._publish()
                done = True
        finally:
            shutil.rmtree(self._hidden, ignore_errors=True)
            if not done:
                self._remove_new_folders()

    def create(self, metadata: sa.MetaData) -> None:
        """Refuse now what would be refused at the end: files that are there already."""
        for table in metadata.tables.values():
            self._refuse_present(self._target(table))

    def write(self, table: sa.Table, batch: pa.RecordBatch) -> None:
        """Add the rows of *batch* to the table's file."""
        writer = self._writers.get(table.fullname)
        if writer is None:
            target = self._target(table)
            self._refuse_present(target)
            stream = self._files.enter_context((self._hidden / target.name).open("xb"))
            writer = self._writers[table.fullname] = self._open(stream, table, batch, self._files)
        writer(batch)

    def _target(self, table: sa.Table) -> Path:
        if table.fullname not in self._names:
            name = file_name(table.fullname)
            if name.casefold() in (other.casefold() for other in self._names.values()):
                name = _hashed(name, table.fullname)
            self._names[table.fullname] = name
        return self.folder / f"{self._names[table.fullname]}.{self._suffix}"

    def _refuse_present(self, target: Path) -> None:
        if not self._force and os.path.lexists(target):
            raise FileExistsError(f"{target} is there already; use --force to replace it, or give another folder")

    def _publish(self) -> None:
        """Move every file to its place; if one cannot be moved, none is left there."""
        targets = [self.folder / path.name for path in sorted(self._hidden.iterdir())]
        for target in targets:
            self._refuse_present(target)
        with ExitStack() as undo:
            for target in targets:
                before = self._hidden / f"{target.name}.before"
                if os.path.lexists(target):
                    os.replace(target, before)
                    undo.callback(os.replace, before, target)
                else:
                    undo.callback(target.unlink, missing_ok=True)
                os.replace(self._hidden / target.name, target)  # a link at the target is replaced, not followed
            undo.pop_all()

    def _remove_new_folders(self) -> None:
        for path in self._new_folders:
            try:
                path.rmdir()
            except OSError:
                return


def file_name(table: str) -> str:
    """A file name for any table name, readable where that is possible and always inside the folder."""
    name = re.sub(r"[^\w.-]+", "_", table).strip(".")
    if name == table and len(name.encode()) <= _LONGEST and not _WINDOWS.fullmatch(name):
        return name
    return _hashed(name, table)


def _hashed(name: str, table: str) -> str:
    short = name.encode()[:_LONGEST].decode(errors="ignore")
    return f"{short}-{hashlib.sha256(table.encode()).hexdigest()[:8]}"


def _parquet(stream: BinaryIO, table: sa.Table, batch: pa.RecordBatch, files: ExitStack) -> WriteBatch:
    writer = files.enter_context(pyarrow.parquet.ParquetWriter(stream, batch.schema, compression="zstd"))
    schema = batch.schema
    return lambda batch: writer.write_batch(batch if batch.schema == schema else _recast(batch, schema))


def _recast(batch: pa.RecordBatch, schema: pa.Schema) -> pa.RecordBatch:
    """Text may be a dictionary in one batch and not in the next."""
    arrays = [
        array.dictionary_encode().cast(field.type) if pa.types.is_dictionary(field.type) else array.cast(field.type)
        for array, field in zip(batch.columns, schema, strict=True)
    ]
    return pa.record_batch(arrays, schema=schema)


def _csv(stream: BinaryIO, table: sa.Table, batch: pa.RecordBatch, files: ExitStack) -> WriteBatch:
    header = pa.record_batch([pa.array([name]) for name in batch.schema.names], names=batch.schema.names)
    stream.write(csv_bytes(header))
    return lambda batch: stream.write(csv_bytes(batch))


def _jsonl(stream: BinaryIO, table: sa.Table, batch: pa.RecordBatch, files: ExitStack) -> WriteBatch:
    return lambda batch: stream.write(json_lines(table, batch))
