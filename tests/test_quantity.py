"""The words a model is written in."""

from dataclasses import FrozenInstanceError

import pytest

from osteoniche.errors import ModelError
from osteoniche.quantity import (
    FRACTION,
    HUMAN,
    MOUSE,
    SPECIES,
    Combine,
    Kind,
    effect,
    param,
    printed_symbol,
    readout,
    shown_unit,
    signal,
    state,
)
from osteoniche.system import default_system


def declare(value=2.0, **more):
    return param("kX", value, "1/day", "a rate", "a paper", "published", **more)


def test_a_constant_is_the_same_for_both_species_unless_said():
    rate = declare()
    assert rate.values == {MOUSE: 2.0, HUMAN: 2.0}
    assert rate.kinds == {MOUSE: Kind.PUBLISHED, HUMAN: Kind.PUBLISHED}
    assert (rate.symbol, rate.unit, rate.meaning, rate.source) == (
        "kX",
        "1/day",
        "a rate",
        "a paper",
    )
    patient = declare(human=0.0, human_kind="assumed", bounds=(0.0, 3.0))
    assert patient.values == {MOUSE: 2.0, HUMAN: 0.0}
    assert patient.kinds == {MOUSE: Kind.PUBLISHED, HUMAN: Kind.ASSUMED}


def test_a_constant_may_be_a_tenth_to_ten_times_unless_declared():
    rate = declare(human=30.0)
    assert rate.bounds(MOUSE) == (0.2, 20.0)
    assert rate.bounds(HUMAN) == (3.0, 300.0)
    share = declare(0.5, human=0.1, bounds=FRACTION)
    assert share.bounds(MOUSE) == share.bounds(HUMAN) == (0.0, 1.0)


@pytest.mark.parametrize("values", [{"value": 0.0}, {"human": 0.0}, {"value": -1.0}])
def test_a_constant_that_is_nothing_in_any_species_declares_its_bounds(values):
    """A tenth to ten times of 0 is 0: no scenario could set it."""
    with pytest.raises(ModelError, match="kX is 0 or less"):
        declare(**values)
    assert declare(**values, bounds=(-2.0, 3.0)).bounds(MOUSE) == (-2.0, 3.0)


def test_a_set_that_is_older_than_a_constant_has_it_off_where_it_can_be_off():
    gain = declare(human=3.0, bounds=(0.0, 5.0), off=0.0)
    assert [gain.without(species) for species in SPECIES] == [0.0, 0.0]
    assert [declare(human=3.0).without(species) for species in SPECIES] == [2.0, 3.0]


@pytest.mark.parametrize("more", [{"off": 0.0}, {"off": 6.0, "bounds": (0.0, 5.0)}])
def test_a_constant_is_off_within_what_a_scenario_may_set(more):
    with pytest.raises(ModelError, match=r"kX is off at [06], but a scenario may set 0"):
        declare(**more)


def test_the_class_of_a_constant_is_one_of_four():
    assert [kind.value for kind in Kind] == ["published", "derived", "fitted", "assumed"]
    with pytest.raises(ValueError, match="guessed"):
        param("k", 1.0, "1", "m", "s", "guessed")
    with pytest.raises(ValueError, match="guessed"):
        declare(human_kind="guessed")


def test_declarations_are_frozen():
    for declared in (declare(), state("a", "1", "m", "A"), effect("e", "1", "m", "E")):
        with pytest.raises(FrozenInstanceError):
            declared.unit = "day"


def test_defaults_of_the_other_words():
    assert state("a", "fold", "m", "A").tolerance == 1e-9
    assert state("a", "fold", "m", "A", 1e-6).tolerance == 1e-6
    assert effect("e", "1/day", "m", "E").combine is Combine.SUM
    assert signal("s", "fold", "m", "S").latex == "S"
    assert not readout("r", "fold", "m").detail
    assert readout("r", "fold", "m", detail=True).detail


@pytest.mark.parametrize(
    ("symbol", "latex"),
    [
        ("K", "K"),
        ("kR", "k_{R}"),
        ("r0", "r_{0}"),
        ("kkP", "k_{kP}"),
        ("rho", r"\rho"),
        ("rho0", r"\rho_{0}"),
        ("tauJ", r"\tau_{J}"),
        ("xi", r"\xi"),
        ("k_in", "k_{in}"),
    ],
)
def test_printed_symbols(symbol, latex):
    assert printed_symbol(symbol) == latex
    assert param(symbol, 1.0, "1", "m", "s", "derived").latex == latex
    assert param(symbol, 1.0, "1", "m", "s", "derived", latex="Z").latex == "Z"


@pytest.mark.parametrize(
    ("unit", "shown"),
    [
        ("1", ""),
        ("fraction", ""),
        ("fold", "fold"),
        ("percent", "%"),
        ("1/day", "1/day"),
        ("mg/kg_bw", "mg/kg"),
        ("ug/kg_bw", "µg/kg"),
        ("ug/kg", "µg/kg"),
        ("mg/m2", "mg/m²"),
        ("kg_bw/m2", "kg/m²"),
        ("nmol/L", "nM"),
        ("nmol/day/kg_bw", "nmol/day/kg"),
        ("cell", "cell"),
    ],
)
def test_units_as_people_write_them(unit, shown):
    assert shown_unit(unit) == shown


@pytest.mark.parametrize("species", SPECIES)
def test_every_declared_value_lies_within_its_bounds(species):
    for constant in default_system().params:
        low, high = constant.bounds(species)
        assert low <= constant.values[species] <= high, constant.symbol
        assert low < high or constant.values[species] > 0, constant.symbol


@pytest.mark.parametrize("species", SPECIES)
def test_every_drug_can_be_given_as_declared(species):
    for drug in default_system().drugs:
        dosing = drug.dosing[species]
        assert 0 < dosing.default <= dosing.highest, drug.name
        assert dosing.route in dosing.routes, drug.name
        assert set(dosing.routes) <= set(drug.entry), drug.name
        assert set(drug.entry.values()) <= {state.name for state in drug.states}, drug.name


def test_every_constant_says_what_it_is():
    for constant in default_system().params:
        texts = (constant.unit, constant.meaning, constant.source, constant.latex)
        assert all(text.strip() for text in texts), constant.symbol
