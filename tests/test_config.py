"""Settings from a file, the environment and flags; columns' options as generators."""

from datetime import UTC, date, datetime

import numpy as np
import pytest

from populace.config import ConfigError, Settings, from_environment, read, resolved, row_counts
from populace.generators import Choice, Dates, FakerMethod, Integers, Pattern, Uniform
from populace.overrides import Place, generator, nulls

FILE = """
source = "shop.py:Base"
url = "env:DATABASE_URL"
seed = 42
now = 2026-01-31
locale = "de_DE"
rows = 50
exclude = ["schema_migrations", "*_archive"]

[tables.customers]
rows = 1_000
columns.tier = { choices = { gold = 0.1, bronze = 0.9 } }
"""
DAY = np.datetime64("2026-01-01", "D")
PLACE = Place("customers.tier")


@pytest.fixture
def written(tmp_path, monkeypatch):
    """Writes a file into the current directory."""
    monkeypatch.chdir(tmp_path)
    return lambda name, text: (tmp_path / name).write_text(text)


def test_a_file_is_read(written):
    """Every key of populace.toml becomes a setting."""
    written("populace.toml", FILE)

    settings = read()

    assert (settings.source, settings.url, settings.seed, settings.rows) == ("shop.py:Base", "env:DATABASE_URL", 42, 50)
    assert settings.now == datetime(2026, 1, 31, tzinfo=UTC)
    assert settings.sizes == {"customers": 1_000}
    assert settings.columns == {("customers", "tier"): {"choices": {"gold": 0.1, "bronze": 0.9}}}


def test_pyproject_is_read_where_there_is_no_populace_toml(written):
    """[tool.populace] takes the same keys."""
    written("pyproject.toml", "[tool.populace]\nseed = 3\ntables.orders.rows = 7")

    assert read().seed == 3
    assert read().sizes == {"orders": 7}


def test_no_file_is_no_error(written):
    """Nothing configured is the usual case; a pyproject.toml of others is left alone."""
    written("pyproject.toml", "[tool.ruff]\nline-length = 120")

    assert read() == Settings()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("sede = 1", "did you mean 'seed'"),
        ("seed = 'x'", "seed is 'x', not a whole number"),
        ("scale = -1", "not a number above 0"),
        ("now = 'tomorrow'", 'a date such as 2026-01-31 or "today"'),
        ("rows = -1", "0 or more"),
        ("seed =", "is not TOML"),
        ("tables.orders = 5", "tables.orders is 5, not a table"),
        ("tables.orders.row = 5", "did you mean 'rows'"),
        ("tables.orders.columns.x = 5", "tables.orders.columns.x is 5, not a table"),
    ],
)
def test_a_wrong_setting_is_an_error(written, text, message):
    """The error names the file and says what would be right."""
    written("populace.toml", text)

    with pytest.raises(ConfigError, match="populace.toml") as error:
        read()

    assert message in str(error.value)


def test_a_password_in_a_file_is_refused_and_not_printed(written):
    """The error says how to keep it out of the file."""
    written("populace.toml", 'url = "postgresql://me:s3ntinel-pw@localhost/shop"')

    with pytest.raises(ConfigError, match="env:DATABASE_URL") as error:
        read()

    assert "s3ntinel-pw" not in str(error.value)


def test_a_flag_wins_over_the_environment_and_that_over_the_file(written):
    """What nobody says comes from below."""
    written("populace.toml", FILE)
    environment = from_environment({"POPULACE_SEED": "7", "POPULACE_LOCALE": "fr_FR", "POPULACE_ONLY": "a, b"})

    settings = Settings(seed=0, sizes={"orders": 5}).over(environment).over(read())

    assert (settings.seed, settings.locale, settings.rows, settings.only) == (0, "fr_FR", 50, ("a", "b"))
    assert settings.sizes == {"customers": 1_000, "orders": 5}


def test_a_source_that_is_a_url_replaces_source_and_url():
    """It is the place for the rows, too: nothing may go to the configured database."""
    configured = Settings(source="shop.py:Base", url="sqlite:///configured.db")

    assert Settings(source="sqlite:///typed.db").over(configured).url is None
    assert Settings(source="other.py:Base").over(configured).url == "sqlite:///configured.db"


