"""Which part of the mechanism has which part in the size of a tumour, in words."""

from osteoniche.analysis.attribution import Attribution, Cause, Part
from osteoniche.analysis.burdens import LEAST
from osteoniche.narrative.factors import NO_CELL, NO_CHANGE, about, effect, whole
from osteoniche.narrative.why import Names, named
from osteoniche.numerals import cells, listed
from osteoniche.scenario import Scenario
from osteoniche.system import default_system

NO_TUMOUR = "There is no tumour to explain."
NOTHING = "Nothing that is set makes this tumour differ from a usual, untreated one."


def parts_table(way: Attribution) -> list[tuple[str, str]]:
    """Each part with what it does, and in the last line all of them together."""
    lines = [(label(part, way.scenario), effect(part.log, part.least)) for part in way.parts]
    return [*lines, ("all together", whole(way.log, way.ended))]


def label(part: Part, scenario: Scenario) -> str:
    """What a part is of, in a few words that begin small unless they are a name."""
    subject = listed([_subject(each, scenario) for each in part.subject])
    match part.cause:
        case Cause.HOST | Cause.TUMOUR:
            return f"{subject} {part.cause}"
        case Cause.CONSTANTS:
            return f"{'constant' if len(part.subject) == 1 else 'constants'} {subject}"
        case Cause.KILL:
            return f"{subject} without any protection"
        case Cause.NICHE:
            return "the niche takes back"
        case Cause.INDUCED:
            return "induced Jagged1 takes back"
        case Cause.GROWTH:
            return f"{subject} on growth alone"
        case Cause.RETURNED:
            return f"{subject} gives back"
        case _:
            return subject


def _subject(name: str, scenario: Scenario) -> str:
    return named(name, scenario.species) if name in default_system().by_name else name


def tell_parts(way: Attribution | None) -> str:
    """The way from an untreated tumour to that of a run, in a few sentences."""
    if way is None:
        return NO_TUMOUR
    if not way.parts:
        return NOTHING
    sentences = [*_before(way), *_killers(way), *_shielders(way)]
    last = way.scenario.days
    if way.ended < LEAST:
        return " ".join([*sentences, f"All together, {NO_CELL} on day {last}."])
    ends = f"{cells(way.ended)} on day {last} instead of {cells(way.begun)}"
    nearly = about([part.log for part in way.parts], way.log)
    return " ".join([*sentences, f"All together that is {nearly}{effect(way.log)}: {ends}."])


def _before(way: Attribution) -> list[str]:
    """What stands before chemotherapy and antibody: animal, constants, drugs of other kinds."""
    early = (Cause.HOST, Cause.TUMOUR, Cause.CONSTANTS, Cause.DRUG)
    return [
        f"With {'' if part.cause is Cause.DRUG else 'the '}{label(part, way.scenario)} "
        f"{_there_are(part)}."
        for part in way.parts
        if part.cause in early
    ]


def _there_are(part: Part) -> str:
    change = effect(part.log, part.least)
    return "nothing changes" if change == NO_CHANGE else f"there are {change} cells"


def _killers(way: Attribution) -> list[str]:
    """What chemotherapy could do, and what Notch makes of it."""
    parts = {part.cause: part for part in way.parts}
    if Cause.KILL not in parts:
        return []
    ways = {
        Cause.NICHE: "in the niche as it is",
        Cause.INDUCED: "through the Jagged1 that chemotherapy induces",
    }
    effects = {cause: effect(part.log, part.least) for cause, part in parts.items()}
    back = [
        f"{effects[cause]} {how}"
        for cause, how in ways.items()
        if effects.get(cause, NO_CHANGE) != NO_CHANGE
    ]
    notch = f"Notch makes that {listed(back)}." if back else "Notch takes nothing of that back."
    names = _names(parts[Cause.KILL], way)
    return [f"Without any protection, {_leaves(names, parts[Cause.KILL])}.", notch]


def _shielders(way: Attribution) -> list[str]:
    """What drugs do that take Notch from the tumour: by themselves, and beside chemotherapy."""
    parts = {part.cause: part for part in way.parts}
    if Cause.GROWTH not in parts:
        return []
    names = _names(parts[Cause.GROWTH], way)
    alone = f"On growth alone, {_leaves(names, parts[Cause.GROWTH])}"
    if Cause.RETURNED not in parts:
        return [f"{alone}; there is no chemotherapy whose kill could get through."]
    back = effect(parts[Cause.RETURNED].log, parts[Cause.RETURNED].least)
    if back == NO_CHANGE:
        return [f"{alone}, and beside chemotherapy nothing more."]
    return [f"{alone}; letting chemotherapy through makes that {back} again."]


def _names(part: Part, way: Attribution) -> Names:
    drugs = [named(drug, way.scenario.species) for drug in part.subject]
    return Names(listed(drugs), len(drugs) > 1)


def _leaves(names: Names, part: Part) -> str:
    change = effect(part.log, part.least)
    if change == NO_CHANGE:
        return f"{names.does('change')} nothing"
    return f"{names.does('leave')} {change} cells"
