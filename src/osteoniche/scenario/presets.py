"""The named scenarios, per species, and the four reference arms that go with any scenario."""

from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any

from osteoniche.drugs import of_role
from osteoniche.errors import Problem, ScenarioError
from osteoniche.quantity import CHOOSE_SPECIES, MOUSE, SPECIES, Species
from osteoniche.roles import Role
from osteoniche.scenario import Scenario, Treatment
from osteoniche.scenario.courses import schedule_problems
from osteoniche.scenario.defaults import treatment_defaults

CHEMOTHERAPY, ANTIBODY = (of_role(role)[0] for role in (Role.CHEMOTHERAPY, Role.ANTIBODY))
"""The usual drug of each of the two."""

PRESETS: dict[str, dict[str, Any]] = {
    "healthy": {"tumour": "none"},
    "untreated": {},
    "chemotherapy": {"drugs": (CHEMOTHERAPY,)},
    "antibody": {"drugs": (ANTIBODY,)},
    "combination": {"drugs": (CHEMOTHERAPY, ANTIBODY)},
}
"""What each preset adds to an untreated animal or patient."""

OPENING = "chemotherapy"
"""The preset that the page opens with, and that an empty address means."""

ARMS = ("untreated", "chemotherapy", "antibody", "combination")
"""The reference arms, in the order in which they are shown."""
OWN = "own"
"""The run itself, where it stands beside them by name."""


@cache
def preset(name: str, species: Species = MOUSE) -> Scenario:
    """A named scenario of a species. Raises ScenarioError for an unknown name or species."""
    problems = []
    if name not in PRESETS:
        problems.append(Problem("preset", name, f"choose from {', '.join(PRESETS)}"))
    if species not in SPECIES:
        problems.append(Problem("species", species, CHOOSE_SPECIES))
    if problems:
        raise ScenarioError(problems)
    fields = dict(PRESETS[name])
    treatments = [treatment_defaults(drug, species) for drug in fields.pop("drugs", ())]
    return Scenario.model_validate({"species": species, "treatments": treatments, **fields})


def drugs_of(scenario: Scenario, role: Role) -> list[str]:
    """The drugs of a role that a scenario names, or the usual one where it names none."""
    drugs = of_role(role)
    named = dict.fromkeys(given.drug for given in scenario.treatments if given.drug in drugs)
    return list(named) or drugs[:1]


def reference_arms(scenario: Scenario) -> dict[str, Scenario]:
    """The four arms beside a scenario: its animal, tumour, horizon and schedules, usual doses."""
    chemotherapy, antibody = (drugs_of(scenario, r) for r in (Role.CHEMOTHERAPY, Role.ANTIBODY))
    given = {
        "untreated": [],
        "chemotherapy": chemotherapy,
        "antibody": antibody,
        "combination": chemotherapy + antibody,
    }
    return {arm: with_drugs(scenario, given[arm]) for arm in ARMS}


def with_drugs(scenario: Scenario, drugs: Iterable[str]) -> Scenario:
    """A scenario's animal, tumour, horizon and schedules, with these drugs alone at usual doses."""
    treatments = tuple(course for drug in drugs for course in _usual(scenario, drug))
    return _treated(scenario.model_copy(update={"treatments": ()}), treatments)


@lru_cache(maxsize=256)
def _treated(animal: Scenario, treatments: tuple[Treatment, ...]) -> Scenario:
    """An animal with treatments, validated: the same one while the doses of a run move."""
    return animal.changed(treatments=[treatment.model_dump() for treatment in treatments])


def _usual(scenario: Scenario, drug: str) -> list[Treatment]:
    """A drug on the scenario's schedule for it, if any, at its usual dose.

    Of several courses it is the largest dose that becomes the usual one; the others keep their
    ratio to it. A schedule at dose 0 may be one that nothing can be given on; then the usual one is
    taken.
    """
    defaults = treatment_defaults(drug, scenario.species)
    planned, most = scenario.courses(drug), scenario.dose_of(drug)
    wrong = [schedule_problems(drug, one.model_dump(), scenario.days) for one in planned]
    if not planned or any(wrong):
        return [Treatment(**defaults)]
    if not most:
        return [planned[0].model_copy(update={"dose": defaults["dose"]})]
    usual = [one.dose / most * defaults["dose"] for one in planned]
    return [one.model_copy(update={"dose": dose}) for one, dose in zip(planned, usual, strict=True)]
