"""Columns of a veterinary practice. A visit's day follows from its place among the pet's visits."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from populace.generators.pattern import Pattern
from populace.generators.vocabulary import pick
from populace.parameters import parameters
from populace.rows import Array, Rows

P = parameters("populace_veterinary")
SPECIES = ("dog", "cat")
REASONS = ("checkup", "vaccination", "illness", "surgery")
NAMES = ("Bella", "Charlie", "Coco", "Daisy", "Felix", "Leo", "Lola", "Luna", "Max", "Milo", "Nala", "Oscar", "Rocky")

microchip = Pattern(P["microchip"], unique=True)


def pets_of_an_owner(owners: Rows) -> NDArray[np.int64]:
    """1 to 3."""
    return 1 + owners.choice(P["pets_of_an_owner"], "pets").astype(np.int64)


def species(rows: Rows) -> pa.Array:
    """Dog or cat."""
    return pick(SPECIES, rows.choice(P["species_weights"]))


def pet_name(rows: Rows) -> pa.Array:
    """What it answers to."""
    return pick(NAMES, rows.choice(len(NAMES)))


def born_on(rows: Rows) -> Array:
    """A day in the last 15 years."""
    return _today(rows) - rows.below(int(P["oldest"]) * 365)


def weight_kg(rows: Rows, species: Array) -> Array:
    """Kilograms of a grown animal of its species, to 10 g."""
    kind = _numbers(species, SPECIES)
    mean, spread = np.array(P["weight_mean"])[kind], np.array(P["weight_sd"])[kind]
    return np.round(np.maximum(mean + spread * rows.normal(), mean / 4), 2)


def visits_of_a_pet(pets: Rows) -> NDArray[np.int64]:
    """As many as its species sees in a year, for every year of its life; some see half as many, some twice."""
    rate = np.array(P["visits_a_year"])[_numbers(pets["species"], SPECIES)]
    years = (_today(pets) - pets["born_on"]).astype(np.int64) / 365
    return (rate * years * (0.5 + pets.uniform("visits"))).astype(np.int64)


def visited_on(rows: Rows) -> Array:
    """The pet's visits part its life evenly; each is somewhere in its part, at the latest today."""
    pets = rows.parent("pet_id")
    life = (_today(rows) - pets["born_on"]).astype(np.int64)
    part = (rows["→pet_id#"] + rows.uniform()) / np.maximum(visits_of_a_pet(pets), 1)
    return pets["born_on"] + (life * np.minimum(part, 1.0)).astype(np.int64)


def reason(rows: Rows) -> pa.Array:
    """Why they came."""
    return pick(REASONS, rows.choice(P["reasons"]))


def fee(rows: Rows, reason: Array) -> Array:
    """US dollars, by what was done."""
    mean = np.array(P["fees"])[_numbers(reason, REASONS)]
    return np.round(mean * np.maximum(1 + 0.25 * rows.normal(), 0.4), 2)


def _today(rows: Rows) -> np.datetime64:
    return rows.now.astype("datetime64[D]")


def _numbers(words: Array, among: tuple[str, ...]) -> NDArray[np.int64]:
    """The place of each word."""
    text = words if isinstance(words, pa.Array) else pa.array(words)
    return np.array([among.index(word) for word in text.dictionary_encode().dictionary.to_pylist()])[
        text.dictionary_encode().indices.to_numpy()
    ]
