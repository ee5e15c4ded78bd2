"""No request makes the server fail: the bad ones are refused, those of the page pass."""

import copy
import json
import logging
from io import BytesIO
from typing import Any

import dash
import pytest
from dash import ALL, ALLSMALLER, MATCH, Dash, Input, Output, State, html
from dash.exceptions import PreventUpdate
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.web.bodies import BAD_ADDRESSES, bad_bodies, legitimate, nested, with_state
from tests.web.browsers import ASSETS, JUNK, page

from osteoniche.engine.result import Status, failed
from osteoniche.errors import Problem, ScenarioError
from osteoniche.web.edge.gate import BODY, DEPTH, NOT_WHOLE, Json
from osteoniche.web.edge.protection import protect
from osteoniche.web.edge.refusals import Busy

CALLBACKS = "/lab/_dash-update-component"
WITHIN = ("Traceback", 'File "', "site-packages", "/src/", "osteoniche.web", str(ASSETS.parent))


def no_curve(scenario: Any) -> Any:
    raise AssertionError("a curve was asked for")


@pytest.fixture(scope="module")
def app() -> Dash:
    return page(no_curve, "/lab/")


@pytest.fixture(scope="module")
def curves() -> Dash:
    return page(prefix="/lab/")


BAD_BODIES = tuple(bad_bodies(page(no_curve)))


def test_the_corpus_is_large_enough():
    assert len(BAD_BODIES) + len(BAD_ADDRESSES) >= 60


def assert_refused(answer: Any, caplog: pytest.LogCaptureFixture) -> None:
    assert 400 <= answer.status_code < 500
    said = answer.get_data(as_text=True)
    assert len(said) < 400
    assert not any(word in said for word in WITHIN)
    (record,) = caplog.records  # one line
    assert record.name == "osteoniche.web.edge.refusals"
    assert record.levelno == logging.WARNING
    assert record.exc_info is None
    assert "\n" not in record.getMessage()
    assert len(record.getMessage()) < 500


@pytest.mark.parametrize("name", BAD_BODIES)
def test_a_bad_body_is_refused(app, caplog, name):
    body = bad_bodies(app)[name](with_state(app))
    answer = app.server.test_client().post(CALLBACKS, data=body, content_type="application/json")
    assert answer.status_code == (413 if len(body) > BODY else 400)
    assert list(answer.get_json()) == ["error"]
    assert_refused(answer, caplog)


@pytest.mark.parametrize(
    "kind", ["", "text/plain", "text/html", "application/x-www-form-urlencoded", "multipart/x", "%"]
)
def test_a_body_that_does_not_call_itself_json_is_refused(app, caplog, kind):
    """Also what other sites can send without asking: forms and plain text."""
    body = json.dumps(with_state(app))
    answer = app.server.test_client().post(CALLBACKS, data=body, content_type=kind)
    assert answer.status_code == 415
    assert_refused(answer, caplog)


@pytest.mark.parametrize(("method", "path", "status"), BAD_ADDRESSES)
def test_a_bad_address_is_refused(app, caplog, method, path, status):
    answer = app.server.test_client().open(f"/lab/{path}", method=method)
    assert answer.status_code == status
    assert_refused(answer, caplog)


@pytest.mark.parametrize("path", ["/", "/healthz", "/assets/frame.css", "/labour/", "//lab/"])
def test_outside_the_prefix_there_is_nothing(app, caplog, path):
    answer = app.server.test_client().get(path, headers={"Accept": "text/html"})
    assert answer.status_code == 404
    assert_refused(answer, caplog)


def test_an_unknown_page_shows_the_way_to_the_laboratory(app):
    accept = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
    answer = app.server.test_client().get("/lab/<script>alert(1)</script>", headers=accept)
    assert answer.status_code == 404
    assert answer.mimetype == "text/html"
    assert 'href="/lab/"' in answer.text
    assert "alert" not in answer.text
    assert "_dash-config" not in answer.text


def test_a_wrong_method_says_which_are_right(app):
    assert set(app.server.test_client().post("/lab/").headers["Allow"].split(", ")) >= {"GET"}


