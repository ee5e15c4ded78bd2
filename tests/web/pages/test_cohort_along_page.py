"""The part of the page of cohorts along one setting, as a browser gets it."""

import pytest
from dash import no_update
from dash.exceptions import PreventUpdate
from tests.runs import run
from tests.web.browsers import ASSETS, call, text_of

from osteoniche.analysis.cohort import PATIENTS, SUBJECTS
from osteoniche.analysis.cohort.along_work import AlongAsked, chunk, whole
from osteoniche.analysis.cohort.responses import Progression, Rule
from osteoniche.errors import ScenarioError
from osteoniche.jobs import Work
from osteoniche.models import BONE, CELLS
from osteoniche.narrative.cohort import UNCALIBRATED
from osteoniche.scenario import address
from osteoniche.scenario.presets import OPENING, preset
from osteoniche.web.kit import ids as kit_ids
from osteoniche.web.pages.cohort import ids, words
from osteoniche.web.pages.cohort.along.callbacks import draw
from osteoniche.web.pages.cohort.along.request import (
    FIRST,
    Offer,
    asked_of,
    choices,
    offer,
    opened,
    texts,
)
from osteoniche.web.shell import create_app

OPEN = preset(OPENING)
QUERY = address.encode(OPEN)
VALUES = "0, 0.1, 0.3, 1, 3, 10, 30"
COHORT = {"query": QUERY, "settings": {}, "screen": "desk", "wish": "a"}
START = f"{ids.ALONG.start}.n_clicks"
REQUEST = {"query": QUERY, "setting": FIRST, "values": "0, 10", "wish": "a", "screen": "phone"}


def parts(subjects=4, values=(0, 10)):
    asked = AlongAsked(OPEN, FIRST, values, subjects, 1)
    return [chunk(asked.spec, number) for number in range(asked.chunks)]


class Done:
    """Jobs of which all is computed, of a smaller cohort than was asked for."""

    def __init__(self) -> None:
        self.known = True

    def results(self, work: Work):
        return parts() if self.known else None


@pytest.fixture
def jobs():
    return Done()


@pytest.fixture
def page(jobs):
    app = create_app(run, jobs, ASSETS)
    app._setup_server()
    return app


def wanted(page, values, setting=FIRST):
    given = {
        START: 1,
        f"{ids.ALONG_VALUES}.n_submit": 0,
        f"{ids.REQUEST}.data": COHORT,
        f"{ids.ALONG_SETTING}.value": setting,
        f"{ids.ALONG_VALUES}.value": values,
    }
    return call(page, given, START)


# What is offered


def test_dials_of_drugs_that_are_given_come_first_and_constants_say_what_they_mean():
    dials, schedules, constants = choices(OPEN)
    labels = {one["value"]: one["label"] for one in dials["items"]}
    assert list(labels)[:2] == ["paclitaxel.dose", FIRST]
    assert labels[FIRST] == "Antibody: 15D11 dose (mg/kg)"
    assert labels["induction"] == "Osteoblast Jagged1 induction (fold)"
    assert schedules["items"][0]["label"] == "Paclitaxel: day of the first dose"
    (kill,) = [one for one in constants["items"] if one["value"] == "parameters.kkP"]
    assert kill["label"].startswith("kkP (1/day): ")
    assert [group["group"] for group in choices(preset("untreated"))] == [
        words.ALONG_GROUPS["dials"],
        words.ALONG_GROUPS["constants"],
    ]


def test_the_part_begins_with_the_antibody():
    told, setting, values, after = offer(OPEN, None, "", Offer())
    assert told == choices(OPEN)
    assert (setting, values) == (FIRST, VALUES)
    assert Offer.of(after).setting == FIRST


def test_another_setting_brings_its_values_and_what_was_typed_stays_else():
    *_, after = offer(OPEN, FIRST, "", Offer())
    before = Offer.of(after)
    told, setting, values, _ = offer(OPEN, "induction", "0, 7", before)
    assert (told, setting) == (no_update, no_update)
    assert values == texts(OPEN, "induction") == "1, 4, 7, 10"
    assert offer(OPEN, FIRST, "0, 7", before)[2] is no_update
    assert offer(OPEN, FIRST, VALUES, before)[2] == VALUES


def test_values_that_nobody_touched_follow_the_species_and_lost_settings_are_let_go():
    *_, after = offer(OPEN, "paclitaxel.dose", "", Offer())
    patient = preset(OPENING, "human")
    usual = texts(OPEN, "paclitaxel.dose")
    told, _, values, _ = offer(patient, "paclitaxel.dose", usual, Offer.of(after))
    assert told == choices(patient)
    assert values == texts(patient, "paclitaxel.dose") != usual
    *_, scheduled = offer(OPEN, "paclitaxel.every", "", Offer())
    none = offer(preset("untreated"), "paclitaxel.every", "3", Offer.of(scheduled))
    assert none[1:3] == (FIRST, VALUES)


