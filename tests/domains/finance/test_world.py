"""The world as a whole."""

from populace.domains import finance
from populace.testing import check_domain


def test_faces_slices_keys_and_parameters():
    """What every domain promises."""
    check_domain(finance)
