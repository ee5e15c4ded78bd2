"""Scenarios from anywhere in the box that a visitor may choose from: a sound curve or a status."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

import drawn
from osteoniche import study
from osteoniche.engine.course import dose_days, grid
from osteoniche.engine.result import Result, Status
from osteoniche.errors import ScenarioError
from osteoniche.quantity import SPECIES
from osteoniche.scenario import Scenario, Treatment
from osteoniche.system import default_system
from strategies import SYMBOLS, scenarios

EXAMPLES = 400
"""Enough to meet every drug, route, host and bound."""

quickly = settings(
    max_examples=120,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
ROUNDING = 1e-12


def range_faults(result: Result) -> Iterator[str]:
    """Series that leave the range in which they have a meaning."""
    most = {"notch_activity": 1.0, "apoptosis_percent": 100.0, "resistant_fraction": 1.0}
    for name, values in result.series.items():
        if not np.isfinite(values).all():
            yield f"{name} is not finite"
        if values.min() < 0:
            yield f"{name} falls to {values.min():g}"
        if values.max() > most.get(name, np.inf) * (1 + ROUNDING):
            yield f"{name} rises to {values.max():g}"


def faults(scenario: Scenario, result: Result) -> list[str]:
    """What no curve may show, whatever the scenario."""
    found = list(range_faults(result))
    if (result.series["free_jagged1_fold"] > result.series["osteoblast_jagged1_fold"]).any():
        found.append("more Jagged1 is free than there is")
    if result.grid.tolist() != grid(scenario.days).tolist():
        found.append("rows are not the grid")
    if not (np.diff(result.grid) > 0).all() or not (np.diff(result.days) >= 0).all():
        found.append("days do not increase")
    if result["bone_mass_percent"].min() <= 0:
        found.append("bone is gone")
    if scenario.tumour == "none" and result["tumour_cells"].max() > 0:
        found.append("a tumour came from nothing")
    return found


def columns(scenario: Scenario) -> list[str]:
    """The series of a scenario: read-outs, a concentration per drug given, costs of organs."""
    system = default_system()
    drugs = {treatment.drug for treatment in scenario.given}
    shown = [drug.concentration.name for drug in system.drugs if drug.name in drugs]
    costs = [organ.readout.name for organ in system.costs_of(drugs, scenario.species)]
    return [readout.name for readout in system.model.readouts] + shown + costs


def test_any_scenario_gives_a_sound_curve_or_a_status() -> None:
    """And hardly ever a status: in under 2 % of scenarios that the limits allow."""
    sample = drawn.scenarios(EXAMPLES)
    seen: Counter[Status] = Counter()
    for number, scenario in enumerate(sample):
        result = study.simulate(scenario)
        seen[result.status] += 1
        if result.ok:
            assert faults(scenario, result) == [], (number, scenario)
            assert list(result.series) == columns(scenario), (number, scenario)
        else:
            assert (len(result.days), dict(result.series)) == (0, {}), (number, scenario)
    assert EXAMPLES - seen[Status.OK] < 0.02 * EXAMPLES, seen


def test_the_sample_is_wide() -> None:
    """Both species, every drug by every route."""
    sample = drawn.scenarios(EXAMPLES)
    species = Counter(scenario.species for scenario in sample)
    assert min(species[each] for each in SPECIES) > 0.2 * EXAMPLES
    system = default_system()
    routes = {
        f"{drug.name} {route}"
        for drug in system.drugs
        for dosing in drug.dosing.values()
        for route in dosing.routes
    }
    assert routes <= {f"{given.drug} {given.route}" for each in sample for given in each.given}


def test_the_sample_is_the_same_whatever_is_added_to_the_model() -> None:
    """Written down for good, part by part: a new drug or constant may come to these."""
    eight = drawn.scenarios(8)
    written = eight[7]
    assert (written.set, written.species, written.days) == ("fitted-2026", "mouse", 42)
    assert (written.host, written.tumour) == ("transgenic", "jagged1-high")
    assert written.induction == 2.1994791432946785
    assert written.treatment("paclitaxel") == Treatment(
        drug="paclitaxel", dose=15.838840382990771, start=4.3526575093606645, every=7.0, route="ip"
    )
    assert written.treatment("15D11") is None
    assert written.parameters["hE"] == 1.0
    assert drawn.scenarios(3) == eight[:3]


@settings(quickly)
@given(scenarios())
def test_with_any_number_of_constants_too(scenario: Scenario) -> None:
    """All constants at once, now and then: sound or a status, however often that is."""
    result = study.simulate(scenario)
    assert faults(scenario, result) == [] if result.ok else len(result.days) == 0


@pytest.mark.parametrize("species", SPECIES)
def test_the_limits_of_a_constant_as_they_are_shown_are_allowed(species: str) -> None:
    """A message says `0.0336 to 3.36`: then 0.0336 and 3.36 must be accepted."""
    refused = []
    for symbol in SYMBOLS:
        for limit in default_system().by_symbol[symbol].bounds(species):
            shown = float(f"{limit:g}")
            try:
                Scenario(species=species, parameters={symbol: shown})
            except ScenarioError:
                refused.append(f"{symbol} = {shown:g}, for the limit is {limit!r}")
    assert refused == []


def plain(scenario: Scenario, **changes: Any) -> Scenario:
    return Scenario.model_validate(scenario.model_dump() | changes)


def differing(first: Result, second: Result) -> list[str]:
    """The series in which two results are not the same to the bit."""
    assert first.status is second.status
    assert first.series.keys() == second.series.keys()
    return [
        name
        for name in first.series
        if len(first.days) != len(second.days) or (first.series[name] != second.series[name]).any()
    ]


@settings(quickly)
@given(scenarios())
def test_a_dose_of_zero_is_no_treatment(scenario: Scenario) -> None:
    nothing = [given.model_dump() | {"dose": 0.0} for given in scenario.treatments]
    zero = study.simulate(plain(scenario, treatments=nothing))
    assert differing(zero, study.simulate(plain(scenario, treatments=[]))) == []


@settings(quickly)
@given(scenarios())
def test_scenarios_of_one_key_have_one_result(scenario: Scenario) -> None:
    """The canonical form of a scenario, by which results are remembered, gives the same curve."""
    same = Scenario.model_validate(scenario.canonical())
    assert same.key() == scenario.key()
    assert differing(study.simulate(scenario), study.simulate(same)) == []


@settings(quickly, max_examples=60)
@given(scenarios())
def test_a_simulation_depends_on_nothing_but_its_scenario(scenario: Scenario) -> None:
    """Run after another one, and again, it gives the same curve to the bit."""
    first = study.simulate(scenario)
    study.simulate(Scenario(tumour="jagged1-high"))
    assert differing(first, study.simulate(scenario)) == []


@pytest.mark.parametrize(
    "schedule",
    [
        {"until": 7.0001},
        {"start": 0.0},
        {"start": 42.0},
        {"start": 41.999999999},
        {"start": 1826.0},
        {"start": 5.0, "until": 5.0001},
        {"every": 0.5},
        {"every": 3.499999999999},
        {"start": 5e-324, "every": None},
        {"dose": 5e-324},
        {"route": "infusion", "hours": 0.1},
        {"route": "infusion", "hours": 24.0, "every": 1.0000001},
        {"route": "infusion", "hours": 24.0, "start": 41.5},
    ],
)
def test_schedules_at_the_edge(schedule: dict) -> None:
    for drug in ("paclitaxel", "15D11"):
        scenario = Scenario(treatments=[{"drug": drug, **schedule}])
        result = study.simulate(scenario, throw=True)
        assert faults(scenario, result) == []
        given_at = dose_days(scenario.treatments[0], scenario.days)
        concentration = result.series[default_system().by_name[drug].concentration.name]
        assert (concentration.max() > 1e-100) == (len(given_at) > 0 and "dose" not in schedule)
