"""What a page of another site can make a visitor's browser do here: nothing."""

import json

import pytest
from tests.fuzz.messages import posted
from tests.web.browsers import page

from osteoniche.web.edge.gate import CALLBACKS
from osteoniche.web.shell import PAGES

PATHS = [CALLBACKS, *posted()]
SIMPLE = ["", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]
"""What browsers send to other sites without asking them first."""
THERE = {"Origin": "https://other.example", "Sec-Fetch-Site": "cross-site"}


@pytest.fixture(scope="module")
def client():
    return page().server.test_client()


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("kind", [*SIMPLE, "text/plain; application/json"])
def test_what_a_form_can_send_is_refused_even_if_it_holds_json(client, path, kind):
    body = json.dumps(posted().get(path, [{}])[0])
    answer = client.post(f"/{path}", data=body, content_type=kind, headers=THERE)
    assert answer.status_code == 415


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT"])
def test_what_computes_is_asked_for_by_post_alone(client, path, method):
    assert client.open(f"/{path}", method=method).status_code in {404, 405}


@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS"])
def test_no_answer_may_be_read_there(client, method):
    for path in ["", "healthz", "_dash-layout", "assets/frame.css", *PATHS]:
        asked = THERE | {"Access-Control-Request-Method": "POST"}
        answer = client.open(f"/{path}", method=method, headers=asked, json={})
        assert not [name for name, _ in answer.headers if name.startswith("Access-Control")]
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        answer.close()


def test_texts_say_their_encoding(client):
    for path in ["healthz", "assets/frame.css", *(each.path for each in PAGES)]:
        with client.get(f"/{path}") as answer:
            assert answer.headers["Content-Type"].endswith("charset=utf-8"), path
    assert client.get("/_dash-layout").headers["Content-Type"] == "application/json"
