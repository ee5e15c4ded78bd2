"""The SBML export: what libSBML finds in it, what it holds, and that its equations are ours."""

import json
import re
from html import unescape
from types import SimpleNamespace

import libsbml
import numpy as np
import pytest
from benchmarks.peers import give, scenarios
from documents import changed_by_events, findings, model, parameters, value, written

from osteoniche import tables
from osteoniche.drugs import DRUGS
from osteoniche.errors import ModelError
from osteoniche.export import sources
from osteoniche.export.mathml import Writer
from osteoniche.export.sbml import as_sbml, identifier, series
from osteoniche.export.units import identifier as unit_identifier
from osteoniche.export.units import powers
from osteoniche.quantity import MOUSE, SPECIES
from osteoniche.scenario import Scenario
from osteoniche.scenario.presets import preset
from osteoniche.study import simulate
from osteoniche.system import System, default_system, keep

SYSTEM = default_system()
KNOWN = scenarios()
ALL_DRUGS = [
    preset("untreated", species).changed(treatments=[give(name, species) for name in DRUGS])
    for species in SPECIES
]
BOTH = preset("combination")


@pytest.mark.parametrize("name", KNOWN)
def test_libsbml_finds_nothing_to_say(name: str) -> None:
    """No error and no warning, units and modelling practice included."""
    assert findings(written(KNOWN[name])) == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ('kind="second" exponent="-1"', 'kind="second" exponent="-2"'),
        ('value="0.513" units="dimensionless"', 'value="0.513" units="day"'),  # KN
        ('<cn sbml:units="dimensionless"', '<cn sbml:units="cell"'),
    ],
)
def test_a_wrong_unit_would_be_found(right: str, wrong: str) -> None:
    text = written(ALL_DRUGS[1])
    assert right in text
    assert any("unit" in found for found in findings(text.replace(right, wrong, 1)))


def test_everything_has_a_unit() -> None:
    for scenario in ALL_DRUGS:
        assert all(p.isSetUnits() for p in parameters(scenario).values())
        assert 'encoding="text"' in written(scenario)  # the time of the triggers
        assert not re.search(r"<cn(?![^>]*sbml:units)", written(scenario))
    head = model(BOTH)
    assert (head.getTimeUnits(), head.getExtentUnits()) == ("day", "cell")
    day = head.getUnitDefinition("day").getUnit(0)
    assert (day.getKind(), day.getMultiplier()) == (libsbml.UNIT_KIND_SECOND, 86400.0)


@pytest.mark.parametrize("scenario", ALL_DRUGS, ids=SPECIES)
def test_every_column_of_the_table_is_a_named_series(scenario: Scenario) -> None:
    """Each has a rule under an identifier that follows from its name, and carries that name."""
    found, listed = model(scenario), parameters(scenario)
    names = series(SYSTEM.readouts)
    for column in tables.columns(simulate(scenario))[1:]:
        assert found.getRule(names[column]) is not None, column
        assert listed[names[column]].getName() == column
    assert names["15D11_nM"] == "_15D11_nM"
    assert names["rankl-inhibitor_nM"] == "rankl_inhibitor_nM"


@pytest.mark.parametrize("scenario", ALL_DRUGS, ids=SPECIES)
def test_identifiers_are_valid_and_names_are_told_apart(scenario: Scenario) -> None:
    listed = parameters(scenario)
    assert all(libsbml.SyntaxChecker.isValidSBMLSId(name) for name in listed)
    labels = [parameter.getName() for parameter in listed.values()]
    assert sorted(labels) == sorted(set(labels))
    assert all(labels)


def test_identifiers_never_clash() -> None:
    """Two read-outs never get one identifier, and ours are what SBML asks for."""
    names = series(SYSTEM.readouts)
    assert len(set(names.values())) == len(names)
    assert [identifier(name) for name in ("a-b", "9c", "é d")] == ["a_b", "_9c", "é_d"]


@pytest.mark.parametrize("scenario", ALL_DRUGS, ids=SPECIES)
def test_every_constant_tells_its_meaning_class_and_source(scenario: Scenario) -> None:
    listed = parameters(scenario)
    elsewhere = [o for o in SYSTEM.organs if scenario.species not in o.species]
    without = [param.symbol for organ in elsewhere for param in organ.params]
    for param in (each for each in SYSTEM.params if each.symbol not in without):
        plain = unescape(listed[param.symbol].getNotesString())
        assert param.meaning in plain
        assert f"Class: {param.kinds[scenario.species]}." in plain
        assert param.source in plain
    assert all("Class: " in p.getNotesString() or not p.getConstant() for p in listed.values())
    assert all(p.isSetNotes() for p in listed.values())


