"""Names of files, slugs of titles, stored passwords."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from populace.generators.codes import Code
from populace.generators.text import Phrase
from populace.generators.vocabulary import digits, joined, mapped, numbered, pick, plain, spelled, tiered
from populace.rows import Array, Rows

ENDINGS = (".pdf", ".jpg", ".docx", ".png", ".csv", ".xlsx", ".txt", ".zip")
FOLDERS = (
    "documents/",
    "images/",
    "reports/2024/",
    "reports/2025/",
    "uploads/",
    "archive/",
    "exports/",
    "shared/team/",
)


KINDS = (
    (".pdf", "application/pdf", 22), (".jpg", "image/jpeg", 24), (".png", "image/png", 16), (".csv", "text/csv", 9),
    (".txt", "text/plain", 9), (".zip", "application/zip", 6), (".json", "application/json", 6),
    (".mp4", "video/mp4", 4), (".html", "text/html", 4),
)  # fmt: skip
"""Endings, media types and how often they occur."""


@dataclass(frozen=True)
class FileKind:
    """The hidden kind of a row's file, which its name, its ending and its media type share."""

    def __call__(self, rows: Rows) -> Array:
        return rows.choice(tuple(float(weight) for *_, weight in KINDS)).astype(np.int64)


@dataclass(frozen=True)
class KindField:
    """The *ending* without its point, or the *media* type, of the kind in a hidden column."""

    field: str
    kind: str = "·file_kind"

    def __call__(self, rows: Rows) -> Array:
        values = tuple(ending[1:] if self.field == "ending" else media for ending, media, _ in KINDS)
        return pick(values, np.asarray(rows[self.kind]))


@dataclass(frozen=True)
class FileName:
    """A file name, with the folders it lies in if *folders*; of the *kind* in a hidden column if that is given."""

    ending: str = ""
    length: int | None = None
    unique: bool = False
    folders: bool = False
    kind: str | None = None

    @property
    def capacity(self) -> int:
        return self._stem().capacity

    def _stem(self) -> Phrase:
        room = None if self.length is None or self.length >= 80 else self.length - 5 - (15 if self.folders else 0)
        return Phrase("slug", room, self.unique)

    def __call__(self, rows: Rows) -> Array:
        endings = (self.ending,) if self.ending else ENDINGS
        if self.kind is not None:
            ending = pick(tuple(kind[0] for kind in KINDS), np.asarray(rows[self.kind]))
        else:
            ending = pick(endings, rows.choice(len(endings), "ending"))
        if not self.folders:
            return joined(self._stem()(rows), ending)
        return joined("/", pick(FOLDERS, rows.choice(len(FOLDERS), "folder")), self._stem()(rows), ending)


@dataclass(frozen=True)
class Slug:
    """A sibling title as it stands in an address; a number makes it the row's own if *unique*."""

    of: str
    length: int | None = None
    unique: bool = False

    @property
    def capacity(self) -> int:
        return 10**8

    def __call__(self, rows: Rows) -> Array:
        title = rows[self.of]
        if isinstance(title, pa.Array) and pa.types.is_dictionary(title.type):
            base = spelled(mapped(title, _slug))
        else:
            lower = pc.utf8_lower(spelled(title))
            base = pc.utf8_trim(pc.replace_substring_regex(lower, "[^a-z0-9]+", "-"), "-")
            base = pc.if_else(pc.equal(base, ""), "page", base)
        if self.length is not None and self.length < 255:
            base = pc.utf8_rtrim(pc.utf8_slice_codeunits(base, 0, self.length - (10 if self.unique else 0)), "-")
        if not self.unique:
            return base
        number = numbered(tiered(rows, digits(7, 10)) + 1, "-")
        return joined(pc.utf8_rtrim(base, "-0123456789"), number)


def _slug(title: str) -> str:
    return "-".join(plain(word) for word in title.split() if any(c.isalnum() for c in word)) or "page"


@dataclass(frozen=True)
class Password:
    """What bcrypt leaves of a password: ``$2b$12$`` and 53 characters that no password hashes to by design."""

    unique: bool = False

    @property
    def capacity(self) -> int:
        return Code("~" * 53).capacity

    def __call__(self, rows: Rows) -> Array:
        return Code("$2b$12$" + "~" * 53, self.unique)(rows)
