"""What a page says of itself to the frame around it: the document, the gate, and the scripts."""

from collections.abc import Callable
from dataclasses import dataclass

from dash import Dash
from dash.development.base_component import Component

from osteoniche.analysis.cohort.work import Subjects
from osteoniche.calibration.bands import Band
from osteoniche.jobs import Jobs
from osteoniche.scenario import Scenario
from osteoniche.study import Run

Likely = Callable[[Scenario], Band]
"""Gives the band of a scenario's main read-outs."""
Known = Callable[[Scenario], Band | None]
"""Gives it where it is known already, at once."""


@dataclass(frozen=True)
class Services:
    """What the callbacks of a page may call.

    `run` gives the result of a scenario, remembered or computed; `band` its likely range,
    `known_band` the same if it was computed before; `subjects` one arm of a cohort, remembered or
    computed; `jobs` does what takes longer than a visitor waits for an answer.
    """

    run: Run
    band: Likely
    known_band: Known
    subjects: Subjects
    jobs: Jobs


@dataclass(frozen=True)
class Page:
    """One page of the laboratory.

    `path` is its address below the prefix, and `name` what the way to it is called. `layout` gives
    what it shows; `register` adds its callbacks. `settings` says whether the settings stand beside
    it. What `head` gives stands above the caveat that all pages share (it is told whether the model
    is being prepared, so that a first curve takes a while), and what `below` gives under the first
    screen. `key` is the letter that leads there from Explore, for a page that has one. `prepare`
    makes what each first sight of the page needs, once for all visitors.
    """

    path: str
    name: str
    layout: Callable[[], Component]
    register: Callable[[Dash, Services], None]
    settings: bool = True
    head: Callable[[bool], Component] | None = None
    below: Callable[[], Component] | None = None
    key: str = ""
    prepare: Callable[[], object] = lambda: None
