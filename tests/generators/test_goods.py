"""Products whose fields agree."""

import numpy as np
import pytest

from populace.generators.goods import Goods, GoodsField, ProductName, ProductText, kinds, names
from populace.rows import Rows


class Products:
    """A table of products, as a plan is one."""

    now, locale = np.datetime64("2026-01-01", "us"), "en_US"

    def __init__(self, **columns) -> None:
        self.columns = columns

    def column(self, rows: Rows, column: str):
        return self.columns[column](rows.of(column))

    def __call__(self, column: str, index=range(2000)):
        return Rows(index, "products", seed=5, source=self)[column].to_pylist()


def products(length: int | None = None, unique: bool = False) -> Products:
    return Products(
        **{"·goods": Goods(length, unique), "name": ProductName("·goods", length, unique)},
        category=GoodsField("category"),
        make=GoodsField("make"),
        text=ProductText(3),
    )


def test_name_category_and_text_agree():
    """A description speaks of the noun in the name, and the category is one of that noun's."""
    made = products()
    of = {noun: set() for kind in kinds() for noun in kind.nouns}
    for kind in kinds():
        for noun in kind.nouns:
            of[noun] |= set(kind.categories)

    for name, category, make, text in zip(*(made(c) for c in ("name", "category", "make", "text")), strict=True):
        noun = max((noun for noun in of if name.endswith(noun)), key=len)
        assert noun.lower().split()[-1] in text.lower() and category in of[noun] and make in name


@pytest.mark.parametrize("length", [None, 100, 40, 20, 12])
def test_unique_names_differ_and_fit(length):
    """Names go on with numbers."""
    made = products(length, unique=True)
    count = min(20_000, Goods(length, True).capacity)
    found = made("name", range(count))

    assert len({name.lower() for name in found}) == count and max(map(len, found)) <= (length or 99)
    assert made("name", [17, 3]) == [found[17], found[3]]


@pytest.mark.parametrize("length", [300, 120, 60, 20])
def test_texts_fit(length):
    """As many whole sentences as there is room for."""
    made = Products(**{"·goods": Goods(), "text": ProductText(3, length)})("text")

    assert max(map(len, made)) <= length


def test_makes_are_not_doubled():
    """No "Compact Compact Camera"."""
    assert not [n for n in names().words.to_pylist() if len(n.split()) != len(set(n.split()))]
