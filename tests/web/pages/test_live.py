"""The short way of a moved dial: what it answers is what the long way would show."""

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from dash._no_update import NoUpdate
from hypothesis import given
from hypothesis import strategies as st
from plotly.utils import PlotlyJSONEncoder
from tests.runs import failing, give, run, scenario
from tests.web.browsers import JUNK, page, request, text_of

from osteoniche import scenario as scenario_module
from osteoniche.cache.recent import Recent
from osteoniche.engine.result import Result, Status, failed
from osteoniche.figures import details, scene
from osteoniche.quantity import HUMAN
from osteoniche.scenario import Scenario, address
from osteoniche.scenario.limits import INDUCTION
from osteoniche.scenario.presets import ARMS, OWN, preset, reference_arms
from osteoniche.web.kit import ids
from osteoniche.web.pages.explore import answer as flow
from osteoniche.web.pages.explore import live
from osteoniche.web.pages.explore.headlines import rows_in
from osteoniche.web.pages.explore.pins import Pin

OPEN = preset("chemotherapy")
MOVED = OPEN.changed(treatments=[give("paclitaxel", dose=17.5), give("15D11", dose=4.0)])
PINS = [Pin("Other", scenario(treatments=[give("15D11")])).data()]
VIEWS: dict[str, dict[str, Any]] = {
    "plain": {},
    "dark and linear": {"theme": "dark", "scale": "linear"},
    "against an arm": {"minus": "untreated"},
    "side by side with a pin": {"pins": PINS, "side": True},
}


def short(asked: dict[str, Any], runs: Any = run) -> dict[str, Any]:
    """What the short way answers, as it arrives."""
    text = json.dumps(flow.moved(asked, runs).content, cls=PlotlyJSONEncoder)
    arrived: dict[str, Any] = json.loads(text)
    return arrived


def on_the_page(asked: Scenario, **view: Any) -> dict[str, Any]:
    return flow.answer(request(asked, **view), run)


@pytest.mark.parametrize("view", VIEWS)
def test_a_moved_figure_is_the_whole_figure(view):
    before, whole = (on_the_page(asked, **VIEWS[view]) for asked in (OPEN, MOVED))
    token = before[ids.ANSWER]["shown"]
    reply = short(request(MOVED, seq=7, shown=token, **VIEWS[view]))
    drawn, expected = (
        json.loads(json.dumps(shown[ids.TIMECOURSE], cls=PlotlyJSONEncoder))
        for shown in (before, whole)
    )
    assert drawn["data"] != expected["data"]
    for part in reply["moved"]["runs"].values():
        for place, parts in part["traces"].items():
            drawn["data"][int(place)] |= parts
    assert drawn == expected
    assert reply["seq"] == 7
    assert {key: reply[key] for key in ("shown", "query", "scenario")} == {
        key: whole[ids.ANSWER][key] for key in ("shown", "query", "scenario")
    }


def test_the_words_are_those_of_the_long_way():
    token = on_the_page(OPEN)[ids.ANSWER]["shown"]
    reply, whole = short(request(MOVED, shown=token)), on_the_page(MOVED)
    assert reply["sentence"] == whole[ids.SENTENCE] == whole[ids.ANSWER]["sentence"]
    rows = rows_in(_json(whole[ids.HEADLINES]))
    told = {run: part["row"] for run, part in reply["moved"]["runs"].items()}
    assert list(told) == [OWN, *ARMS]
    assert told == whole[ids.ANSWER]["rows"]
    for row, texts in zip(rows, told.values(), strict=True):  # no row of a pin
        assert text_of(row).endswith(" ".join(texts))


def _json(component: Any) -> Any:
    return json.loads(json.dumps(component, cls=PlotlyJSONEncoder))


def test_open_panels_come_whole():
    name = next(iter(details.all_details()))
    token = on_the_page(OPEN, panels=[name])[ids.ANSWER]["shown"]
    reply = short(request(MOVED, shown=token, panels=[name]))
    whole = on_the_page(MOVED, panels=[name])
    assert reply["moved"]["panels"] == {ids.panel(name): _json(whole[ids.panel(name)])}
    assert short(request(MOVED, shown=token))["moved"]["panels"] == {}


