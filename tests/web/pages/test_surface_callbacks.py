"""The dose surface as a browser gets it: start, watch, stop, draw; whatever the browser sends."""

import json
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from dash import Dash
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.runs import give, run, scenario
from tests.web.browsers import ASSETS, JUNK, call, text_of

from osteoniche.analysis.surface import POINTS, QUANTITIES, Surface, chunk
from osteoniche.figures import surface as pictures
from osteoniche.figures.look import INK
from osteoniche.jobs import Progress, State, Work
from osteoniche.narrative import tell_surface
from osteoniche.numerals import cells
from osteoniche.scenario import Scenario, address
from osteoniche.scenario.presets import preset
from osteoniche.tables import as_csv_of_surface
from osteoniche.web.kit import ids, waiting
from osteoniche.web.pages.surface import callbacks
from osteoniche.web.pages.surface import ids as surface_ids
from osteoniche.web.pages.surface import words as surface_words
from osteoniche.web.shell import create_app

WANTED, READY = f"{surface_ids.WORK.request}.data", f"{surface_ids.WORK.ready}.data"
NOW, HERE = f"{surface_ids.NOW}.data", f"{surface_ids.HERE}.data"
TICK, STOP = f"{surface_ids.WORK.tick}.n_intervals", f"{surface_ids.WORK.stop}.n_clicks"
BAR, TOLD = f"{surface_ids.WORK.bar}.value", f"{surface_ids.WORK.status}.children"
NO_STOP, NO_TICK = f"{surface_ids.WORK.stop}.disabled", f"{surface_ids.WORK.tick}.disabled"
PICTURE, STORY = f"{surface_ids.MAP}.figure", f"{surface_ids.STORY}.children"
TABLE, NOTE = f"{surface_ids.TABLE}.children", f"{surface_ids.WORK.changed}.children"
QUANTITY, THEME, SCREEN = (
    f"{surface_ids.QUANTITY}.value",
    f"{ids.THEME}.data",
    f"{ids.SCREEN}.data",
)
OPEN = preset("combination")
USUAL = Surface(OPEN, POINTS[0])


