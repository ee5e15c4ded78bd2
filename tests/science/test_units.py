"""Units of every derivative, signal, effect, read-out, start and dose, and that this bites."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from unit_reader import REGISTRY, Readings, dose_unit, fault, quantity

from osteoniche.components import Drug, Model
from osteoniche.quantity import SPECIES
from osteoniche.system import System, default_system

SYSTEM = default_system()


def faults(system: System, species: str = "mouse") -> list[str]:
    return list(Readings(system, species).faults())


@pytest.mark.parametrize("species", SPECIES)
@pytest.mark.parametrize("seed", range(3))
def test_every_quantity_has_its_declared_unit(species: str, seed: int) -> None:
    assert list(Readings(SYSTEM, species, seed).faults()) == []


def test_every_declared_unit_can_be_read() -> None:
    declared = [
        *(item.unit for item in (*SYSTEM.params, *SYSTEM.states, *SYSTEM.signals)),
        *(item.unit for item in (*SYSTEM.readouts, *SYSTEM.model.effects)),
        *(dose_unit(d.unit) for drug in SYSTEM.drugs for d in drug.dosing.values()),
    ]
    for unit in declared:
        assert quantity(1.0, unit).magnitude == 1.0, unit


def test_the_constants_of_conversion_are_what_their_units_say() -> None:
    """A milligram is a thousand micrograms; nmol kDa / mg is one molecule per Avogadro's number."""

    def declared(symbol: str) -> Any:
        param = SYSTEM.by_symbol[symbol]
        return quantity(param.values["mouse"], param.unit)

    assert declared("ug_per_mg").to("").magnitude == pytest.approx(1.0)
    per_molecule = declared("nmol_per_mg_kDa").to("mol").magnitude
    assert per_molecule == pytest.approx(1 / 6.02214076e23, rel=1e-6)


# --- it bites


def with_drug(name: str, change: Callable[[Drug], Drug]) -> System:
    drugs = [change(drug) if drug.name == name else drug for drug in SYSTEM.drugs]
    return System(SYSTEM.model, tuple(drugs))


def with_model(change: Callable[[Model], Model]) -> System:
    return System(change(SYSTEM.model), SYSTEM.drugs)


def unit(kind: str, name: str, wrong: str) -> Callable[[Any], Any]:
    """A model or drug that declares one quantity (a symbol for params) in another unit."""

    def apply(owner: Any) -> Any:
        word = "symbol" if kind == "params" else "name"
        items = [
            replace(item, unit=wrong) if getattr(item, word) == name else item
            for item in getattr(owner, kind)
        ]
        assert tuple(items) != getattr(owner, kind), f"no {name}, or it is in {wrong} already"
        return replace(owner, **{kind: tuple(items)})

    return apply


def changed_rates(name: str, change: Callable[[Any, Any], Any]) -> Callable[[Any], Any]:
    """A model or drug whose rate of one state is `change(rate, p)`."""

    def apply(owner: Any) -> Any:
        def rates(x: Any, p: Any, *rest: Any) -> dict[str, Any]:
            found = owner.rates(x, p, *rest)
            return found | {name: change(found[name], p)}

        return replace(owner, rates=rates)

    return apply


def changed_effect(name: str, change: Callable[[Any, Any], Any]) -> Callable[[Drug], Drug]:
    def apply(drug: Drug) -> Drug:
        def effects(x: Any, p: Any, s: Any) -> dict[str, Any]:
            found = drug.effects(x, p, s)
            return found | {name: change(found[name], p)}

        return replace(drug, effects=effects)

    return apply


def changed_report(name: str, change: Callable[[Any, Any], Any]) -> Callable[[Model], Model]:
    def apply(model: Model) -> Model:
        def report(x: Any, p: Any, s: Any) -> dict[str, Any]:
            found = model.report(x, p, s)
            return found | {name: change(found[name], p)}

        return replace(model, report=report)

    return apply


def changed_amount(amount: Callable[[Any, str, Any], Any]) -> Callable[[Drug], Drug]:
    return lambda drug: replace(drug, amount=amount)


