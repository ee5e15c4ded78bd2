"""Simulators of other people load the export and give every named series as we do.

As the file is loaded, and in a scan of its doses. Every drug by every route is among these
scenarios; `make peers` has more than seventy. The judges run at 1e-9: at their defaults (1e-6)
libRoadRunner is wrong by up to 2e-5 itself.
"""

import platform
import re
import sys

import numpy as np
import pytest
from benchmarks.peers import (
    LIMIT,
    SCAN,
    Finding,
    exported,
    judged,
    scenarios,
    with_doses,
    worst,
)
from benchmarks.simulators import JUDGES, Copasi, RoadRunner

from osteoniche.export.sbml import as_sbml
from osteoniche.quantity import SPECIES
from osteoniche.scenario.presets import preset
from osteoniche.study import simulate
from osteoniche.system import default_system

JUDGED = (
    "mouse, healthy",
    "mouse, combination",
    "human, combination",
    "one drug late, one stopped",
    "human, wild-type, none",
    "mouse, all drugs",
    "mouse, new kinds",
    "mouse, all drugs, route 2",
    "mouse, all drugs, route 3",
    "mouse, all drugs, route 4",
    "human, all drugs",
    "human, new kinds",
    "human, all drugs, route 2",
    "human, all drugs, route 3",
    "doses on day 0",
    "infusions of a day from day 0",
    "infusions that the last day cuts",
    "485 doses",
    "cycles, and two courses of a drug",
    "infusions three weeks of four",
)
HAS_WHEELS = (sys.platform, platform.machine()) in {("linux", "x86_64"), ("darwin", "arm64")}
ROADRUNNER = pytest.mark.skipif(
    not HAS_WHEELS, reason="libRoadRunner has no wheels for this machine"
)
KNOWN = scenarios()


@pytest.mark.parametrize("name", JUDGED)
@pytest.mark.parametrize(
    "judge",
    [pytest.param(name, marks=ROADRUNNER if name == "libRoadRunner" else ()) for name in JUDGES],
)
def test_every_series_is_ours(judge: str, name: str) -> None:
    """As loaded, and after a reset at half the doses, the same and twice as much."""
    found = judged(KNOWN[name], judge)
    assert found.agrees, found


def test_a_scan_goes_through_5_10_and_20() -> None:
    scanned = [with_doses(preset("combination"), factor) for factor in SCAN]
    assert [[given.dose for given in one.given] for one in scanned] == [[5, 5], [10, 10], [20, 20]]
    patient = with_doses(preset("combination", "human"), 2.0)
    assert [given.dose for given in patient.given] == [250, 20]  # 350 mg/m2 are more than allowed


@ROADRUNNER
@pytest.mark.parametrize("anew", ["reset", "resetAll", "resetToOrigin"])
@pytest.mark.parametrize(
    "name", ["mouse, combination", "human, combination", "infusions of a day from day 0"]
)
def test_every_fresh_start_is_one(name: str, anew: str) -> None:
    """After a whole run, and after one that was left during an infusion or between two doses."""
    scenario = KNOWN[name]
    ours = simulate(scenario, throw=True)
    names = exported(ours)
    model = RoadRunner(as_sbml(scenario), list(names.values())).model
    start = min(given.start for given in scenario.given)
    for left in (scenario.days, start + 0.02):
        model.simulate(0, left, 2)
        getattr(model, anew)()
        theirs = np.array(model.simulate(0, scenario.days, len(ours.grid)))[:, 1:]
        found = worst(ours, dict(zip(names, theirs.T, strict=True)))
        assert found.agrees, (left, found)


@ROADRUNNER
@pytest.mark.parametrize("name", ["given_paclitaxel", "inflow_paclitaxel"])
def test_what_is_not_reset_would_be_found(name: str) -> None:
    """What events change, but has no rate, keeps its value of the last run in libRoadRunner."""
    scenario = KNOWN["infusions that the last day cuts"]
    if name.startswith("given"):
        scenario = preset("combination")
    text = as_sbml(scenario)
    rule = re.search(rf'<rateRule variable="{name}">.*?</rateRule>', text, re.DOTALL)
    assert rule is not None
    found = judged(scenario, "libRoadRunner", text.replace(rule[0], ""))
    assert not found.agrees
    assert found.run != "as loaded"


def test_every_drug_is_judged_by_every_route() -> None:
    judged_routes = {
        (KNOWN[name].species, given.drug, given.route)
        for name in JUDGED
        for given in KNOWN[name].given
    }
    assert judged_routes == {
        (species, drug.name, route)
        for species in SPECIES
        for drug in default_system().drugs
        for route in drug.dosing[species].routes
    }


@pytest.mark.parametrize(
    ("name", "wrong"),
    [("kkP", "0.2701"), ("dose_15D11", "10.001"), ("interval_paclitaxel", "3.501")],
)
def test_a_small_mistake_would_be_found(name: str, wrong: str) -> None:
    """A value that is a little off moves a series by more than the limit."""
    scenario = preset("combination")
    lines = as_sbml(scenario).splitlines()
    at = next(i for i, line in enumerate(lines) if f'id="{name}"' in line)
    before = lines[at]
    head, _, tail = before.partition(' value="')
    lines[at] = f'{head} value="{wrong}"' + tail.partition('"')[2]
    assert lines[at] != before
    assert not judged(scenario, "COPASI", "\n".join(lines)).agrees


def test_what_is_not_a_number_does_not_agree() -> None:
    ours = simulate(preset("untreated"), throw=True)
    theirs = {name: np.full(len(ours.grid), np.nan) for name in exported(ours)}
    assert not worst(ours, theirs).agrees
    assert not Finding(np.nan, "x", 0.0).agrees
    assert worst(ours, {name: ours[name] for name in exported(ours)}).difference == 0.0
    assert worst(ours, {"tumour_cells": ours["tumour_cells"] * (1 + 2 * LIMIT)}).difference > LIMIT


@pytest.mark.parametrize("species", ["mouse", "human"])
def test_copasi_has_nothing_to_say_about_units(species: str) -> None:
    """Its messages are about identifiers whose registry it has not downloaded, and nothing else."""
    simulator = Copasi(as_sbml(KNOWN[f"{species}, all drugs"]), [])
    lines = [line for line in simulator.messages.splitlines() if line and not line.startswith(">")]
    assert all("MIRIAM resource" in line for line in lines), simulator.messages
    simulator.close()


def test_there_are_scenarios_enough() -> None:
    assert len(KNOWN) >= 70
    assert set(JUDGED) <= set(KNOWN)
