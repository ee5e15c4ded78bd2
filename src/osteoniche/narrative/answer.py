"""The answer of a run in one line, and why: what stands above everything else."""

import math
from dataclasses import dataclass

from osteoniche.engine.result import Result
from osteoniche.narrative.costs import tell_costs
from osteoniche.narrative.run import dosed_of, not_due, of_patients, progresses
from osteoniche.narrative.why import MOST, Names, acting, mechanism, why
from osteoniche.numerals import percent
from osteoniche.roles import Place
from osteoniche.scenario import Scenario, Treatment

HARDLY, SLOWED = 1.5, 10.0
"""How many times below untreated a tumour is changed at all, and more than hardly."""
VERBS = (
    (HARDLY, "hardly change", " the tumour"),
    (SLOWED, "hardly help", ""),
    (100.0, "slow", " the tumour"),
    (math.inf, "hold", " the tumour down"),
)
"""What drugs do that leave the tumour less than so many times smaller than untreated."""
SHIELD = "the bone shields it"
SHIELDED = 50.0
"""Percent of the kill that Notch has to block for the bone to be called a shield."""


@dataclass(frozen=True)
class Answer:
    """A title in two parts, of which the second has the colour of the run, and a reason."""

    said: str
    because: str
    why: str

    @property
    def title(self) -> str:
        """Both parts as one text."""
        return f"{self.said} {self.because}.".replace(" .", ".")


def answer(scenario: Scenario, result: Result, untreated: Result) -> Answer:
    """What a run says in one line; of a failed one that it has no curve."""
    if not result.ok:
        return Answer("No curve for these settings", "", result.status.value)
    dosed = dosed_of(scenario)
    said, because = _title(scenario, result, untreated, dosed)
    if scenario.tumour == "none":
        told = "Osteoclasts remove bone and osteoblasts lay it down."
    else:
        told = why(scenario, result, dosed) + progresses(scenario, result)
    costs = tell_costs(scenario, result)
    reason = " ".join([told, *costs, *of_patients(scenario, dosed), *not_due(scenario)])
    return Answer(said, because, reason)


def _title(
    scenario: Scenario, result: Result, untreated: Result, dosed: list[Treatment]
) -> tuple[str, str]:
    lost = 100 - float(result["bone_mass_percent"][-1])
    if scenario.tumour == "none":
        changed = "bone renews itself" if abs(lost) < 1 else "bone changes all the same"
        return "Without a tumour:", changed
    if not dosed:
        eaten = percent(lost) if lost >= 1 else ""
        if not eaten:
            return "Untreated, the tumour grows", ""
        return "Untreated, the tumour grows:", f"{eaten} of the bone is lost"
    drugs = Names.of(dosed, scenario.species)
    subject = f"{drugs.text[0].upper()}{drugs.text[1:]}{'' if drugs.several else ' alone'}"
    below = _below(result, untreated)
    because = _because(scenario, result, acting(dosed))
    said = f"{subject} {_verb(below, drugs)}"
    if because == SHIELD and below is not None and below >= SLOWED:
        return f"{said},", f"though {because}"
    return f"{said}:", because


def _below(result: Result, untreated: Result) -> float | None:
    """How many times smaller than untreated the tumour is; None where that is not known."""
    burden = float(result["tumour_cells"][-1])
    if burden < 1:
        return math.inf
    return float(untreated["tumour_cells"][-1]) / burden if untreated.ok else None


def _verb(below: float | None, drugs: Names) -> str:
    """What the drugs do to the tumour of the last day."""
    plural = "" if drugs.several else "s"
    if below is None:
        return f"act{plural} on the tumour"
    if below < 1 / HARDLY:
        return f"make{plural} it worse"
    for limit, verb, what in VERBS:
        if below < limit:
            return f"{verb}{plural}{what}"
    return f"clear{plural} the tumour"


def _because(
    scenario: Scenario, result: Result, places: dict[Place | None, list[Treatment]]
) -> str:
    """The part of the mechanism that decides."""
    killers, covering = places[Place.TUMOUR], places[Place.JAGGED1]
    if not killers:
        return "nothing kills its cells" if covering or places[Place.NOTCH] else "it grows on"
    seen = mechanism(scenario, result, killers)
    if covering and seen.covered > MOST:
        return "the bone's shield is gone" if seen.blocked < SHIELDED else "Notch stays on"
    return SHIELD if seen.blocked >= SHIELDED else "little shields it"


def blocked(scenario: Scenario, result: Result) -> float | None:
    """Percent of the kill that Notch blocks while drugs act that kill; None without such drugs."""
    killers = acting(dosed_of(scenario))[Place.TUMOUR]
    if not result.ok or not killers or scenario.tumour == "none":
        return None
    return mechanism(scenario, result, killers).blocked
