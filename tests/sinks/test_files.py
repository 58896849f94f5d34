import base64
import csv
import json
import os
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet
import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from populace.sinks import open_sink
from populace.sinks.files import file_name
from populace.sinks.json_lines import json_lines

KINDS = ["parquet", "csv", "jsonl"]
NOON = datetime(2024, 2, 29, 12, 30, 15, 120)


def things(name="things", **columns):
    return sa.Table(name, sa.MetaData(), *(sa.Column(key, sqltype) for key, sqltype in columns.items()))


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_per_table(tmp_path, kind):
    """All batches of a table are in one file, and nothing else is in the folder."""
    table = things(n=sa.Integer)
    with open_sink(f"{kind}:{tmp_path / 'a' / 'b'}") as sink:
        sink.create(table.metadata)
        sink.write(table, pa.record_batch({"n": [1, 2]}))
        sink.write(table, pa.record_batch({"n": [3]}))

    assert os.listdir(tmp_path / "a" / "b") == [f"things.{kind}"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_a_failure_leaves_nothing(tmp_path, kind, error):
    """No file, no folder that was not there before."""
    table = things(n=sa.Integer)
    with pytest.raises(error), open_sink(f"{kind}:{tmp_path / 'a' / 'b'}") as sink:
        sink.write(table, pa.record_batch({"n": [1]}))
        raise error

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", KINDS)
def test_files_are_replaced_only_by_force(tmp_path, kind):
    """The refusal comes before any work, and says what to type; what was there stays."""
    table = things(n=sa.Integer)
    there = tmp_path / f"things.{kind}"
    there.write_text("mine")
    with pytest.raises(FileExistsError, match="--force"), open_sink(f"{kind}:{tmp_path}") as sink:
        sink.create(table.metadata)
    assert there.read_text() == "mine"

    with open_sink(f"{kind}:{tmp_path}", force=True) as sink:
        sink.create(table.metadata)
        sink.write(table, pa.record_batch({"n": [1]}))
    assert there.read_bytes() != b"mine"


def test_what_was_there_survives_a_forced_run_that_fails(tmp_path):
    """Replacing is the last thing that happens."""
    (tmp_path / "things.csv").write_text("mine")
    with pytest.raises(ValueError), open_sink(f"csv:{tmp_path}", force=True) as sink:
        sink.write(things(n=sa.Integer), pa.record_batch({"n": [1]}))
        raise ValueError

    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("things.csv", "mine")]


def test_a_link_is_replaced_and_not_followed(tmp_path):
    """A link planted in the folder does not lead out of it."""
    outside = tmp_path / "outside"
    outside.write_text("mine")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "things.csv").symlink_to(outside)
    with open_sink(f"csv:{tmp_path / 'out'}", force=True) as sink:
        sink.write(things(n=sa.Integer), pa.record_batch({"n": [1]}))

    assert outside.read_text() == "mine"
    assert not (tmp_path / "out" / "things.csv").is_symlink()


@pytest.mark.parametrize(
    "name", ["../../x", "/etc/passwd", "..", ".", "", "a\0b", "C:\\x", "con", "x" * 300, "☃" * 99, "-rf"]
)
def test_any_table_name_stays_in_the_folder(tmp_path, name):
    """Names come from a database; the file is in the folder all the same."""
    with open_sink(f"csv:{tmp_path}") as sink:
        sink.write(things(name or " ", n=sa.Integer), pa.record_batch({"n": [1]}))

    (path,) = tmp_path.iterdir()
    assert path.suffix == ".csv" and path.parent == tmp_path and not path.name.startswith(".")


def test_plain_names_are_kept():
    """The schema is part of the name; names that differ have files that differ."""
    assert file_name("sales.order_lines") == "sales.order_lines"
    assert file_name("naïve") == "naïve"
    assert len({file_name(name) for name in ("a b", "a_b", "a/b")}) == 3


def test_names_that_differ_in_case_get_two_files(tmp_path):
    """Some file systems would take them for one."""
    with open_sink(f"csv:{tmp_path}") as sink:
        for name in ("user", "User"):
            sink.write(things(name, n=sa.Integer), pa.record_batch({"n": [1]}))

    assert len({path.name.casefold() for path in tmp_path.iterdir()}) == 2


