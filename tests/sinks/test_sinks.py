from importlib.metadata import EntryPoint

import pytest
import sqlalchemy as sa

import populace.sinks
from populace.sinks import open_sink
from populace.sinks.connect import engine_for
from populace.sinks.files import FolderSink
from populace.sinks.sqlite import SQLiteSink


@pytest.mark.parametrize("target", ["shop.db", "toml:x", "excel:x.xlsx"])
def test_an_unknown_target_is_an_error_that_helps(target):
    """It lists what there is."""
    with pytest.raises(ValueError, match="sqlite:///shop.db, or one of csv:…, jsonl:…, parquet:…"):
        open_sink(target)


def test_the_target_chooses_the_sink():
    """By URL, by object and by name."""
    assert isinstance(open_sink("sqlite://"), SQLiteSink)
    assert isinstance(open_sink(sa.make_url("sqlite://")), SQLiteSink)
    assert isinstance(open_sink(sa.create_engine("sqlite://")), SQLiteSink)
    assert isinstance(open_sink("csv:out"), FolderSink)


def test_others_may_bring_sinks(monkeypatch):
    """An entry point is called with what follows the colon."""
    entry = EntryPoint("excel", "populace.sinks.files:csv", "populace.sinks")
    monkeypatch.setattr(
        populace.sinks, "entry_points", lambda group, name=None: [entry] if name in (None, "excel") else []
    )

    assert open_sink("excel:book").folder.name == "book"


@pytest.mark.parametrize(
    ("url", "driver"),
    [
        ("postgresql://u@h/d", "postgresql+psycopg"),
        ("postgres://u@h/d", "postgresql+psycopg"),
        ("postgresql+asyncpg://u@h/d", "postgresql+psycopg"),
        ("postgresql+psycopg2://u@h/d", "postgresql+psycopg2"),
        ("mysql://u@h/d", "mysql+pymysql"),
        ("sqlite+aiosqlite://", "sqlite"),
    ],
)
def test_urls_get_a_driver_that_is_there(url, driver):
    """As people write them: without a driver, with one for asyncio, or with the name that Heroku uses."""
    pytest.importorskip(driver.rpartition("+")[2] if "+" in driver else "sqlite3")

    assert engine_for(url).url.drivername == driver


def test_a_missing_driver_is_named(monkeypatch):
    """The error says what to install, and shows no password."""
    monkeypatch.setattr("populace.sinks.connect._is_installed", lambda module: False)

    with pytest.raises(ImportError, match=r"pip install 'populace\[postgres\]'") as caught:
        open_sink("postgresql://u:s3ntinel-pw@h/d")
    assert "s3ntinel" not in str(caught.value)
