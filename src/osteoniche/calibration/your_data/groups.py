"""What the groups of a visitor's study were given: by their names, and as scenarios.

A choice is a text: `page`, an arm such as `combination`, or drugs such as `docetaxel + 15D11`. An
arm takes the chemotherapy of the scenario beside the study; a drug is always the one that it names.
"""

import re
from functools import cache

from osteoniche.quantity import SPECIES
from osteoniche.scenario import Scenario
from osteoniche.scenario.presets import ANTIBODY, ARMS, reference_arms, with_drugs
from osteoniche.system import default_system

ON_PAGE = "page"
"""A group that is treated as the scenario beside the study says."""
AS_SCENARIO = "as the scenario"
"""How a group is named that is treated so, in tables and in files."""
JOINED = " + "
"""What stands between the drugs of a choice."""
BETWEEN = r" *(?:[+&/,;]| and | plus | with ) *"
"""What stands between drugs in the name of a group, in small letters."""
CHEMOTHERAPY, NOTHING = "chemotherapy", ""
WHOLE = {
    AS_SCENARIO: ON_PAGE,
    **{arm: arm for arm in ARMS},
    "both": "combination",
}
"""Names of a group as a whole."""
PARTS = {
    **dict.fromkeys(
        (
            *("untreated", "control", "controls", "untreated control", "no treatment"),
            *("vehicle", "vehicle control", "pbs", "saline", "igg", "igg control", "control igg"),
        ),
        NOTHING,
    ),
    **dict.fromkeys(("chemotherapy", "chemo"), CHEMOTHERAPY),
    "antibody": ANTIBODY,
}
"""Other names of what a group is given, beside those that the drugs declare."""
OF_ROLES = {
    frozenset({CHEMOTHERAPY}): "chemotherapy",
    frozenset({CHEMOTHERAPY, ANTIBODY}): "combination",
}
"""The arms in which chemotherapy is whichever the scenario has."""


def choices() -> tuple[str, ...]:
    """What a group can be: as on the page, an arm, or one drug; drugs can be joined besides."""
    return (ON_PAGE, *ARMS, *default_system().by_name)


def is_choice(text: object) -> bool:
    """Whether a text says what a group is."""
    return isinstance(text, str) and (text in choices() or bool(drugs_of(text)))


def drugs_of(choice: str) -> tuple[str, ...]:
    """The drugs that a choice names, each once; none for `page` and for arms."""
    named = tuple(choice.split(JOINED))
    known = set(named) <= set(default_system().by_name) and len(set(named)) == len(named)
    return named if known else ()


def choice_of(name: str) -> str | None:
    """What a group is by its name; None where the name says nothing."""
    plain = _plain(name)
    if plain in WHOLE:
        return WHOLE[plain]
    parts = {_parts().get(part) for part in re.split(BETWEEN, plain)}
    given = {part for part in parts if part}
    if None in parts:
        return None
    if CHEMOTHERAPY in given:
        return OF_ROLES.get(frozenset(given))
    return JOINED.join(drug for drug in default_system().by_name if drug in given) or "untreated"


def is_half_known(name: str) -> bool:
    """Whether a name says what was given, but not so that it is understood: docetaxel 20 mg/kg."""
    words = "|".join(map(re.escape, sorted({*_parts(), *WHOLE}, key=len, reverse=True)))
    return choice_of(name) is None and re.search(rf"\b(?:{words})\b", _plain(name)) is not None


def scenario_of(choice: str, scenario: Scenario) -> Scenario:
    """The scenario of a group beside another: its drugs at usual doses, on that one's schedules."""
    if choice == ON_PAGE:
        return scenario
    drugs = drugs_of(choice)
    return with_drugs(scenario, drugs) if drugs else reference_arms(scenario)[choice]


@cache
def _parts() -> dict[str, str]:
    """What a group is given, by all its names: those of each drug, and what it is called where."""
    names = {
        _plain(text): drug.name
        for drug in default_system().drugs
        for text in (drug.name, drug.label, *map(drug.called, SPECIES), *drug.synonyms)
    }
    inner = {
        part: drug for text, drug in names.items() for part in re.split(r" *[()] *", text) if part
    }
    return {**inner, **names, **PARTS}


def _plain(name: str) -> str:
    return " ".join(name.lower().replace("-", " ").split())
