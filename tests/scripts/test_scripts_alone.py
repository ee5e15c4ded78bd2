"""What the page's scripts decide, judged by Node without a browser: an item for each test file."""

import json
import os
import subprocess
from pathlib import Path

import pytest
from playwright._impl._driver import compute_driver_executable

from osteoniche.scenario.scales import rungs
from osteoniche.web.pages.explore.toolbar import rules

FILES = sorted(Path(__file__).parent.glob("*.test.js"))
SCALES = Path(__file__).parent / "scales.json"
NODE, _ = compute_driver_executable()
"""The Node that Playwright brings along."""


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name.removesuffix(".test.js"))
def test_script(file):
    scale = rungs(json.loads(SCALES.read_text(encoding="utf-8"))["largest"])
    told = os.environ | {
        "OSTEONICHE_RULES": json.dumps(rules()),
        "OSTEONICHE_RUNGS": json.dumps(scale),
    }
    command = [NODE, "--test", "--test-reporter=spec", str(file)]
    judged = subprocess.run(command, env=told, capture_output=True, encoding="utf-8", check=False)
    assert judged.returncode == 0, judged.stdout + judged.stderr
