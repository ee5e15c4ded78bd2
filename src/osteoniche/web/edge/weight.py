"""What a request will cost, known before anything of it is computed.

Costs are seconds of a processor, roughly: what matters is which line something waits in. Each time
that a drug enters, or an infusion ends, the solver sets out anew, and that is most of a curve.
"""

import math
from collections.abc import Iterator

from osteoniche.calibration.bands import MEMBERS
from osteoniche.scenario import Scenario, Treatment

WHOLE, SETTING_OUT = 0.002, 0.0006
"""Of one curve: without any dose, and each time that the solver sets out anew."""
MEMBER = 0.25
"""What a curve costs among many of its kind, over what it costs alone."""
DEAR = 0.25
"""From here on a curve is dear. That of a patient with usual doses costs a third of it."""
DEAREST = 15.0
"""From here on a likely range or an arm of a cohort is too dear to wait among others."""
TOGETHER = 12.0
"""Seconds of a processor that all curves of one request may take, and not of a clock: a busy
machine takes nothing away."""


def of_curve(scenario: Scenario) -> float:
    """The cost of a curve."""
    return WHOLE + SETTING_OUT * sum(_moments(scenario))


def of_many(scenario: Scenario, curves: int = MEMBERS) -> float:
    """The cost of so many curves of one kind: a likely range, or an arm of a cohort."""
    return MEMBER * curves * of_curve(scenario)


def is_dear(scenario: Scenario) -> bool:
    """Whether a curve is dear, and so is all that is drawn of it."""
    return of_curve(scenario) >= DEAR


def _moments(scenario: Scenario) -> Iterator[float]:
    """How often the solver sets out anew for each course, at most."""
    for given in scenario.given:
        yield _doses(given, scenario.days) * (1 if given.hours is None else 2)


def _doses(given: Treatment, days: float) -> float:
    """The doses of a course, with all of its last cycle: counted without listing them."""
    span = min(days, days if given.until is None else given.until) - given.start
    spacing, together = given.again or given.every, given.doses or 1
    return together * (math.ceil(max(0.0, span) / spacing) if spacing else 1)
