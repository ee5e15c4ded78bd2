"""What doses cost: the printed values of marrow, nerves and gut, and what holds always.

Printed values belong to the pharmacokinetics they were printed with, so these are set here.
"""

from types import SimpleNamespace

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from osteoniche import study
from osteoniche.engine.ensemble import Listed
from osteoniche.organs import ORGANS, marrow
from osteoniche.quantity import HUMAN, MOUSE, SPECIES
from osteoniche.scenario import Scenario
from osteoniche.scenario.presets import PRESETS, preset
from osteoniche.scenario.treatments import given
from osteoniche.system import default_system, keep, system_of

INHIBITOR = "gamma-secretase-inhibitor"
NEUTROPHILS, SCORE, GOBLETS = "neutrophils_e9_per_L", "neuropathy_score", "goblet_percent"
WITHIN = 0.01
"""How far a printed value may be off."""
PACLITAXEL, DOCETAXEL = 0.8539, 0.8079
"""Molar masses in kDa: slopes are printed per umol/L."""


def patient(dose: float, every: float | None, hours: float, **settings: object) -> Scenario:
    """A patient without a tumour under paclitaxel from day 0, on the printed constants."""
    printed = {"slX": 3.8 / PACLITAXEL}
    schedule = {"dose": dose, "start": 0.0, "every": every, "hours": hours}
    fields = {"days": 60, "set": "reference-2026", "tumour": "none"} | settings
    parameters = printed | fields.pop("parameters", {})
    return given(species=HUMAN, paclitaxel=schedule, parameters=parameters, **fields)


@pytest.mark.parametrize(
    ("dose", "every", "hours", "lowest", "day", "below_1", "below_half"),
    [
        (175, None, 3, 0.770, 9.91, 4.4, 0.0),
        (135, None, 3, 1.118, 9.57, 0.0, 0.0),
        (250, None, 3, 0.398, 10.55, 7.3, 3.2),
        (80, 7, 1, 1.143, 19.48, 0.0, 0.0),
    ],
)
def test_neutrophils_under_paclitaxel(dose, every, hours, lowest, day, below_1, below_half):
    result = study.simulate(patient(dose, every, hours))
    counts, grid = result[NEUTROPHILS], result.grid
    assert counts.min() == pytest.approx(lowest, rel=WITHIN)
    assert grid[counts.argmin()] == pytest.approx(day, abs=1 / 6)
    daily = np.linspace(0, 60, 60_001)
    read = np.interp(daily, grid, counts)
    assert [(read < line).mean() * 60 for line in (1.0, 0.5)] == pytest.approx(
        [below_1, below_half], abs=0.1
    )


def followed(constants: dict[str, float], slope: float, pumped) -> tuple[float, float]:
    """The lowest count and its day; `pumped(t, y)` gives rates and concentration of a drug."""
    p = SimpleNamespace(**{"stepC": 4.0, "minC": 1e-4, **constants})
    names = [state.name for state in marrow.STATES]
    start = marrow.start(p)

    def rates(t: float, y: np.ndarray) -> list[float]:
        flows, concentration = pumped(t, y)
        x = SimpleNamespace(**dict(zip(names, y[len(flows) :], strict=True)))
        felt = SimpleNamespace(marrow_suppression=slope * concentration)
        found = marrow.rates(x, p, felt, keep)
        return [*flows, *(found[name] for name in names)]

    compartments = len(pumped(0.0, np.zeros(9))[0])
    y0 = [0.0] * compartments + [start[name] for name in names]
    solved = solve_ivp(
        rates, (0, 40), y0, "LSODA", np.linspace(0, 40, 4001), rtol=1e-8, max_step=0.02
    )
    counts = solved.y[-1]
    return float(counts.min()), float(solved.t[counts.argmin()])


def test_leukocytes_of_the_first_paper() -> None:
    """315 mg over 3 h; the drug's concentration is that of what is not bound."""
    clearance, volume, exchange, second = 285 * 24, 290, 204 * 24, 995

    def pumped(t, y):
        inflow = 315 / 0.125 if t < 0.125 else 0.0
        flow = exchange * (y[0] / volume - y[1] / second)
        return [inflow - clearance * y[0] / volume - flow, flow], y[0] / volume / PACLITAXEL

    lowest, day = followed({"Circ0": 7.21, "MTT": 124 / 24, "gamC": 0.239}, 28.9, pumped)
    assert (lowest, day) == (pytest.approx(2.919, rel=WITHIN), pytest.approx(9.24, abs=0.1))


@pytest.mark.parametrize(("dose", "lowest"), [(180, 0.220), (135, 0.449)])
def test_docetaxel_in_the_marrow_of_its_paper_and_in_ours(dose: float, lowest: float) -> None:
    """Patients have one marrow here, that of paclitaxel; docetaxel's slope makes up for it.

    The count is lowest three days later than in the paper's marrow, which is faster.
    """
    k10, k12, k21, k13, k31, volume = 124.8, 25.44, 36.24, 30.24, 2.016, 7.4

    def pumped(t, y):
        inflow = dose * 24 if t < 1 / 24 else 0.0
        away, back = (k10 + k12 + k13) * y[0], k21 * y[1] + k31 * y[2]
        flows = [inflow - away + back, k12 * y[0] - k21 * y[1], k13 * y[0] - k31 * y[2]]
        return flows, y[0] / volume / DOCETAXEL

    paper = followed({"Circ0": 5.22, "MTT": 84.2 / 24, "gamC": 0.1445}, 15.57, pumped)
    assert paper[0] == pytest.approx(lowest, rel=WITHIN)
    own = default_system().values(HUMAN)
    ours = followed(
        {name: getattr(own, name) for name in ("Circ0", "MTT", "gamC")}, own.slD * DOCETAXEL, pumped
    )
    assert ours[0] == pytest.approx(lowest, rel=0.1)
    assert 2 < ours[1] - paper[1] < 4


