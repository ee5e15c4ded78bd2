"""What an exported model says about itself: titles, meanings, sources, terms and limits."""

import json
from collections.abc import Iterable
from html import escape
from typing import Any

from osteoniche import __version__
from osteoniche.engine.compiled import fingerprint
from osteoniche.export import sources
from osteoniche.quantity import Param, Readout, Signal, State, shown_unit
from osteoniche.scenario import Scenario
from osteoniche.system import default_system

FRAMEWORK = "SBO:0000293"  # non-spatial continuous framework
HILL = "SBO:0000190"  # Hill coefficient
CONCENTRATION = "SBO:0000196"  # concentration of an entity pool
CONCENTRATIONS = ("mg/L", "nmol/L")

LIMITS = (
    "A teaching and hypothesis model of mice and of an idealised patient. Not medical advice.",
    "No clinical trial has confirmed the effect in patients; its size is an input that parameters "
    "were chosen to reproduce. Most constants of the tumour and its niche are assumed, or fitted "
    "with bounds that demand that effect.",
)
HUMAN_LIMIT = (
    "Of the constants for patients those of bone were checked, those of the tumour were not."
)
LICENCE = "MIT licence, copyright Osteoniche contributors."
CAPTION = {
    "mouse": "Bone metastasis in a mouse",
    "human": "Bone metastasis in an idealised patient",
}


def title(scenario: Scenario) -> str:
    """What a model is called: species and what is given."""
    drugs = default_system().by_name
    given = [
        f"{drugs[plan.drug].label} {plan.dose:g} "
        f"{shown_unit(drugs[plan.drug].dosing[scenario.species].unit)}"
        for plan in scenario.given
    ]
    return f"{CAPTION[scenario.species]}: {', '.join(given) or 'no treatment'}"


def describe_model(model: Any, scenario: Scenario) -> None:
    """Title, scenario, version, licence and limits; the papers it follows and the species."""
    limits = [*LIMITS, *([HUMAN_LIMIT] if scenario.species == "human" else [])]
    document = json.dumps(scenario.as_file(), indent=1, ensure_ascii=False)
    paragraphs = [
        f"<h1>{escape(title(scenario))}</h1>",
        *(f"<p>{escape(text)}</p>" for text in limits),
        f"<p>Written by Osteoniche {__version__}, science {fingerprint()}. {escape(LICENCE)}</p>",
        "<p>Time is in days; a fold of 1 is health; item counts cells; kilograms in the units of "
        "doses and amounts are kilograms of body weight.</p>",
        "<p>Constants may be changed, doses and days of a schedule too. Begin anew after a change, "
        "because start values and a dose on day 0 follow from them (libRoadRunner: reset()).</p>",
        "<p>Scenario:</p>",
        f"<pre>{escape(document)}</pre>",
    ]
    _notes(model, "".join(paragraphs))
    model.setSBOTerm(FRAMEWORK)
    core = [address for paper in sources.CORE for address in sources.addresses(paper)]
    _refer(model, core, derived=True)
    _taxon(model, sources.RESOLVER + sources.TAXON[scenario.species])


def describe_constant(parameter: Any, param: Param, scenario: Scenario) -> None:
    """Meaning, class and source of a constant, and whether the scenario sets it."""
    kind = param.kinds[scenario.species]
    lines = [_with_unit(param.meaning, param.unit), f"Class: {kind}. Source: {param.source}."]
    usual = param.values[scenario.species]
    if parameter.getValue() != usual:
        lines.append(f"Set by the scenario; the default is {usual!r}.")
    _notes(parameter, "".join(f"<p>{escape(line)}</p>" for line in lines))
    if "Hill exponent" in param.meaning:
        parameter.setSBOTerm(HILL)
    _refer(parameter, sources.addresses(param.source))


def describe_setting(parameter: Any) -> None:
    """Where the value of a schedule's parameter comes from."""
    _notes(parameter, "<p>Class: scenario. Source: the scenario in the notes of the model.</p>")


def describe_quantity(parameter: Any, declared: State | Signal | Readout) -> None:
    """Meaning of a series, and what it is in the model."""
    what = {State: "State", Signal: "Named intermediate", Readout: "Read-out"}[type(declared)]
    meaning = _with_unit(declared.meaning, declared.unit)
    _notes(parameter, f"<p>{what}: {escape(meaning)}.</p>")
    if declared.unit in CONCENTRATIONS:
        parameter.setSBOTerm(CONCENTRATION)


def _with_unit(meaning: str, unit: str) -> str:
    """A meaning with its unit as declared: a file has no word for a fold."""
    return meaning if unit == "1" else f"{meaning}, in {unit}"


def _notes(element: Any, content: str) -> None:
    element.setNotes(f'<body xmlns="http://www.w3.org/1999/xhtml">{content}</body>')


def _refer(element: Any, addresses: Iterable[str], *, derived: bool = False) -> None:
    """Point to papers that describe an element, or that a model is derived from."""
    import libsbml

    found = list(addresses)
    if not found:
        return
    term = libsbml.CVTerm(libsbml.MODEL_QUALIFIER if derived else libsbml.BIOLOGICAL_QUALIFIER)
    if derived:
        term.setModelQualifierType(libsbml.BQM_IS_DERIVED_FROM)
    else:
        term.setBiologicalQualifierType(libsbml.BQB_IS_DESCRIBED_BY)
    _add(element, term, found)


def _taxon(model: Any, address: str) -> None:
    import libsbml

    term = libsbml.CVTerm(libsbml.BIOLOGICAL_QUALIFIER)
    term.setBiologicalQualifierType(libsbml.BQB_HAS_TAXON)
    _add(model, term, [address])


def _add(element: Any, term: Any, addresses: Iterable[str]) -> None:
    """A term on an element, which needs an identifier of its own for it."""
    for address in addresses:
        term.addResource(address)
    element.setMetaId(f"meta_{element.getId()}")
    element.addCVTerm(term)
