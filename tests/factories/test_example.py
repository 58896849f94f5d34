"""The example of an app's own factories."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_example_runs():
    """It shows what it says."""
    command = [sys.executable, str(ROOT / "examples" / "app_factories" / "run.py")]
    shown = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()

    assert shown[0].endswith(", DE") and "<erika.johnson@" in shown[0]
    assert shown[1:] == [
        "solved: 2 messages, 2 labels",
        "one company: True",
        "100 tickets of 100 people, all of Acme",
        "2 messages are stored; nothing is committed",
    ]
