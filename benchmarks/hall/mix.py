"""Everything that visitors ask, mixed: each request follows from its number alone."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import orjson

from benchmarks.hall.asked import DASH, Asked, Question
from benchmarks.hall.run import known
from benchmarks.page import DIALS
from osteoniche.scenario import address
from osteoniche.scenario.presets import preset
from osteoniche.web.pages.cohort import live as cohort
from osteoniche.web.pages.explore import live

NEW, KNOWN, WHOLE, RANGE = "new move", "known move", "whole answer", "likely range"
PAGE, COHORT, REFUSAL = "page", "cohort that moves", "refusal"
SHARES = {NEW: 30, KNOWN: 46, WHOLE: 8, PAGE: 4, RANGE: 1, COHORT: 1, REFUSAL: 10}
"""Of 100 requests."""
LATER_FROM = (RANGE, COHORT)
"""What may be asked for again, since others are computed."""


@dataclass(frozen=True)
class Wanted:
    """A request of some kind, and the status that it is to have."""

    kind: str
    question: Question
    status: int = 200


class Mix:
    """Requests by their number, as a page that shows what `shown` tells would send them."""

    def __init__(self, asked: Asked, shown: dict[str, Any]) -> None:
        self._asked, self._shown = asked, shown
        self._makes: dict[str, Callable[[int, random.Random], Wanted]] = {
            NEW: self._new,
            KNOWN: self._known,
            WHOLE: self._whole,
            PAGE: self._page,
            RANGE: self._range,
            COHORT: self._cohort,
            REFUSAL: self._refusal,
        }

    def request(self, number: int) -> Wanted:
        """The request of this number: the same each time."""
        chance = random.Random(number)
        (kind,) = chance.choices(list(SHARES), list(SHARES.values()))
        return self._makes[kind](number, chance)

    def _new(self, number: int, chance: random.Random) -> Wanted:
        dial = chance.choice(list(DIALS))
        return self._move(NEW, number, dial, _anywhere(dial, chance))

    def _known(self, number: int, chance: random.Random) -> Wanted:
        dial = chance.choice(list(DIALS))
        return self._move(KNOWN, number, dial, chance.choice(known(dial)))

    def _move(self, kind: str, number: int, dial: str, value: float) -> Wanted:
        return Wanted(kind, self._asked.short(self._asked.moved(dial, value), number, self._shown))

    def _whole(self, number: int, chance: random.Random) -> Wanted:
        """At rest, or with nothing on the page; of what is known or of what is new."""
        dial = chance.choice(list(DIALS))
        value = chance.choice([_anywhere(dial, chance), chance.choice(known(dial))])
        shown = chance.choice([self._shown, {}])
        state = self._asked.moved(dial, value)
        return Wanted(WHOLE, self._asked.through_dash(state, number, shown))

    def _page(self, number: int, chance: random.Random) -> Wanted:
        return Wanted(PAGE, chance.choice([each for each in self._asked.opening if not each.body]))

    def _range(self, number: int, chance: random.Random) -> Wanted:
        return Wanted(RANGE, self._asked.range(_scenario(chance)))

    def _cohort(self, number: int, chance: random.Random) -> Wanted:
        message = {"query": _scenario(chance), "settings": {}, "theme": "light"}
        path = self._asked.prefix + cohort.PATH
        return Wanted(COHORT, Question("POST", path, orjson.dumps(message)))

    def _refusal(self, number: int, chance: random.Random) -> Wanted:
        """What no page sends, and its status."""
        prefix = self._asked.prefix
        output = self._asked.whole | {"output": f"nobody-{number}.children"}
        method, path, body, status = chance.choice(
            [
                ("GET", f"nonsense-{number}", b"", 404),
                ("POST", f"nonsense-{number}", b"{}", 405),
                ("POST", "", b"{}", 405),
                ("POST", live.PATH, b'{"values": NaN}', 400),
                ("POST", live.PATH, b"[" * chance.randrange(1, 2000), 400),
                ("POST", DASH, orjson.dumps(output), 400),
            ]
        )
        return Wanted(REFUSAL, Question(method, prefix + path, body), status)


def _anywhere(dial: str, chance: random.Random) -> float:
    low, high = DIALS[dial]
    return round(chance.uniform(low or 0.03, high), 6)


def _scenario(chance: random.Random) -> str:
    """The address of the chemotherapy at some dose."""
    usual = preset("chemotherapy")
    dose = round(chance.uniform(1.0, 30.0), 3)
    treatments = [each.model_copy(update={"dose": dose}) for each in usual.treatments]
    return address.encode(usual.changed(treatments=treatments))