def test_the_picture_follows_with_fewer_days():
    token = on_the_page(OPEN)[ids.ANSWER]["shown"]
    reply, whole = short(request(MOVED, shown=token)), on_the_page(MOVED)[ids.ANSWER]
    assert reply["scene"] == scene.scene(MOVED, run(MOVED), scene.MOVING)
    assert whole["scene"] == scene.scene(MOVED, run(MOVED))
    assert len(json.dumps(reply["scene"])) < len(json.dumps(whole["scene"]))


@pytest.mark.parametrize(("species", "most"), [("mouse", 12_000), (HUMAN, 24_000)])
def test_a_move_of_a_dose_is_small(species, most):
    opening = preset("combination", species)
    plans = [plan.model_dump() | {"dose": 5.0} for plan in opening.treatments]
    moved = opening.changed(treatments=plans)
    known = on_the_page(opening)[ids.ANSWER]
    about = {"shown": known["shown"], "beside": known["beside"], "drawn": known["scenario"]}
    answer = live.content(request(moved, **about), run, Recent(0))
    assert json.loads(answer)["moved"]
    assert len(answer) <= most


# Arms follow the induction, and travel with it


INDUCTIONS = [
    round(INDUCTION.low + INDUCTION.step * step, 1)
    for step in range(round((INDUCTION.high - INDUCTION.low) / INDUCTION.step) + 1)
]
INDUCED_VIEWS: dict[str, tuple[dict[str, Any], int]] = {
    "plain": ({}, 30_000),
    "linear": ({"scale": "linear"}, 30_000),
    "with a pin": ({"pins": PINS}, 36_000),
    "side by side": ({"side": True}, 30_000),
    "side by side on a phone": ({"side": True, "screen": "phone"}, 30_000),
    "side by side with a pin": ({"pins": PINS, "side": True}, 12_000),
    "against an arm that stays": ({"minus": "untreated"}, 30_000),
    "against an arm that moves": ({"minus": "chemotherapy", "pins": PINS}, 36_000),
    "against a pin": ({"minus": "pin-0", "pins": PINS}, 36_000),
}
"""Views, and the bytes that a move of the induction may take in each."""


def moves(view: dict[str, Any], inductions: list[float]) -> Iterator[tuple[Scenario, Any, int]]:
    """A drag of the induction's dial: what is asked for, what the page shows then, and the bytes.

    A reply without curves ends it.
    """
    whole = on_the_page(OPEN, **view)
    figure, known = _json(whole[ids.TIMECOURSE]), whole[ids.ANSWER]
    for induction in inductions:
        asked = OPEN.changed(induction=induction)
        about = {"shown": known["shown"], "beside": known["beside"], "drawn": known["scenario"]}
        answer = live.content(request(asked, **about, **view), run, Recent(0))
        known = json.loads(answer)
        assert known["moved"], f"the move to {induction} came back empty"
        for part in known["moved"]["runs"].values():
            for place, parts in part["traces"].items():
                figure["data"][int(place)] |= parts
        yield asked, figure, len(answer)


@pytest.mark.parametrize("view", INDUCED_VIEWS)
def test_no_move_of_the_induction_comes_back_empty(view):
    shown, most = INDUCED_VIEWS[view]
    sizes = [size for _, _, size in moves(shown, INDUCTIONS)]
    assert len(sizes) == 91
    assert max(sizes) <= most


@pytest.mark.parametrize("view", INDUCED_VIEWS)
def test_arms_follow_the_induction(view):
    shown, _ = INDUCED_VIEWS[view]
    for asked, figure, _ in moves(shown, [5.0, 1.0, 10.0, 3.9]):
        assert figure == _json(on_the_page(asked, **shown)[ids.TIMECOURSE])


def moved_runs(asked: Scenario, before: Scenario = OPEN, **view: Any) -> dict[str, Any]:
    """What travels of each run for a dial that moves from one scenario to another."""
    known = on_the_page(before, **view)[ids.ANSWER]
    about = {"shown": known["shown"], "beside": known["beside"]}
    runs: dict[str, Any] = short(request(asked, **about, **view))["moved"]["runs"]
    return runs


