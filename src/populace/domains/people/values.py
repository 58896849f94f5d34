"""What a person is made of: sex, names, birth date, e-mail address and phone number that agree.

The columns read each other by these names: ``sex`` ("F" or "M"), ``first_name``, ``last_name``.
Tables that hold a person declare the hidden column ``·male`` with `male`.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from populace.generators.people import Account, FirstName, FullName, LastName
from populace.generators.phones import Phone
from populace.generators.times import Births
from populace.generators.vocabulary import pick, spelled
from populace.generators.vocabulary import words as kept
from populace.parameters import parameters
from populace.rows import Array, Rows

SEXES = ("F", "M")

first_name = FirstName(sex="·male")
last_name = LastName()
full_name = FullName(first="first_name", last="last_name")
email = Account(first="first_name", last="last_name", mail=True, length=120, unique=True)
phone = Phone(length=32)


def settings() -> Any:
    """The parameters of this world."""
    return parameters("populace.domains.people")


def among(values: Array, words: tuple[str, ...]) -> NDArray[np.bool_]:
    """Which of the texts are among *words*."""
    if isinstance(values, pa.Array) and pa.types.is_dictionary(values.type):
        held = np.asarray(pc.is_in(values.dictionary, kept(words)))
        return held[np.asarray(values.indices)] if len(held) else np.zeros(len(values), dtype=bool)
    return np.asarray(pc.is_in(spelled(values), kept(words)))


def sex(rows: Rows) -> Array:
    """Sex, "F" or "M", as often as in the population."""
    share = settings()["share_of_women"]
    return pick(SEXES, rows.choice((share, 1 - share)))


def male(rows: Rows, sex: Array) -> Array:
    """True for a man."""
    return among(sex, ("M",))


def birth_date(rows: Rows) -> Array:
    """Birth dates of people who are of age and at most 90 years old."""
    return Births(settings()["youngest"], settings()["oldest"])(rows)
