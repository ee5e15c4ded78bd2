"""One run in a few words, for those who hear it."""

from osteoniche.engine.result import Result
from osteoniche.narrative.run import bone
from osteoniche.numerals import cells, fold
from osteoniche.study import Headline

LONGEST = 120
"""Characters that are spoken at most."""


def brief(result: Result, numbers: Headline | None) -> str:
    """How a run ended, in at most `LONGEST` characters; `numbers` are None for one that failed."""
    if numbers is None:
        return result.status.value.partition(". ")[0].removesuffix(".") + "."
    return f"{_tumour(numbers)}; {bone(100 - numbers.bone_lost_percent)}."


def _tumour(numbers: Headline) -> str:
    if numbers.burden == 0:
        return "No tumour"
    if numbers.burden < 1:
        return "Fewer than one tumour cell is left"
    if not numbers.treated or numbers.fold_below_untreated is None:
        return f"Tumour of {cells(numbers.burden)}"
    size = fold(numbers.fold_below_untreated)
    return f"Tumour {size} {'as' if size == 'the same size' else 'than'} untreated"
