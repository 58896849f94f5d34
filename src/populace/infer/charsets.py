"""Columns of MariaDB and MySQL whose character set holds less than all of Unicode: values that it can hold."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace

import pyarrow as pa
import pyarrow.compute as pc

from populace.arrays import flat
from populace.generators.vocabulary import mapped
from populace.infer.asked import Asked, Suggestion
from populace.infer.types import suggest
from populace.making import Layout, Making
from populace.rows import Array, Generator, Rows
from populace.schema.annotations import annotations as facts
from populace.schema.types import raw_type

CODECS: Mapping[str, str] = {
    "latin1": "cp1252", "latin2": "iso8859-2", "latin5": "iso8859-9", "latin7": "iso8859-13", "ascii": "ascii",
    "cp1250": "cp1250", "cp1251": "cp1251", "cp1256": "cp1256", "cp1257": "cp1257", "cp850": "cp850",
    "cp852": "cp852", "cp866": "cp866", "koi8r": "koi8-r", "koi8u": "koi8-u", "greek": "iso8859-7",
    "hebrew": "iso8859-8", "sjis": "shift_jis", "cp932": "cp932", "ujis": "euc_jp", "eucjpms": "euc_jp",
    "euckr": "euc_kr", "gbk": "gbk", "gb2312": "gb2312", "big5": "big5", "tis620": "tis-620", "macroman": "mac-roman",
}  # fmt: skip
"""Python's names of the character sets."""
SAMPLE = 300
_LETTERS = str.maketrans({"ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "’": "'"})


def encoded(suggestion: Suggestion, asked: Asked, layout: Layout, making: Making, dialect: str) -> Suggestion:
    """The suggestion with values that the column's character set holds; made by type if no letters would be left."""
    charset = facts(asked.column).get("charset") or getattr(raw_type(asked.column.type), "charset", None)
    codec = CODECS.get(str(charset))
    if asked.kind != "text" or codec is None or not layout.size:
        return suggestion
    capacity = getattr(suggestion.generator, "capacity", layout.size)
    rows = making.rows(layout.table.fullname, range(min(SAMPLE, layout.size, capacity)))
    words = {word for word in flat(making.output(rows, asked.name)).to_pylist() if word is not None}
    if all(_holds(word, codec) for word in words):
        return suggestion if asked.unique else replace(suggestion, generator=Encoded(suggestion.generator, codec))
    by_type = replace(suggest(asked, dialect), nulls=suggestion.nulls)
    if asked.unique or any(_simpler(word, codec).count("?") > word.count("?") for word in words):
        return replace(by_type, why=f"{by_type.why}; {charset} does not hold those by its name")
    return replace(suggestion, generator=Encoded(suggestion.generator, codec))


@dataclass(frozen=True)
class Encoded:
    """Text without the accents that *codec* has no letters for."""

    inner: Generator
    codec: str

    def __call__(self, rows: Rows) -> Array:
        made = self.inner(rows)
        if not isinstance(made, pa.Array) or pc.all(pc.string_is_ascii(flat(made))).as_py():
            return made
        return mapped(made, _simpler, self.codec)


def _simpler(word: str, codec: str) -> str:
    """The word, each letter that *codec* lacks without its accents, or as a question mark."""
    if _holds(word, codec):
        return word
    return "".join(letter if _holds(letter, codec) else _bare(letter, codec) for letter in word)


def _bare(letter: str, codec: str) -> str:
    marks = unicodedata.normalize("NFKD", letter.translate(_LETTERS))
    return "".join(mark for mark in marks if _holds(mark, codec)) or "?"


def _holds(word: str, codec: str) -> bool:
    try:
        word.encode(codec)
    except UnicodeEncodeError:
        return False
    return True
