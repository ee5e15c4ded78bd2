"""What must hold whatever the constants: health, its stability, the order of effects."""

from itertools import pairwise, product
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from arms import (
    WILD,
    arm,
    give,
    last,
    reference_values,
    run,
    run_beyond,
    with_rows,
)
from scipy.integrate import odeint
from scipy.stats import spearmanr

from osteoniche.engine import compiled
from osteoniche.quantity import SPECIES
from osteoniche.scenario import Scenario
from osteoniche.system import default_system, keep

SYSTEM = default_system()
MODEL = SYSTEM.model
HEALTHY = [
    (species, host, {**MODEL.hosts[host], **MODEL.tumours[tumour], "T0": 0.0})
    for species, host, tumour in product(SPECIES, MODEL.hosts, MODEL.tumours)
]
BONE = ("pre_osteoblasts", "osteoblasts", "osteoclasts", "bone_volume", "tgf_beta")
TWO_YEARS = np.arange(0.0, 731.0)


def still(species: str, overrides: dict[str, float]) -> tuple[Any, dict[str, Any]]:
    """Constants and the state at day 0."""
    p = SYSTEM.values(species, overrides)
    return p, SYSTEM.start(p)


def no_inflow() -> dict[str, float]:
    return {drug.name: 0.0 for drug in SYSTEM.drugs}


def vectors(p: Any, begun: dict[str, Any]) -> tuple[np.ndarray, np.ndarray]:
    """State and constants as the compiled code wants them."""
    y = np.array([begun[state.name] for state in SYSTEM.states], dtype=float)
    constants = np.zeros(len(SYSTEM.constants))
    constants[: len(SYSTEM.params)] = [getattr(p, param.symbol) for param in SYSTEM.params]
    return y, constants


# --- health


@pytest.mark.parametrize(("species", "host", "overrides"), HEALTHY)
def test_health_stands_exactly_still(species: str, host: str, overrides: dict) -> None:
    """Every derivative is 0.0 in the float reader, below 1e-13 compiled."""
    p, begun = still(species, overrides)
    rates = SYSTEM.evaluate(SimpleNamespace(**begun), p, no_inflow(), keep).rates
    assert {name: rate for name, rate in rates.items() if rate != 0.0} == {}
    y, constants = vectors(p, begun)
    out = np.ones(len(y))
    code = compiled.load()
    code.rates(y, 0.0, code.prepare(constants), out)
    assert np.abs(out).max() < 1e-13


@pytest.mark.parametrize("species", SPECIES)
def test_health_stands_exactly_still_whatever_the_constants(species: str) -> None:
    """Each regulator is divided by its own healthy value, so no constant can move health."""
    random = np.random.default_rng(7)
    for _ in range(200):
        drawn = {p.symbol: float(random.uniform(*p.bounds(species))) for p in SYSTEM.params}
        p, begun = still(species, drawn | {"T0": 0.0})
        rates = SYSTEM.evaluate(SimpleNamespace(**begun), p, no_inflow(), keep).rates
        assert {name: rate for name, rate in rates.items() if rate != 0.0} == {}, drawn


@pytest.mark.parametrize("species", SPECIES)
@pytest.mark.parametrize("host", MODEL.hosts)
def test_health_does_not_drift_in_two_years(species: str, host: str) -> None:
    scenario = Scenario(species=species, host=host, tumour="none")
    result = with_rows(scenario, TWO_YEARS)
    assert result.ok
    for name in ("bone_mass_percent", "osteoclasts_fold", "osteoblasts_fold"):
        drift = np.abs(result[name] / result[name][0] - 1).max()
        assert 100 * drift < 1e-9, name


def bone_jacobian(species: str, host: str) -> np.ndarray:
    """Jacobian of the bone states at health, by central differences of the float reader."""
    p, begun = still(species, {**MODEL.hosts[host], "T0": 0.0})

    def rates(**changed: float) -> np.ndarray:
        x = SimpleNamespace(**(begun | changed))
        found = SYSTEM.evaluate(x, p, no_inflow(), keep).rates
        return np.array([found[name] for name in BONE])

    columns = []
    for name in BONE:
        step = 1e-5 * begun[name]
        up, down = rates(**{name: begun[name] + step}), rates(**{name: begun[name] - step})
        columns.append((up - down) / (2 * step))
    return np.array(columns).T


