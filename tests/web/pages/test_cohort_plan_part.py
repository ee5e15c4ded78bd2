"""The part of the page of cohorts that plans one experiment."""

import json

import pytest
from dash.exceptions import PreventUpdate
from tests.runs import run
from tests.web.browsers import ASSETS, call, text_of

from osteoniche.analysis.cohort.plan import plan
from osteoniche.errors import ScenarioError
from osteoniche.jobs import Progress, State
from osteoniche.narrative.plan import script, tell_plan
from osteoniche.scenario import address
from osteoniche.scenario.presets import preset
from osteoniche.web.pages.cohort import ids, words
from osteoniche.web.pages.cohort.plan.request import work_of
from osteoniche.web.shell import create_app

BOTH = preset("combination")
ASKED = {"query": address.encode(BOTH), "settings": {"subjects": "8", "T0": "0.5"}, "wish": "a"}
CHOICE = {"first": "chemotherapy", "second": "own", "reading": "light"}


def test_an_experiment_is_planned_as_asked():
    work = work_of(ASKED | CHOICE | {"day": "28", "dropout": "10", "comparisons": "3"})
    told = json.loads(work.chunk(work.spec, 0))
    whole = plan(
        BOTH,
        "chemotherapy",
        "combination",
        "light",
        28.0,
        dropout=0.1,
        comparisons=3,
        subjects=8,
        sd={"T0": 0.5},
    )
    assert told["told"] == tell_plan(whole)
    assert told["script"] == script(whole)


def test_what_is_wrong_is_told_at_once():
    wrong = {"first": "own", "second": "combination", "reading": "smell", "dropout": "most"}
    with pytest.raises(ScenarioError) as told:
        work_of(ASKED | wrong | {"day": "400", "settings": {"seed": "x"}})
    fields = {problem.field for problem in told.value.problems}
    assert fields == {"arm", "reading", "dropout", "day", "seed"}
    with pytest.raises(PreventUpdate):
        work_of(None)


class Done:
    def __init__(self) -> None:
        self.started: list[str] = []

    def start(self, work, wish=""):
        self.started.append(work.spec)
        return Progress(State.DONE, 1, 1)

    def results(self, work):
        return [
            json.dumps({"told": "six", "rows": [["day"], ["7"]], "script": "print(6)"}).encode()
        ]


@pytest.fixture
def page():
    app = create_app(run, Done(), ASSETS)
    app._setup_server()
    return app


def values(**changed):
    chosen = CHOICE | {"day": "", "dropout": "", "comparisons": ""} | changed
    return {f"{ids.plan(name)}.value": value for name, value in chosen.items()}


START, READY = f"{ids.PLAN.start}.n_clicks", f"{ids.PLAN.ready}.data"


def test_the_button_asks_and_what_came_is_shown(page):
    given = {START: 1, f"{ids.REQUEST}.data": ASKED}
    wanted = call(page, given | values(), START, ids.PLAN.request) or {}
    request = wanted[f"{ids.PLAN.request}.data"]
    assert request["second"] == "own"
    drawn = call(page, {READY: request}, READY, ids.PLAN_STORY) or {}
    assert drawn[f"{ids.PLAN_STORY}.children"] == "six"
    assert drawn[f"{ids.PLAN_RESULT}.hidden"] is False
    take = f"{ids.PLAN_TAKE}.n_clicks"
    (file,) = (call(page, {take: 1, READY: request}, take) or {}).values()
    assert file == {"filename": words.PLAN_FILE, "content": "print(6)"} | file


def test_a_refused_experiment_is_told_and_asks_nothing(page):
    given = {START: 1, f"{ids.REQUEST}.data": ASKED}
    told = call(page, given | values(day="-1"), START, ids.PLAN.request) or {}
    assert list(told) == [f"{ids.PLAN_PROBLEMS}.children"]
    assert words.PLAN_REFUSED in text_of(told[f"{ids.PLAN_PROBLEMS}.children"])
