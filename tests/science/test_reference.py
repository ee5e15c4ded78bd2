"""The reference run: every value of `reference.csv`, and the printed numbers it does not hold.

The parameter set `reference-2026` has the printed constants, rounded to three or four digits. The
reference run was made before rounding, with PTHrP as a state. What that leaves is measured here:
rounding up to 0.1 % (patients, long taxane), PTHrP up to 0.06 % (osteoclasts while they rise).
"""

from decimal import Decimal

import judge
import numpy as np
import pytest
from arms import (
    WILD,
    arm,
    at_day,
    give,
    last,
    reference_values,
    run_reference,
    scenario,
    treatments,
    with_rows,
)

from osteoniche import study
from osteoniche.engine.course import dose_days

REFERENCE = reference_values()
NOTCH_TOLERANCE = 1e-12
"""Absolute tolerance of Notch activity in the solver; knock-out hosts go below it."""


@pytest.mark.parametrize(("species", "host", "treatment"), REFERENCE)
def test_every_reference_value(species: str, host: str, treatment: str) -> None:
    result = arm(species, host, treatment)
    for quantity, day, value in REFERENCE[species, host, treatment]:
        most = 1e-2 if quantity == "resistant_fraction" else 1e-3
        found = at_day(result, quantity, day)
        expected = pytest.approx(value, rel=most, abs=NOTCH_TOLERANCE)
        assert found == expected, f"{quantity} on day {day}"


def test_the_reference_is_complete() -> None:
    assert len(REFERENCE) == 75
    assert sum(len(rows) for rows in REFERENCE.values()) == 3360


@pytest.mark.parametrize(
    ("species", "host", "treatment"),
    [key for key in REFERENCE if key[1] == WILD],
)
def test_before_rounding_only_pthrp_is_left(species: str, host: str, treatment: str) -> None:
    """With the constants before rounding: burden to 0.03 %, osteoclasts to 0.065 %, all to that."""
    values = scenario(species, host, treatment)
    unrounded = values.parameters | dict(judge.BEFORE_ROUNDING[species])
    result = study.simulate(values.changed(parameters=unrounded), throw=True)
    for quantity, day, value in REFERENCE[species, host, treatment]:
        most = 3e-4 if quantity == "tumour_cells" else 6.5e-4
        expected = pytest.approx(value, rel=most, abs=NOTCH_TOLERANCE)
        assert at_day(result, quantity, day) == expected, f"{quantity} on day {day}"


# --- printed numbers that reference.csv does not hold


def agrees(value: float, printed: str) -> bool:
    """Whether `value` is what is printed: half its last digit, and 0.1 % for rounded constants."""
    unit = 10.0 ** int(Decimal(printed).as_tuple().exponent)
    return abs(value - float(printed)) <= 0.5 * unit + 1e-3 * abs(float(printed))


def reduction(*given: dict, **fields: object) -> float:
    """How many times lower the burden of a mouse is on day 42 with these treatments."""
    untreated = last(run_reference(**fields))
    return untreated / last(run_reference(treatments=list(given), **fields))


@pytest.mark.parametrize(
    ("paclitaxel", "antibody", "printed"),
    [
        ({}, {"start": 0.0}, "514"),
        ({}, {"start": 7.0}, "474"),
        ({}, {"start": 14.0}, "186"),
        ({}, {"start": 21.0}, "66"),
        ({"dose": 20.0, "every": 7.0}, {}, "97"),
        ({}, {"dose": 1.0}, "348"),
    ],
)
def test_timing_and_dose(paclitaxel: dict, antibody: dict, printed: str) -> None:
    found = reduction(give("paclitaxel", **paclitaxel), give("15D11", **antibody))
    assert agrees(found, printed), found


def test_one_percent_resistant_cells() -> None:
    result = run_reference(treatments=[give("paclitaxel"), give("15D11")], parameters={"fRP": 0.01})
    assert agrees(100 * last(result, "resistant_fraction"), "58")
    assert agrees(last(result) / 2000, "11.5")


