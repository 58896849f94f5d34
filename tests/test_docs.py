"""What the documentation shows is what happens. `python tests/test_docs.py` writes the outputs anew."""

import ast
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = ["README.md", "docs/how-it-works.md", "docs/command-line.md", "docs/faker.md", "docs/factories.md"]
BLOCK = re.compile(r"^```(console|toml)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SHIM = f'#!/bin/sh\nexec "{sys.executable}" -c "from populace.cli import app; app(prog_name=\'populace\')" "$@"\n'


def rerun(page: str, directory: Path) -> str:
    """*page* with the outputs that its commands have now; its populace.toml is written where it is shown."""
    (directory / "examples").symlink_to(ROOT / "examples")
    (directory / "bin").mkdir()
    for name, text in (("populace", SHIM), ("python", f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')):
        (directory / "bin" / name).write_text(text)
        (directory / "bin" / name).chmod(0o755)

    def replay(block: re.Match[str]) -> str:
        kind, body = block.groups()
        if kind == "toml":
            if body.startswith("# populace.toml"):
                (directory / "populace.toml").write_text(body)
            return block[0]
        commands = [line for line in body.splitlines() if line.startswith("$ ")]
        return "```console\n" + "".join(f"{c}\n{output(c[2:], directory)}" for c in commands) + "```"

    return BLOCK.sub(replay, page)


def output(command: str, directory: Path) -> str:
    """What a command prints, without the lines about a slow run's progress."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("POPULACE_")}
    environment["PATH"] = f"{directory / 'bin'}:{environment['PATH']}"
    done = subprocess.run(
        command, shell=True, cwd=directory, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    return re.sub(r"^.* rows/s, .* left\n", "", done.stdout, flags=re.MULTILINE)


def timeless(text: str) -> list[str]:
    """Without seconds and what they shift."""
    return re.sub(r"[ \t]+", " ", re.sub(r"\d+\.\d+ ?s\b", "# s", text)).splitlines()


@pytest.mark.parametrize("name", PAGES)
def test_the_outputs_in_the_documentation_are_real(name, tmp_path):
    """Every ```console block is run; only seconds may differ."""
    page = (ROOT / name).read_text(encoding="utf-8")

    assert timeless(page) == timeless(rerun(page, tmp_path))


def test_python_in_the_readme_is_from_the_examples():
    """So that it is run."""
    code = re.findall(r"^```python\n(.*?)^```$", (ROOT / "README.md").read_text(), re.MULTILINE | re.DOTALL)
    examples = "".join(path.read_text() for path in sorted((ROOT / "examples").rglob("*.py")))

    assert code and [block for block in code if block not in examples] == []


def test_every_option_and_setting_is_documented():
    """docs/command-line.md has each option of each command, and each key of the configuration."""
    from typer.main import get_command

    from populace.cli import app
    from populace.config import READERS
    from populace.overrides import OPTIONS

    page = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")
    commands = get_command(app).commands.values()
    options = {name for command in commands for option in command.params for name in option.opts if name[0] == "-"}

    missing = [name for name in [*options, *READERS, *OPTIONS] if f"`{name}" not in page and f"{name} = " not in page]
    assert missing == []


def test_links_between_pages_lead_somewhere():
    """Relative links only."""
    for name in PAGES:
        page = ROOT / name
        for link in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / link).exists(), f"{name}: {link}"


def test_the_examples_are_python_without_surprises():
    """Each is run by a test or imported by one, and says what it is."""
    for path in (ROOT / "examples").glob("*.py"):
        assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


def test_the_ci_runs_the_test_command_of_the_readme():
    """It takes the line from the README, so that the two cannot drift apart."""
    found = subprocess.run([ROOT / ".ci" / "run", "--print-test-command"], capture_output=True, text=True, check=True)

    assert found.stdout.strip() in (ROOT / "README.md").read_text()
    assert "pytest" in found.stdout


if __name__ == "__main__":
    for name in PAGES:
        with tempfile.TemporaryDirectory() as directory:
            page = ROOT / name
            page.write_text(rerun(page.read_text(encoding="utf-8"), Path(directory)), encoding="utf-8")
