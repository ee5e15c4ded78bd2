"""What each setting in which two runs differ does alone, and what they do together, in words."""

from osteoniche.analysis.contrast import CONSTANTS, Change, Contrast
from osteoniche.narrative.factors import about, effect, whole
from osteoniche.narrative.why import named
from osteoniche.numerals import listed, short
from osteoniche.system import default_system

SAME = "The two runs are set alike."


def tell_contrast(contrast: Contrast) -> str:
    """What each setting does alone, what all would do if independent, and what they do together."""
    parts = [f"{setting(each, contrast)} {_alone(each)}" for each in contrast.changes]
    if not parts:
        return SAME
    if len(parts) == 1:
        return f"One setting differs: {parts[0]}."
    nearly = about([each.log for each in contrast.changes], contrast.independent)
    return (
        f"Alone: {listed(parts)}. If they were independent, {nearly}{_independent(contrast)}; "
        f"together, {whole(contrast.log, contrast.ended)}."
    )


def contrast_table(contrast: Contrast) -> list[tuple[str, str]]:
    """Each setting with what it does alone, then all of them: if independent, and together."""
    return [
        *((f"{setting(each, contrast)} alone", _alone(each)) for each in contrast.changes),
        ("if independent", _independent(contrast)),
        ("together", whole(contrast.log, contrast.ended)),
    ]


def setting(change: Change, contrast: Contrast) -> str:
    """A setting as the second run has it: no paclitaxel, knock-out host, 60 days, aN 0."""
    name, second = change.setting, contrast.second
    if name in default_system().by_name:
        return _drug(name, contrast)
    match name:
        case "days":
            return f"{second.days} days"
        case "set":
            return f"constants of {second.set}"
        case "host" | "tumour":
            return f"{getattr(second, name)} {name}"
        case "induction":
            return f"Jagged1 induced {short(second.induction)}-fold"
        case _ if name == CONSTANTS:
            return name
        case _:
            return f"{name} {short(second.parameters.get(name, second.usual(name)))}"


def _drug(name: str, contrast: Contrast) -> str:
    """A drug that is given, given otherwise, or not given in the second run."""
    drug = named(name, contrast.second.species)
    if not contrast.second.dose_of(name):
        return f"no {drug}"
    return f"{drug} given otherwise" if contrast.first.dose_of(name) else drug


def _alone(change: Change) -> str:
    return effect(change.log, change.least)


def _independent(contrast: Contrast) -> str:
    return effect(contrast.independent, any(each.least for each in contrast.changes))
