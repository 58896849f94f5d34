"""Codes: values of a fixed form, made as a table of bytes with one row per value.

`Code` fills a template; the rest are numbers with check digits. All of them lie in ranges
that are never given out: test card numbers, unissued social security areas, banks that do not exist.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from populace.rows import Array, Rows

Bytes = NDArray[np.uint8]

ALPHABETS = {
    "#": b"0123456789",
    "%": b"123456789",
    "?": b"ABCDEFGHJKLMNPQRSTUVWXYZ",
    "&": b"abcdefghjkmnpqrstuvwxyz",
    "^": b"0123456789abcdef",
    "*": b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789",
    "~": b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
}


def text(table: Bytes) -> pa.Array:
    """A table of ASCII bytes as strings, one a row, without copying it."""
    rows, width = table.shape
    offsets = np.arange(0, rows * width + 1, max(width, 1), dtype=np.int32)[: rows + 1]
    if not width:
        offsets = np.zeros(rows + 1, dtype=np.int32)
    data = np.ascontiguousarray(table)
    return pa.StringArray.from_buffers(rows, pa.py_buffer(offsets), pa.py_buffer(data.reshape(-1)))


@lru_cache(maxsize=1)
def _quads() -> Bytes:
    numbers = np.arange(10_000)
    return np.stack([numbers // 10**k % 10 + 48 for k in (3, 2, 1, 0)], axis=1).astype(np.uint8)


def figures(numbers: NDArray[np.int64], width: int) -> Bytes:
    """The decimal digits of *numbers*, as ASCII, *width* of them."""
    out = np.empty((len(numbers), width), dtype=np.uint8)
    rest = numbers
    for end in range(width, 0, -4):
        start = max(end - 4, 0)
        out[:, start:end] = _quads()[rest % 10_000][:, 4 - (end - start) :]
        rest = rest // 10_000
    return out


@dataclass(frozen=True)
class Code:
    """A template filled in.

    # is a digit, % one but 0, ? a capital, & a letter, ^ a hex digit, * a capital or digit, ~ any of them.
    """

    form: str
    unique: bool = False

    @property
    def capacity(self) -> int:
        capacity = 1
        for mark in self.form:
            capacity *= len(ALPHABETS.get(mark, b"x"))
        return min(capacity, 2**62)

    def __call__(self, rows: Rows) -> Array:
        table = np.empty((len(rows), len(self.form)), dtype=np.uint8)
        rest = rows.permuted(self.capacity).view(np.uint64) if self.unique else rows.bits()
        left, draw = 2**62 if not self.unique else self.capacity, 1
        for at, mark in reversed(list(enumerate(self.form))):
            letters = ALPHABETS.get(mark)
            if letters is None:
                table[:, at] = ord(mark)
                continue
            if left < 2**20 and not self.unique or left < len(letters):
                rest, left, draw = rows.bits(draw), 2**62, draw + 1
            size = np.uint64(len(letters))
            table[:, at] = np.frombuffer(letters, dtype=np.uint8)[(rest % size).astype(np.int64)]
            rest, left = rest // size, left // len(letters)
        return text(table)


@dataclass(frozen=True)
class Hex:
    """So many hexadecimal digits, as hashes and tokens have; *before* stands in front."""

    width: int
    before: str = ""
    unique: bool = False

    @property
    def capacity(self) -> int:
        return int(16 ** min(self.width, 15))

    def __call__(self, rows: Rows) -> Array:
        table = np.empty((len(rows), len(self.before) + self.width), dtype=np.uint8)
        table[:, : len(self.before)] = np.frombuffer(self.before.encode(), dtype=np.uint8)
        body = table[:, len(self.before) :]
        for part in range(0, self.width, 16):
            width = min(16, self.width - part)
            body[:, part : part + width] = hexadecimal(rows.bits(part))[:, :width]
        if self.unique:
            width = min(self.width, 15)
            body[:, :width] = hexadecimal(rows.permuted(self.capacity).view(np.uint64))[:, 16 - width :]
        return text(table)


@lru_cache(maxsize=1)
def _pairs() -> NDArray[np.uint16]:
    return np.frombuffer("".join(f"{n:02x}" for n in range(256)).encode(), dtype=np.uint16)


def hexadecimal(bits: NDArray[np.uint64]) -> Bytes:
    """The 16 hexadecimal digits of *bits*, as ASCII."""
    return _pairs()[bits.astype(">u8").view(np.uint8)].view(np.uint8).reshape(-1, 16)


@dataclass(frozen=True)
class Uuid:
    """Version 4 identifiers in their 36 characters, or 32 without dashes."""

    dashes: bool = True
    unique: bool = False

    @property
    def capacity(self) -> int:
        return 2**60

    def __call__(self, rows: Rows) -> Array:
        digits = np.concatenate([hexadecimal(rows.bits(0)), hexadecimal(rows.bits(1))], axis=1)
        if self.unique:
            digits[:, 17:] = hexadecimal(rows.permuted(2**60).view(np.uint64))[:, 1:]
        digits[:, 12] = ord("4")
        digits[:, 16] = np.frombuffer(b"89ab", dtype=np.uint8)[(rows.bits(2) >> np.uint64(62)).astype(np.int64)]
        if not self.dashes:
            return text(digits)
        table = np.full((len(rows), 36), ord("-"), dtype=np.uint8)
        for start, end, at in ((0, 8, 0), (8, 12, 9), (12, 16, 14), (16, 20, 19), (20, 32, 24)):
            table[:, at : at + end - start] = digits[:, start:end]
        return text(table)


def luhn(body: Bytes) -> NDArray[np.uint8]:
    """The check digit of card numbers and the like, as ASCII."""
    values = body.astype(np.int64) - 48
    doubled = values[:, ::-1].copy()
    doubled[:, ::2] *= 2
    doubled -= 9 * (doubled > 9)
    check: Bytes = ((-doubled.sum(axis=1)) % 10 + 48).astype(np.uint8)
    return check


def ean(body: Bytes) -> NDArray[np.uint8]:
    """The check digit of EAN-13 and ISBN-13, as ASCII."""
    weights = np.where(np.arange(body.shape[1])[::-1] % 2 == 0, 3, 1)
    check: Bytes = ((-((body.astype(np.int64) - 48) * weights).sum(axis=1)) % 10 + 48).astype(np.uint8)
    return check


def isbn10(body: Bytes) -> NDArray[np.uint8]:
    """The check digit of ISBN-10, as ASCII."""
    total = ((body.astype(np.int64) - 48) * np.arange(10, 1, -1)).sum(axis=1)
    check: Bytes = np.frombuffer(b"0123456789X", dtype=np.uint8)[-total % 11]
    return check


_CHECKS = {"luhn": luhn, "ean": ean, "isbn10": isbn10}


@dataclass(frozen=True)
class Checked:
    """A number with a check digit: *before*, then random digits, then the digit, *width* in all."""

    before: str
    width: int
    check: str = "luhn"
    unique: bool = False

    @property
    def capacity(self) -> int:
        return int(10 ** (self.width - 1 - len(self.before)))

    def __call__(self, rows: Rows) -> Array:
        numbers = rows.permuted(self.capacity) if self.unique else rows.below(self.capacity)
        body = np.empty((len(rows), self.width), dtype=np.uint8)
        body[:, : len(self.before)] = np.frombuffer(self.before.encode(), dtype=np.uint8)
        body[:, len(self.before) : -1] = figures(numbers, self.width - 1 - len(self.before))
        body[:, -1] = _CHECKS[self.check](body[:, :-1])
        return text(body)


@dataclass(frozen=True)
class Iban:
    """Account numbers with right check digits at banks that do not exist: German form, bank code 999 99 999."""

    unique: bool = False

    @property
    def capacity(self) -> int:
        return 10**10

    def __call__(self, rows: Rows) -> Array:
        account = rows.permuted(self.capacity) if self.unique else rows.below(self.capacity)
        # 97 check: bank and account, then DE00 as 131400; powers of ten are taken modulo 97 to stay in 64 bits
        rest = (99_999_999 % 97 * (10**10 % 97) + account % 97) * (10**6 % 97) + 131_400
        check = 98 - rest % 97
        table = np.empty((len(rows), 22), dtype=np.uint8)
        table[:, :2] = np.frombuffer(b"DE", dtype=np.uint8)
        table[:, 2:4] = figures(check, 2)
        table[:, 4:12] = ord("9")
        table[:, 12:] = figures(account, 10)
        return text(table)


@dataclass(frozen=True)
class Orcid:
    """Researcher identifiers with a right check digit, in a block that is not given out (9999-...)."""

    unique: bool = False

    @property
    def capacity(self) -> int:
        return 10**11

    def __call__(self, rows: Rows) -> Array:
        numbers = rows.permuted(self.capacity) if self.unique else rows.below(self.capacity)
        body = np.concatenate([np.full((len(rows), 4), ord("9"), dtype=np.uint8), figures(numbers, 11)], axis=1)
        total = np.zeros(len(rows), dtype=np.int64)
        for at in range(15):
            total = (total + body[:, at] - 48) * 2
        check = np.frombuffer(b"0123456789X", dtype=np.uint8)[(12 - total % 11) % 11]
        table = np.full((len(rows), 19), ord("-"), dtype=np.uint8)
        whole = np.concatenate([body, check[:, None]], axis=1)
        for group in range(4):
            table[:, group * 5 : group * 5 + 4] = whole[:, group * 4 : group * 4 + 4]
        return text(table)


def concatenated(*tables: Bytes | bytes) -> Any:
    """Byte tables side by side; constants are repeated in every row."""
    rows = next(len(t) for t in tables if not isinstance(t, bytes))
    parts = [np.tile(np.frombuffer(t, dtype=np.uint8), (rows, 1)) if isinstance(t, bytes) else t for t in tables]
    return np.concatenate(parts, axis=1)
