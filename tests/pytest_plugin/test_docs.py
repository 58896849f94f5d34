"""The projects in docs/pytest.md run as they stand there."""

import re
from pathlib import Path

import pytest

import populace.factories
import populace.faker  # noqa: F401  NumPy cannot be imported twice, and pytester forgets what its runs import

pytest_plugins = ["pytester"]

PAGE = (Path(__file__).parents[2] / "docs" / "pytest.md").read_text(encoding="utf-8")
SECTIONS = {text.partition("\n")[0]: text for text in PAGE.split("\n## ")}
FILES = re.compile(r"^```python\n# (\w+)\.py\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("section", [name for name, text in SECTIONS.items() if FILES.search(text)])
def test_a_project_of_the_documentation_passes(project, section):
    """All files of a section are one project."""
    files = dict(FILES.findall(SECTIONS[section]))
    project.pytester.path.joinpath("conftest.py").unlink()
    result = project.run("-p", "no:cacheprovider", **files)

    result.assert_outcomes(passed=len(re.findall(r"^def test_", SECTIONS[section], re.MULTILINE)))


def test_every_option_and_setting_is_documented(pytestconfig):
    """Each name that begins with populace."""
    known = [*pytestconfig._parser._inidict, *vars(pytestconfig.option)]

    for name in known:
        if name.startswith("populace_"):
            assert name in PAGE or f"--{name.replace('_', '-')}" in PAGE