@pytest.mark.parametrize(
    ("plan", "printed"),
    [
        ({"start": 0.0, "every": 7.0, "until": 28.0}, "109 118 123 127"),
        ({"start": 6.0, "every": None}, "101 111 118 122"),
    ],
)
def test_zoledronate_without_tumour(plan: dict, printed: str) -> None:
    result = run_reference(tumour="none", days=28, treatments=[give("zoledronate", **plan)])
    found = [at_day(result, "bone_mass_percent", day) for day in (7, 14, 21, 28)]
    assert all(map(agrees, found, printed.split())), found


@pytest.mark.parametrize(
    ("host", "quantity", "unit", "printed"),
    [
        (WILD, "tumour_cells", 2000, "1 3.5 12 44 162 606 2.30e3"),
        ("jagged1-high wild-type", "tumour_cells", 2000, "1 4 19 100 594 3.71e3 2.03e4"),
        ("jagged1-low transgenic", "tumour_cells", 2000, "1 4 17 70 299 1.32e3 5.74e3"),
        (WILD, "bone_mass_percent", 1, "100 100 99 97 92 80 63"),
    ],
)
def test_untreated_by_week(host: str, quantity: str, unit: float, printed: str) -> None:
    result = arm("mouse", host, "untreated")
    found = [at_day(result, quantity, day) / unit for day in range(0, 43, 7)]
    assert all(map(agrees, found, printed.split())), found


@pytest.mark.parametrize(
    ("changes", "printed"),
    [
        ({"parameters": {"hN": 1.0}}, "7.0"),
        ({"parameters": {"hN": 4.0}}, "1.0"),
        ({"parameters": {"protection_max": 0.9}}, "4.0"),
        ({"parameters": {"u0": 0.1}}, "6.8"),
        ({"parameters": {"kapc": 1.0}, "tumour": "jagged1-high"}, "213"),
        ({"induction": 1.0}, "72"),
        ({"host": "knock-out"}, "310"),
    ],
)
def test_paclitaxel_alone_after_one_change(changes: dict, printed: str) -> None:
    found = reduction(give("paclitaxel"), **changes)
    assert agrees(found, printed), found


@pytest.mark.parametrize(
    ("first", "second", "doses", "printed"),
    [
        ("paclitaxel", "15D11", (0, 0.03, 0.1, 0.3, 1, 3, 10, 30),
         "1.64e6 1.58e6 1.26e6 1.21e5 1.32e4 1.00e4 9.69e3 9.66e3"),
        ("15D11", "paclitaxel", (0, 1, 3, 10, 30), "2.61e6 5.49e5 1.01e5 9.69e3 1.50e3"),
        (None, "paclitaxel", (0, 0.03, 0.1, 0.3, 1, 3, 10, 30),
         "4.60e6 4.49e6 4.27e6 3.82e6 3.04e6 2.29e6 1.64e6 1.25e6"),
    ],
)  # fmt: skip
def test_dose_response(first: str | None, second: str, doses: tuple, printed: str) -> None:
    with_first = [give(first)] if first else []
    found = [
        last(run_reference(treatments=[*with_first, give(second, dose=float(dose))]))
        for dose in doses
    ]
    assert all(map(agrees, found, printed.split())), found


# Persisters, as a share of living cells on day 42, in the order of the nine treatments.
PERSISTERS = {
    WILD: "2.9e-09 3.6e-02 1.4e-02 5.0e-09 5.7e-05 1.0e-05 5.4e-09 3.6e-02 6.3e-05",
    "jagged1-high wild-type": (
        "3.3e-10 2.8e-02 1.0e-02 3.9e-09 5.7e-05 1.0e-05 6.5e-10 2.7e-02 6.3e-05"
    ),
    "jagged1-low transgenic": (
        "1.3e-09 3.9e-02 1.7e-02 4.3e-09 1.3e-03 2.2e-04 2.4e-09 4.1e-02 1.1e-03"
    ),
    "jagged1-low knock-out": (
        "4.1e-09 7.6e-06 1.0e-06 5.3e-09 8.4e-06 1.1e-06 6.8e-09 1.2e-05 1.3e-05"
    ),
    "jagged1-low wild-type no induction": (
        "2.9e-09 2.1e-02 7.5e-03 5.0e-09 2.5e-05 4.9e-06 5.4e-09 1.7e-02 3.7e-05"
    ),
}
MOUSE_TREATMENTS = [treatment for *arm_of, treatment in REFERENCE if arm_of == ["mouse", WILD]]