def test_a_url_can_come_from_the_environment():
    """env:NAME; a variable that is not set is an error that names it."""
    assert resolved("env:DB", {"DB": "sqlite:///a.db"}) == "sqlite:///a.db"
    with pytest.raises(ConfigError, match="variable DB is not set"):
        resolved("env:DB", {})


def test_rows_are_read_for_all_tables_and_for_one():
    """The part after the last = is the number."""
    assert row_counts(["50", "orders=1,000", "billing.a=b=2"]) == (50, {"orders": 1_000, "billing.a=b": 2})
    with pytest.raises(ConfigError, match="rows is 'many'"):
        row_counts(["orders=many"])


@pytest.mark.parametrize(
    ("options", "made"),
    [
        ({"choices": {"a": 0.9, "b": 0.1}}, Choice(("a", "b"), (0.9, 0.1))),
        ({"values": [1, 2]}, Choice((1, 2))),
        ({"constant": "x"}, Choice(("x",))),
        ({"low": 1, "high": 9}, Integers(1, 9)),
        ({"low": 1, "high": 9, "unique": True}, Integers(1, 9, True)),
        ({"low": 0.5, "high": 2, "decimals": 1}, Uniform(0.5, 2.0, 1)),
        ({"low": date(2026, 1, 1), "high": date(2026, 1, 9)}, Dates(DAY, DAY + np.timedelta64(8, "D"))),
        ({"pattern": "[A-Z]{3}", "unique": True}, Pattern("[A-Z]{3}", unique=True)),
        ({"faker": "catch_phrase"}, FakerMethod("catch_phrase")),
        ({"nulls": 0.5}, None),
    ],
)
def test_options_become_a_generator(options, made):
    """One form per kind of column."""
    assert generator(options, PLACE) == made


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"choicse": ["a"]}, "did you mean 'choices'"),
        ({"choices": []}, "are no values"),
        ({"choices": ["a", 1]}, "are no values"),
        ({"choices": {"a": "x"}}, "weight"),
        ({"low": 1}, "low and high go together"),
        ({"low": 2, "high": 1}, "is above"),
        ({"low": "a", "high": "b"}, "not two numbers"),
        ({"pattern": "[A-"}, "is no pattern"),
        ({"faker": "catch_phrases"}, "did you mean 'catch_phrase'"),
        ({"constant": 1, "low": 1, "high": 2}, "low and constant given"),
        ({"constant": 1, "unique": True}, "unique does not go with constant"),
        ({}, "nothing given"),
        ({"generator": "os"}, "names no function"),
        ({"generator": "os:getcwd"}, "--allow-plugins"),
    ],
)
def test_wrong_options_are_an_error(options, message):
    """The error names the column and says what would be right."""
    with pytest.raises(ConfigError, match="customers.tier: ") as error:
        generator(options, PLACE)

    assert message in str(error.value)


def test_nulls_are_a_share():
    """0.2 of the rows, say."""
    assert nulls({"nulls": 0.2}, PLACE) == 0.2
    with pytest.raises(ConfigError, match="between 0 and 1"):
        nulls({"nulls": 20}, PLACE)


def test_a_function_of_the_project_is_taken(tmp_path, monkeypatch):
    """A module below the folder of the configuration needs no flag."""
    (tmp_path / "own_columns.py").write_text("def tiers(rows): ...")
    monkeypatch.syspath_prepend(tmp_path)

    made = generator({"generator": "own_columns:tiers"}, Place("customers.tier", root=tmp_path))

    assert made.__name__ == "tiers"


def test_a_function_from_elsewhere_needs_a_flag(tmp_path):
    """A configuration that somebody sent must not run code from anywhere."""
    options = {"generator": "secrets:token_hex"}

    with pytest.raises(ConfigError, match="--allow-plugins"):
        generator(options, Place("customers.tier", root=tmp_path))
    assert generator(options, Place("customers.tier", root=tmp_path, plugins=True)).__name__ == "token_hex"
