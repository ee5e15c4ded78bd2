"""What the first document says before any script has come: the answer of its address, as HTML.

On a slow line the page is read and its first curves are seen long before it can be used; until the
plots are drawn, assets/pages/explore/opening.js keeps them where these will stand. What is computed
for it is remembered, and serves the page's first request.
"""

from html import escape
from itertools import pairwise

import numpy as np

from osteoniche import narrative
from osteoniche.engine.result import Result, Vector
from osteoniche.errors import ScenarioError
from osteoniche.figures.look import LINES, SVG_DASHES, Line
from osteoniche.figures.stacked import LOWEST_DRAWN, TUMOUR
from osteoniche.figures.timecourse import own_line
from osteoniche.study import Comparison, Run, compare
from osteoniche.web.edge import weight
from osteoniche.web.edge.health import Busy
from osteoniche.web.pages.explore import request as page

WIDTH, HEIGHT = 330, 200
"""Of the sketch, in units that the page stretches."""
APART = 0.5
"""Units between two points of a line: what lies nearer is not seen."""


def opening(search: str, run: Run) -> str:
    """The answer and the tumour's curves of an address; nothing where there is none at once."""
    try:
        scenario = page.from_address(search).scenario
        if weight.is_dear(scenario):  # a page without a sketch comes sooner
            return ""
        shown = compare(scenario, run)
    except (ScenarioError, Busy):
        return ""
    told = narrative.answer(shown.scenario, shown.own, shown.arms["untreated"])
    title = f"<p><strong>{escape(told.title)}</strong></p>"
    return f'<div class="opening">{title}{sketch(shown)}</div>'


def sketch(shown: Comparison) -> str:
    """The tumour in all arms and in the visitor's run, as SVG; nothing without a tumour."""
    lines = [(shown.arms[arm], LINES[arm]) for arm in shown.arms] + [(shown.own, own_line(shown))]
    drawn = [(result, line) for result, line in lines if result.ok]
    if not drawn or shown.scenario.tumour == "none":
        return ""
    heights = [np.log10(result[TUMOUR.series].clip(min=LOWEST_DRAWN)) for result, _ in drawn]
    low, high = min(each.min() for each in heights), max(each.max() for each in heights)
    scaled = [HEIGHT * (high - each) / max(high - low, 1.0) for each in heights]
    paths = [_path(result, line, down) for (result, line), down in zip(drawn, scaled, strict=True)]
    view = f'viewBox="0 0 {WIDTH} {HEIGHT}" preserveAspectRatio="none"'
    return f'<svg {view} aria-hidden="true">{"".join(paths)}</svg>'


def _path(result: Result, line: Line, down: Vector) -> str:
    across = WIDTH * result.grid / result.grid[-1]
    kept = [(across[0], down[0])]
    kept += [
        here
        for before, here in pairwise(zip(across, down, strict=True))
        if abs(here[1] - before[1]) >= APART or here[0] - kept[-1][0] >= WIDTH / 50
    ]
    points = " ".join(f"{left:.0f},{height:.0f}" for left, height in [*kept, (WIDTH, down[-1])])
    dash = SVG_DASHES[line.dash]
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    colour = line.colour or "currentColor"
    style = f'fill="none" stroke="{colour}" stroke-width="{line.width}"{dashed}'
    return f'<polyline points="{points}" vector-effect="non-scaling-stroke" {style}/>'