def test_an_address_names_the_setting_and_its_values_at_first():
    named = opened({"along": "induction=1;2.5;7"})
    assert named == ("induction", "1, 2.5, 7")
    told, setting, values, after = offer(OPEN, None, "", Offer(), named)
    assert (setting, values) == named
    assert told
    assert after["setting"] == "induction"
    again = offer(OPEN, FIRST, "", Offer.of(after), named)
    assert (again[1], again[2]) == (no_update, VALUES)
    for other in ({}, {"along": "speed=1"}):
        assert offer(OPEN, None, "", Offer(), opened(other)) == offer(OPEN, None, "", Offer())
    kept = offer(OPEN, None, "", Offer(), opened({"along": "induction"}))
    assert kept[2] == texts(OPEN, "induction")


@pytest.mark.parametrize("junk", [None, 3, {"names": 3}, []])
def test_junk_of_a_browser_is_as_nothing(junk):
    assert Offer.of(junk) == Offer()
    with pytest.raises(PreventUpdate):
        asked_of(junk)


# What is asked


def test_the_page_runs_mice_and_fewer_patients():
    assert asked_of(REQUEST).subjects == SUBJECTS
    query = address.encode(preset(OPENING, "human"))
    assert asked_of(REQUEST | {"query": query}).subjects == PATIENTS < SUBJECTS
    with pytest.raises(ScenarioError, match="give a number"):
        asked_of(REQUEST | {"values": "0, many"})


def test_the_subjects_are_those_of_the_page():
    settings = {"subjects": "30", "seed": "4", "T0": "0.2", "progression": "burden=5e5"}
    asked = asked_of(REQUEST | {"settings": settings})
    assert (asked.subjects, asked.seed, asked.sd) == (30, 4, (("T0", 0.2),))
    assert asked.rule == Progression(Rule.BURDEN, 5e5)


def test_right_values_are_asked_for_and_take_the_notice_away(page):
    told = wanted(page, "0, 10")
    assert told[f"{ids.ALONG.request}.data"]["values"] == "0, 10"
    assert told[f"{ids.ALONG_PROBLEMS}.children"] is None
    assert told[f"{ids.ALONG_VALUES}.error"] is None


def test_wrong_values_are_told_all_at_once_and_nothing_else_changes(page):
    told = wanted(page, "31, x, 3, 3")
    assert f"{ids.ALONG.request}.data" not in told
    assert told[f"{ids.ALONG_VALUES}.error"] is True
    said = str(told[f"{ids.ALONG_PROBLEMS}.children"])
    for part in (
        "15D11 dose: 31 is not allowed; allowed is 0 to 30 mg/kg",
        "give a number",
        "3 is there twice",
    ):
        assert part in said
    assert "there is none" in str(wanted(page, ""))


# What came of it


@pytest.mark.parametrize("readout", words.ALONG_READOUTS)
def test_both_figures_the_table_and_the_words_are_of_one_result(readout):
    multiples, against, table, story, hidden = draw(whole(parts()), readout, "dark", "phone")
    assert multiples["data"]
    assert against["data"]
    assert "15D11 dose (mg/kg)" in text_of(table)
    assert len(table.children[1].children) == 2
    assert story.startswith(UNCALIBRATED)
    assert hidden is False


def test_the_read_out_is_drawn_that_is_chosen(page, jobs):
    readout, ready = f"{ids.ALONG_READOUT}.value", f"{ids.ALONG.ready}.data"
    given = {
        ready: REQUEST,
        readout: BONE,
        f"{kit_ids.THEME}.data": "light",
        f"{kit_ids.SCREEN}.data": "desk",
    }
    told = call(page, given, readout)
    title = told[f"{ids.ALONG_AGAINST}.figure"]["layout"]["yaxis"]["title"]["text"]
    assert title == "Bone mass (%)"
    assert call(page, given | {readout: "weight"}, readout) is None
    jobs.known = False
    assert call(page, given | {readout: CELLS}, readout) is None


def test_the_subjects_at_all_values_are_taken_as_a_file(page, jobs):
    taken = f"{ids.ALONG_TAKE}.n_clicks"
    given = {taken: 1, f"{ids.ALONG.ready}.data": REQUEST}
    (file,) = call(page, given, taken).values()
    assert file["filename"] == words.ALONG_FILE
    assert file["content"].count("\n") == 9
    assert call(page, given | {f"{ids.ALONG.ready}.data": "junk"}, taken) is None
