"""A drug is one file: drugs that nobody else knows are offered, told and exported like any other.

The list of drugs is read once in a process, so another process has them, and compiles its own code.
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_drugs_that_nobody_knows_are_like_any_other(tmp_path):
    command = [sys.executable, "-m", "pytest", "-q", "-p", "tests.strangers.drugs"]
    done = subprocess.run(
        [*command, "-p", "no:cacheprovider", "tests/strangers/checks.py"],
        cwd=ROOT,
        env=os.environ | {"XDG_CACHE_HOME": str(tmp_path), "PYTHONPATH": f"{ROOT}/src:{ROOT}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
