"""What the experiments are made of: rows of the file, their errors, and what is not used."""

import math
import re

import pytest

from osteoniche.calibration import rows
from osteoniche.calibration.experiments import CANON, EXPERIMENTS, SIMEONI
from osteoniche.calibration.terms import Role
from osteoniche.errors import EvidenceError
from osteoniche.evidence import Provenance, observations

USED = {name for one in EXPERIMENTS for term in one.terms for name in term.rows}


def numbered(prefix: str, first: int, last: int, digits: int = 2) -> set[str]:
    return {f"{prefix}{number:0{digits}}" for number in range(first, last + 1)}


SUGGESTED = (
    {"GRO-01", "FLD-01", "FLD-06", "BEN-D1", "BEN-D2", "BEN-D3", "BEN-D4"}
    | numbered("CAN-", 1, 16, 3)
    | numbered("CAN-", 24, 30, 3)
    | numbered("BLK-", 19, 25, 3)
    | numbered("BLK-", 33, 39, 3)
    | {"BRU-01"}
    | numbered("MIL-", 1, 57, 3)
    | numbered("BEN-", 9, 12)
    | numbered("JOH-", 1, 5)
    | numbered("JOH-", 11, 15)
    | numbered("PTXM-", 10, 13)
    | numbered("PD-", 6, 9)
    | numbered("MABM-", 6, 9)
    | numbered("ZHE-", 1, 14)
)
"""The set that the notes on the evidence suggest, typed from them."""


def held(name: str) -> bool:
    """Whether some experiment says why a row is no term: by its id or in a run of ids."""
    prefix, _, number = name.rpartition("-")
    for sentence in (sentence for one in EXPERIMENTS for sentence in one.held):
        for found in re.finditer(r"([A-Z]+)-(\d+)((?: to \d+|, \d+| and \d+)*)", sentence):
            if found[1] != prefix:
                continue
            numbers = [int(found[2])]
            for word, more in re.findall(r"( to |, | and )(\d+)", found[3]):
                begin = numbers[-1] + 1 if word == " to " else int(more)
                numbers += range(begin, int(more) + 1)
            if int(number) in numbers:
                return True
    return any(name in sentence for one in EXPERIMENTS for sentence in one.held)


def test_every_suggested_row_is_a_term_or_is_said_to_be_held() -> None:
    assert {name for name in SUGGESTED if name not in USED and not held(name)} == set()


def test_only_suggested_rows_are_used_and_none_is_recalled() -> None:
    assert USED <= SUGGESTED
    table = observations()
    assert all(table[name].provenance is not Provenance.RECALLED for name in USED)
    with pytest.raises(EvidenceError, match="recalled"):
        rows.row("ZHE-16")


def test_errors_are_read_from_bounds_as_the_note_says_and_a_floor_is_added() -> None:
    table = observations()
    assert rows.standard_error(table["CAN-001"]) == pytest.approx((5.1625 - 4.9195) / 2)
    assert rows.standard_error(table["GRO-01"]) == pytest.approx((0.416 - 0.358) / 4)
    assert rows.standard_error(table["PTXM-10"]) == 0.0
    first = next(term for term in CANON.terms if term.name == "CAN-001")
    assert first.target == pytest.approx(5.041 * math.log(10))
    assert first.error == pytest.approx(
        math.hypot(0.1215 * math.log(10), rows.FLOORS["light"]), rel=1e-3
    )


def test_what_follows_from_rows_that_are_data_is_not_counted_twice() -> None:
    for one in EXPERIMENTS:
        for term in one.terms:
            if set(term.rows) & {"GRO-01", "FLD-01", "FLD-06"}:
                assert term.role is Role.CHECK
                assert not term.counted


def test_the_rate_of_growth_is_the_slope_that_the_file_gives() -> None:
    """The weighted sum applied to the observed logarithms gives the file's own number."""
    slope = next(term for term in CANON.terms if term.name == "GRO-01")
    observed = {term.day: term.target for term in CANON.terms if term.name <= "CAN-008"}
    found = sum(part.weight * observed[part.day] for part in slope.levels)
    assert found == pytest.approx(0.387, abs=5e-4)


def test_the_kill_of_paclitaxel_is_potency_times_exposure() -> None:
    """30 mg/kg over 813.1 mL/kg and 20.832 a day, times 6.29e-4 per ng/mL and day: 1.11."""
    kill = next(term for term in SIMEONI.terms if term.name.startswith("PD-09"))
    assert kill.target == pytest.approx(1.11, abs=0.005)


def test_only_the_story_has_no_rows_and_bounds_are_no_data() -> None:
    for one in EXPERIMENTS:
        for term in one.terms:
            assert bool(term.rows) == (term.role is not Role.STORY)
            assert (term.holds == "equal") == (term.role in (Role.DATA, Role.CHECK))


def test_every_experiment_says_what_was_assumed() -> None:
    assert all(one.assumed for one in EXPERIMENTS)


@pytest.mark.parametrize("experiment", EXPERIMENTS, ids=lambda one: one.name)
def test_every_group_is_a_scenario_that_anybody_can_open(experiment) -> None:
    for arm in experiment.arms:
        assert arm.control == (not arm.scenario().given)
        for term in experiment.terms:
            assert all(part.day <= experiment.by_name[part.arm].scenario().days
                       for part in term.levels)  # fmt: skip
