"""Names of files, slugs of titles, stored passwords."""

import pyarrow as pa

from populace.generators.files import FileName, Password, Slug
from populace.rows import Rows


def test_slugs_come_from_titles():
    """Lower case and dashes; a number where they must not repeat."""
    rows = Rows(range(3), "t", "slug")
    rows.made["title"] = pa.array(["The Silent River", "Über uns!", "The Silent River"]).dictionary_encode()

    assert Slug("title")(rows).to_pylist() == ["the-silent-river", "ueber-uns", "the-silent-river"]
    assert len(set(Slug("title", unique=True)(rows).to_pylist())) == 3


def test_files_have_endings():
    """A name, a point and a known ending, short enough for the column."""
    names = FileName(length=30, unique=True)(Rows(range(2000), "t", "c")).to_pylist()

    assert len(set(names)) == 2000 and all("." in n and len(n) <= 30 for n in names)


def test_passwords_look_hashed():
    """The form of bcrypt: 60 characters."""
    assert all(len(p) == 60 and p.startswith("$2b$12$") for p in Password()(Rows(range(100), "t", "c")).to_pylist())