class Fake:
    """Jobs whose work goes as far as the test says; what was asked of it is kept."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, Work]] = []
        self.wishes: list[str] = []
        self.now: Progress | None = Progress(State.RUNNING, 0, 1)
        self.found: Callable[[Work], list[bytes | None]] = lambda work: [None] * work.chunks

    def start(self, work: Work, wish: str = "") -> Progress:
        self.asked.append(("start", work))
        assert self.now is not None
        return self.now

    def follow(self, work: Work, wish: str = "") -> Progress:
        self.asked.append(("follow", work))
        self.wishes.append(wish)
        assert self.now is not None
        return self.now

    def known(self, work: Work) -> Progress | None:
        self.asked.append(("known", work))
        return self.now

    def cancel(self, work: Work, wish: str = "") -> None:
        self.asked.append(("cancel", work))
        self.wishes.append(wish)

    def parts(self, work: Work) -> list[bytes | None]:
        self.asked.append(("parts", work))
        return self.found(work)

    @property
    def calls(self) -> list[str]:
        return [what for what, _ in self.asked]


@pytest.fixture
def jobs() -> Fake:
    return Fake()


def page_with(jobs: Any) -> Dash:
    app = create_app(run, jobs, ASSETS)
    app._setup_server()
    return app


@pytest.fixture
def page(jobs: Fake) -> Dash:
    return page_with(jobs)


def wanted(of: Scenario = OPEN, points: int = POINTS[0]) -> dict[str, Any]:
    return {"query": address.encode(of), "points": points, "wish": "mine"}


def drawn(app: Dash, **changes: Any) -> dict[str, Any]:
    """The answer to a picture that is ready."""
    names = {"ready": READY, "quantity": QUANTITY, "theme": THEME, "screen": SCREEN, "now": NOW}
    sent = {READY: 1, QUANTITY: QUANTITIES[0], THEME: "light", SCREEN: "desk", WANTED: wanted()}
    sent |= {names.get(name, WANTED): value for name, value in changes.items()}
    return call(app, sent, READY) or {}


@pytest.fixture(scope="module")
def computed() -> list[bytes | None]:
    return [chunk(USUAL.spec, number) for number in range(USUAL.chunks)]


# Start, progress, picture


def test_what_is_wanted_is_started_and_told(page, jobs):
    jobs.now = Progress(State.RUNNING, 3, 20, 7.0)
    shown = call(page, {WANTED: wanted(points=101)}, WANTED)
    assert shown == {
        BAR: 15.0,
        TOLD: jobs.now.sentence(),
        NO_STOP: False,
        NO_TICK: False,
        READY: 3,
    }
    large = Surface(OPEN, 101)
    assert jobs.asked == [("start", Work(chunk, large.spec, large.chunks))]


def test_a_look_starts_nothing_and_says_how_far_it_is(page, jobs):
    jobs.now = Progress(State.RUNNING, 10, 20, 2.4)
    shown = call(page, {WANTED: wanted(), TICK: 4, READY: 3}, TICK)
    assert jobs.calls == ["follow"]
    assert shown[BAR] == 50
    assert "about 2 s left" in shown[TOLD]
    assert shown[NO_TICK] is shown[NO_STOP] is False


def test_the_end_stops_the_looks_and_says_how_many_runs(page, jobs):
    jobs.now = Progress(State.DONE, 20, 20)
    shown = call(page, {WANTED: wanted(points=101), TICK: 9, READY: 18}, TICK)
    assert shown == {BAR: 100, TOLD: "All 10,201 runs.", NO_STOP: True, NO_TICK: True, READY: 20}


def test_the_picture_the_story_and_the_table_are_of_the_same_runs(page, jobs, computed):
    jobs.found = lambda work: computed
    shown = drawn(page)
    values = USUAL.lattice(computed)
    assert shown[PICTURE]["data"] == as_sent(
        pictures.figure(USUAL, values, QUANTITIES[0], "light", "desk")["data"]
    )
    assert shown[STORY] == tell_surface(USUAL, values) != ""
    assert shown[NOTE] is None
    told = text_of(shown[TABLE])
    assert cells(values[0, 0, 0]) in told
    assert cells(values[0, -1, -1]) in told


def as_sent(figure: Any) -> Any:
    return json.loads(json.dumps(figure))


def test_the_table_has_the_doses_of_both_drugs_at_its_edges(page, jobs, computed):
    jobs.found = lambda work: computed
    head, body = drawn(page)[TABLE]["props"]["children"]
    columns = [text_of(cell) for cell in head["props"]["children"]["props"]["children"]]
    assert columns[0] == "Paclitaxel (mg/kg)"
    assert columns[1] == "15D11 0 mg/kg"
    assert columns[-1] == "15D11 30 mg/kg"
    first = [text_of(row["props"]["children"][0]) for row in body["props"]["children"]]
    assert (first[0], first[-1], len(first)) == ("0", "30", callbacks.ROWS)


def test_a_part_that_is_not_there_is_empty_and_no_story_is_told(page, jobs):
    shown = drawn(page, ready=0)
    assert shown[STORY] == ""
    assert "cells" not in text_of(shown[TABLE])


@pytest.mark.parametrize("quantity", QUANTITIES)
@pytest.mark.parametrize("theme", INK)
def test_each_quantity_is_drawn_in_each_theme(page, jobs, computed, quantity, theme):
    jobs.found = lambda work: computed
    figure = drawn(page, quantity=quantity, theme=theme)[PICTURE]
    assert figure["data"][0]["name"] == pictures.SHADES[quantity].name
    assert figure["layout"]["font"]["color"] == INK[theme].text


# A picture is drawn anew only when there is something to see


@pytest.mark.parametrize("chunks", [1, 2, 8, 20, 197])
def test_a_picture_is_drawn_only_so_often(page, jobs, chunks):
    jobs.now = Progress(State.RUNNING, 0, chunks)
    ready = call(page, {WANTED: wanted()}, WANTED)[READY]
    pictures_drawn = [ready]
    for done in range(1, chunks + 1):
        state = State.DONE if done == chunks else State.RUNNING
        jobs.now = Progress(state, done, chunks)
        shown = call(page, {WANTED: wanted(), TICK: done, READY: ready}, TICK)
        if READY in shown:
            ready = shown[READY]
            pictures_drawn.append(ready)
    assert pictures_drawn[0] == 0
    assert pictures_drawn[-1] == chunks
    assert len(pictures_drawn) <= callbacks.PICTURES + 2  # the empty one, and what is left over
    assert len(pictures_drawn) > min(chunks, callbacks.PICTURES / 2)


def test_a_new_computation_is_drawn_from_its_beginning(page, jobs):
    jobs.now = Progress(State.WAITING, 0, 20)
    shown = call(page, {WANTED: wanted(), READY: 20}, WANTED)
    assert shown[READY] == 0
    assert shown[TOLD].startswith("Waiting for its turn beside other work; how long ")


# How it ends otherwise


def test_stop_cancels_and_ends_the_looks(page, jobs):
    jobs.now = Progress(State.RUNNING, 7, 20, 3.0)
    shown = call(page, {WANTED: wanted(), STOP: 1, READY: 5}, STOP)
    assert jobs.calls == ["known", "cancel"]
    assert jobs.asked[0][1] == jobs.asked[1][1]
    assert jobs.wishes == ["mine"]
    assert (shown[NO_STOP], shown[NO_TICK]) == (True, True)
    assert shown[TOLD].startswith("Stopped at 7 of 20 parts")
    assert shown[READY] == 7  # what there is, is shown


def test_stop_of_what_has_ended_cancels_nothing(page, jobs):
    jobs.now = Progress(State.DONE, 20, 20)
    shown = call(page, {WANTED: wanted(), STOP: 1, READY: 20}, STOP)
    assert jobs.calls == ["known"]
    assert shown[TOLD] == surface_words.DONE.format(curves="121")


@pytest.mark.parametrize(
    "ended",
    [
        Progress(State.LOST, 4, 20),
        Progress(State.FAILED, 4, 20, why="The cluster does not answer."),
        Progress(State.STOPPED, 4, 20),
    ],
    ids=lambda progress: progress.state.value,
)
def test_another_end_is_told_in_words(page, jobs, ended):
    jobs.now = ended
    shown = call(page, {WANTED: wanted(), TICK: 3, READY: 4}, TICK)
    assert shown[TOLD] == ended.sentence()
    assert "{" not in shown[TOLD]
    assert ended.why in shown[TOLD]
    assert (shown[BAR], shown[NO_STOP], shown[NO_TICK]) == (20, True, True)
    assert READY not in shown  # nothing new to see


def test_stop_of_what_was_forgotten_or_goes_to_another_process_holds(page, jobs):
    for jobs.now in (None, Progress(State.STOPPED, 3, 20), Progress(State.LOST, 3, 20)):
        jobs.asked.clear()
        shown = call(page, {WANTED: wanted(), STOP: 1, READY: 4}, STOP)
        assert jobs.calls == ["known", "cancel"]
        assert shown[TOLD].startswith("Stopped at ")
        assert shown[NO_TICK] is True


@pytest.mark.parametrize("wish", [None, 3, ["mine"], {}, "m" * (waiting.WISH + 1)])
def test_a_name_of_a_wish_that_is_none_is_no_name(page, jobs, wish):
    call(page, {WANTED: wanted() | {"wish": wish}, TICK: 1}, TICK)
    call(page, {WANTED: wanted(), TICK: 1}, TICK)
    assert jobs.wishes == ["", "mine"]


def test_of_a_map_with_a_gap_only_what_is_below_it_is_shown(page, jobs):
    """Colours, lines, table and words are of the same runs."""
    large = Surface(OPEN, POINTS[1])
    parts = [np.full((512, 4), 10.0 ** (6 - number)).tobytes() for number in range(2)]
    parts[1] = parts[1][: (large.curves - 512) * 32]
    jobs.found = lambda work: [parts[0], None]
    below = drawn(page, wanted=wanted(points=POINTS[1]))
    assert below[STORY].startswith("So far the map is known up to paclitaxel at 15 mg/kg.")
    assert text_of(below[TABLE]).count("cells") == 3 * callbacks.ROWS
    jobs.found = lambda work: [None, parts[1]]
    none = drawn(page, wanted=wanted(points=POINTS[1]))
    assert "cells" not in text_of(none[TABLE])
    assert none[STORY] == ""
    jobs.found = lambda work: list(parts)
    assert "So far" not in drawn(page, wanted=wanted(points=POINTS[1]))[STORY]


def test_a_finished_map_stays_until_a_finer_one_is_whole(jobs, page, computed):
    """Only what is whole takes its place: `known` says so of the coarse one alone."""
    fine = Surface(OPEN, POINTS[1])
    whole = [chunk(fine.spec, number) for number in range(fine.chunks)]
    jobs.found = lambda work: list(computed) if work.spec == USUAL.spec else [whole[0], None]
    jobs.known = lambda work: Progress(
        State.DONE if work.spec == USUAL.spec else State.RUNNING, 1, work.chunks
    )
    before = drawn(page)
    meanwhile = drawn(page, wanted=wanted(points=POINTS[1]))
    assert meanwhile[PICTURE] == before[PICTURE]
    assert meanwhile[STORY] == before[STORY]
    jobs.found = lambda work: list(computed) if work.spec == USUAL.spec else list(whole)
    after = drawn(page, wanted=wanted(points=POINTS[1]))
    assert len(after[PICTURE]["data"][0]["x"]) == POINTS[1]


def test_the_numbers_of_the_map_are_taken_as_the_command_line_writes_them(page, jobs, computed):
    jobs.found = lambda work: list(computed)
    answer = call(
        page,
        {f"{surface_ids.NUMBERS}.n_clicks": 1, WANTED: wanted()},
        f"{surface_ids.NUMBERS}.n_clicks",
    )
    (file,) = answer.values()
    assert file["content"] == as_csv_of_surface(USUAL, USUAL.lattice(computed))
    assert file["content"].count("\n") == 1 + USUAL.curves


# The visitor's run on the map, and settings that have changed since


def follow(app: Dash, now: Scenario, ready: Any = 1, **more: Any) -> dict[str, Any] | None:
    return call(app, {NOW: wanted(now) | more, WANTED: wanted(), READY: ready}, NOW)


def twice(place: Any) -> list[Any]:
    """The mark is a ring within a ring."""
    return [place] * len(pictures.RINGS)


def test_the_mark_follows_the_doses(page):
    now = scenario(treatments=[give("paclitaxel", dose=21.0), give("15D11", dose=30.0)])
    shown = follow(page, now)
    assert shown[HERE] == {"x": twice(10.0), "y": twice(pytest.approx(7.0))}
    assert shown[NOTE] is None


def test_a_drug_that_is_not_given_is_at_none(page):
    now = scenario(treatments=[give("paclitaxel", dose=30.0)])
    assert follow(page, now)[HERE] == {"x": twice(0.0), "y": twice(10.0)}


OTHERWISE = {
    "days": {"days": 60},
    "constants": {"parameters": {"kkP": 0.3}},
    "induction": {"induction": 2.0},
    "host": {"host": "transgenic"},
    "another drug": {"treatments": [*OPEN.treatments, give("zoledronate")]},
    "schedule": {"treatments": [give("paclitaxel", start=10.0), give("15D11")]},
    "chemotherapy": {"treatments": [give("cisplatin"), give("15D11")]},
}


@pytest.mark.parametrize("change", OTHERWISE)
def test_the_page_says_when_the_map_is_of_other_settings(page, change):
    treatments = [given.model_dump() for given in OPEN.treatments]
    fields = {"treatments": treatments} | OTHERWISE[change]
    shown = follow(page, Scenario.model_validate(fields))
    assert surface_words.CHANGED in text_of(shown[NOTE])
    assert HERE not in shown


def test_before_there_is_a_picture_only_the_note_follows(page):
    for ready in (None, 0):
        assert follow(page, OPEN, ready) == {NOTE: None}
        shown = follow(page, OPEN.changed(days=60), ready)
        assert surface_words.CHANGED in text_of(shown[NOTE])
        assert HERE not in shown


def test_another_size_is_told_with_a_button_and_the_mark_stays_on_the_map_that_is_there(page):
    now = scenario(treatments=[give("paclitaxel", dose=21.0), give("15D11", dose=30.0)])
    shown = follow(page, now, points=POINTS[2])
    assert "This map is still of 121 runs. Compute to see 10,201." in text_of(shown[NOTE])
    assert surface_words.AGAIN in text_of(shown[NOTE])
    assert shown[HERE] == {"x": twice(10.0), "y": twice(pytest.approx(7.0))}
    changed = follow(page, OPEN.changed(days=60), points=POINTS[2])
    assert surface_words.CHANGED in text_of(changed[NOTE])


@pytest.mark.parametrize("state", State)
def test_who_comes_back_sees_what_is_known_and_nothing_is_started(page, jobs, state):
    """By the browser's Back: a map that is finished or under way takes the place of the other."""
    jobs.now = Progress(state, 1, 1)
    sent = wanted(OPEN.changed(days=60)) | {"returned": True}
    shown = call(page, {NOW: sent, WANTED: wanted(), READY: 1}, NOW)
    if state in (State.DONE, State.RUNNING, State.WAITING):
        assert shown == {WANTED: sent, NOTE: None}
    else:
        assert surface_words.CHANGED in text_of(shown[NOTE])
        assert WANTED not in shown
    assert jobs.calls == ["known"]


