"""The lecture: its numbers are those of the model, and what its headings claim holds."""

import re
from dataclasses import replace
from itertools import pairwise

import pytest
from tests.runs import run

from osteoniche import parameters
from osteoniche.figures.look import LINES
from osteoniche.figures.stacked import PLOTS
from osteoniche.lecture import Step, slide, steps
from osteoniche.scenario.presets import ARMS, OWN, preset

STEPS = pytest.mark.parametrize("step", steps(), ids=lambda step: step.name)
WORDS_AT_MOST = 60
"""Of a step, which is read in a hall."""


@pytest.fixture(scope="module")
def slides():
    return {step.name: slide(step, run) for step in steps()}


def named(name: str) -> Step:
    return next(step for step in steps() if step.name == name)


def test_there_are_six_steps_in_the_order_of_the_story():
    assert [step.name for step in steps()] == [
        "Healthy bone",
        "Tumour",
        "Chemotherapy",
        "Why?",
        "Antibody",
        "Limits",
    ]
    assert [step.name for step in steps() if step.question] == ["Chemotherapy", "Antibody"]


@STEPS
def test_what_its_heading_claims_holds(step, slides):
    assert slides[step.name].holds


@STEPS
def test_its_text_has_all_its_numbers_and_is_short(step, slides):
    text = slides[step.name].text
    assert not set("{}") & set(text)
    assert len(text.split()) <= WORDS_AT_MOST
    assert "nan" not in text
    assert not re.search(r"\d{4}\.|\.\d{4}", text)


@STEPS
def test_its_plot_and_its_runs_are_known_and_are_of_todays_set(step, slides):
    assert step.plot in {plot.series for plot in PLOTS}
    assert set(step.runs) <= {*LINES}
    assert step.scenario.set == parameters.DEFAULT
    assert list(slides[step.name].runs) == list(step.runs)


def test_runs_are_shown_once_they_are_told_of_and_stay():
    told = [set(step.runs) - {OWN} for step in steps()]
    for before, after in pairwise(told):
        assert before <= after
    assert told[-1] == set(ARMS)


def test_the_model_gives_one_of_the_four_answers(slides):
    for step in steps():
        if step.question:
            assert len(set(step.question.answers)) == 4
            assert slides[step.name].outcome in range(4)
    assert slides["Chemotherapy"].outcome == 1
    assert slides["Antibody"].outcome == 2


def test_numbers_in_the_text_are_those_of_the_run(slides):
    own, untreated = run(preset("combination")), run(preset("untreated"))
    times = float(untreated["tumour_cells"][-1] / own["tumour_cells"][-1])
    told = re.search(r"the tumour is ([\d,]+) times smaller", slides["Antibody"].text)
    assert told is not None
    assert float(told[1].replace(",", "")) == pytest.approx(times, rel=0.01)


@pytest.mark.parametrize(
    ("step", "address"),
    [
        ("Healthy bone", "paclitaxel=none"),
        ("Tumour", "tumour=none"),
        ("Chemotherapy", "induction=1"),
        ("Why?", "induction=1"),
        ("Antibody", "induction=1"),
        ("Limits", "induction=1"),
    ],
)
def test_a_claim_does_not_hold_of_just_any_run(step, address):
    """In a mouse without a tumour, or whose osteoblasts show no more Jagged1, the story ends."""
    other = replace(named(step), address=f"set={parameters.DEFAULT}&{address}")
    assert not slide(other, run).holds


def test_healthy_bone_is_given_nothing():
    assert not named("Healthy bone").scenario.treatments
