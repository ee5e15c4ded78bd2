"""Every answer carries the headers, and the policy fits the page."""

import base64
import hashlib
import re
import sys
from typing import Any

import pytest
from dash import Dash, Input, Output, html
from tests.web.bodies import legitimate
from tests.web.browsers import ASSETS, page

from osteoniche.engine.result import Status, failed
from osteoniche.web.edge.headers import DiscreetDash, script_hashes
from osteoniche.web.edge.refusals import Busy
from osteoniche.web.kit import ids

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), "
        "magnetometer=(), microphone=(), midi=(), payment=(), usb=()"
    ),
}
CALLBACKS = "/lab/_dash-update-component"


@pytest.fixture(scope="module")
def app() -> Dash:
    return page(lambda scenario: failed(Status.TOO_SLOW), "/lab/")


def policy_of(answer: Any) -> dict[str, list[str]]:
    """The directives of an answer's content security policy."""
    directives = answer.headers["Content-Security-Policy"].split("; ")
    return {words[0]: words[1:] for words in (each.split() for each in directives)}


def of_kind(app: Dash, kind: str) -> Any:
    """An answer of each kind that there is."""
    client = app.server.test_client()
    text = client.get("/lab/").text
    if kind == "script":
        return client.get(re.findall(r'src="([^"]+dash_renderer[^"]*)"', text)[0])
    if kind == "not modified":
        with client.get("/lab/assets/frame.css") as first:
            known = {"If-None-Match": first.headers["ETag"]}
        return client.get("/lab/assets/frame.css", headers=known)
    if kind.startswith("callback"):
        answers = [client.post(CALLBACKS, json=body) for body in legitimate(app)]
        return next(each for each in answers if each.status_code == int(kind.split()[1]))
    if kind == "too large":
        return client.post(CALLBACKS, data=b"[" * 300_000, content_type="application/json")
    if kind == "no JSON":
        return client.post(CALLBACKS, data=b"[", content_type="application/json")
    if kind == "unknown page":
        return client.get("/lab/nonsense", headers={"Accept": "text/html"})
    method, path = kind.split()
    return client.open(path, method=method)


KINDS = {
    "GET /lab/": 200,
    "HEAD /lab/": 200,
    "OPTIONS /lab/": 200,
    "GET /lab/?species=human": 200,
    "GET /lab/_dash-layout": 200,
    "GET /lab/_dash-dependencies": 200,
    "GET /lab/_favicon.ico": 200,
    "GET /lab/healthz": 200,
    "GET /lab/assets/frame.css": 200,
    "GET /lab/assets/pages/explore/requests.js": 200,
    "script": 200,
    "not modified": 304,
    "callback 200": 200,
    "callback 204": 204,
    "GET /lab": 308,
    "no JSON": 400,
    "GET /lab/nonsense": 404,
    "unknown page": 404,
    "GET /lab/assets/nonsense.js": 404,
    "GET /lab/_dash-component-suites/nonsense/x.js": 404,
    "GET /": 404,
    "PUT /lab/": 405,
    "too large": 413,
    "POST /lab/_dash-update-component": 415,
}


def assert_headers(answer: Any) -> None:
    assert {name: answer.headers.get(name) for name in ALWAYS} == ALWAYS
    assert policy_of(answer)["default-src"] == ["'none'"]
    assert "Strict-Transport-Security" not in answer.headers
    assert answer.headers.get("Cache-Control")
    assert answer.headers.get("X-Request-ID")
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(("kind", "status"), KINDS.items())
def test_every_kind_of_answer_has_the_headers(app, kind, status):
    with of_kind(app, kind) as answer:
        assert answer.status_code == status
        assert_headers(answer)


@pytest.mark.parametrize(("error", "status"), [(ZeroDivisionError, 500), (Busy, 503)])
def test_failures_have_the_headers(error, status):
    def broken(scenario: Any) -> Any:
        raise error

    app = page(broken)
    client = app.server.test_client()
    answers = [client.post("/_dash-update-component", json=body) for body in legitimate(app)]
    failures = [answer for answer in answers if answer.status_code >= 500]
    assert failures
    for answer in failures:
        assert answer.status_code == status
        assert_headers(answer)


