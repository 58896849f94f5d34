"""Every number of a world says its unit and where it is from."""

import sys

import pytest

from populace.errors import PlanError
from populace.parameters import documented, number, numbers, parameters


def package(tmp_path, monkeypatch, name, text):
    (tmp_path / name).mkdir()
    (tmp_path / name / "__init__.py").touch()
    (tmp_path / name / "parameters.toml").write_text(text)
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    return name


def test_values_are_read_by_name(tmp_path, monkeypatch):
    """Lists as tuples, so that they can be parts of generators."""
    text = '[rates]\nvalue = [1, [2, 3]]\nunit = "1"\nsource = "a table"\nverified = true\n'
    name = package(tmp_path, monkeypatch, "rated_world", text)

    assert parameters(name) == {"rates": (1, (2, 3))} and documented(name)["rates"]["source"] == "a table"


def test_a_parameter_without_a_source_is_an_error(tmp_path, monkeypatch):
    """It says which one lacks what."""
    name = package(tmp_path, monkeypatch, "bare_world", '[rate]\nvalue = 1\nunit = "1"\n')

    with pytest.raises(PlanError, match="bare_world/parameters.toml: rate has no source and no verified"):
        documented(name)


def test_numbers_are_read_as_numbers(tmp_path, monkeypatch):
    """One, or several as an array of floats."""
    entry = '[{}]\nvalue = {}\nunit = "1"\nsource = "a table"\nverified = true\n'
    name = package(tmp_path, monkeypatch, "counted_world", entry.format("rate", 2) + entry.format("rates", [1, 3]))

    assert number(name, "rate") == 2.0 and type(number(name, "rate")) is float
    assert numbers(name, "rates").dtype == "float64" and numbers(name, "rates").tolist() == [1.0, 3.0]