def test_who_does_not_come_back_keeps_the_map(page, jobs):
    jobs.now = Progress(State.DONE, 1, 1)
    shown = follow(page, OPEN.changed(days=60))
    assert WANTED not in shown
    assert jobs.asked == []


def test_a_picture_that_is_drawn_anew_keeps_the_mark_where_it_went(page, jobs, computed):
    jobs.found = lambda work: computed
    now = scenario(treatments=[give("paclitaxel", dose=21.0), give("15D11", dose=30.0)])
    mark = drawn(page, quantity="bone_mass_percent", now=wanted(now))[PICTURE]["data"][1]
    assert (mark["x"], mark["y"]) == (twice(10.0), twice(pytest.approx(7.0)))


def test_a_picture_that_is_drawn_anew_keeps_the_note(page, jobs, computed):
    jobs.found = lambda work: computed
    now = OPEN.changed(days=60)
    shown = drawn(page, theme="dark", now=wanted(now))
    assert surface_words.CHANGED in text_of(shown[NOTE])
    mark = pictures.here(USUAL)
    assert shown[PICTURE]["data"][1]["x"] == mark["x"]


# Whatever a browser sends


QUERY = address.encode(OPEN)
WRONG = {
    "none": None,
    "no object": [QUERY, 11],
    "text": "surface",
    "empty": {},
    "no query": {"points": 11},
    "no points": {"query": QUERY},
    "points of another size": {"query": QUERY, "points": 12},
    "many points": {"query": QUERY, "points": 10**9},
    "points below zero": {"query": QUERY, "points": -11},
    "text of points": {"query": QUERY, "points": "11"},
    "half a point": {"query": QUERY, "points": 11.5},
    "points true": {"query": QUERY, "points": True},
    "points list": {"query": QUERY, "points": [11]},
    "query list": {"query": [QUERY], "points": 11},
    "query number": {"query": 11, "points": 11},
    "query unknown": {"query": "colour=red", "points": 11},
    "query of no dose": {"query": "paclitaxel.dose=31", "points": 11},
    "query of no species": {"query": "species=rat", "points": 11},
    "query of no number": {"query": "days=NaN", "points": 11},
    "query of many days": {"query": "days=99999", "points": 11},
    "long query": {"query": "days=60&" * 10_000, "points": 11},
    "spec": {"spec": USUAL.spec, "points": 11},
}


