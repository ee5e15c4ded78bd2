"""A block of inputs: some hundred of one family, all following from one number.

The number says the family too, so a block is found again by it alone, whatever else was sent.
"""

from collections.abc import Callable

import hypothesis
from hypothesis import HealthCheck, Phase, Verbosity, settings
from tests.fuzz.inputs import FAMILIES, Input, Page

SIZE = 100
"""Inputs of a block."""
ORDER = [name for name, (_, share) in FAMILIES.items() for _ in range(share)]


class Harm(AssertionError):
    """An input that did what no input may do."""

    def __init__(self, what: str, sent: Input) -> None:
        super().__init__(f"{what}, when this was sent:\n{sent!r:.3000}")


def family_of(number: int) -> str:
    """The family of a block; those with a larger share have more numbers."""
    return ORDER[number * 7 % len(ORDER)]


def run_block(
    page: Page, number: int, judge: Callable[[Input], str | None], size: int = SIZE
) -> None:
    """Send a block. `judge` gives what is wrong with an answer, or None.

    Raises Harm for the smallest input that shows what is wrong.
    """
    strategy, _ = FAMILIES[family_of(number)]

    @hypothesis.seed(number)
    @settings(
        max_examples=size,
        database=None,
        deadline=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=False,
        verbosity=Verbosity.quiet,  # a Harm says it all
    )
    @hypothesis.given(strategy(page))
    def each(sent: Input) -> None:
        what = judge(sent)
        if what is not None:
            raise Harm(what, sent)

    each()