def times(symbol: str) -> Callable[[Any, Any], Any]:
    return lambda value, p: value * getattr(p, symbol)


def over(symbol: str) -> Callable[[Any, Any], Any]:
    return lambda value, p: value / getattr(p, symbol)


MARROW = "paclitaxel_marrow"
WRONG = {
    "a rate constant per hour": (
        with_drug("paclitaxel", unit("params", "keX", "1/hour")),
        "rate of paclitaxel_marrow",
    ),
    "a clearance per hour": (
        with_drug("15D11", unit("params", "CLM", "L/hour/kg_bw")),
        "rate of antibody_central",
    ),
    "an amount a thousand times too large": (
        with_drug("zoledronate", unit("params", "W50", "mg/kg_bw")),
        "signal zoledronate_effect",
    ),
    "a concentration in ug/L": (
        with_drug("cisplatin", unit("params", "EJC", "ug/L")),
        "cisplatin, effect jagged1_induction",
    ),
    "a state in ug for mg": (
        with_drug("paclitaxel", unit("states", MARROW, "ug/L")),
        "rate of paclitaxel_marrow",
    ),
    "a rate multiplied to change its unit": (
        with_drug("paclitaxel", changed_rates(MARROW, times("ug_per_mg"))),
        "rate of paclitaxel_marrow",
    ),
    "a rate without its rate constant": (
        with_drug("cisplatin", changed_rates("cisplatin_adducts", over("kD"))),
        "rate of cisplatin_adducts",
    ),
    "a rate that forgets a volume": (
        with_drug("15D11", changed_rates("antibody_peripheral", over("V1M"))),
        "rate of antibody_peripheral",
    ),
    "a kill without its rate": (
        with_drug("paclitaxel", changed_effect("kill", over("kkP"))),
        "equations",
    ),
    "a blocked share in percent": (
        with_drug("15D11", changed_effect("jagged1_occupancy", times("Z0"))),
        "signal free_osteoblast_jagged1",
    ),
    "a dose in mg taken for ug": (
        with_drug("zoledronate", changed_amount(lambda dose, unit, p: dose / p.body_weight)),
        "zoledronate, dose amount",
    ),
    "a dose per surface taken for a dose per weight": (
        with_drug("paclitaxel", changed_amount(lambda dose, unit, p: dose)),
        "paclitaxel, dose amount",
    ),
    "a model's rate constant per hour": (
        with_model(unit("params", "kZ", "1/hour")),
        "rate of bone_volume",
    ),
    "bone volume as a fraction": (
        with_model(unit("states", "bone_volume", "fraction")),
        "rate of bone_volume",
    ),
    "a signal in another unit": (
        with_model(unit("signals", "birth", "1/hour")),
        "signal birth",
    ),
    "apoptosis as a plain hundred": (
        with_model(changed_report("apoptosis_percent", lambda share, p: 100 * share / p.Z0)),
        "read-out apoptosis_percent",
    ),
    "a start in another unit": (with_model(unit("params", "T0", "fold")), "start of"),
    "cells added to folds": (
        with_model(changed_rates("osteoclasts", lambda rate, p: rate + p.kC * p.T0)),
        "equations",
    ),
}
"""Mistakes that people make, and where each must show (in patients)."""


@pytest.mark.parametrize("mistake", WRONG)
def test_a_mistake_shows(mistake: str) -> None:
    system, where = WRONG[mistake]
    found = faults(system, "human")
    assert any(message.startswith(where) for message in found), found


def test_a_fault_names_both_units() -> None:
    assert fault(2.0, quantity(2.0, "mg/L"), "mg/L") is None
    assert fault(2.0, quantity(2000.0, "ug/L"), "mg/L") is None
    assert fault(2.0, quantity(2.0, "ug/L"), "mg/L") == (
        "declared in mg/L: 0.002 with units, 2 in the code"
    )
    assert "declared in 1/day, but is" in str(fault(2.0, quantity(2.0, "day"), "1/day"))
    assert str(REGISTRY.Quantity(1, "percent").to("").magnitude) == "0.01"