@pytest.mark.parametrize("what", WRONG)
def test_wrong_wishes_start_no_work(page, jobs, what):
    for changed in (WANTED, TICK, STOP):
        assert call(page, {WANTED: WRONG[what], TICK: 1, STOP: 1}, changed) is None
    assert drawn(page, wanted=WRONG[what]) == {}
    assert call(page, {NOW: WRONG[what], WANTED: wanted(), READY: 1}, NOW) is None
    assert jobs.asked == []


def test_a_spec_of_the_browsers_own_is_not_looked_at(page, jobs):
    sent = wanted() | {"spec": "{}", "chunks": 10**6, "scenario": {}, "chunk": "os.system"}
    call(page, {WANTED: sent}, WANTED)
    assert jobs.asked == [("start", Work(chunk, USUAL.spec, USUAL.chunks))]


@pytest.mark.parametrize("quantity", [None, "", "resistant_fraction", 0, [], {}, ["tumour_cells"]])
def test_a_quantity_that_is_none_is_not_drawn(page, jobs, quantity):
    assert drawn(page, quantity=quantity) == {}
    assert jobs.asked == []


@pytest.mark.parametrize("junk", [None, "sepia", 3, [], {}, ["dark"], {"dark": 1}, True])
def test_a_theme_and_a_screen_that_are_none_are_the_usual(page, junk):
    usual = drawn(page)[PICTURE]
    assert drawn(page, theme=junk)[PICTURE] == usual
    assert drawn(page, screen=junk)[PICTURE] == usual


SENT = JUNK.filter(lambda value: not re.search("NaN|Infinity", json.dumps(value)))
"""What arrives here: the bodies of a request are strict JSON."""
APP = page_with(FAKE := Fake())


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(
        st.sampled_from([WANTED, NOW, READY, TICK, STOP, QUANTITY, THEME, SCREEN]),
        SENT
        | st.fixed_dictionaries({"query": SENT, "points": SENT})
        | st.just(wanted())
        | st.sampled_from([*QUANTITIES, *INK]),
    ),
    st.sampled_from([WANTED, READY, NOW, TICK, STOP]),
)
def test_junk_of_a_browser_is_an_answer_and_no_error(sent, changed):
    """`call` fails for any status but 200 and 204."""
    FAKE.asked.clear()
    call(APP, sent, changed)
    assert {work.spec for _, work in FAKE.asked} <= {USUAL.spec}


def test_every_size_of_the_page_is_one_that_is_declared(page, jobs):
    for points in POINTS:
        call(page, {WANTED: wanted(points=points)}, WANTED)
    assert [work.chunks for _, work in jobs.asked] == [
        Surface(OPEN, points).chunks for points in POINTS
    ]
    assert np.all([work.chunk is chunk for _, work in jobs.asked])
