"""Small operations that numpy and Arrow arrays share."""

from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest

from populace.arrays import without

MASK = np.array([False, True, False, False])


@pytest.mark.parametrize(
    "values",
    [
        pa.array([1, 2, None, 4]),
        pa.array(["a", "bb", None, "dddd"]),
        pa.array(["a", "b", None, "a"]).dictionary_encode(),
        pa.array([True, False, None, True]),
        pa.array([[1], [2, 3], None, []]),
        pa.array([b"x", b"", None, b"zz"]),
        pa.array([Decimal("1.5"), Decimal("2.5"), None, Decimal("4.5")]),
        pa.array([9, 1, 2, None, 4])[1:],
        pa.array(["z", "a", "b", None, "a"]).dictionary_encode()[1:],
    ],
    ids=lambda values: str(values.type),
)
def test_nulls_are_added_to_those_there(values):
    """A value that is masked becomes NULL; NULLs and all other values stay, in every type and slice."""
    found = without(values, MASK)

    found.validate(full=True)
    assert found.type == values.type
    assert found.to_pylist() == [None if masked else v for v, masked in zip(values.to_pylist(), MASK, strict=True)]
