"""Numeric columns by type: what fits smallint, numeric(5,2), unsigned and the column's CHECKs."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import mysql, postgresql

from populace.generators.keys import Sequence, UniqueDecimals, UniqueIntegers
from populace.generators.scalars import Decimals, Integers
from populace.infer.asked import Asked
from populace.infer.limits import fitting, steps, usual
from populace.rows import Generator

Type = sa.types.TypeEngine[Any]


def integers(asked: Asked, sqltype: Type) -> Generator:
    """Counting from 1 if unique, or a permutation of what two bounds leave; else mostly small numbers."""
    least, most = fitting(sqltype)
    low, high = steps(asked)
    if asked.unique and low is not None and high is not None:
        return UniqueIntegers(max(low, least), min(high, most))
    if asked.unique and high is not None:
        return UniqueIntegers(max(min(0, high - most), least), high)
    if asked.unique:
        return Sequence(max(1 if low is None else low, least), most)
    if _is_year(asked, sqltype):
        return Integers(max(1990, low or least), min(2025, most if high is None else high))
    first, last = _near_zero(low, high, 1000)
    return Integers(max(first, least), min(last, most), _number(usual(asked)))


def decimals(asked: Asked, sqltype: Type) -> Generator:
    """Amounts of at most the type's digits; four decimal places where the CHECKs leave less than one whole."""
    digits, most = _precision(sqltype)
    domain = asked.domain
    if domain is not None and isinstance(sqltype, sa.Float) and steps(asked)[1] in (0, 1):
        digits = 4
    units = 10**digits
    low, high = steps(asked, units)
    if asked.unique:
        wide = min(most, 10**15)
        return UniqueDecimals(max(0 if low is None else low, -most), wide if high is None else min(high, wide), digits)
    first, last = _near_zero(low, high, 1000 * units)
    common = usual(asked)
    return Decimals(max(first, -most), min(last, most), digits, float(common) if _number(common) is not None else None)


def _is_year(asked: Asked, sqltype: Type) -> bool:
    domain = asked.column.type
    named = isinstance(domain, postgresql.DOMAIN) and "year" in str(domain.name).lower()
    return named or isinstance(sqltype, mysql.YEAR)


def _near_zero(low: int | None, high: int | None, span: int) -> tuple[int, int]:
    """Bounds with the missing ones made up, so that what is between is small and not negative if it can be."""
    if low is None:
        low = 0 if high is None or high >= 0 else high - span
    return low, low + span if high is None else min(high, max(low, 0) + span)


def _precision(sqltype: Type) -> tuple[int, int]:
    """Decimal places, and the greatest number counted in units of the last."""
    precision, scale = getattr(sqltype, "precision", None), getattr(sqltype, "scale", None)
    if isinstance(sqltype, sa.Float) or not isinstance(sqltype, sa.Numeric) or precision is None:
        return 2, 10**15
    digits = max(0, min(scale or 0, 6))
    return digits, 10 ** min(max(precision - (scale or 0) + digits, digits), 15) - 1


def _number(value: object) -> int | None:
    return int(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None
