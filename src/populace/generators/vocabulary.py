"""Words as columns: lists of strings picked by number, and Faker's locale data read that way.

Text costs nothing per row while it is a dictionary and int32 codes; whatever is done to the
words (accents stripped, cut to a length) is done once a word. What Faker composes (cities,
streets, companies) is composed once into a pool of a few thousand values.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from importlib import import_module
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from populace.permute import permute
from populace.rows import Array, Rows

PROVIDERS = ("address", "company", "job", "person", "date_time", "lorem")


@lru_cache(maxsize=4096)
def words(values: tuple[str, ...]) -> pa.Array:
    """The values as an Arrow array; kept."""
    return pa.array(values, pa.string())


@lru_cache(maxsize=4096)
def text(value: str) -> pa.Scalar:
    """A constant for Arrow's functions; kept, since making one costs more than many a column of one row."""
    return pa.scalar(value, pa.string())


def pick(values: pa.Array | tuple[str, ...], codes: NDArray[Any]) -> pa.Array:
    """The words with these numbers, as a dictionary column."""
    dictionary = words(values) if isinstance(values, tuple) else values
    return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int32, copy=False)), dictionary)


def spelled(array: Array) -> pa.Array:
    """The column as plain strings."""
    if not isinstance(array, pa.Array):
        return pc.cast(pa.array(array), pa.string())
    if pa.types.is_dictionary(array.type):
        return array.dictionary.take(array.indices)
    return array if pa.types.is_string(array.type) else pc.cast(array, pa.string())


def joined(*parts: Array | str) -> pa.Array:
    """The parts of each row put together; constants are put to the words of a dictionary beside them."""
    columns: list[Any] = []
    for part in parts:
        if columns and isinstance(part, str) and _is_dictionary(columns[-1]):
            columns[-1] = _affixed(columns[-1], "", part)
        elif columns and isinstance(columns[-1], str) and _is_dictionary(part):
            columns[-1] = _affixed(part, columns[-1], "")
        else:
            columns.append(part)
    if any(isinstance(column, str) for column in columns):
        return pc.binary_join_element_wise(*(text(c) if isinstance(c, str) else spelled(c) for c in columns), text(""))
    return woven([column if _is_dictionary(column) else spelled(column) for column in columns])


def woven(columns: Sequence[pa.Array]) -> pa.Array:
    """The texts of each row, strings or dictionaries, put together.

    All words stand in one list, and one `take` from it writes the bytes of a row's words next
    to each other: what is left to do is to drop the borders between the words of a row.
    """
    count = len(columns)
    words = tuple(map(Words, columns))
    if count == 1 or any(column.null_count for column in columns) or any(list_.array.null_count for list_ in words):
        return pc.binary_join_element_wise(*map(spelled, columns), "")
    places = np.empty((len(columns[0]), count), dtype=np.int32)
    start = 0
    for at, column in enumerate(columns):
        own = column.indices.to_numpy() if _is_dictionary(column) else np.arange(len(column), dtype=np.int32)
        np.add(own, start, out=places[:, at])
        start += len(words[at].array)
    pieces = _lexicon(words).take(pa.array(places.reshape(-1)))
    borders = np.frombuffer(pieces.buffers()[1], dtype=np.int32, count=len(pieces) + 1)[::count].copy()
    return pa.StringArray.from_buffers(len(places), pa.py_buffer(borders), pieces.buffers()[2])


class Words:
    """The words of a column, equal to no others than themselves: what is made of them can be kept."""

    def __init__(self, column: pa.Array) -> None:
        self.array = column.dictionary if _is_dictionary(column) else column
        self.kept = _is_dictionary(column)
        self.key = (self.array.buffers()[2].address if len(self.array) else 0, self.array.offset, len(self.array))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Words) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)


def _lexicon(lists: tuple[Words, ...]) -> pa.Array:
    return _kept_lexicon(lists) if all(words.kept for words in lists) else pa.concat_arrays([w.array for w in lists])


@lru_cache(maxsize=64)
def _kept_lexicon(lists: tuple[Words, ...]) -> pa.Array:
    return pa.concat_arrays([words.array for words in lists])


def _is_dictionary(part: Array | str) -> bool:
    return isinstance(part, pa.Array) and pa.types.is_dictionary(part.type)


