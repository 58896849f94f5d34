"""A test run that asks for nothing pays nothing."""

import pytest

pytest_plugins = ["pytester"]

HEAVY = ("numpy", "pyarrow", "sqlalchemy", "faker", "factory", "populace.factories", "populace.rows")


@pytest.fixture(autouse=True)
def alone(monkeypatch):
    """Other plug-ins import what they like."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")


def test_nothing_heavy_is_imported(pytester):
    """Neither when pytest starts nor when it runs a test that uses none of it; fixtures may be declared."""
    pytester.makeconftest("from populace import fixture_for\npatient = fixture_for('nowhere:Patient', scope='module')")
    pytester.makepyfile(
        f"""
import sys

def test_it(pytestconfig):
    assert pytestconfig.pluginmanager.hasplugin("populace.pytest_plugin")
    assert [name for name in {HEAVY} if name in sys.modules] == []
"""
    )
    result = pytester.runpytest_subprocess("-p", "populace.pytest_plugin")

    result.assert_outcomes(passed=1)


@pytest.mark.parametrize("world", ["people", "healthcare", "finance", "retail"])
def test_the_fixtures_of_a_world_import_nothing_heavy(pytester, world):
    """Its models are imported when a test asks for one."""
    pytester.makeini(f"[pytest]\npopulace_domains = {world}")
    pytester.makepyfile(f"import sys\n\ndef test_it():\n    assert not set({HEAVY}) & set(sys.modules)\n")
    result = pytester.runpytest_subprocess("-p", "populace.pytest_plugin")

    result.assert_outcomes(passed=1)