def test_the_policy_allows_what_the_page_needs_and_no_more(app):
    policy = policy_of(app.server.test_client().get("/lab/"))
    scripts = policy.pop("script-src")
    assert policy == {
        "default-src": ["'none'"],
        "style-src": ["'self'", "'unsafe-inline'"],
        "img-src": ["'self'", "data:", "blob:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
    assert scripts[0] == "'self'"
    assert len(scripts) > 1
    assert all(re.fullmatch(r"'sha256-[A-Za-z0-9+/]{43}='", each) for each in scripts[1:])


def test_sites_that_are_named_may_show_the_page_inside_theirs():
    """And no other: the older header, which knows no list, is left out."""
    sites = ("https://moodle.school.example", "https://lms.example:8443")
    client = page(lambda scenario: failed(Status.TOO_SLOW), embed=sites).server.test_client()
    for path in ("/", "/healthz", "/nonsense"):
        answer = client.get(path)
        assert policy_of(answer)["frame-ancestors"] == list(sites)
        assert "X-Frame-Options" not in answer.headers
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def inline_scripts(text: str) -> list[str]:
    """The scripts within a page that run, found another way than the policy finds them."""
    text = re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL)
    found = re.findall(r"<script([^>]*)>(.*?)</script>", text, re.DOTALL)
    return [body for head, body in found if "src=" not in head and "json" not in head]


def digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def test_every_script_within_the_page_is_allowed_by_its_hash(app):
    answer = app.server.test_client().get("/lab/")
    allowed = policy_of(answer)["script-src"]
    scripts = inline_scripts(answer.text)
    assert any("mantine-color-scheme" in script for script in scripts)
    assert any("DashRenderer" in script for script in scripts)
    assert [digest(script) for script in scripts if digest(script) not in allowed] == []
    assert set(app.csp_hashes()) <= set(allowed)
    assert not re.search(r"<[^>]+\son\w+\s*=", answer.text)  # such as onclick: no hash allows it


def test_the_policy_waits_for_callbacks_that_come_after(app):
    late = page(lambda scenario: failed(Status.TOO_SLOW))
    late.clientside_callback(
        "function (value) { return 'late'; }",
        Output(ids.SENTENCE, "title"),
        Input(ids.SCALE, "value"),
    )
    answer = late.server.test_client().get("/")
    (script,) = [each for each in inline_scripts(answer.text) if "'late'" in each]
    assert digest(script) in policy_of(answer)["script-src"]


def test_scripts_that_hold_data_or_stand_elsewhere_have_no_hash():
    page = (
        '<script src="/a.js"></script><script type="application/json">{"a": "</b>"}</script>'
        "<script>let a = 1 < 2 && '&amp;';</script><SCRIPT type='module'>b</SCRIPT>"
        "<style>p {}</style><!-- <script>c</script> -->"
    )
    assert script_hashes(page) == [digest("let a = 1 < 2 && '&amp;';"), digest("b")]


@pytest.mark.parametrize(
    ("arrived", "strict"), [({"X-Forwarded-Proto": "https"}, True), ({}, False)]
)
def test_only_who_came_by_https_is_told_to_stay(app, arrived, strict):
    client = app.server.test_client()
    for path in ("/lab/", "/lab/healthz", "/lab/nonsense"):
        headers = client.get(path, headers=arrived).headers
        assert ("Strict-Transport-Security" in headers) is strict
    answer = client.get("/lab/", base_url="https://laboratory.example")
    assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]


def test_the_page_does_not_tell_about_the_machine(app):
    client = app.server.test_client()
    for path in ("/lab/", "/lab/_dash-layout", "/lab/_dash-dependencies"):
        text = client.get(path).text
        for word in (sys.version.split()[0], sys.platform, str(ASSETS.parent), "python_version"):
            assert word not in text
    assert "dash_version_url" not in client.get("/lab/").text


def test_the_settings_within_the_page_cannot_end_their_element(app):
    text = app.server.test_client().get("/lab/").text
    (config,) = re.findall(r'<script id="_dash-config"[^>]*>(.*?)</script>', text, re.DOTALL)
    assert "<" not in config
    assert '"requests_pathname_prefix":"/lab/"' in config


def test_words_of_the_layout_cannot_end_it_either():
    app = DiscreetDash("other")
    app.layout = lambda: html.Div("</script><script>alert(1)</script><!--")
    with app.server.test_request_context():
        app._setup_server()
        text = app.index()
    assert "alert(1)" in text  # in the settings, where Dash puts the layout
    assert not any("alert" in script for script in inline_scripts(text))


def test_fingerprinted_scripts_are_kept_and_pages_are_asked_for_again(app):
    with of_kind(app, "script") as script:
        assert "max-age=31536000" in script.headers["Cache-Control"]
    assert app.server.test_client().get("/lab/").headers["Cache-Control"] == "no-cache"


def test_the_icon_is_kept_although_the_address_changes(app):
    client = app.server.test_client()
    assert client.get("/lab/_favicon.ico?v=1").headers["Cache-Control"] == "max-age=86400"
    assert client.get("/lab/nowhere/_favicon.ico").headers["Cache-Control"] == "no-cache"
