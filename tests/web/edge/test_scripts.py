"""Scripts are compressed once and given from memory, to those who can unpack them."""

import gzip
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from dash import Dash
from tests.web.browsers import page

from osteoniche.engine.result import Status, failed
from osteoniche.web.edge import scripts

PACKED = {"Accept-Encoding": "gzip, deflate, br"}
PLAIN = "/lab/_dash-component-suites/dash/dash-renderer/build/dash_renderer.min.js"


@pytest.fixture
def app() -> Dash:
    return page(lambda scenario: failed(Status.TOO_SLOW), "/lab/")


def renderer(app: Dash) -> str:
    """The address of a script as the page has it."""
    text = app.server.test_client().get("/lab/").text
    (found,) = re.findall(r'src="([^"]+dash_renderer[^"]*)"', text)
    return found


def test_every_script_of_the_page_arrives_compressed_and_whole(app):
    client = app.server.test_client()
    links = re.findall(r'src="(/lab/_dash-component-suites/[^"]+)"', client.get("/lab/").text)
    assert len(links) > 5
    for link in links:
        plain = client.get(link)
        for _ in range(2):  # compressed now, then from memory
            packed = client.get(link, headers=PACKED)
            assert packed.status_code == 200
            assert packed.headers["Content-Encoding"] == "gzip"
            assert packed.headers["Vary"] == "Accept-Encoding"
            assert packed.mimetype == plain.mimetype == "text/javascript"
            assert packed.headers["Cache-Control"] == "max-age=31536000"
            assert packed.headers["X-Content-Type-Options"] == "nosniff"
            assert gzip.decompress(packed.data) == plain.data
        assert "Content-Encoding" not in plain.headers


@pytest.mark.parametrize("accepted", ["", "identity", "br", "gzip;q=0"])
def test_who_can_not_unpack_gets_it_plain(app, accepted):
    client = app.server.test_client()
    client.get(PLAIN, headers=PACKED)
    answer = client.get(PLAIN, headers={"Accept-Encoding": accepted})
    assert "Content-Encoding" not in answer.headers
    assert answer.text.startswith("/*! For license")


def test_memory_is_asked_not_dash(app, monkeypatch):
    client = app.server.test_client()
    first = client.get(PLAIN, headers=PACKED)
    monkeypatch.setattr("pkgutil.get_data", lambda *names: pytest.fail("read again"))
    assert client.get(PLAIN, headers=PACKED).data == first.data
    known = PACKED | {"If-None-Match": first.headers["ETag"]}
    again = client.get(PLAIN, headers=known)
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["X-Content-Type-Options"] == "nosniff"


def test_only_an_address_with_a_version_is_good_for_good(app):
    client = app.server.test_client()
    versioned = client.get(renderer(app), headers=PACKED)
    plain = client.get(PLAIN, headers=PACKED)
    assert versioned.data == plain.data
    assert versioned.headers["Cache-Control"] == "max-age=31536000"
    assert plain.headers["Cache-Control"] == "no-cache"


def test_a_script_is_kept_once_whatever_version_is_asked_for(app):
    client = app.server.test_client()
    kept = app.server.extensions["osteoniche-scripts"]._kept
    for version in range(5):
        address = PLAIN.replace("renderer.min", f"renderer.v{version}m{version}.min")
        assert client.get(address, headers=PACKED).status_code == 200
    assert len(kept) == 1


def test_many_who_ask_at_once_have_it_compressed_once(app, monkeypatch):
    calls, compress = [], gzip.compress

    def counted(data: bytes, *args: Any, **options: Any) -> bytes:
        calls.append(threading.get_ident())
        return compress(data, *args, **options)

    monkeypatch.setattr(scripts.gzip, "compress", counted)
    app.server.test_client().get("/lab/")
    with ThreadPoolExecutor(8) as pool:
        answers = pool.map(
            lambda _: app.server.test_client().get(PLAIN, headers=PACKED).status_code, range(16)
        )
        assert set(answers) == {200}
    assert len(calls) == 1


@pytest.mark.parametrize(
    "name", ["dash/nonsense.js", "dash/../flask/app.py", "nonsense/x.js", "dash/%00.js"]
)
def test_what_is_no_script_is_not_kept(app, name):
    client = app.server.test_client()
    address = f"/lab/_dash-component-suites/{name}"
    assert client.get(address, headers=PACKED).status_code == 404
    assert app.server.extensions["osteoniche-scripts"]._kept == {}


def test_a_script_that_its_package_did_not_bring_is_not_found(app, caplog):
    """Dash registers source maps that are not there."""
    client = app.server.test_client()
    client.get("/lab/")
    statuses = {
        client.get(f"/lab/_dash-component-suites/{package}/{name}").status_code
        for package, names in app.registered_paths.items()
        for name in names
        if name.endswith(".map")
    }
    assert statuses == {200, 404}
    assert all(record.exc_info is None for record in caplog.records)


def test_all_are_prepared_before_anyone_asks(app, monkeypatch):
    prepared = app.server.extensions["osteoniche-scripts"]
    prepared.prepare()
    monkeypatch.setattr(scripts.gzip, "compress", lambda *args: pytest.fail("compressed again"))
    client = app.server.test_client()
    for link in re.findall(r'src="(/lab/_dash-[^"]+)"', client.get("/lab/").text):
        assert client.get(link, headers=PACKED).status_code == 200
    assert "plotly/package_data/plotly.min.js" in prepared._kept