def test_without_the_last_slash_the_page_is_found(app):
    answer = app.server.test_client().get("/lab?species=human")
    assert answer.status_code == 308
    assert answer.headers["Location"].endswith("/lab/?species=human")


class Endless:
    """The body of a request that never ends."""

    given = 0

    def read(self, size: int = -1) -> bytes:
        assert size > 0
        self.given += size
        return b"[" * size


@pytest.mark.parametrize("path", [CALLBACKS, "/lab/", "/lab/nonsense", "/lab/healthz", "/"])
def test_a_large_body_is_not_read(app, caplog, path):
    """Its length says enough, wherever it goes."""
    stream = Endless()
    declared = {"wsgi.input": stream, "CONTENT_LENGTH": "80000000"}
    client = app.server.test_client()
    answer = client.post(path, content_type="application/json", environ_overrides=declared)
    assert answer.status_code == 413
    assert stream.given == 0
    assert_refused(answer, caplog)


def test_a_large_body_of_unknown_length_is_read_up_to_the_limit(app, caplog):
    stream = Endless()
    chunked = {"wsgi.input": stream, "wsgi.input_terminated": True}
    client = app.server.test_client()
    answer = client.post(CALLBACKS, content_type="application/json", environ_overrides=chunked)
    assert answer.status_code == 400  # what was read is half of something
    assert 0 < stream.given <= BODY + 2**17
    assert_refused(answer, caplog)


