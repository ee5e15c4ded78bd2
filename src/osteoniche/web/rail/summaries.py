"""What stands in each folded section, in one line."""

from osteoniche.numerals import day, short
from osteoniche.quantity import shown_unit
from osteoniche.scenario import Scenario, Treatment
from osteoniche.scenario.presets import OPENING, preset
from osteoniche.web.kit import words
from osteoniche.web.rail.choice import SECTIONS, Choice, choice_of, drugs, label
from osteoniche.web.rail.controls import values_of


def summaries(scenario: Scenario, choice: Choice | None = None) -> dict[str, str]:
    """The line of each folded section, by its name in `words.FOLDS`."""
    about = choice or choice_of(scenario)
    told = {"subject": _subject(scenario)}
    for section in SECTIONS:
        drug = about.drug(section)
        given = scenario.treatment(drug) if drug else None
        if section in words.FOLDED:
            told[section] = _dose(given, scenario) if given else words.NOT_GIVEN
        then = _later(drug, scenario) if drug else []
        told[f"schedule-{section}"] = "; then ".join([_schedule(section, scenario, about), *then])
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


def _later(drug: str, scenario: Scenario) -> list[str]:
    """The courses of a drug after its first, in words."""
    unit = shown_unit(drugs()[drug].dosing[scenario.species].unit)
    return [_course(one, unit) for one in scenario.courses(drug)[1:]]


def _course(course: Treatment, unit: str) -> str:
    dose, first = f"{short(course.dose)} {unit}", f"day {day(course.start)}"
    if course.every is None:
        return f"{dose} once, on {first}"
    text = f"{dose} every {_days(course.every)} from {first}"
    if course.doses is not None and course.again is not None:
        text += f", {course.doses} times, anew after {short(course.again)} days"
    return text + (f", to day {day(course.until)}" if course.until is not None else "")


def _days(count: float) -> str:
    return "day" if count == 1 else f"{short(count)} days"
