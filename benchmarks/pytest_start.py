"""What the plug-in adds to the start of pytest, in CPU time: `python benchmarks/pytest_start.py`.

pytest runs one empty test in a folder that has nothing but pytest, and in one that has populace
as well, as a wheel installs it; by turns, with bytecode that is there and with none. The limit
is 20 ms.
"""

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parents[1]
RUNS = 21
LIMIT = 20.0
"""Milliseconds."""


def install(*arguments: str, to: Path) -> Path:
    pip = [sys.executable, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--no-compile", "--target"]
    subprocess.run([*pip, str(to), *arguments], check=True)
    return to


def cpu(folder: Path, environment: Mapping[str, str]) -> float:
    """Milliseconds of CPU that one run takes; no site-packages are seen besides those of the environment."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-S", "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_nothing.py"]
    subprocess.run(command, cwd=folder, env=dict(environment), check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return 1000 * (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def environment(paths: list[Path], bytecode: Path | None, empty: Path) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "HOME") if name in os.environ}
    made = {**kept, "PYTHONPATH": os.pathsep.join(map(str, paths)), "PYTHONPYCACHEPREFIX": str(bytecode or empty)}
    return made if bytecode else {**made, "PYTHONDONTWRITEBYTECODE": "1"}


def measure(folder: Path) -> bool:
    """Print a line each with and without bytecode; whether both keep the limit."""
    pytest, populace = install("pytest", to=folder / "pytest"), install("--no-deps", str(ROOT), to=folder / "populace")
    (folder / "test_nothing.py").write_text("def test_nothing():\n    pass\n", encoding="utf-8")
    kept = True
    for name, bytecode in (("with bytecode", folder / "cache"), ("without bytecode", None)):
        without = environment([pytest], bytecode, folder / "empty")
        with_it = environment([pytest, populace], bytecode, folder / "empty")
        for each in (without, with_it):
            cpu(folder, each)
        times = [(cpu(folder, without), cpu(folder, with_it)) for _ in range(RUNS)]
        a, b = map(min, zip(*times, strict=True))  # what else the machine does can only add
        print(f"{name:<17} pytest {a:6.1f} ms   with populace {b:6.1f} ms   added {b - a:5.1f} ms", flush=True)
        kept = kept and b - a <= LIMIT
    return kept


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        sys.exit(0 if measure(Path(temporary)) else f"the plug-in costs more than {LIMIT:.0f} ms")