def test_eigenvalues_of_bone_are_the_printed_ones() -> None:
    found = sorted(np.linalg.eigvals(bone_jacobian("mouse", "wild-type")), key=lambda e: e.real)
    printed = [-3.9048, -0.39861, -0.10469 - 0.1135j, -0.10469 + 0.1135j, -0.0038269]
    np.testing.assert_allclose(np.sort_complex(found), np.sort_complex(printed), rtol=1e-3)


@pytest.mark.parametrize("species", SPECIES)
@pytest.mark.parametrize("host", MODEL.hosts)
def test_health_is_stable(species: str, host: str) -> None:
    assert np.linalg.eigvals(bone_jacobian(species, host)).real.max() < 0


@pytest.mark.parametrize("disturbed", [*BONE, "osteoblast_jagged1", "tumour_jagged1"])
def test_bone_recovers_from_any_disturbance(disturbed: str) -> None:
    """A fifth more of anything: at most 4 % of health is left of it after 400 days, and it fades.

    The slow mode (bone volume) halves in 181 days: at least by 0.6 in every 200.
    """
    p, begun = still("mouse", {"T0": 0.0})
    healthy, constants = vectors(p, begun)
    y, _ = vectors(p, begun | {disturbed: 1.2 * begun[disturbed]})
    rates, constants = compiled.load().rates, compiled.load().prepare(constants)

    def right_hand_side(state: np.ndarray, t: float) -> np.ndarray:
        out = np.empty(len(state))
        rates(state, t, constants, out)
        return out

    days = np.arange(0.0, 1201.0, 200.0)
    course = odeint(right_hand_side, y, days, rtol=1e-9, atol=1e-12, mxstep=20_000)
    away = (np.abs(course - healthy) / np.where(healthy > 0, healthy, 1)).max(axis=1)
    assert away[2] < 0.04
    assert all(later < max(0.6 * earlier, 1e-9) for earlier, later in pairwise(away[1:]))
    assert away[-1] < 2.5e-3


@pytest.mark.parametrize("species", SPECIES)
@pytest.mark.parametrize("host", MODEL.hosts)
def test_the_antibody_leaves_healthy_bone_untouched(species: str, host: str) -> None:
    drug = give("15D11", species, dose=30.0, start=0.0)
    result = run(species=species, host=host, tumour="none", treatments=[drug])
    assert result["15D11_nM"].max() > 1000
    for name in ("bone_mass_percent", "osteoclasts_fold", "osteoblasts_fold"):
        assert np.abs(result[name] / result[name][0] - 1).max() < 1e-11, name


def test_no_tumour_stays_no_tumour() -> None:
    for species in SPECIES:
        everything = [
            give(drug, species) for drug in ("paclitaxel", "cisplatin", "15D11", "zoledronate")
        ]
        result = run(species=species, tumour="none", treatments=everything)
        assert result["tumour_cells"].max() == 0.0
        assert result["apoptosis_percent"].max() == 0.0
        assert result["resistant_fraction"].max() == 0.0


def test_a_vanishing_tumour_leaves_bone_at_health() -> None:
    """Bone feels cells in proportion: of a thousandth of a cell, less than a billionth is left."""
    result = run_beyond({"T0": 1e-3, "gate": 0.0})
    for name in ("osteoclasts_fold", "osteoblasts_fold"):
        assert np.abs(result[name] - 1).max() < 1e-5
    assert np.abs(result["bone_mass_percent"] / 100 - 1).max() < 1e-5


# --- numerics that a reader must not see


@pytest.mark.parametrize("species", SPECIES)
def test_the_course_is_independent_of_its_rows(species: str) -> None:
    given = [give("paclitaxel", species), give("15D11", species)]
    scenario = Scenario(species=species, treatments=given)
    usual = run(species=species, treatments=given)
    shared = np.arange(0.0, scenario.days + 1, 7.0 if species == "mouse" else 43.0)
    for rows in (shared, np.unique([*shared, *np.linspace(0, shared[-1], 1777)])):
        other = with_rows(scenario, rows)
        at_usual, at_other = np.isin(usual.grid, shared), np.isin(other.grid, shared)
        for name in usual.series:
            np.testing.assert_allclose(
                other[name][at_other], usual[name][at_usual], rtol=2e-5, atol=1e-9, err_msg=name
            )