def test_the_score_of_neuropathy() -> None:
    """Twelve weekly doses of 80 mg/m2 over an hour, on the pharmacokinetics of that paper."""
    weight, clearance, first, exchange, second = 70, 26.04 * 24, 34.08, 4.2 * 24, 67.67
    own = {
        "VX": first / weight,
        "k10X": clearance / first,
        "k12X": exchange / first,
        "k21X": exchange / second,
    }
    dose = 144 / weight * 37
    scenario = patient(dose, 7.0, 1.0, days=90, parameters=own)
    treatments = [scenario.treatments[0].model_dump() | {"until": 84.0}]
    result = study.simulate(scenario.changed(treatments=treatments))
    assert result.at(SCORE, 0) == pytest.approx(0.3)
    assert result.at(SCORE, 84) == pytest.approx(8.35, rel=WITHIN)  # printed as 8.3 and as 8.4


def test_a_score_has_a_largest_value() -> None:
    highest = study.simulate(patient(250, 7.0, 3.0))[SCORE].max()
    assert highest == 24


@pytest.mark.parametrize(("every", "days", "seen"), [(1.0, 11, 16.0), (0.5, 6, 39.0)])
def test_the_gut_under_a_blocker_of_all_notch(every: float, days: int, seen: float) -> None:
    """Once a day it is spared, twice a day it is not (mice, 100 mg/kg)."""
    schedule = {"dose": 100, "start": 0.0, "every": every}
    result = study.simulate(given(days=12, **{INHIBITOR: schedule}))
    assert result.at(GOBLETS, days) == pytest.approx(seen, rel=WITHIN)


def test_a_single_dose_of_a_mouse_is_over_by_day_14() -> None:
    result = study.simulate(given(paclitaxel={"dose": 20, "start": 0.0, "every": None}, days=21))
    assert result[NEUTROPHILS].min() < 0.7
    assert result.at(NEUTROPHILS, 14) > 0.97


@pytest.mark.parametrize("species", SPECIES)
def test_health_stays_as_it_is(species: str) -> None:
    """Every organ, without a drug: exactly."""
    result = study.simulate(Scenario(species=species), costs=True)
    shown = [organ.readout.name for organ in ORGANS.values() if species in organ.species]
    assert list(result)[-len(shown) :] == shown
    assert all(np.ptp(result[name]) == 0 for name in shown)


@pytest.mark.parametrize("species", SPECIES)
@pytest.mark.parametrize("name", PRESETS)
def test_costs_never_act_back(species: str, name: str) -> None:
    scenario = preset(name, species)
    without, costly = (study.simulate(scenario, costs=costs) for costs in (False, True))
    for series in without:
        np.testing.assert_allclose(costly[series], without[series], rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize(
    ("species", "drugs", "shown"),
    [
        (MOUSE, {}, []),
        (MOUSE, {"antibody_15d11": 10, "zoledronate": 100}, []),
        (MOUSE, {"paclitaxel": 10}, [NEUTROPHILS]),
        (MOUSE, {"cisplatin": 5}, []),
        (MOUSE, {"docetaxel": 10, INHIBITOR: 100}, [NEUTROPHILS, GOBLETS]),
        (HUMAN, {"paclitaxel": 175}, [NEUTROPHILS, SCORE]),
        (HUMAN, {"docetaxel": 75}, [NEUTROPHILS]),
    ],
)
def test_a_run_shows_what_its_drugs_cost(species: str, drugs: dict, shown: list[str]) -> None:
    scenario = given(species=species, days=30, **drugs)
    columns = list(study.simulate(scenario))
    every = [organ.readout.name for organ in ORGANS.values()]
    assert [name for name in columns if name in every] == shown
    assert columns[len(columns) - len(shown) :] == shown
    assert not set(study.simulate(scenario, costs=False)) & set(every)


def test_more_is_never_less_costly() -> None:
    doses = [2.0, 5.0, 10.0, 20.0, 30.0]
    lowest = [study.simulate(given(paclitaxel=dose))[NEUTROPHILS].min() for dose in doses]
    assert lowest == sorted(lowest, reverse=True)
    assert lowest[0] > lowest[-1] > 0.2


def test_many_curves_have_the_same_costs() -> None:
    scenarios = [preset("chemotherapy"), given(**{INHIBITOR: 100, "paclitaxel": 5})]
    names = [NEUTROPHILS, GOBLETS]
    found = [
        block.values[i]
        for block in study.many(Listed(scenarios), names)
        for i in range(len(block.values))
    ]
    for scenario, values in zip(scenarios, found, strict=True):
        single = study.simulate(scenario, costs=True)
        np.testing.assert_allclose(values, [single[name] for name in names], rtol=1e-4)


def test_the_core_has_no_organ_and_no_drug_of_a_new_kind() -> None:
    whole = system_of("fitted-2026")
    assert not whole.core.organs
    assert INHIBITOR not in whole.core.by_name
    assert whole.for_run(["paclitaxel"], costs=False) is whole.core
    assert whole.for_run(["paclitaxel"], costs=True) is whole
    assert whole.for_run([INHIBITOR], costs=False) is whole