def test_a_move_of_the_induction_computes_only_what_it_changes():
    known, asked_for = on_the_page(OPEN)[ids.ANSWER], []
    induced = OPEN.changed(induction=6.5)

    def counted(scenario: Scenario) -> Result:
        asked_for.append(scenario.key())
        return run(scenario)

    flow.moved(request(induced, shown=known["shown"], beside=known["beside"]), counted)
    before = {scenario.key() for scenario in reference_arms(OPEN).values()}
    assert len(set(asked_for) - before) == 2  # the visitor's run is the chemotherapy arm


def test_a_move_that_is_made_again_gets_the_same_answer_at_once():
    known, looked_up = on_the_page(OPEN)[ids.ANSWER], []
    asked = request(MOVED, shown=known["shown"], beside=known["beside"])
    held: Recent[bytes] = Recent(10**6)

    def counted(scenario: Scenario) -> Result:
        looked_up.append(scenario.key())
        return run(scenario)

    first, second = (
        json.loads(live.content(asked | {"seq": seq}, counted, held)) for seq in (3, 4)
    )
    assert first["moved"]
    assert (first["seq"], second["seq"]) == (3, 4)
    assert second | {"seq": 3} == first
    assert len(looked_up) == len(set(looked_up)) == 1 + len(ARMS)


def test_a_move_that_another_page_made_is_not_made_again():
    """Whatever it shows of the visitor's own run."""
    known = on_the_page(OPEN)[ids.ANSWER]
    asked = request(MOVED, shown=known["shown"], beside=known["beside"])
    elsewhere = [asked | {"drawn": address.encode(each)} for each in (OPEN, MOVED)]
    held: Recent[bytes] = Recent(10**6)
    first = live.content(elsewhere[0], run, held)
    assert json.loads(first)["moved"]
    assert short(elsewhere[1]) == short(elsewhere[0])
    assert live.content(elsewhere[1], lambda _: pytest.fail("computed again"), held) == first


def test_an_answer_that_a_busy_machine_spoiled_is_not_given_again():
    arm, busy = reference_arms(OPEN)["antibody"].key(), [True]

    def spoiled(scenario: Scenario) -> Result:
        slow = busy[0] and scenario.key() == arm
        return failed(Status.TOO_SLOW) if slow else run(scenario)

    known = flow.answer(request(OPEN), spoiled)[ids.ANSWER]
    asked = request(MOVED, shown=known["shown"], beside=known["beside"])
    held: Recent[bytes] = Recent(10**6)
    assert json.loads(live.content(asked, spoiled, held))["moved"]
    busy[0] = False
    assert json.loads(live.content(asked, spoiled, held))["moved"] is None


def test_a_remembered_move_validates_one_scenario(monkeypatch):
    """That of the page: those of the arms were, and are, the same."""
    known, validated = on_the_page(OPEN)[ids.ANSWER], []
    asked = request(MOVED, shown=known["shown"], beside=known["beside"])
    first = short(asked)
    usual = scenario_module.range_problems
    monkeypatch.setattr(
        scenario_module, "range_problems", lambda data: validated.append(data) or usual(data)
    )
    assert short(asked) == first
    assert len(validated) == 1


def test_only_runs_that_follow_a_dial_travel():
    assert list(moved_runs(MOVED)) == [OWN]
    induced = OPEN.changed(induction=5.0)
    assert list(moved_runs(induced, pins=PINS)) == [OWN, "chemotherapy", "combination"]
    against = moved_runs(induced, pins=PINS, minus="combination")
    assert list(against) == [OWN, *ARMS, "pin-0"]
    dosed = MOVED.changed(induction=5.0)
    assert list(moved_runs(dosed, before=induced)) == [OWN]


def test_rows_of_arms_travel_with_their_curves():
    induced = OPEN.changed(induction=9.0)
    rows = {run: part["row"] for run, part in moved_runs(induced).items()}
    assert rows == {
        run: texts
        for run, texts in on_the_page(induced)[ids.ANSWER]["rows"].items()
        if run in {OWN, "chemotherapy", "combination"}
    }
    before = on_the_page(OPEN)[ids.ANSWER]["rows"]
    assert rows["chemotherapy"] != before["chemotherapy"]


def test_a_pin_has_no_row_that_moves():
    against = moved_runs(OPEN.changed(induction=5.0), pins=PINS, minus="chemotherapy")
    assert against["pin-0"]["row"] is None