# --- order of effects


def strictly(values: list[float], sign: int) -> bool:
    """Whether every value is above (1) or below (-1) the one before."""
    return all(sign * (b - a) > 0 for a, b in pairwise(values))


@pytest.mark.parametrize("species", SPECIES)
def test_more_antibody_on_paclitaxel_leaves_fewer_cells(species: str) -> None:
    burdens = [
        last(run(species=species, treatments=[
            give("paclitaxel", species), give("15D11", species, dose=dose),
        ]))
        for dose in (0.0, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0)
    ]  # fmt: skip
    assert strictly(burdens, -1), burdens


@pytest.mark.parametrize(
    ("species", "doses"), [("mouse", (0, 1, 3, 10, 30)), ("human", (0, 30, 90, 175, 250))]
)
def test_more_paclitaxel_on_antibody_leaves_fewer_cells(species: str, doses: tuple) -> None:
    burdens = [
        last(run(species=species, days=200 if species == "human" else 42, treatments=[
            give("paclitaxel", species, dose=float(dose)), give("15D11", species),
        ]))
        for dose in doses
    ]  # fmt: skip
    assert strictly(burdens, -1), burdens


def test_more_osteoblast_jagged1_leaves_more_cells_on_paclitaxel() -> None:
    burdens = [
        last(run_beyond({"JB0": fold}, treatments=[give("paclitaxel")]))
        for fold in (0.0, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0)
    ]
    assert strictly(burdens, 1), burdens
    printed = [1.02e4, 3.44e4, 2.2e5, 1.64e6, 4.84e6, 7.15e6, 8.01e6]
    assert burdens == pytest.approx(printed, rel=5e-3)


def test_more_tumour_jagged1_makes_more_cells_untreated() -> None:
    burdens = [last(run_beyond({"JT0": fold})) for fold in (0.0, 0.1, 0.5, 1.0, 2.0, 4.0, 8.0)]
    assert strictly(burdens, 1), burdens
    printed = [3.47e6, 4.6e6, 9.88e6, 1.66e7, 2.75e7, 4.06e7, 5.31e7]
    assert burdens == pytest.approx(printed, rel=5e-3)


@pytest.mark.parametrize("tumour", ["jagged1-low", "jagged1-high"])
@pytest.mark.parametrize("chemotherapy", ["paclitaxel", "cisplatin"])
def test_the_pair_kills_more_than_its_parts(tumour: str, chemotherapy: str) -> None:
    def kill(*drugs: str) -> float:
        """Natural logarithm of untreated over treated burden."""
        given = [give(drug) for drug in drugs]
        return float(np.log(last(run(tumour=tumour)) / last(run(tumour=tumour, treatments=given))))

    parts = kill(chemotherapy) + kill("15D11")
    assert kill(chemotherapy, "15D11") > 1.5 * parts


def test_the_synergy_is_the_printed_one() -> None:
    untreated = last(arm("mouse", WILD, "untreated"))
    kill = {
        name: float(np.log(untreated / last(arm("mouse", WILD, name))))
        for name in ("paclitaxel", "15D11", "paclitaxel+15D11")
    }
    assert kill["paclitaxel+15D11"] == pytest.approx(6.16, abs=0.01)
    assert kill["paclitaxel"] + kill["15D11"] == pytest.approx(1.59, abs=0.01)


def test_osteolysis_tracks_burden() -> None:
    """Over all mouse arms without zoledronate: the larger the tumour, the less bone."""
    ends = [
        arm(*key) for key in reference_values() if key[0] == "mouse" and "zoledronate" not in key[2]
    ]
    assert len(ends) == 30
    burdens = [last(end) for end in ends]
    bone = spearmanr(burdens, [last(end, "bone_mass_percent") for end in ends]).statistic
    osteoclasts = spearmanr(burdens, [last(end, "osteoclasts_fold") for end in ends]).statistic
    assert bone == pytest.approx(-1.0, abs=5e-4)
    assert osteoclasts == pytest.approx(1.0, abs=5e-4)