def _affixed(column: pa.Array, before: str, after: str) -> pa.Array:
    return pa.DictionaryArray.from_arrays(column.indices, _affixes(Words(column), before, after))


@lru_cache(maxsize=64)
def _affixes(words: Words, before: str, after: str) -> pa.Array:
    return pc.binary_join_element_wise(before, words.array, after, "")


def mapped(array: Array, change: Callable[..., str], *arguments: Any) -> pa.Array:
    """A dictionary column with every word changed: ``change(word, *arguments)`` is called once a word and kept."""
    if not isinstance(array, pa.Array) or not pa.types.is_dictionary(array.type):
        array = spelled(array).dictionary_encode()
    return pa.DictionaryArray.from_arrays(array.indices, _changed(Words(array), change, arguments))


@lru_cache(maxsize=64)
def _changed(words: Words, change: Callable[..., str], arguments: tuple[Any, ...]) -> pa.Array:
    return pa.array([None if w is None else change(w, *arguments) for w in words.array.to_pylist()], pa.string())


OPEN = 8192
"""Rows beyond their table share at least so many unique values, so that their numbers stay short."""


def tiered(rows: Rows, sizes: Sequence[int]) -> NDArray[np.int64]:
    """Each row's own place in [0, last size); the first rows share the first size, and so on.

    So a small table has short numbers, and growing it leaves its first rows as they are.
    """
    place = rows.place
    if rows.open:
        return rows.permuted(next((size for size in sizes if size >= OPEN), sizes[-1]))
    highest = int(place.max()) if len(place) else 0
    if highest < sizes[0] or len(sizes) == 1:
        return rows.permuted(sizes[0])
    if highest >= sizes[-1]:
        return rows.permuted(sizes[-1])
    out = np.empty(len(place), dtype=np.int64)
    lowest, low = int(place.min()), 0
    for tier, high in enumerate(sizes):
        if lowest < high and low <= highest:
            inside = (
                slice(None)
                if low <= lowest and highest < high
                else (place >= np.uint64(low)) & (place < np.uint64(high))
            )
            key = (rows.seed, *rows.names) if tier == 0 else (rows.seed, *rows.names, "tier", tier)
            out[inside] = permute(place[inside] - np.uint64(low), high - low, key) + low
        low = high
    return out


