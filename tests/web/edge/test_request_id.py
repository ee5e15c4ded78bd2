"""Each request has an id, by which its lines in the log are found."""

import logging
import re
from typing import Any

import pytest
from dash import Dash
from tests.web.bodies import legitimate
from tests.web.browsers import page

from osteoniche.engine.result import Status, failed
from osteoniche.web.edge.request_id import HEADER

CALLBACKS = "/_dash-update-component"
MADE = re.compile("[0-9a-f]{16}")


@pytest.fixture(scope="module")
def app() -> Dash:
    return page(lambda scenario: failed(Status.TOO_SLOW))


def told(app: Dash, **headers: str) -> str:
    """The id that an answer has."""
    return app.server.test_client().get("/healthz", headers=headers).headers[HEADER]


@pytest.mark.parametrize("given", ["a" * 8, "0123456789abcdef" * 4, "9f-a.B_7x"])
def test_the_id_of_a_proxy_is_kept(app, given):
    assert told(app, **{HEADER: given}) == given


@pytest.mark.parametrize("given", ["", "short", "a" * 65, "a b c d e f", "{0}{0}{0}{0}", "é" * 9])
def test_what_is_no_id_is_replaced(app, given):
    assert MADE.fullmatch(told(app, **{HEADER: given}))


def test_each_request_has_one_of_its_own(app):
    assert len({told(app) for _ in range(20)}) == 20


def broken(scenario: Any) -> Any:
    raise ZeroDivisionError


def test_a_mistake_is_told_with_the_id_that_the_log_has(caplog):
    app = page(broken)
    client = app.server.test_client()
    answers = [client.post(CALLBACKS, json=body) for body in legitimate(app)]
    mistakes = [answer for answer in answers if answer.status_code == 500]
    assert mistakes
    for answer in mistakes:
        assert answer.get_json()["id"] == answer.headers[HEADER]
    logged = [record.getMessage() for record in caplog.records if record.levelno == logging.ERROR]
    assert len(logged) == len(mistakes)
    for answer, line in zip(mistakes, logged, strict=True):
        assert answer.headers[HEADER] in line


def test_a_page_that_cannot_be_made_says_so_in_words(app, monkeypatch):
    client = app.server.test_client()
    assert client.get("/").status_code == 200  # as at each start
    monkeypatch.setattr(app, "opening", lambda path, search: broken(None))
    answer = client.get("/", headers={"Accept": "text/html"})
    assert answer.status_code == 500
    assert answer.mimetype == "text/html"
    assert "Something went wrong in the server." in answer.text
    assert answer.headers[HEADER] in answer.text
    assert "ZeroDivisionError" not in answer.text
