"""Simulators of other people load the export and give every named series as we do.

Ten scenarios; `make peers` has more than sixty. The judges run at 1e-9: at their defaults (1e-6)
libRoadRunner is wrong by up to 2e-5 itself.
"""

import platform
import sys

import numpy as np
import pytest
from benchmarks.peers import LIMIT, Finding, exported, judged, scenarios, worst
from benchmarks.simulators import JUDGES, Copasi

from osteoniche.export.sbml import as_sbml
from osteoniche.presets import preset
from osteoniche.study import simulate

TEN = (
    "mouse, healthy",
    "mouse, combination",
    "human, combination",
    "one drug late, one stopped",
    "human, wild-type, none",
    "mouse, all drugs",
    "human, all drugs",
    "doses on day 0",
    "infusions of a day from day 0",
    "485 doses",
)
HAS_WHEELS = (sys.platform, platform.machine()) in {("linux", "x86_64"), ("darwin", "arm64")}
KNOWN = scenarios()


@pytest.mark.parametrize("name", TEN)
@pytest.mark.parametrize("judge", JUDGES)
def test_every_series_is_ours(judge: str, name: str) -> None:
    if judge == "libRoadRunner" and not HAS_WHEELS:
        pytest.skip("libRoadRunner has no wheels for this machine")
    found = judged(KNOWN[name], judge)
    assert found.agrees, found


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
    assert len(KNOWN) >= 40
    assert set(TEN) <= set(KNOWN)
