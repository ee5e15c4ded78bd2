"""Present: what the browser gets of all steps, and what stands on the page before."""

import json

import pytest
from tests.plots import unpacked
from tests.runs import run
from tests.web.browsers import call, components, page

from osteoniche.figures.look import LINES
from osteoniche.figures.scene import MOVING, scene
from osteoniche.figures.stacked import PLOTS
from osteoniche.lecture import slide, steps
from osteoniche.scenario import address
from osteoniche.scenario.presets import preset
from osteoniche.web.kit import ids as kit_ids
from osteoniche.web.kit import qr, words
from osteoniche.web.pages.present import ids
from osteoniche.web.pages.present import words as words_of_page
from osteoniche.web.pages.present.callbacks import slides
from osteoniche.web.pages.present.layout import PICTURE_VIEW, STEP, layout, rules

LINK = "https://laboratory.example/present"
CHANGED = f"{ids.LINK}.data"


@pytest.fixture(scope="module")
def shown():
    return slides(LINK, "light", run)


@pytest.fixture(scope="module")
def app():
    return page()


def test_all_steps_are_computed_once_the_page_is_seen(app, shown):
    answer = call(app, {CHANGED: LINK}, CHANGED) or {}
    assert answer[f"{ids.SLIDES}.data"] == json.loads(json.dumps(shown))
    dark = call(app, {CHANGED: LINK, f"{kit_ids.THEME}.data": "dark"}, CHANGED) or {}
    assert dark[f"{ids.SLIDES}.data"] == json.loads(json.dumps(slides(LINK, "dark", run)))


@pytest.mark.parametrize("link", [None, 3, {}, "x" * 501])
def test_what_is_no_link_is_not_answered(app, link):
    assert call(app, {CHANGED: link}, CHANGED) is None


def test_a_step_has_its_words_its_link_and_its_settings(shown):
    for place, (one, step) in enumerate(zip(shown, steps(), strict=True), 1):
        known = slide(step, run)
        assert (one["heading"], one["text"]) == (step.heading, known.text)
        assert one["question"] == known.question
        assert one["link"] == f"{LINK}?{STEP}={place}"
        assert one["code"] == qr.drawn(one["link"])
        assert address.decode(one["query"]) == step.scenario
        assert one["plot"] in one["plots"]
        assert one["first"] == (PICTURE_VIEW if step.pictured else one["plot"])
        assert one["scene"] == scene(step.scenario, run(step.scenario), MOVING)


def test_a_question_is_about_runs_that_were_not_told_of(shown):
    for one in shown:
        assert bool(one["question"]) == bool(one["answers"])
        if one["question"]:
            assert 0 < one["known"] < one["runs"]
    assert [one["known"] for one in shown] == [0, 0, 1, 2, 2, 4]


def test_known_runs_stand_first(shown):
    told: set[str] = set()
    for one in shown:
        for plot in one["plots"].values():
            keys = [trace["name"] for trace in plot["figure"]["data"][: one["runs"]]]
            assert set(keys[: one["known"]]) <= told
            assert not set(keys[one["known"] :]) & told
        told |= set(keys)


def test_each_plot_has_its_curves_and_its_numbers(shown):
    last = shown[-1]["plots"]
    assert list(last) == [plot.series for plot in PLOTS]
    for plot in PLOTS:
        data = last[plot.series]["figure"]["data"]
        combination = next(trace for trace in data if trace["name"] == "combination")
        result = run(preset("combination"))
        assert list(unpacked(combination["y"])) == pytest.approx(list(result.series[plot.series]))
        assert last[plot.series]["head"][1:] == [LINES[key].label for key in steps()[-1].runs]
        rows = last[plot.series]["rows"]
        assert [row[0] for row in rows] == ["0", "7", "14", "21", "28", "35", "42"]
        assert all(len(row) == 5 and all(row) for row in rows)


def test_what_leads_to_a_step_is_its_address():
    ways = [each for each in components(layout()) if getattr(each, "data-step", None)]
    assert [way.href for way in ways] == [f"present?{STEP}={place}" for place in range(1, 7)]
    assert [getattr(way, "data-step") for way in ways] == list("123456")


def test_scripts_know_as_many_letters_as_there_are_answers():
    said = rules()
    assert said["steps"] == len(steps())
    assert len(said["letters"]) == max(len(s.question.answers) for s in steps() if s.question)
    assert said["say"]["caveat"] == words.CAVEAT_LINE
    assert said["views"] == [*(plot.series for plot in PLOTS), said["picture"]]


def test_its_way_tells_of_its_key(app):
    (way,) = [
        each
        for each in components(app.layout())
        if getattr(each, "data-way", None) == words_of_page.PATH
    ]
    assert words_of_page.KEY in way.title
    assert getattr(way, "aria-keyshortcuts") == words_of_page.KEY == rules()["key"]


def test_nothing_but_present_asks_anything(app):
    asked = [
        each for each in components(app.layout()) if getattr(each, "data-answer", None) is not None
    ]
    within = [each for each in components(layout()) if getattr(each, "data-answer", None)]
    assert len(asked) == len(within) == 4
