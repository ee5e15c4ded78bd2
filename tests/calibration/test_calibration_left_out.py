"""Leaving out: the fit really does not see the study; stages go on from what is there."""

import json
from dataclasses import replace

import pytest
from small import FEW

from osteoniche.calibration import (
    left_out,
    parameter_set,
    profiles,
    sampling,
    stages,
    unknowns,
    whole,
)
from osteoniche.calibration.experiments import JOHNSON, SIMEONI
from osteoniche.calibration.profiles import Profile, Verdict
from osteoniche.calibration.scores import How, fitted
from osteoniche.calibration.scores import left_out as predicted

TARGETS = {"JOH-15": 300.0, "JOH-12": 10.0}


@pytest.mark.usefixtures("_few")
def test_the_rows_of_a_study_that_is_left_out_move_nothing_that_is_shared(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = left_out.predict("Johnson 2011", "birth")
    terms = tuple(
        replace(term, target=TARGETS.get(term.name, term.target)) for term in JOHNSON.terms
    )
    monkeypatch.setattr(whole, "EXPERIMENTS", (replace(JOHNSON, terms=terms), SIMEONI))
    after = left_out.predict("Johnson 2011", "birth")
    assert after.shared == before.shared
    assert after.cost == before.cost
    assert after.own == before.own  # zoledronate's rows tell nothing of the tumour's growth


@pytest.mark.usefixtures("_few")
def test_its_own_growth_comes_from_its_own_control_group_and_from_nothing_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = left_out.predict("Johnson 2011", "birth")
    terms = tuple(
        replace(term, target=40.0) if term.name == "JOH-05" else term for term in JOHNSON.terms
    )
    monkeypatch.setattr(whole, "EXPERIMENTS", (replace(JOHNSON, terms=terms), SIMEONI))
    after = left_out.predict("Johnson 2011", "birth")
    assert after.shared == before.shared
    assert after.own["johnson-2011"][0] > before.own["johnson-2011"][0]


def test_the_story_is_left_out_with_the_paper_that_it_tells() -> None:
    names = {one.name for one in whole.experiments("Zheng 2017")}
    assert {"zheng-2017", "story"}.isdisjoint(names)
    assert "story" in {one.name for one in whole.experiments("Canon 2008")}


@pytest.mark.usefixtures("_few")
def test_a_calibration_from_its_stages_to_its_file_and_back() -> None:
    """Chunks are functions of plain data, so that stopped work goes on; the file keeps all."""
    run = stages.run(1, 7)
    stage, seen = next(run), []
    while isinstance(stage, stages.Stage):
        seen.append(stage)
        done = [stage.chunk(stage.spec, number) for number in range(stage.chunks)]
        if stage.chunk is left_out.chunk:
            assert done[0] == stage.chunk(stage.spec, 0)
        stage = run.send(done)
    close = seen[1].chunks // 2
    assert 1 <= close <= len(unknowns.VARIANTS)
    assert [one.chunks for one in seen] == [
        len(unknowns.VARIANTS),
        2 * close,
        len(FEW),
        sampling.CHUNKS,
    ]
    made = parameter_set.from_json(stage)
    assert parameter_set.as_json(made) == stage
    assert made.marks == whole.fingerprints()
    assert {one.name for one in made.profiles} == set(FEW)
    content = json.loads(stage)
    assert content["values"]["mouse"]["iW"] == pytest.approx(made.shared["iW"], rel=1e-5)
    assert content["values"]["mouse"]["hN"] == 2.0
    low, high = made.intervals()["iW"]
    assert low < made.shared["iW"] < high
    for scored, how in ((fitted(made), How.FITTED), (predicted(made), How.LEFT_OUT)):
        assert {one.experiment for one in scored} == {"johnson-2011", "simeoni-2004"}
        assert all(one.how is how and one.points for one in scored)


@pytest.mark.usefixtures("_few")
def test_a_profile_tells_what_is_seen_from_what_is_not() -> None:
    """The kill of paclitaxel is measured; the number of cells for half an effect on bone is not."""
    full = profiles.without_story(whole.problem("birth"))
    best = profiles.solve(full, full.centre).vector
    seen = {name: profiles.profile(full, best, full.names.index(name)) for name in ("kkP", "iW")}
    assert seen["kkP"].verdict is Verdict.PINNED
    kill = seen["kkP"]
    assert kill.low is not None
    assert kill.high is not None
    value = full.values(best[None])[0][full.names.index("kkP")]
    assert kill.low < value < kill.high
    assert min(kill.worse) >= -0.05


def test_a_verdict_counts_sides() -> None:
    flat = Profile("x", (1.0, 2.0), (0.0, 0.0), None, None)
    assert flat.verdict is Verdict.UNSEEN
    assert replace(flat, low=1.5).verdict is Verdict.ONE_SIDE
    assert replace(flat, low=1.5, high=3.0).verdict is Verdict.PINNED


def test_wrong_numbers_of_starts_are_refused_by_name() -> None:
    assert not stages.problems(1, 0)
    assert [one.field for one in stages.problems(0, -1)] == ["--starts", "--seed"]


def test_marks_change_with_a_row_and_not_with_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    whole.fingerprints.cache_clear()
    before = dict(whole.fingerprints())
    try:
        for changed, moved in (
            (replace(JOHNSON, assumed=("Another sentence.",)), False),
            (replace(JOHNSON, terms=JOHNSON.terms[1:]), True),
        ):
            rest = tuple(changed if one is JOHNSON else one for one in whole.EXPERIMENTS)
            with monkeypatch.context() as patched:
                patched.setattr(whole, "EXPERIMENTS", rest)
                whole.fingerprints.cache_clear()
                assert (whole.fingerprints()["experiments"] != before["experiments"]) == moved
    finally:
        whole.fingerprints.cache_clear()
    assert whole.fingerprints() == before