class Broken:
    """A body whose reading fails, as a server reports it."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def read(self, size: int = -1) -> bytes:
        raise self.error


class ForeignError(Exception):
    """What only one server knows."""


@pytest.mark.parametrize(
    "error", [ForeignError("chunk"), OSError("chunk"), TimeoutError(), BlockingIOError(11, "x")]
)
@pytest.mark.parametrize("path", [CALLBACKS, "/lab/live"])
def test_a_body_that_can_not_be_read_is_refused(app, caplog, path, error):
    chunked = {"wsgi.input": Broken(error), "wsgi.input_terminated": True}
    client = app.server.test_client()
    answer = client.post(path, content_type="application/json", environ_overrides=chunked)
    assert answer.status_code == 400
    assert answer.json == {"error": NOT_WHOLE}
    assert_refused(answer, caplog)


def test_a_body_that_ends_early_is_refused(app, caplog):
    """Even one that would be JSON: nobody knows what was cut off."""
    short = {"wsgi.input": BytesIO(b"{}"), "CONTENT_LENGTH": "50", "wsgi.input_terminated": True}
    client = app.server.test_client()
    answer = client.post(CALLBACKS, content_type="application/json", environ_overrides=short)
    assert answer.json == {"error": NOT_WHOLE}
    assert_refused(answer, caplog)


def test_the_requests_of_the_page_pass(curves, caplog):
    """Each callback, at first and by each of its inputs, with the values of the page."""
    bodies = legitimate(curves)
    assert len({body["output"] for body in bodies}) == sum(
        "callback" in entry for entry in curves.callback_map.values()
    )
    client = curves.server.test_client()
    answers = [client.post(CALLBACKS, json=body).status_code for body in bodies]
    assert set(answers) <= {200, 204}
    assert 200 in answers
    assert caplog.records == []


def test_the_requests_of_the_page_have_room_below_the_limits(curves):
    def depth(value: Any) -> int:
        inner = value.values() if isinstance(value, dict) else value
        return 1 + max(map(depth, inner), default=0) if isinstance(value, dict | list) else 0

    bodies = legitimate(curves)
    assert max(map(depth, bodies)) <= DEPTH - 2
    assert max(len(json.dumps(body)) for body in bodies) <= BODY / 4


def test_an_answer_that_changes_nothing_stays_without_content(curves):
    """Dash's own PreventUpdate."""
    client = curves.server.test_client()
    statuses = {client.post(CALLBACKS, json=body).status_code for body in legitimate(curves)}
    assert 204 in statuses


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path of everything within a JSON value."""
    inner = dict(enumerate(value)) if isinstance(value, list) else value
    keys = inner if isinstance(inner, dict) else {}
    return [path, *(found for key in keys for found in places(keys[key], (*path, key)))]


def mutate(data: st.DataObject, body: Any) -> Any:
    """The body with one thing in it replaced, removed, doubled, renamed or moved."""
    body = copy.deepcopy(body)
    *way, last = data.draw(st.sampled_from(places(body)[1:]))
    parent = body
    for key in way:
        parent = parent[key]
    kind = data.draw(st.sampled_from(["replace", "remove", "double", "rename", "wrap"]))
    if kind == "remove":
        del parent[last]
    elif kind == "double" and isinstance(parent, list):
        parent.append(parent[last])
    elif kind == "rename" and isinstance(parent, dict):
        parent[data.draw(st.text(max_size=8))] = parent.pop(last)
    elif kind == "wrap":
        parent[last] = data.draw(st.sampled_from([[parent[last]], {"value": parent[last]}]))
    else:
        parent[last] = data.draw(JUNK)
    return body


@pytest.fixture(scope="module")
def spent() -> Dash:
    return page(lambda scenario: failed(Status.TOO_SLOW), "/lab/")


@settings(
    max_examples=500, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_mutated_requests_never_make_the_server_fail(spent, caplog, data):
    caplog.clear()
    body = data.draw(st.sampled_from(legitimate_of(spent)))
    for _ in range(data.draw(st.integers(1, 3))):
        body = mutate(data, body)
        if not isinstance(body, dict) or len(places(body)) < 2:
            break
    text = json.dumps(body)
    answer = spent.server.test_client().post(CALLBACKS, data=text, content_type="application/json")
    assert answer.status_code in {200, 204, 400}
    if answer.status_code == 400:
        assert_refused(answer, caplog)


_LEGITIMATE: dict[int, list[Any]] = {}


def legitimate_of(app: Dash) -> list[Any]:
    return _LEGITIMATE.setdefault(id(app), legitimate(app))


# Callbacks of every kind that Dash has, so that those to come are known to pass.


@pytest.fixture(scope="module")
def other() -> Dash:
    app = Dash("other", title="Other")
    app.layout = html.Div(id="whole")

    @app.callback(
        Output({"kind": "row", "index": MATCH}, "children"),
        Input({"kind": "row", "index": MATCH}, "n_clicks"),
        State({"kind": "row", "index": ALLSMALLER}, "n_clicks"),
    )
    def matching(clicks: Any, smaller: Any) -> str:
        return f"{clicks} {smaller}"

    @app.callback(
        Output({"kind": ALL, "table": "a.b"}, "children"),
        Input({"kind": ALL, "table": "a.b"}, "value"),
        Input("whole", "title"),
    )
    def everything(values: Any, title: Any) -> list[str]:
        return [str(value) for value in values]

    @app.callback(Input("whole", "n_clicks"))
    def silent(clicks: Any) -> None:
        return None

    @app.callback(
        Output("whole", "children", allow_duplicate=True),
        Input("whole", "title"),
        prevent_initial_call=True,
    )
    def twice(title: Any) -> str:
        return str(title)

    @app.callback(Output("whole", "lang"), Input("whole", "dir"))
    def failing(kind: str) -> str:
        if kind == "scenario":
            raise ScenarioError([Problem("days", -1, "choose 7 to 180")])
        raise {"busy": Busy, "nothing": PreventUpdate}.get(kind, ZeroDivisionError)("a secret")

    app.clientside_callback("() => 1", Output("whole", "hidden"), Input("whole", "title"))
    protect(app, ("", "about"))
    app._setup_server()
    return app


def sent(app: Dash, **parts: Any) -> Any:
    body = {"changedPropIds": []} | parts
    return app.server.test_client().post("/_dash-update-component", json=body)


def key(app: Dash, word: str) -> str:
    return next(output for output in app.callback_map if word in output)


def row(index: Any, prop: str, **more: Any) -> dict[str, Any]:
    return {"id": {"kind": "row", "index": index}, "property": prop} | more


def matching_parts(app: Dash, **changes: Any) -> dict[str, Any]:
    parts: dict[str, Any] = {
        "output": key(app, "MATCH"),
        "outputs": row(2, "children"),
        "inputs": [row(2, "n_clicks", value=5)],
        "state": [[row(0, "n_clicks", value=1), row(1, "n_clicks", value=3)]],
        "changedPropIds": ['{"index":2,"kind":"row"}.n_clicks'],
    }
    return parts | changes


def test_ids_that_match_pass(other):
    answer = sent(other, **matching_parts(other))
    assert answer.get_json()["response"] == {'{"index":2,"kind":"row"}': {"children": "5 [1, 3]"}}
    assert sent(other, **matching_parts(other, state=[[]])).status_code == 200


@pytest.mark.parametrize(
    "changes",
    [
        {"outputs": row(3, "children")},  # not the same row
        {"outputs": row([2], "children")},
        {"outputs": row({"$gt": 0}, "children")},
        {"outputs": row([2], "children"), "inputs": [row([2], "n_clicks")], "changedPropIds": []},
        {"state": [[row([0], "n_clicks")]]},
        {"outputs": row(None, "children")},
        {"outputs": [row(2, "children")]},
        {"outputs": {"id": {"kind": "cell", "index": 2}, "property": "children"}},
        {"outputs": {"id": {"kind": "row"}, "property": "children"}},
        {"outputs": {"id": {"kind": "row", "index": 2, "x": 1}, "property": "children"}},
        {"outputs": {"id": '{"index":["MATCH"],"kind":"row"}', "property": "children"}},
        {"inputs": [[row(2, "n_clicks")]]},
        {"inputs": [row(2, "children")]},
        {"state": [row(0, "n_clicks")]},
        {"state": [None]},
        {"state": [[None]]},
        {"state": [[row(0, "children")]]},
        {"state": [[[row(0, "n_clicks")]]]},
        {"changedPropIds": ['{"index":3,"kind":"row"}.n_clicks']},
        {"changedPropIds": ['{"index":["MATCH"],"kind":"row"}.n_clicks']},
    ],
)
def test_ids_that_do_not_match_are_refused(other, caplog, changes):
    answer = sent(other, **matching_parts(other, **changes))
    assert answer.status_code == 400
    assert_refused(answer, caplog)


def test_lists_of_matching_ids_pass(other):
    def cell(kind: str, prop: str, **more: Any) -> dict[str, Any]:
        return {"id": {"kind": kind, "table": "a.b"}, "property": prop} | more

    title = {"id": "whole", "property": "title"}
    parts = {
        "output": key(other, "ALL"),
        "outputs": [cell("x", "children"), cell("y", "children")],
        "inputs": [[cell("x", "value", value=1), cell("y", "value", value=2)], title],
    }
    assert sent(other, **parts).status_code == 200
    changed = ['{"kind":"y","table":"a.b"}.value', "whole.title"]
    assert sent(other, **parts, changedPropIds=changed).status_code == 200
    none = parts | {"outputs": [], "inputs": [[], title]}
    assert sent(other, **none).status_code == 200
    assert sent(other, **parts | {"outputs": cell("x", "children")}).status_code == 400


def test_callbacks_without_output_pass(other):
    output = next(name for name, entry in other.callback_map.items() if entry["no_output"])
    clicks = [{"id": "whole", "property": "n_clicks", "value": 1}]
    assert sent(other, output=output, inputs=clicks).status_code == 204
    assert sent(other, output=output, outputs=[], inputs=clicks).status_code == 204
    extra = [{"id": "whole", "property": "children"}]
    assert sent(other, output=output, outputs=extra, inputs=clicks).status_code == 400


def test_duplicate_outputs_pass_under_their_mark(other):
    output = key(other, "@")
    prop = output.removeprefix("whole.")
    title = [{"id": "whole", "property": "title", "value": "x"}]
    outputs = {"id": "whole", "property": prop}
    assert sent(other, output=output, outputs=outputs, inputs=title).status_code == 200
    other_mark = {"id": "whole", "property": prop[:-1] + "x"}
    assert sent(other, output=output, outputs=other_mark, inputs=title).status_code == 400


def test_callbacks_of_the_browser_are_not_for_the_server(other, caplog):
    title = [{"id": "whole", "property": "title", "value": "x"}]
    outputs = {"id": "whole", "property": "hidden"}
    answer = sent(other, output="whole.hidden", outputs=outputs, inputs=title)
    assert answer.status_code == 400
    assert_refused(answer, caplog)


def test_pages_that_were_named_are_found(other, monkeypatch):
    client = other.server.test_client()
    assert client.get("/about").status_code == 200
    assert client.get("/about/").status_code == 404
    assert client.get("/learn").status_code == 404
    monkeypatch.setitem(dash.page_registry, "learn", {"relative_path": "/learn"})
    assert client.get("/learn").status_code == 200


def ask_failing(app: Dash, kind: str) -> Any:
    inputs = [{"id": "whole", "property": "dir", "value": kind}]
    outputs = {"id": "whole", "property": "lang"}
    return sent(app, output="whole.lang", outputs=outputs, inputs=inputs)


def test_an_exception_is_one_line_with_an_id_and_one_trace(other, caplog):
    first = ask_failing(other, "exception")
    assert first.status_code == 500
    said = first.get_json()
    assert said["error"] == "internal error"
    assert set(said) == {"error", "id"}
    (record,) = caplog.records
    assert record.levelno == logging.ERROR
    assert said["id"] in record.getMessage()
    assert "ZeroDivisionError" in record.getMessage()
    assert "\n" not in record.getMessage()
    assert record.exc_info is not None
    caplog.clear()
    again = ask_failing(other, "exception")
    assert again.get_json()["id"] != said["id"]
    (record,) = caplog.records
    assert record.exc_info is None


@pytest.mark.parametrize("debug", ["", "1"])
def test_no_trace_goes_out_whatever_the_environment_says(monkeypatch, debug):
    for name in ("FLASK_DEBUG", "DASH_DEBUG", "DASH_PRUNE_ERRORS", "DASH_UI"):
        monkeypatch.setenv(name, debug)

    def broken(scenario: Any) -> Any:
        raise ZeroDivisionError("a secret")

    app = page(broken)
    assert app.server.debug is False
    answers = [
        app.server.test_client().post("/_dash-update-component", json=body)
        for body in legitimate(app)
    ]
    failures = [answer for answer in answers if answer.status_code == 500]
    assert failures
    for answer in failures:
        assert set(answer.get_json()) == {"error", "id"}
        assert "secret" not in answer.text


def test_dash_keeps_its_way_to_say_nothing_changed(other, caplog):
    answer = ask_failing(other, "nothing")
    assert (answer.status_code, answer.data) == (204, b"")
    assert caplog.records == []


def test_a_wrong_scenario_is_told(other, caplog):
    answer = ask_failing(other, "scenario")
    assert answer.status_code == 400
    assert answer.get_json() == {"error": "days: -1 is not allowed; choose 7 to 180."}
    assert_refused(answer, caplog)


def test_a_busy_server_says_when_to_come_back(other, caplog):
    answer = ask_failing(other, "busy")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"].isdigit()
    assert answer.get_json() == {"error": "busy, try again in a moment"}
    assert len(caplog.records) == 1


def test_limits_are_where_they_are_declared():
    assert Json.loads(json.dumps(nested(DEPTH)).encode()) == nested(DEPTH)
    with pytest.raises(ValueError, match="nested"):
        Json.loads(json.dumps(nested(DEPTH + 1)).encode())
    for good, bad in (([0] * 5000, [0] * 5001), ("x" * 200_000, "x" * 200_001)):
        assert Json.loads(json.dumps(good).encode()) == good
        with pytest.raises(ValueError, match="more than"):
            Json.loads(json.dumps(bad).encode())
