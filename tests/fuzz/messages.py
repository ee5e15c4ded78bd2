"""What the page's own scripts put into its stores and post to its routes: where every input begins.

Dash declares stores without their content, so it stands here, by `id.property`. All of it is right,
so that a change of one thing reaches what reads it.
"""

import base64
import json
from functools import cache
from typing import Any

from tests.runs import give, scenario
from tests.web.browsers import request

from osteoniche.calibration.your_data.table import TEMPLATE
from osteoniche.quantity import HUMAN
from osteoniche.scenario import Scenario, address
from osteoniche.scenario.presets import OPENING, PRESETS, preset
from osteoniche.web.kit import ids
from osteoniche.web.pages.cohort import ids as cohort_ids
from osteoniche.web.pages.cohort.along.request import FIRST
from osteoniche.web.pages.evidence import ids as evidence_ids
from osteoniche.web.pages.explore.answer import scenario_json
from osteoniche.web.pages.explore.pins import Pin
from osteoniche.web.pages.explore.request import query, read
from osteoniche.web.pages.present import ids as present_ids
from osteoniche.web.pages.surface import ids as surface_ids
from osteoniche.web.pages.your_data import ids as own_ids
from osteoniche.web.shell import PAGES

OPEN = preset(OPENING)
FULL = scenario(
    species=HUMAN,
    days=200,
    induction=2.5,
    treatments=[give("cisplatin", HUMAN, start=12.5), give("15D11", HUMAN, dose=3.3, every=None)],
    parameters={"kkP": 0.123456789},
)
SCENARIOS: tuple[Scenario, ...] = (
    *(preset(name) for name in PRESETS),
    OPEN.changed(days=60, induction=4.5),
    FULL,
)
"""Few, so that their curves are computed once."""
KEPT = [Pin("One", preset("combination")).data(), Pin("Two; ~", FULL).data()]
WHOLE = request(
    OPEN,
    pins=KEPT,
    panels=["niche", "values"],
    minus="pin-1",
    scale="linear",
    data=["canon-2008-untreated"],
)
"""A request with everything that one can have."""
WISH = {"wish": "mine", "screen": "phone"}
FEW = {"subjects": "4", "seed": "3"}
"""Settings of a cohort that is computed at once."""


@cache
def queries() -> list[str]:
    """Addresses as the page writes them."""
    views = "view.map=21,bone&view.cohort=subjects:4,seed:3&view.present=2"
    plain = [address.encode(each) for each in SCENARIOS]
    return [*plain, query(read(WHOLE)), f"{plain[0]}&{views}", ""]


def as_file(text: str) -> dict[str, Any]:
    """A file as the browser sends it."""
    written = base64.b64encode(text.encode(errors="replace")).decode()
    return {"name": "run.json", "contents": f"data:application/json;base64,{written}"}


def documents() -> list[Any]:
    """The plain data of scenario files."""
    return [json.loads(scenario_json(each)) for each in (OPEN, FULL)]


def _cohort(asked: Scenario) -> dict[str, Any]:
    return {"query": address.encode(asked), "settings": FEW, **WISH}


def _fit() -> dict[str, Any]:
    return {
        "text": TEMPLATE,
        "query": address.encode(OPEN),
        "groups": ["chemotherapy", "untreated", None, None, None, None],
        "free": ["r0", "T0"],
        "bounds": "limits",
        "wish": "mine",
    }


def _along() -> dict[str, Any]:
    return _cohort(OPEN) | {"setting": FIRST, "values": "0, 10"}


def _planned() -> dict[str, Any]:
    chosen = {"first": "chemotherapy", "second": "combination", "reading": "light"}
    return _cohort(OPEN) | chosen | {"day": "14", "dropout": "10", "comparisons": "2"}


def stored() -> dict[str, Any]:
    """The content of every store, and of what else the page changes, by `id.property`."""
    seen = {f"{ids.seen(page.path)}.data": WISH for page in PAGES}
    surface = {"query": address.encode(OPEN), "points": 11, **WISH}
    given = {
        ids.FILE: as_file(scenario_json(FULL)),
        ids.QR_LINK: "http://127.0.0.1:8050/?set=fitted-2026",
        ids.REQUEST: WHOLE,
        ids.SCREEN: "phone",
        ids.TAKE: {"what": ids.TAKE_CSV, "request": request(OPEN)},
        ids.THEME: "dark",
        ids.VISIT: {"search": f"?{queries()[-3]}", "alone": False, "at": 1},
        ids.WHY_DUE: 1,
        surface_ids.WORK.request: surface,
        surface_ids.WORK.ready: 1,
        surface_ids.NOW: surface | {"returned": True},
        cohort_ids.REQUEST: _cohort(OPEN),
        cohort_ids.FORM_OF: [OPEN.species, FEW],
        cohort_ids.WORK.request: _cohort(OPEN) | {"settings": {"subjects": "500"}},
        cohort_ids.WORK.ready: 1,
        cohort_ids.PLAN.request: _planned(),
        cohort_ids.PLAN.ready: _planned(),
        cohort_ids.ALONG.request: _along(),
        cohort_ids.ALONG.ready: _along(),
        cohort_ids.ALONG_OFFERED: {"names": "", "setting": FIRST, "values": "0, 10"},
        evidence_ids.READY: True,
        own_ids.GIVEN: {"text": TEMPLATE, "groups": ["chemotherapy"]},
        own_ids.FILE: {"bytes": 300_000, "begin": "UEsDBAoAAAAAAA=="},
        own_ids.WORK.request: _fit(),
        own_ids.WORK.ready: _fit(),
        present_ids.LINK: "http://127.0.0.1:8050/present",
    }
    return {f"{name}.data": value for name, value in given.items()} | seen


def cheap() -> dict[str, Any]:
    """What to put in the place of what takes long."""
    return {f"{cohort_ids.REQUEST}.data": _cohort(preset("healthy"))}


def posted() -> dict[str, list[Any]]:
    """Bodies of the routes past Dash, by path below the prefix."""
    moved = [request(each, beside={}, shown=None) for each in SCENARIOS]
    return {
        "live": [*moved, WHOLE],
        "cohort-live": [_cohort(each) for each in SCENARIOS],
        "ranges": [{"scenario": text} for text in queries()[:2]],
    }
