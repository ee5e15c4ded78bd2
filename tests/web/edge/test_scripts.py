"""Scripts are compressed once and given from memory, to those who can unpack them."""

import gzip
import hashlib
import re
import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from dash import Dash
from plotly.offline import get_plotlyjs_version
from tests.web.browsers import ASSETS, JOBS, page

from osteoniche.engine.result import Status, failed
from osteoniche.web.edge import scripts
from osteoniche.web.edge.scripts import FOR_GOOD, REPLACED
from osteoniche.web.shell import PLOTLY, VENDOR, create_app

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
            assert packed.headers["Cache-Control"] == FOR_GOOD
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
    assert versioned.headers["Cache-Control"] == FOR_GOOD
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
    assert client.get(plots(client), headers=PACKED).status_code == 200
    assert not any(REPLACED in name for name in prepared._kept)


def plots(client: Any) -> str:
    """The address of the script that draws plots, as the page has it."""
    (link,) = re.findall(r'<link[^>]* id="plotly" href="([^"]+)"', client.get("/lab/").text)
    return str(link)


def test_the_plots_are_drawn_by_the_small_bundle_of_the_pinned_plotly():
    text = (ASSETS / PLOTLY).read_text(encoding="utf-8")
    assert f"plotly.js (cartesian - minified) v{get_plotlyjs_version()}" in text[:200]


def test_what_others_wrote_is_as_they_published_it():
    sums = (ASSETS / VENDOR / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    noted = {name: wanted for wanted, name in (line.split("  ") for line in sums)}
    files = {file.name for file in (ASSETS / VENDOR).iterdir()} - {"SHA256SUMS"}
    assert set(noted) == files
    assert any("LICENSE" in name for name in files)
    for name, wanted in noted.items():
        assert hashlib.sha256((ASSETS / VENDOR / name).read_bytes()).hexdigest() == wanted, name


def test_the_script_of_the_plots_is_small_and_good_for_a_year(app):
    client = app.server.test_client()
    link = plots(client)
    packed = client.get(link, headers=PACKED)
    assert packed.headers["Cache-Control"] == FOR_GOOD
    assert gzip.decompress(packed.data) == (ASSETS / PLOTLY).read_bytes()
    assert len(packed.data) < 520_000
    other = client.get(link[:-1] + "x", headers=PACKED)  # of another content
    assert other.headers["Cache-Control"] == "no-cache"
    assert f'src="{link}"' not in client.get("/lab/").text, (
        "it would hold up all that is to be read"
    )


def test_our_own_scripts_and_sheets_are_compressed_and_read_anew_once_edited(tmp_path):
    shutil.copytree(ASSETS, tmp_path / "assets")
    app = create_app(lambda scenario: failed(Status.TOO_SLOW), JOBS, tmp_path / "assets")
    client, sheet = app.server.test_client(), tmp_path / "assets" / "frame.css"
    for text in (sheet.read_text(encoding="utf-8"), "body { margin: 1px }"):
        sheet.write_text(text, encoding="utf-8")
        for _ in range(2):
            packed = client.get("/assets/frame.css", headers=PACKED)
            assert gzip.decompress(packed.data).decode() == text
            assert packed.headers["Cache-Control"] == "no-cache"
            assert packed.mimetype == "text/css"


@pytest.mark.parametrize("name", ["../pyproject.toml.js", "nonsense.js", "%00.css", "vendor.js"])
def test_what_is_none_of_our_files_is_not_found(app, name):
    assert app.server.test_client().get(f"/lab/assets/{name}", headers=PACKED).status_code == 404