def test_a_constant_that_the_scenario_sets_says_so() -> None:
    listed = parameters(BOTH.changed(parameters={"kkP": 0.3}))
    assert (
        f"the default is {default_system().by_symbol['kkP'].values[MOUSE]!r}"
        in listed["kkP"].getNotesString()
    )
    assert "declared value" not in listed["EP"].getNotesString()


def test_papers_can_be_looked_up() -> None:
    sourced = " ".join(param.source for param in SYSTEM.params)
    assert all(paper in sourced for paper in sources.PAPERS)
    text = parameters(BOTH)["kap1"].getAnnotationString()
    assert "https://identifiers.org/doi:10.1016/j.bone.2008.03.025" in text
    assert "bqbiol:isDescribedBy" in text
    assert not parameters(BOTH)["T0"].isSetAnnotation()  # chosen: nothing to look up


@pytest.mark.parametrize("species", SPECIES)
def test_constants_are_written_float_for_float(species: str) -> None:
    odd = {"kkP": 0.1 + 0.2, "KN": 5 / 3, "mP": 1e-7 * (1 + 2**-52)}
    scenario = preset("combination", species).changed(parameters=odd, induction=1 + 8 / 3)
    expected = SYSTEM.values(species, scenario.overrides())
    for name, parameter in parameters(scenario).items():
        if name in SYSTEM.by_symbol:
            assert parameter.getValue() == getattr(expected, name), name
    assert parameters(scenario)["kkP"].getValue() == 0.30000000000000004


@pytest.mark.parametrize("scenario", [*ALL_DRUGS, BOTH, preset("healthy")])
def test_the_rules_are_our_equations(scenario: Scenario) -> None:
    """At random states, every rule of the file gives what the float reader gives."""
    drugs = tuple(d for d in SYSTEM.drugs if scenario.treatment(d.name))
    organs = SYSTEM.costs_of([drug.name for drug in drugs], scenario.species)
    system = System(SYSTEM.model, drugs, organs)
    p = SYSTEM.values(scenario.species, scenario.overrides())
    random = np.random.default_rng(1)
    for size in (1e-9, 1e-3, 1.0, 1e3, 1e6):
        x = {state.name: size * random.uniform(0.2, 5.0) for state in system.states}
        poured = {drug.name: random.uniform(0.0, 5.0) for drug in drugs}
        ours = system.evaluate(SimpleNamespace(**x), p, _as_written(scenario, poured), keep)
        series, rates = _ruled(scenario, x, _by_parameter(scenario, poured))
        expected = ours.signals | {identifier(name): v for name, v in ours.readouts.items()}
        still = {name: rates.pop(name) for name in tuple(rates) if name not in ours.rates}
        assert rates == pytest.approx(ours.rates, rel=1e-9, abs=1e-30), size
        assert still == dict.fromkeys(_only_by_events(scenario), 0.0)
        assert {name: series[name] for name in expected} == pytest.approx(expected, rel=1e-9), size


def _only_by_events(scenario: Scenario) -> set[str]:
    """What is no quantity of the equations, but changed by events: counts and infusion rates."""
    return changed_by_events(scenario) - {state.name for state in SYSTEM.states}


def _as_written(scenario: Scenario, poured: dict[str, float]) -> dict[str, float]:
    """Infusion rates by drug: none for a drug that is not infused, whose file has none."""
    hours = {given.drug: given.hours for given in scenario.given}
    return {drug: rate if hours[drug] else 0.0 for drug, rate in poured.items()}


def _by_parameter(scenario: Scenario, poured: dict[str, float]) -> dict[str, float]:
    rates = _as_written(scenario, poured)
    return {f"inflow_{drug.replace('-', '_')}": rate for drug, rate in rates.items()}


def _ruled(
    scenario: Scenario, x: dict[str, float], poured: dict[str, float]
) -> tuple[dict[str, float], dict[str, float]]:
    """What every rule of the file gives: all quantities of the moment, and the rates."""
    found = model(scenario)
    known = {p.getId(): p.getValue() for p in found.getListOfParameters()} | x | poured
    for rule in found.getListOfRules():
        if rule.isAssignment():
            known[rule.getVariable()] = value(rule.getMath(), known)
    rates = [rule for rule in found.getListOfRules() if rule.isRate()]
    return known, {rule.getVariable(): value(rule.getMath(), known) for rule in rates}


