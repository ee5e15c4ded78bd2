"""What tests of a served page share."""

import os
import subprocess

import pytest
from tests.served.servers import ROOT


@pytest.fixture(scope="session")
def nginx() -> str:
    """The nginx of this machine. Continuous integration must have one; others are told."""
    found = subprocess.run(
        [str(ROOT / "tools" / "nginx")],
        capture_output=True,
        encoding="utf-8",  # what installs it writes more than ASCII, whatever the locale
        errors="replace",
        check=False,
    )
    if found.returncode:
        said = found.stderr.strip().splitlines()[-1]
        if os.environ.get("CI"):
            pytest.fail(said)
        pytest.skip(said)
    return found.stdout.strip()
