"""What stands in each folded section, in one line."""

from osteoniche.numerals import day, short
from osteoniche.quantity import shown_unit
from osteoniche.scenario import Scenario, Treatment
from osteoniche.scenario.presets import OPENING, preset
from osteoniche.web.kit import words
from osteoniche.web.rail.controls import SECTIONS, Choice, choice_of, drugs, label, values_of


def summaries(scenario: Scenario, choice: Choice | None = None) -> dict[str, str]:
    """The line of each folded section, by its name in `words.FOLDS`."""
    about = choice or choice_of(scenario)
    told = {"subject": _subject(scenario)}
    for section in SECTIONS:
        drug = about.drug(section)
        given = scenario.treatment(drug) if drug else None
        if section in words.FOLDED:
            told[section] = _dose(given, scenario) if given else words.NOT_GIVEN
        told[f"schedule-{section}"] = _schedule(section, scenario, about)
    return told


def _subject(scenario: Scenario) -> str:
    parts = [words.SPECIES[scenario.species], f"{scenario.days} days"]
    usual = preset(OPENING, scenario.species)
    if scenario.tumour != usual.tumour:
        parts.append(words.TUMOURS[scenario.tumour].lower())
    if scenario.host != usual.host:
        parts.append(words.HOSTS[scenario.host].lower())
    return " · ".join(parts)


def _dose(given: Treatment, scenario: Scenario) -> str:
    unit = shown_unit(drugs()[given.drug].dosing[scenario.species].unit)
    return f"{label(given.drug, scenario.species)} {short(given.dose)} {unit}"


def _schedule(section: str, scenario: Scenario, choice: Choice) -> str:
    """When a drug is given, or would be."""
    drug = choice.drug(section)
    if drug is None:
        return words.NOT_GIVEN
    values = values_of(scenario, choice)
    start, every, until = (values[f"{section}.{part}"] for part in ("start", "every", "until"))
    usual = drugs()[drug].dosing[scenario.species]
    first = f"day {day(start)}"
    if every == "":
        return f"once, on {first}"
    often = (
        usual.schedule if every == usual.every and usual.schedule else f"every {short(every)} days"
    )
    return f"{often} from {first}" + (f" to {day(until)}" if until != "" else "")
