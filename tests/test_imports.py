"""Who may import whom, and what importing costs."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import populace

SOURCE = Path(populace.__file__).parent
FLOORS = (
    {"lazy", "errors", "names"},
    {"rows", "permute", "streams", "tabulated", "arrays"},
    {"generators", "schema", "parameters"},
    {"infer", "making", "trials"},
    {"plan"},
    {"plans", "records", "donors", "conversion"},
    {"provider", "factories", "sinks", "runners", "guard", "marker", "privileges"},
    {"domains", "faker", "pytest_plugin", "strategies"},
    {"config", "overrides"},
    {"cli", "testing"},
)
HEAVY = {"numpy", "pyarrow", "sqlalchemy", "faker", "sqlglot"}
FILES = sorted(str(path.relative_to(SOURCE)) for path in SOURCE.rglob("*.py") if path != SOURCE / "__init__.py")


def floor(part: str) -> int:
    return next(number for number, names in enumerate(FLOORS) if part in names)


def imported(file: Path) -> list[str]:
    """The parts of populace that a file imports, also for its types."""
    nodes = ast.walk(ast.parse(file.read_text(encoding="utf-8")))
    modules = [node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module]
    return [module.split(".")[1] for module in modules if module.startswith("populace.")]


@pytest.mark.parametrize("file", FILES)
def test_a_file_imports_only_from_its_own_floor_and_below(file):
    """See the floors in docs/how-it-works.md."""
    own = floor(file.split("/")[0].removesuffix(".py"))

    assert [part for part in imported(SOURCE / file) if floor(part) > own] == []


@pytest.mark.parametrize("file", [file for file in FILES if file.startswith("domains/") and file.count("/") > 1])
def test_a_domain_imports_no_other_one(file):
    """But `people`, whose values are for all."""
    nodes = ast.walk(ast.parse((SOURCE / file).read_text(encoding="utf-8")))
    modules = [node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)]
    named = {module.split(".")[2] for module in modules if module.startswith("populace.domains.")}

    assert named <= {file.split("/")[1], "people"}


def loaded(code: str) -> set[str]:
    """The heavy packages that are loaded after *code* ran in a fresh Python."""
    shown = "import sys; sys.stderr.write(' '.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", f"{code}\n{shown}"], capture_output=True, text=True, check=True)
    return HEAVY.intersection(done.stderr.split())


def test_importing_populace_imports_nothing_heavy():
    """Names are imported when they are first used."""
    assert loaded("import populace") == set()
    assert "numpy" in loaded("import populace; populace.Plan")


def test_help_imports_nothing_heavy():
    """`populace --help` answers at once, also for a single command."""
    for arguments in (["--help"], ["seed", "--help"], ["--version"]):
        assert loaded(f"from populace.cli import app\napp({arguments}, standalone_mode=False)") == set()


def test_every_exported_name_is_there():
    """What `import populace` promises can be had; another name is an AttributeError."""
    from populace import generators

    for package in (populace, generators):
        assert all(getattr(package, name) is not None for name in package.__all__)
        assert not hasattr(package, "Manager")