@pytest.mark.parametrize("name", ["mouse, transgenic, jagged1-high", "human, knock-out, none"])
def test_initial_states_are_ours(name: str) -> None:
    scenario = KNOWN[name]
    found = model(scenario)
    known = {p.getId(): p.getValue() for p in found.getListOfParameters()}
    for assignment in found.getListOfInitialAssignments():
        known[assignment.getSymbol()] = value(assignment.getMath(), known)
    start = SYSTEM.start(SYSTEM.values(scenario.species, scenario.overrides()))
    for state in SYSTEM.model.states:
        assert known[state.name] == pytest.approx(start[state.name], rel=1e-14), state.name


def test_only_drugs_that_are_given_are_in_the_file() -> None:
    listed = parameters(BOTH.changed(treatments=[BOTH.treatments[0].model_dump()]))
    assert "paclitaxel_mg_per_L" in listed
    assert not [name for name in listed if "antibody" in name or "15D11" in name or "MWab" in name]
    assert model(preset("untreated")).getNumEvents() == 0


def test_the_model_is_named_after_the_scenario() -> None:
    both = "Paclitaxel 10 mg/kg, 15D11 (anti-Jagged1) 10 mg/kg"
    assert model(BOTH).getName() == f"Bone metastasis in a mouse: {both}"
    healthy = model(preset("healthy", "human")).getName()
    assert healthy == "Bone metastasis in an idealised patient: no treatment"


@pytest.mark.parametrize("name", ["human, all drugs", "moments between rows", "mouse, healthy"])
def test_the_notes_hold_the_scenario(name: str) -> None:
    scenario = KNOWN[name]
    notes = model(scenario).getNotesString()
    document = re.search(r"<pre>(.*)</pre>", notes, re.DOTALL)
    assert document is not None
    read = json.loads(unescape(document[1]))
    assert Scenario.model_validate(read) == scenario
    assert ("those of the tumour were not" in notes) == (scenario.species == "human")
    assert "reset()" in notes  # what a change of a constant needs
    assert "MIT licence" in notes
    assert "Not medical advice" in notes


def test_the_same_scenario_gives_the_same_text() -> None:
    assert as_sbml(BOTH) == as_sbml(BOTH.changed())
    assert as_sbml(BOTH).startswith('<?xml version="1.0" encoding="UTF-8"?>\n<sbml ')


@pytest.mark.parametrize("name", ["mouse, combination", "human, all drugs", "mouse, healthy"])
def test_it_can_be_read_by_programs_of_older_versions(name: str) -> None:
    """libSBML turns it into Level 3 Version 1 without loss.

    Of Level 2 Version 4 only a dose on day 0 can not be told: there a trigger starts as true.
    """
    text = written(KNOWN[name])
    assert libsbml.readSBMLFromString(text).setLevelAndVersion(3, 1, True)
    document = libsbml.readSBMLFromString(text)
    assert document.setLevelAndVersion(2, 4, False)
    said = {document.getError(i).getMessage().strip() for i in range(document.getNumErrors())}
    assert said <= {"Initialvalue of event Triggers was assumed true in L2."}
    assert document.getModel().getNumRules() == model(KNOWN[name]).getNumRules()


def test_units_are_read_as_declared() -> None:
    assert powers("nmol*kDa/mg") == (("kDa", 1), ("mg", -1), ("nmol", 1))
    assert powers("1/fold") == powers("fraction") == ()
    assert unit_identifier(powers("L/day/kg_bw")) == "L_per_day_per_kg_bw"
    with pytest.raises(ModelError, match="furlong"):
        powers("1/furlong")


def test_what_sbml_can_not_say_is_refused() -> None:
    import sympy

    x = sympy.Symbol("x", real=True)
    writer = Writer({"x": ()}, unit_identifier)
    for expression in (sympy.sin(x), sympy.Or(x > 1, x < 0)):
        with pytest.raises(ModelError, match="no way to write"):
            writer.write(expression, ())
    with pytest.raises(ModelError, match="no unit"):
        Writer({"x": powers("mg")}, unit_identifier).write(sympy.sqrt(x) + 1, ())