def parted(place: NDArray[np.int64], size: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Quotient and remainder of places by *size*; numpy's own remainder is several times slower."""
    quotient = place // size
    return quotient, place - quotient * size


def numbered(place: NDArray[np.int64], before: str = "") -> pa.Array:
    """The numbers as text; 0 is the empty string."""
    if len(place) and int(place.max()) < 1 << 16:
        return pick(_number_words(before), place)
    text = pc.cast(pa.array(place), pa.string())
    if before:
        text = pc.binary_join_element_wise(before, text, "")
    return text if place.all() else pc.if_else(pa.array(place == 0), "", text)


@lru_cache(maxsize=64)
def _number_words(before: str) -> pa.Array:
    numbers = pc.cast(pa.array(np.arange(1, 1 << 16)), pa.string())
    return pa.concat_arrays([pa.array([""]), pc.binary_join_element_wise(before, numbers, "")])


def digits(limit: int, base: int) -> tuple[int, ...]:
    """Tiers of *base* values: without a number, then with numbers below 16, 256, 4096 ... and below 10**limit."""
    most = 10**limit
    return tuple(base * size for size in (1, *(16**k for k in range(1, 16) if 16**k < most), most) if size <= most)


def reaching(tiers: tuple[int, ...], capacity: int) -> tuple[int, ...]:
    """The tiers of a locale with few words, going on to the *capacity* that others have."""
    return tiers if tiers[-1] >= capacity else (*tiers, capacity)


@lru_cache(maxsize=512)
def provider(kind: str, locale: str) -> Any:
    """Faker's word lists for *kind* (person, address ...) in *locale*, else in its language, else in US English."""
    for name in (locale, locale.split("_")[0], "en_US"):
        try:
            return import_module(f"faker.providers.{kind}.{name}").Provider
        except ImportError:
            continue
    return import_module(f"faker.providers.{kind}").Provider


@lru_cache(maxsize=64)
def faker(locale: str) -> Any:
    """A Faker generator of *locale* (US English where Faker lacks it) with the providers that make words."""
    from faker.factory import Factory

    names = [f"faker.providers.{name}" for name in PROVIDERS]
    try:
        return Factory.create(locale, providers=names)
    except (AttributeError, ImportError):
        return Factory.create("en_US", providers=names)


@lru_cache(maxsize=512)
def pool(method: str, locale: str, count: int) -> tuple[str, ...]:
    """Up to *count* different values of a Faker method, always the same ones, one line each."""
    source = faker(locale)
    source.seed_instance(f"populace {method}")
    make = getattr(source, method, None) or getattr(faker("en_US"), method)
    forms = _forms(make, method)
    values = _composed(source, forms, count + count // 2) if forms else _called(make, count)
    found: dict[str, str] = {}
    for value in values:
        found.setdefault(folded(value), value)
        if len(found) == count:
            break
    return tuple(found.values())


def folded(word: str) -> str:
    """The word as a database that ignores case and accents compares it."""
    marks = unicodedata.normalize("NFKD", word.translate(_STROKES).casefold())
    return "".join(mark for mark in marks if not unicodedata.combining(mark)).rstrip()


_STROKES = str.maketrans("øØłŁđĐıðÐ", "oOlLdDidD") | str.maketrans({"æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE"})


def _forms(make: Any, method: str) -> tuple[str, ...]:
    """The templates that a Faker method fills in, if filling them in is all that it does."""
    home = getattr(make, "__self__", None)
    if home is None or method not in ("city", "street_name", "company"):
        return ()
    base = import_module("faker.providers.company" if method == "company" else "faker.providers.address").Provider
    forms = getattr(home, "formats" if method == "company" else f"{method}_formats", ())
    plain = getattr(type(home), method, None) is getattr(base, method)
    return tuple(forms) if plain and forms and not hasattr(forms, "items") else ()


def _called(make: Callable[[], object], count: int) -> Iterable[str]:
    """What the method gives, until it says little new."""
    seen: set[str] = set()
    for n in range(count + count // 2):
        value = " ".join(str(make()).split())
        seen.add(value)
        yield value
        if n > 400 and len(seen) < n // 8:
            return


def _composed(source: Any, forms: tuple[str, ...], count: int) -> Iterable[str]:
    """The templates filled in with words drawn from 300 of each kind: Faker is asked once a word, not once a value."""
    kinds = {kind for form in forms for kind in re.findall(r"\{\{(\w+)\}\}", form)}
    known = {kind: [str(source.format(kind)) for _ in range(300)] for kind in sorted(kinds)}
    chance = source.random
    for form in chance.choices(forms, k=count):
        filled = re.sub(r"\{\{(\w+)\}\}", lambda found: known[found[1]][int(chance.random() * 300)], form)
        yield " ".join(filled.split())


def listed(kind: str, attribute: str, locale: str) -> tuple[tuple[str, ...], tuple[float, ...]]:
    """One of Faker's word lists with its weights."""
    values: Any = getattr(provider(kind, locale), attribute, None) or getattr(provider(kind, "en_US"), attribute)
    weights = list(values.values()) if hasattr(values, "values") else [1.0] * len(values)
    merged: dict[str, float] = {}
    for word, weight in zip(values, weights, strict=True):
        merged[str(word)] = merged.get(str(word), 0.0) + float(weight)
    return tuple(merged), tuple(merged.values())


@lru_cache(maxsize=65_536)
def plain(word: str) -> str:
    """The word in lower-case ASCII letters only, as people write their name in an address: ``Müller`` is mueller."""
    from faker.decode import unidecode

    latin = _romanized().get(word) or unidecode(word.translate(_UMLAUTS))
    return re.sub(r"[^a-z]+", "", latin.lower()) or "user"


@lru_cache(maxsize=1)
def _romanized() -> dict[str, str]:
    """Japanese names as their bearers write them in Latin letters."""
    person = provider("person", "ja_JP")
    pairs = (*person.first_name_pairs, *person.last_name_pairs)
    return {written: latin for written, _, latin in pairs}


_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"})


def fitting(values: Iterable[str], length: int | None) -> tuple[str, ...]:
    """The values that are no longer than *length*."""
    return tuple(v for v in values if length is None or len(v) <= length)