@pytest.mark.parametrize("junk", [None, 3, "text", [], {"untreated": 3}, {"nowhere": "x"}], ids=str)
def test_a_page_that_does_not_say_what_is_drawn_gets_all(junk):
    token = on_the_page(OPEN)[ids.ANSWER]["shown"]
    runs = short(request(MOVED, shown=token, beside=junk))["moved"]["runs"]
    assert set(runs) == {OWN, *ARMS}


MORE: dict[str, tuple[Any, Any]] = {
    "another horizon": (request(OPEN.changed(days=50)), run),
    "another species": (request(preset("chemotherapy", HUMAN)), run),
    "another theme": (request(MOVED, theme="dark"), run),
    "a refused dose": (request(OPEN) | {"values": {}}, run),
    "no request": ({"seq": 3}, run),
    "a run that fails": (request(MOVED), failing(MOVED)),
}


@pytest.mark.parametrize("case", MORE)
def test_where_more_changes_the_long_way_is_asked_for(case):
    asked, runs = MORE[case]
    token = on_the_page(OPEN)[ids.ANSWER]["shown"]
    reply = short(asked | {"shown": token}, runs)
    assert reply == {"seq": asked["seq"], "moved": None}


def test_a_page_that_shows_nothing_yet_asks_the_long_way():
    assert short(request(OPEN))["moved"] is None


# At rest: what is drawn is not sent again


DRAWN = (ids.TIMECOURSE, ids.SENTENCE, ids.HEADLINES)


def test_what_is_drawn_does_not_travel_again():
    token = on_the_page(OPEN)[ids.ANSWER]["shown"]
    drawn = short(request(MOVED, shown=token))["scenario"]
    reply = flow.answer(request(MOVED, shown=token, drawn=drawn), run)
    assert all(isinstance(reply[part], NoUpdate) for part in DRAWN)
    assert "17.5" in text_of(reply[ids.DIFFERS])
    assert reply[ids.ANSWER] == flow.answer(request(MOVED, shown=token), run)[ids.ANSWER]


@pytest.mark.parametrize(
    "changed",
    [{"drawn": "15D11=9"}, {"drawn": None}, {"drawn": 3}, {"theme": "dark"}, {"shown": "another"}],
    ids=str,
)
def test_what_is_not_drawn_travels(changed):
    token = on_the_page(OPEN)[ids.ANSWER]["shown"]
    drawn = short(request(MOVED, shown=token))["scenario"]
    reply = flow.answer(request(MOVED, **({"shown": token, "drawn": drawn} | changed)), run)
    assert not any(isinstance(reply[part], NoUpdate) for part in DRAWN)


# On the wire


@pytest.fixture(scope="module")
def client() -> Any:
    return page(prefix="/lab/").server.test_client()


def test_it_answers_below_the_prefix(client):
    token = on_the_page(OPEN)[ids.ANSWER]["shown"]
    asked = request(MOVED, shown=token)
    answer = client.post(f"/lab/{live.PATH}", json=asked)
    assert answer.status_code == 200
    assert answer.get_json() == short(asked)
    assert "default-src" in answer.headers["Content-Security-Policy"]


@given(JUNK)
def test_junk_moves_nothing(junk):
    assert flow.moved(junk, run).content["moved"] is None


@given(JUNK, st.sampled_from(sorted(request(OPEN))))
def test_junk_in_one_part_never_breaks(junk, part):
    reply = flow.moved(request(OPEN) | {part: junk}, run).content
    assert set(reply) >= {"seq", "moved"}


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b'{"seq": NaN}', 400),
        (b'{"seq": 1e999}', 400),
        (b"[" * 50 + b"]" * 50, 400),
        (b'{"shown": "' + b"a" * 300_000 + b'"}', 413),
    ],
    ids=lambda given: repr(given)[:30],
)
def test_what_is_no_json_is_refused_in_one_line(client, body, status, caplog):
    with caplog.at_level(logging.WARNING):
        answer = client.post(f"/lab/{live.PATH}", data=body, content_type="application/json")
    assert answer.status_code == status
    assert len(caplog.records) == 1
    assert "Traceback" not in answer.get_data(as_text=True)


def test_other_methods_and_kinds_are_refused(client):
    assert client.get(f"/lab/{live.PATH}").status_code in {404, 405}
    assert client.put(f"/lab/{live.PATH}", json={}).status_code == 405
    assert client.post(f"/lab/{live.PATH}", data="seq=1").status_code == 415