@pytest.mark.parametrize("host", PERSISTERS)
def test_persisters(host: str) -> None:
    for treatment, printed in zip(MOUSE_TREATMENTS, PERSISTERS[host].split(), strict=True):
        result = arm("mouse", host, treatment)
        found = last(result, "persister_cells") / last(result)
        assert agrees(found, printed), (treatment, found)


# Patients on a grid of 366 points: fold on day 200.27, smallest fold, first grid day at tenfold,
# largest Jagged1.
PATIENTS = {
    "untreated": "7.76 1 226 1.00",
    "paclitaxel x8": "1.01 0.856 427 2.97",
    "paclitaxel continuous": "0.847 0.299 nan 2.99",
    "cisplatin x6": "1.12 0.633 415 2.95",
    "15D11 continuous": "6.85 1 240 1.00",
    "paclitaxel x8 + 15D11 continuous": "0.0229 0.0198 nan 2.97",
    "paclitaxel continuous + 15D11 continuous": "0.0148 6.33e-05 nan 2.99",
    "cisplatin x6 + 15D11 continuous": "0.0309 0.0182 nan 2.95",
    "zoledronate continuous": "6.35 1 250 1.00",
    "paclitaxel continuous + 15D11 continuous + zoledronate continuous": (
        "0.0128 4.33e-05 nan 2.99"
    ),
}


@pytest.mark.parametrize("treatment", PATIENTS)
def test_patients(treatment: str) -> None:
    result = with_rows(scenario("human", WILD, treatment), np.linspace(0, 731, 366))
    fold = result["tumour_cells"] / 3e7
    above = np.flatnonzero(fold >= 10)
    found = (
        fold[100],
        fold.min(),
        result.grid[above[0]] if above.size else np.nan,
        result["osteoblast_jagged1_fold"].max(),
    )
    for value, printed in zip(found, PATIENTS[treatment].split(), strict=True):
        assert np.isnan(value) if printed == "nan" else agrees(value, printed), (value, printed)


# NICD: plain mean over a grid of a quarter day from day 7 to 42.
NICD = {
    WILD: "0.265 0.772 0.670 0.002 0.003 0.002 0.184 0.675 0.002",
    "jagged1-high wild-type": "0.293 0.783 0.688 0.002 0.003 0.003 0.222 0.701 0.003",
    "jagged1-low transgenic": "0.927 0.991 0.985 0.009 0.025 0.020 0.885 0.986 0.021",
    "jagged1-low knock-out": "0.000 0.000 0.000 0.000 0.000 0.000 0.000 0.000 0.000",
    "jagged1-low wild-type no induction": "0.265 0.269 0.268 0.002 0.002 0.002 0.184 0.186 0.002",
}


@pytest.mark.parametrize("host", NICD)
def test_mean_notch_activity(host: str) -> None:
    quarters = np.arange(0, 42.25, 0.25)
    for treatment, printed in zip(MOUSE_TREATMENTS, NICD[host].split(), strict=True):
        result = with_rows(scenario("mouse", host, treatment), quarters)
        found = float(result["notch_activity"][result.grid >= 7].mean())
        assert agrees(found, printed), (treatment, found)


def test_the_reference_arms_are_the_printed_schedules() -> None:
    """Ten doses twice a week, five weekly ones, none on the last day; eight and six in patients."""
    days = {
        (species, name): [
            dose_days(given, asked.days) for given in asked.treatments
        ]
        for species, name in (("mouse", "paclitaxel"), ("mouse", "zoledronate"),
                              ("human", "paclitaxel x8"), ("human", "cisplatin x6"))
        for asked in (scenario(species, WILD, name),)
    }  # fmt: skip
    (twice,), (weekly,) = days["mouse", "paclitaxel"], days["mouse", "zoledronate"]
    assert twice.tolist() == [7 + 3.5 * k for k in range(10)]
    assert weekly.tolist() == [7, 14, 21, 28, 35]
    assert [len(given) for given in days["human", "paclitaxel x8"]] == [8]
    assert [len(given) for given in days["human", "cisplatin x6"]] == [6]
    assert treatments("human", "untreated") == []
