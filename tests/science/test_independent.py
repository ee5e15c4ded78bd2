"""Two implementations that share no code, on the same equations: the package and `judge`."""

from typing import Any

import judge
import numpy as np
import pytest
from arms import WILD, at_day, give, reference_values, scenario

from osteoniche import parameters, study
from osteoniche.engine.result import Result
from osteoniche.scenario import Scenario

QUANTITIES = sorted({name for rows in reference_values().values() for name, _, _ in rows})
AGREEMENT = 2e-5
"""Relative; measured 1.1e-5. The judge's own absolute tolerance for Notch activity is 1e-9."""

ARMS = [
    *(
        ("mouse", host, treatment)
        for host in (WILD, "jagged1-high wild-type")
        for treatment in ("untreated", "paclitaxel+15D11", "zoledronate+paclitaxel", "cisplatin")
    ),
    ("mouse", "jagged1-low transgenic", "15D11"),
    ("mouse", "jagged1-low knock-out", "zoledronate+paclitaxel+15D11"),
    ("mouse", "jagged1-low wild-type no induction", "cisplatin+15D11"),
    ("human", WILD, "paclitaxel x8 + 15D11 continuous"),
    ("human", WILD, "cisplatin x6"),
]
PRINTED = {"protection_max": "pi"}
"""Symbols that the judge has as they are printed."""


def default(species: str) -> dict[str, Any]:
    """The judge with the changes that the default constants and equations have."""
    held = parameters.load(parameters.DEFAULT, species)
    values = {PRINTED.get(symbol, symbol): value for symbol, value in held.items()}
    known = {symbol: values[symbol] for symbol in judge.SPECIES[species] if symbol in values}
    return {"gate": True, "overrides": known, "pthrp": "quasi-steady"}


def agree(result: Result, second: dict[str, Any], names: list[str]) -> None:
    """Fail unless series agree on the judge's days."""
    for name in names:
        found = [at_day(result, name, day) for day in second["day"]]
        assert found == pytest.approx(second[name], rel=AGREEMENT, abs=1e-9), name


def days_of(asked: Scenario) -> np.ndarray:
    return np.arange(0.0, asked.days + 1, 7.0 if asked.species == "mouse" else 31.0)


@pytest.mark.parametrize("constants", ["reference", "default"])
@pytest.mark.parametrize(("species", "host", "treatment"), ARMS)
def test_the_arms_of_the_reference_agree(
    species: str, host: str, treatment: str, constants: str
) -> None:
    asked = scenario(species, host, treatment)
    switches: dict[str, Any] = {"pthrp": "quasi-steady"}
    if constants == "default":
        asked = asked.changed(parameters={})
        switches = default(species)
    second = judge.reference_run(species, host, treatment, times=days_of(asked), **switches)
    agree(study.simulate(asked, throw=True), second, QUANTITIES)


# Drugs, routes and durations that the reference run does not have: (drug, dose, start, every,
# route, hours), given up to the last day.
OTHERS = {
    "mouse, OPG-Fc under the skin": ("mouse", [("rankl-inhibitor", 3.0, 7.0, 2.5, "sc", None)]),
    "mouse, OPG-Fc into the vein": ("mouse", [("rankl-inhibitor", 10.0, 7.0, 7.0, "iv", None)]),
    "human, denosumab": ("human", [("rankl-inhibitor", 120.0, 30.0, 28.0, "sc", None)]),
    "mouse, all into the vein": (
        "mouse",
        [
            ("paclitaxel", 15.0, 3.0, 7.0, "iv", None),
            ("cisplatin", 4.0, 5.0, 7.0, "iv", None),
            ("15D11", 3.0, 0.0, 5.0, "iv", None),
            ("zoledronate", 50.0, 1.0, 14.0, "infusion", 0.25),
        ],
    ),
    "mouse, infusions": (
        "mouse",
        [
            ("paclitaxel", 20.0, 6.0, 7.0, "infusion", 24.0),
            ("cisplatin", 8.0, 6.25, 7.0, "infusion", 6.0),
            ("15D11", 1.0, 6.5, 3.5, "sc", None),
        ],
    ),
    "human, everything": (
        "human",
        [
            ("paclitaxel", 100.0, 10.0, 7.0, "iv", None),
            ("cisplatin", 40.0, 20.0, 28.0, "infusion", 2.0),
            ("15D11", 5.0, 10.0, 14.0, "sc", None),
            ("zoledronate", 4.0, 15.0, 91.0, "infusion", 0.25),
            ("rankl-inhibitor", 120.0, 400.0, 28.0, "iv", None),
        ],
    ),
}


@pytest.mark.parametrize("name", OTHERS)
def test_other_drugs_routes_and_durations_agree(name: str) -> None:
    species, plans = OTHERS[name]
    fields = ("drug", "dose", "start", "every", "route", "hours")
    given = [dict(zip(fields, plan, strict=True)) for plan in plans]
    asked = Scenario(species=species, treatments=given)
    doses = [
        judge.Dose(drug, dose, judge.schedule(start, every, asked.days), route, hours or 0.0)
        for drug, dose, start, every, route, hours in plans
    ]
    second = judge.run(
        species=species,
        treatments=doses,
        days=float(asked.days),
        times=days_of(asked),
        **default(species),
    )
    result = study.simulate(asked, throw=True)
    concentrations = [name for name in ("paclitaxel_mg_per_L", "15D11_nM") if name in result.series]
    agree(result, second, [*QUANTITIES, *concentrations])


@pytest.mark.parametrize(
    "constants",
    [
        {"kapc": 2.0, "wR": 0.3, "tauJ": 0.5},
        {"hN": 1.3, "hP": 2.0, "hC": 0.7},
        {"FX": 0.6, "FY": 0.7, "FM": 0.8, "kA": 3.0, "KO": 3.0, "aP": 0.6, "aJT": 0.5},
        {"fRP": 0.01, "fRC": 0.02, "fQ": 0.1, "cR": 0.3, "xi": 0.5, "mP": 5e-6, "u0": 0.1},
    ],
)
def test_other_constants_agree(constants: dict) -> None:
    """Constants that are 0, 1 or tiny by default, and so would hide a mistake in their place."""
    given = [give(drug) for drug in ("paclitaxel", "cisplatin", "15D11")]
    asked = Scenario(tumour="jagged1-high", treatments=given, parameters=constants)
    doses = [dose for drug in given for dose in judge.protocol("mouse", drug["drug"])]
    changes = default("mouse")
    changes["overrides"] |= constants
    second = judge.run(tumour="jagged1-high", treatments=doses, times=days_of(asked), **changes)
    agree(study.simulate(asked, throw=True), second, QUANTITIES)
