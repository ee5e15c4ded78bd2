"""What is chosen beside the numbers: the species, and a drug of each role that has drugs.

What a browser sends is trusted as little as an address.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from osteoniche.components import Drug
from osteoniche.drugs import of_role, roles
from osteoniche.errors import Problem, ScenarioError
from osteoniche.quantity import CHOOSE_SPECIES, SPECIES, Species
from osteoniche.roles import ROLES, ROUTES, Role
from osteoniche.scenario import Scenario, regimens
from osteoniche.system import default_system

NO_DRUG = "none"
SECTIONS: dict[str, Role] = {role.key: role for role in roles()}
"""Prefix of the controls of each role that has drugs, and the role."""


@dataclass(frozen=True)
class Choice:
    """What the other controls depend on: the species, and what is chosen in each section."""

    species: Species
    drugs: Mapping[str, str]

    def drug(self, section: str) -> str | None:
        """The drug that a section's controls are about."""
        return None if self.drugs[section] == NO_DRUG else self.drugs[section]

    def changed(self, section: str, drug: str) -> "Choice":
        """The same with another drug in a section."""
        return replace(self, drugs={**self.drugs, section: drug})

    def data(self) -> dict[str, str]:
        """The choice as the browser sends it back."""
        return {"species": self.species, **self.drugs}


def drugs() -> dict[str, Drug]:
    """Every drug by name."""
    return default_system().by_name


def drugs_of(section: str) -> list[str]:
    """Names of the drugs that a section can be set to."""
    return of_role(SECTIONS[section])


def drug_choices(section: str) -> list[str]:
    """What can be chosen in a section, what it begins with first: a drug, or none where folded."""
    begin = [] if ROLES[SECTIONS[section]].in_view else [NO_DRUG]
    return begin + drugs_of(section)


def drug_labels(section: str, species: Species) -> dict[str, str]:
    """What can be chosen in a section, in the species' words."""
    return {
        name: "None" if name == NO_DRUG else label(name, species) for name in drug_choices(section)
    }


def label(drug: str, species: Species) -> str:
    """A drug's name as a species knows it: a RANKL inhibitor is denosumab in patients."""
    return drugs()[drug].called(species)


def regimens_of(section: str, choice: Choice) -> dict[str, str]:
    """The usual regimens of a section's drug by name, each with its source."""
    name = choice.drug(section) or drugs_of(section)[0]
    known = regimens.offered(name, choice.species)
    return {one.name: f"{one.label} ({one.source})" for one in known.values()}


def routes(section: str, choice: Choice) -> dict[str, str]:
    """The routes that a section's drug can take in the species."""
    name = choice.drug(section) or drugs_of(section)[0]
    return {route: ROUTES[route] for route in drugs()[name].dosing[choice.species].routes}


def choice_of(scenario: Scenario) -> Choice:
    """The choice that shows a scenario best."""
    named = [planned.drug for planned in scenario.treatments]
    chosen = {}
    for section in SECTIONS:
        offered, begin = drugs_of(section), drug_choices(section)[0]
        chosen[section] = next((name for name in named if name in offered), begin)
    return Choice(scenario.species, chosen)


def choice_from(given: Any) -> Choice:
    """The choice that a browser sent; raises ScenarioError with every problem."""
    if not isinstance(given, Mapping):
        raise ScenarioError([Problem("choice", type(given).__name__, "send what is chosen")])
    allowed = {"species": list(SPECIES)}
    allowed |= {section: drug_choices(section) for section in SECTIONS}
    told = {field: f"choose from {', '.join(names)}" for field, names in allowed.items()}
    told["species"] = CHOOSE_SPECIES
    problems = [
        Problem(field, given.get(field), told[field])
        for field, names in allowed.items()
        if not isinstance(given.get(field), str) or given[field] not in names
    ]
    if problems:
        raise ScenarioError(problems)
    return Choice(given["species"], {section: given[section] for section in SECTIONS})