def test_csv_tells_null_from_empty(tmp_path):
    """Null is nothing, an empty text two quotes; the header names the columns."""
    table = things(**{"a,b": sa.Text, "c": sa.LargeBinary, "d": sa.DateTime(timezone=True)})
    columns = [
        pa.array(["", None, 'x"y']),
        pa.array([b"\xff", None, b""]),
        pa.array([NOON] * 3, pa.timestamp("us", "UTC")),
    ]
    with open_sink(f"csv:{tmp_path}") as sink:
        sink.write(table, pa.record_batch(columns, names=["a,b", "c", "d"]))

    at = '"2024-02-29 12:30:15.000120Z"'
    expected = f'"a,b","c","d"\n"","\\xff",{at}\n,,{at}\n"x""y","\\x",{at}\n'
    assert (tmp_path / "things.csv").read_text() == expected


@given(st.lists(st.tuples(st.text(st.characters(codec="utf-8")), st.none() | st.text()), min_size=1))
def test_json_lines_hold_any_text(rows):
    """One line per row whatever the text; null is null."""
    first, second = (pa.array(column, pa.string()) for column in zip(*rows, strict=True))
    lines = json_lines(things(a=sa.Text, b=sa.Text), pa.record_batch({"a": first, "b": second.dictionary_encode()}))

    assert [tuple(json.loads(line).values()) for line in lines.decode().split("\n")[:-1]] == rows


def test_json_lines_have_proper_types():
    """Numbers are numbers, JSON columns are JSON, dates ISO 8601, bytes base64, arrays arrays."""
    table = things(j=sa.JSON)
    row = {
        "i": (pa.array([7]), 7),
        "f": (pa.array([1e300]), 1e300),
        "inf": (pa.array([float("inf")]), None),
        "n": (pa.array([Decimal("-0.05")]), -0.05),
        "b": (pa.array([True]), True),
        "d": (pa.array([date(2024, 2, 29)]), "2024-02-29"),
        "at": (pa.array([NOON], pa.timestamp("us", "UTC")), "2024-02-29T12:30:15.000120Z"),
        "t": (pa.array([time(1, 2, 3)], pa.time64("us")), "01:02:03.000000"),
        "long": (pa.array([timedelta(days=1, seconds=5)]), "P1DT5.000000S"),
        "j": (pa.array(['{"a":\n[1]}']), {"a": [1]}),
        "raw": (pa.array([b"\xff"]), base64.b64encode(b"\xff").decode()),
        "list": (pa.array([["a", None]]), ["a", None]),
        "lists": (pa.array([[[1], []]]), [[1], []]),
        'key"': (pa.array(["x"]).dictionary_encode(), "x"),
        "null": (pa.nulls(1, pa.list_(pa.int32())), None),
    }
    (line,) = json_lines(table, pa.record_batch({name: array for name, (array, _) in row.items()})).splitlines()

    assert json.loads(line) == {name: expected for name, (_, expected) in row.items()}


def test_parquet_keeps_the_types(tmp_path):
    """Decimals, times with zones and intervals read back; text may be a dictionary in one batch only."""
    values = {"n": Decimal("1.50"), "at": NOON, "long": timedelta(days=1), "text": "x"}
    types = {"n": pa.decimal128(10, 2), "at": pa.timestamp("us"), "long": pa.duration("us"), "text": pa.string()}
    batch = pa.record_batch({name: pa.array([value], types[name]) for name, value in values.items()})
    other = batch.set_column(3, "text", batch["text"].dictionary_encode())
    with open_sink(f"parquet:{tmp_path}") as sink:
        sink.write(things("a"), batch)
        sink.write(things("a"), other)
        sink.write(things("b"), other)
        sink.write(things("b"), batch)

    assert pa.parquet.read_table(tmp_path / "a.parquet").to_pylist() == [values] * 2
    assert pa.parquet.read_table(tmp_path / "b.parquet").to_pylist() == [values] * 2


def test_csv_is_read_by_others(tmp_path):
    """Python's reader sees the same texts."""
    texts = ['a"b', "a,b", "a\nb", "\\", "☃", "=1+1"]
    with open_sink(f"csv:{tmp_path}") as sink:
        sink.write(things(v=sa.Text), pa.record_batch({"v": texts}))

    with (tmp_path / "things.csv").open(newline="", encoding="utf-8") as file:
        assert [row["v"] for row in csv.DictReader(file)] == texts
