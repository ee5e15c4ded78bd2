"""A small hall at the real server: nothing is lost, and what students send is what pages send."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import orjson
import pytest
from benchmarks.hall import connection, run
from benchmarks.hall.asked import DASH, Asked, recorded
from benchmarks.hall.mix import SHARES
from benchmarks.hall.run import Hall, filled, warm
from benchmarks.hall.seen import (
    ALIVE,
    ANSWERED,
    LAST,
    LATER,
    LOST,
    MOVE,
    REFUSED,
    WHOLE,
    WRONG,
    Seen,
)
from benchmarks.hall.session import serving
from benchmarks.hall.student import EVENTS, UPDATES, Student
from benchmarks.page import thumb
from benchmarks.served import browsing
from benchmarks.soak import judged, soaking
from playwright.sync_api import Request
from tests.hall.apart import apart, finished

from osteoniche.web.kit import ids
from osteoniche.web.pages.explore import live, ranges

DIAL = "antibody.dose"
STUDENTS = 3
"""One for each dial."""


@dataclass
class Recorded:
    """A running server, what a page asks of it, and what it sends for a dial that is moved."""

    address: str
    asked: Asked
    sent: dict[str, dict[str, Any]]


def recorded_of(address: str) -> Recorded:
    """What a page at address asks for, and what it sends when a dial is moved once."""
    sent: dict[str, dict[str, Any]] = {}

    def note(request: Request) -> None:
        if request.post_data:
            sent[request.url.split("/")[-1].split("?")[0]] = orjson.loads(request.post_data)

    with browsing() as page:
        asked = recorded(page, address)
        page.on("request", note)
        at_rest = page.expect_request(
            lambda request: request.url.endswith(ranges.PATH), timeout=600_000
        )
        with at_rest:
            thumb(page, DIAL).focus()
            page.keyboard.press("ArrowRight")
    return Recorded(address, asked, sent)


@pytest.fixture(scope="module")
def hall() -> Iterator[Recorded]:
    with serving("folder", WEB_CONCURRENCY="2") as address:
        yield apart(lambda: recorded_of(address))


@pytest.fixture(autouse=True)
def patient(monkeypatch):
    """A busy machine loses no request; and drags follow soon upon each other."""
    monkeypatch.setattr(connection, "PATIENCE", 600.0)
    monkeypatch.setattr(run, "DRAIN", 600.0)
    monkeypatch.setattr(run, "PERIOD", 3.0)
    monkeypatch.setattr(run, "PROBES", 2)


def test_a_student_sends_what_the_page_sends(hall):
    """To the letter, for a dial that moves and for one that has come to rest."""
    moved, whole = hall.sent[live.PATH], hall.sent[DASH]
    value = moved["values"][ids.control(DIAL)]

    async def opened() -> dict[str, Any]:
        student = Student(hall.asked, hall.address, DIAL, lambda events: [], Seen())
        await student.open()
        student.close()
        return student.shown

    shown = finished(opened())
    state = hall.asked.moved(DIAL, value)
    ours = orjson.loads(hall.asked.short(state, moved["seq"], shown).body)
    assert ours == moved
    after = shown | {"scenario": whole["inputs"][0]["value"]["drawn"]}
    ours = orjson.loads(hall.asked.through_dash(state, moved["seq"] + 1, after).body)
    assert ours == whole
    assert hall.sent[ranges.PATH] == orjson.loads(hall.asked.range(after["scenario"]).body)


@pytest.mark.parametrize(
    ("new", "waits"), [(True, True), (False, False)], ids=["new, page", "remembered, open"]
)
def test_every_move_is_answered_and_every_last_value_shown(hall, new, waits, monkeypatch):
    if not new:
        monkeypatch.setattr(run, "KNOWN", 2)
        finished(warm(hall.asked, hall.address))
    asked = Hall(STUDENTS, 3.0, new, waits)
    outcome = finished(filled(asked, hall.asked, hall.address))
    seen = outcome.seen
    assert seen.drags >= STUDENTS
    assert seen.count(LOST, WRONG) == 0, seen.problems
    assert seen.shown == len(seen.of(LAST))
    assert seen.returned == 0
    if not seen.count(REFUSED):  # a busy machine may refuse some, which are asked for again
        assert seen.shown == len(seen.of(WHOLE)) == seen.drags
        events = EVENTS if waits else UPDATES
        assert len(seen.of(MOVE)) + seen.superseded == events * seen.drags
    assert seen.of(ALIVE)
    assert not seen.of(ALIVE, LOST) + seen.of(ALIVE, WRONG)
    assert outcome.server > 0
    assert outcome.generator > 0


def test_a_short_soak(hall):
    requests = 120
    soak = finished(soaking(hall.asked, hall.address, requests))
    seen = soak.seen
    assert len([each for each in seen.samples if each.ending == ANSWERED]) == requests
    assert {each.kind for each in seen.samples} == set(SHARES)
    assert {each.ending for each in seen.samples} <= {ANSWERED, LATER, REFUSED}, seen.problems
    assert len(soak.first) == requests
    assert soak.different == []
    assert len(soak.workers) == 2
    assert [each.target.code for each in judged(soak)] == ["R24"] * 4
