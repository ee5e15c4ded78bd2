"""2,000 inputs of `make fuzz` through the application alone: the same ones in every run.

Nothing long is computed: curves and arms are of few scenarios and remembered, cohorts have four
subjects and groups that do not differ, likely ranges are busy, and long work is begun and never
done. Left to the command are raw sockets, which need a server (tests/served/test_bodies.py has
some), and settings that each need curves of their own (as tests/science/test_random_scenarios.py).
"""

import logging
from functools import cache
from types import SimpleNamespace

import pytest
from dash import dcc
from flask import Flask
from tests.fuzz.blocks import ORDER, SIZE, Harm, family_of, run_block
from tests.fuzz.inputs import FAMILIES, Page, Raw, Sent
from tests.fuzz.messages import posted
from tests.fuzz.verdicts import wrong
from tests.runs import run
from tests.web.browsers import ASSETS, components

from osteoniche.analysis.cohort.work import arm_of
from osteoniche.jobs import Progress, State
from osteoniche.web.edge.health import Busy
from osteoniche.web.shell import create_app

LEFT_OUT = {"raw sockets", "any settings"}
BLOCKS = [number for number in range(len(ORDER)) if family_of(number) not in LEFT_OUT][:20]


class Undone:
    """Long work that goes on for ever, whatever is asked of it."""

    def results(self, work):
        return None

    def parts(self, work):
        return [None] * work.chunks

    def __getattr__(self, name):
        return lambda work, *more: Progress(State.RUNNING, 0, work.chunks)


def busy(scenario):
    raise Busy


@pytest.fixture(scope="module")
def app():
    made = create_app(
        run, Undone(), ASSETS, band=busy, known_band=lambda scenario: None, subjects=cache(arm_of)
    )
    made._setup_server()
    return made


@pytest.fixture(scope="module")
def page(app):
    return Page(app, cheap=True)


def judge_of(app):
    client = app.server.test_client()

    def judge(sent):
        path = f"/{sent.path}"
        with client.open(path, method=sent.method, headers=sent.headers, data=sent.body) as answer:
            headers = {name.lower(): value for name, value in answer.headers}
            return wrong(answer.status_code, headers, answer.get_data())

    return judge


def test_there_are_2000_of_all_families_but_two():
    assert len(BLOCKS) * SIZE == 2000
    assert {family_of(number) for number in BLOCKS} == set(FAMILIES) - LEFT_OUT
    assert {family_of(number) for number in range(len(ORDER))} == set(FAMILIES)


@pytest.mark.parametrize("number", BLOCKS, ids=lambda number: f"{family_of(number)} {number}")
def test_no_input_does_harm(app, page, number, caplog):
    caplog.set_level(logging.ERROR)  # thousands are refused, a line each
    run_block(page, number, judge_of(app))
    assert not caplog.records


# What the inputs begin with


def test_every_store_has_its_message(app, page):
    """A new store has to say what the page puts into it, or nothing behind it is reached."""
    stores = {each.id for each in components(app.layout()) if isinstance(each, dcc.Store)}
    parts = [part for body in page.callbacks for part in (*body["inputs"], *body.get("state", []))]
    empty = {part["id"] for part in parts if part["value"] is None and part["property"] == "data"}
    assert not empty & stores


def test_every_route_of_scripts_has_its_messages(app):
    own = {
        rule.rule.lstrip("/") for rule in app.server.url_map.iter_rules() if "POST" in rule.methods
    }
    assert own - {"_dash-update-component"} == posted().keys()


def test_what_inputs_begin_with_is_right(app, page):
    client = app.server.test_client()
    for body in page.callbacks:
        assert client.post("/_dash-update-component", json=body).status_code in {200, 204}
    for path, bodies in posted().items():
        for body in bodies:
            assert client.post(f"/{path}", json=body).status_code in {200, 202, 204}


# What is harm


@pytest.mark.parametrize(
    ("status", "headers", "body", "harm"),
    [
        (200, {}, b"{}", False),
        (400, {"content-type": "application/json"}, b'"<script>alert(7)</script>"', False),
        (400, {"content-type": "text/html"}, b"<script>alert(7)</script>", True),
        (503, {"retry-after": "1"}, b"", False),
        (503, {}, b"", True),
        (500, {"retry-after": "1"}, b"", True),
        (400, {}, b"Traceback (most recent call last)", True),
        (400, {}, b"in /srv/src/osteoniche/web/shell.py", True),
        (200, {"set-cookie": "planted=1"}, b"", True),
    ],
)
def test_what_is_harm(status, headers, body, harm):
    assert bool(wrong(status, headers, body)) == harm


def test_harm_is_found_made_small_and_told(page):
    """A server that breaks at one letter of one route: the shortest such input is named."""

    def judge(sent):
        return "status 500" if isinstance(sent, Raw) or b'"seq"' in sent.body else None

    number = next(each for each in range(len(ORDER)) if family_of(each) == "routes of scripts")
    with pytest.raises(Harm, match="status 500, when this was sent:\nSent") as found:
        run_block(page, number, judge)
    assert len(str(found.value)) < 3100


def test_a_block_is_the_same_every_time(page):
    def sent_by(number):
        seen = []
        run_block(page, number, seen.append, 20)
        return seen

    assert sent_by(0) == sent_by(0) != sent_by(1)
    assert all(isinstance(each, Sent) for each in sent_by(0))


def test_an_application_that_breaks_is_harm():
    broken = Flask("broken")

    @broken.get("/")
    def breaks():
        raise ValueError("inside")

    assert judge_of(SimpleNamespace(server=broken))(Sent("GET", "")) == "status 500"
