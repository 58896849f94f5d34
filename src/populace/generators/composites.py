"""Values inside the text of other values: PostgreSQL's composite types and arrays as literals."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from populace.generators.scalars import Lists, as_arrow, joined
from populace.rows import Array, Generator, Rows


@dataclass(frozen=True)
class Field:
    """One field of a composite type: its name, what makes it, and the kind of its values."""

    name: str
    generator: Generator
    kind: str


@dataclass(frozen=True)
class Composite:
    """Literals such as ``("Main Street",12)``; different in each row if one of the fields is."""

    fields: tuple[Field, ...]

    @property
    def unique(self) -> bool:
        return self.capacity > 0

    @property
    def capacity(self) -> int:
        makers = (field.generator for field in self.fields)
        return max((int(getattr(m, "capacity", 0)) for m in makers if getattr(m, "unique", False)), default=0)

    def __call__(self, rows: Rows) -> Array:
        table, column = rows.names
        parts: list[pa.Array | str] = []
        for field in self.fields:
            made = field.generator(rows.named(table, f"{column}.{field.name}", rows.shift))
            parts += [",", quoted(literal(made, field.kind))]
        return joined("(", *parts[1:], ")")


@dataclass(frozen=True)
class ArrayText:
    """Array literals such as ``{"a","b"}``, for types that only the server knows; boxes need the *gap* ``;``."""

    lists: Lists
    kind: str
    gap: str = ","

    @property
    def unique(self) -> bool:
        return self.lists.unique

    @property
    def capacity(self) -> int:
        return self.lists.capacity

    def __call__(self, rows: Rows) -> Array:
        return literal(self.lists(rows), "array", self.kind, self.gap)


def literal(values: object, kind: str, item_kind: str = "text", gap: str = ",") -> pa.Array:
    """Values as the text that PostgreSQL reads them from."""
    array = as_arrow(values)
    if pa.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    if pa.types.is_list(array.type):
        items = quoted(literal(array.flatten(), item_kind))
        lists = pa.ListArray.from_arrays(array.offsets, items)
        return joined("{", pc.binary_join(lists, gap), "}")
    if pa.types.is_binary(array.type):
        return pa.array([f"\\x{value.hex()}" for value in array.to_pylist()], pa.string())
    if kind == "time":
        return array.cast(pa.int64()).cast(pa.time64("us")).cast(pa.string())
    if pa.types.is_duration(array.type):
        return joined(array.cast(pa.int64()).cast(pa.string()), " microseconds")
    return array.cast(pa.string())


def quoted(text: pa.Array) -> pa.Array:
    """Text in double quotes, with backslashes before those inside it."""
    escaped = pc.replace_substring(pc.replace_substring(text, "\\", "\\\\"), '"', '\\"')
    return joined('"', escaped, '"')

