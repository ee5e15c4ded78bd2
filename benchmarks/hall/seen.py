"""What happened to the requests of a hall."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import numpy as np

ANSWERED, LATER, REFUSED = "answered", "later", "refused"
"""How a request ends well. Later: a likely range while others are computed (204); refused: with
`Retry-After`."""
LOST, WRONG = "lost", "wrong"
"""How it may not: without an answer, or with one that is none to it."""
MOVE, WHOLE, RANGE, OPENING = "move", "whole", "range", "opening"
"""What students ask."""
LAST = "last"
"""No request: from the end of a drag until its value is shown."""
ALIVE, AFTER = "healthz", "after"
"""What is asked beside them: whether the server is alive, and moves once their dials rest."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One request, with the seconds at which it was due, sent and answered."""

    kind: str
    due: float
    sent: float
    done: float
    ending: str = ANSWERED
    bytes: int = 0


@dataclass
class Seen:
    """All requests of a run."""

    samples: list[Sample] = field(default_factory=list)
    problems: Counter[str] = field(default_factory=Counter)
    """What those say that did not end well, how often."""
    superseded: int = 0
    """Moves that were never sent, since newer ones took their place."""
    returned: int = 0
    """Moves that came back without curves, and went through Dash."""
    drags: int = 0
    shown: int = 0
    """Drags whose last value came to be shown."""

    def note(self, sample: Sample, says: str) -> None:
        """One request more, and what is said of it where it did not end well."""
        self.samples.append(sample)
        if sample.ending in (REFUSED, LOST, WRONG):
            self.problems[f"{sample.kind} {sample.ending}: {says}"] += 1

    def of(self, kind: str, ending: str = ANSWERED) -> list[Sample]:
        """Requests of a kind that ended so."""
        return [each for each in self.samples if (each.kind, each.ending) == (kind, ending)]

    def count(self, *endings: str) -> int:
        """How many requests of students ended so."""
        return sum(len(self.of(kind, end)) for kind in (MOVE, WHOLE, RANGE) for end in endings)

    def answers(self, begun: float, ended: float) -> float:
        """Good answers a second between two times, of all kinds."""
        good = (each for each in self.samples if each.ending == ANSWERED)
        kinds = (each for each in good if each.kind in (MOVE, WHOLE, RANGE))
        return sum(begun <= each.done < ended for each in kinds) / (ended - begun)

    def waited(self, kind: str) -> "Times":
        """From when answers of a kind were due to their last byte."""
        return Times.of([each.done - each.due for each in self.of(kind)])

    def served(self, *kinds: str, ending: str = ANSWERED) -> "Times":
        """From when requests of these kinds were sent to their last byte."""
        found = [each for kind in kinds for each in self.of(kind, ending)]
        return Times.of([each.done - each.sent for each in found])


@dataclass(frozen=True)
class Times:
    """Milliseconds of many requests; NaN where there was none."""

    count: int
    p50: float
    p95: float
    p99: float
    slowest: float

    @classmethod
    def of(cls, seconds: list[float]) -> "Times":
        """Percentiles of so many seconds, each one that was measured (`inverted_cdf`)."""
        if not seconds:
            return cls(0, *[float("nan")] * 4)
        ends = np.percentile(1e3 * np.array(seconds), [50, 95, 99, 100], method="inverted_cdf")
        return cls(len(seconds), *map(float, ends))

    def as_json(self) -> dict[str, Any]:
        """For a report; what was not measured is null."""
        parts = {"p50": self.p50, "p95": self.p95, "p99": self.p99, "max": self.slowest}
        kept = {name: round(value, 2) for name, value in parts.items()} if self.count else {}
        return {"count": self.count, **kept}
