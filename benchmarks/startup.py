"""From `make run` to the first curve on the screen, in a real browser."""

import subprocess
import tempfile
import time
from collections.abc import Iterator

from playwright.sync_api import Page

from benchmarks.figure import Figure
from benchmarks.served import PATIENCE, ROOT, browsing, running


def measure() -> Iterator[Figure]:
    """First start ever (nothing compiled, empty caches), then a start on a machine set up."""
    subprocess.run(["make", "--question", ".venv/.ready"], cwd=ROOT, check=False)
    with tempfile.TemporaryDirectory() as caches, browsing() as page:
        something, curve = _start(page, caches)
        yield Figure("first start ever: page on the screen", something, "s")
        yield Figure("first start ever: first curve, compilation included", curve, "s", 25.0)
        for attempt in (1, 2, 3):
            _, curve = _start(page, caches)
            yield Figure(f"make run to the first curve, start {attempt}", curve, "s", 6.0)


def _start(page: Page, caches: str) -> tuple[float, float]:
    """Seconds from `make run` to the page, and to the first curve."""
    begun = time.monotonic()
    with running("make", "run", caches=caches) as address:
        page.goto(address)
        page.wait_for_selector("#sentence", timeout=1e3 * PATIENCE)
        something = time.monotonic() - begun
        page.wait_for_selector(
            "#timecourse .scatterlayer .trace path", state="attached", timeout=1e3 * PATIENCE
        )
        return something, time.monotonic() - begun
