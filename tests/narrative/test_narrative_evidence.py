"""The sentences about the evidence: counted, not typed; failures as plain as successes."""

from dataclasses import replace

import pytest

from osteoniche.analysis.reproduced import Fade, is_course
from osteoniche.calibration.agreement import Agreement
from osteoniche.calibration.experiments import BENNETT, CANON, EXPERIMENTS
from osteoniche.calibration.parameter_set import shipped
from osteoniche.calibration.scores import Badge, How, Point, Score
from osteoniche.calibration.story import ZHENG
from osteoniche.calibration.terms import Evidence, Holds, Role
from osteoniche.narrative import evidence as telling
from osteoniche.narrative import limits

MET = Point("a", 1.0, ("arm",), Holds.EQUAL, 100.0, 110.0, 50.0, 200.0, True, 1.1, 0.1)
MISSED = replace(MET, name="b", day=2.0, met=False, factor=9.0)


def score(*points: Point, name: str = "miller-2014-ghi", how: How = How.LEFT_OUT) -> Score:
    return Score(name, "Somebody", "Something", how, points)


def test_the_summary_counts() -> None:
    text = telling.summary([score(MET), score(MET)], [score(MET), score(MISSED)])
    assert "2 of 2 experiments with measured points when they are part" in text
    assert "1 of 2 when they are predicted" in text
    assert f"Not reproduced when predicted: {score(MISSED).label}." in text
    assert "Not reproduced" not in telling.summary([score(MET)], [score(MET)])


def test_statements_are_no_reproductions_and_are_counted_apart() -> None:
    bound = replace(MET, day=None, low=None, high=None, holds=Holds.AT_MOST)
    said = score(bound, replace(bound, at_limit=True), replace(bound, met=False), name="zheng-2017")
    text = telling.summary([score(MET), said], [score(MET), said])
    assert "1 of 1 experiments with measured points" in text
    assert (
        "Of what is only said in words the fit keeps 2 of 3 statements, 1 on their limit." in text
    )
    badged = {one.name for one in EXPERIMENTS if telling.has_badge(one)}
    assert {"canon-2008", "bennett-2024"} <= badged
    assert badged.isdisjoint({"zheng-2017", "lucap-2006", "betts-2018", "simeoni-2004"})


def test_agreement_is_told_with_its_numbers() -> None:
    text = telling.agreed(How.LEFT_OUT, Agreement(61, 1.381, 0.918, 0.984, 0.984))
    assert text.startswith("61 points predicted by fits that never saw the study: on average 1.38 ")
    assert text.replace("\xa0", " ").endswith(
        "98 % inside the 95 % band of prediction and measurement."
    )


def test_a_failure_is_told_with_its_reason() -> None:
    missed = score(MET, MISSED, name="bennett-2024")
    assert missed.badge is Badge.NOT
    assert telling.sentence(missed).startswith(
        "Predicted without this study: 1 of 2 points met, 9 times off at the end. Missed: "
    )
    assert missed.reason in telling.sentence(missed)
    assert "Missed" not in telling.sentence(score(MET, how=How.FITTED))


@pytest.mark.parametrize("experiment", EXPERIMENTS, ids=lambda one: one.name)
def test_every_term_has_words_and_a_unit(experiment) -> None:
    for term in experiment.terms:
        if term.rows:
            assert len(telling.called(term)) > 10
            assert telling.unit_of(term)


def test_statements_and_constants_are_told_as_what_they_are() -> None:
    bound = replace(MET, day=None, low=None, high=None, holds=Holds.AT_MOST)
    broken = replace(bound, name="b", arms=("b",), met=False, factor=13.8)
    kept, past = score(bound, name="zheng-2017"), score(bound, broken, name="zheng-2017")
    assert telling.counted(kept) == "kept: 1 of 1 statement, 0 on their limit"
    assert (telling.last(kept), telling.off(kept)) == ("no limit is passed", "no limit passed")
    assert telling.counted(past) == "kept: 1 of 2 statements, 0 on their limit"
    assert telling.last(past) == "the worst is 13.8 times past its limit"
    assert telling.off(past) == "13.8 × past a limit"
    constant = score(MET, name="betts-2018")
    assert telling.counted(constant) == "1 of 1 number met"
    assert (telling.last(constant), telling.off(constant)) == ("1.1 times off at worst", "1.1 ×")
    beyond = score(replace(MISSED, factor=float("inf")))
    assert telling.last(beyond) == "on the other side of zero at the end"
    assert telling.off(beyond) == "beyond zero"


def test_kinds_of_evidence_are_those_of_the_terms() -> None:
    for experiment in EXPERIMENTS:
        roles = {term.role for term in experiment.terms}
        kind = experiment.evidence
        assert (kind is Evidence.WORDS) == (roles == {Role.SIGN})
        assert (kind is Evidence.CLAIMS) == (roles == {Role.STORY})
        courses = any(is_course(term) for term in experiment.terms)
        assert (kind in (Evidence.DIGITISED, Evidence.TABLED)) == courses
    told = {one.name: telling.made_of(one) for one in EXPERIMENTS}
    assert told["canon-2008"].endswith("23 points of curves and 2 numbers calculated from them")
    assert told["zheng-2017"].endswith("; 13 statements")
    assert told["betts-2018"].endswith("; 4 numbers")


def test_rows_are_drawn_together() -> None:
    assert telling.rows(CANON) == "CAN-001 to 016, CAN-024 to 030, FLD-01, GRO-01"
    assert "ZHE-14" in telling.rows(ZHENG)
    assert telling.rows(BENNETT).startswith("BEN-10 to 12")


def test_what_is_its_own_is_told_with_numbers() -> None:
    text = telling.kept(shipped().own("canon-2008"))
    assert "growth rate 0." in text
    assert "cells at day 0" in text
    assert telling.kept({}) == ""


def test_the_fade_is_told_with_the_numbers_given() -> None:
    folds = {"chemotherapy": 2.0, "antibody": 3.0, "combination": 600.0}
    weak = Fade({}, 42, folds | {"chemotherapy": 20.0})
    fast = {f"fast {day}": Fade({"r0": 0.37}, day, {"combination": day + 0.0}) for day in (21, 28)}
    fades = {"fitted": Fade({}, 42, folds), "protection": weak, "hill": weak} | fast
    said = limits.fading(fades, (120.0, 9000.0))
    assert "0.187 per day and on day 42" in said[0]
    assert "600 times smaller" in said[0]
    assert "100 times beyond" in said[0]
    assert "the pair gives 120 to 9,000 times" in said[0]
    assert "at 0.37 per day it gives 21 and 28 times on days 21 and 28." in said[1]
    assert "BRU-01" in said[2]
    assert "from 300 to 30 times" in said[3]
    assert "10 instead of 100 times" in said[4]
