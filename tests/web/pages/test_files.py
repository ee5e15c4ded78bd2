"""Files: tables and scenarios that are taken away, and files that are opened again."""

import base64
import csv
import io
import json
import zipfile
from typing import Any
from urllib.parse import unquote

import pytest
from dash import dcc, html
from dash.exceptions import PreventUpdate
from hypothesis import given, settings
from hypothesis import strategies as st
from tests import strategies
from tests.runs import failing, give, run, scenario
from tests.web.browsers import JUNK, call, components, page, request, text_of

from osteoniche import tables
from osteoniche.commands import cli
from osteoniche.errors import ScenarioError
from osteoniche.export import FORMATS
from osteoniche.figures.look import LINES
from osteoniche.parameters import DEFAULT
from osteoniche.quantity import HUMAN
from osteoniche.scenario import Scenario
from osteoniche.scenario.presets import ARMS, preset
from osteoniche.web.edge import gate
from osteoniche.web.kit import ids, words
from osteoniche.web.kit.browser import BEGINNING
from osteoniche.web.kit.qr import qr_of
from osteoniche.web.pages.explore import files
from osteoniche.web.pages.explore import words as explore_words
from osteoniche.web.pages.explore.answer import scenario_json
from osteoniche.web.pages.explore.files import CONTENTS_AT_MOST, FILE_AT_MOST
from osteoniche.web.pages.explore.pins import Pin
from osteoniche.web.rail import caption

TAKE, FILE = f"{ids.TAKE}.data", f"{ids.FILE}.data"
CSV, JSON = ids.TAKE_CSV, ids.TAKE_JSON
OPEN = preset("chemotherapy")
FULL = scenario(
    species=HUMAN,
    days=400,
    induction=2.5,
    treatments=[give("cisplatin", HUMAN, start=12.5), give("15D11", HUMAN, dose=3.3, every=None)],
    parameters={"kkP": 0.123456789},
)


@pytest.fixture(scope="module")
def app() -> Any:
    return page()


def taken(app: Any, button: str, asked: Any) -> dict[str, Any] | None:
    """The file that a button gives for the page's last request."""
    answer = call(app, {TAKE: {"what": button, "request": asked}}, TAKE)
    if answer is None:
        return None
    (file,) = answer.values()
    assert file["base64"] is False
    return dict(file)


def test_the_model_with_its_doses_is_taken_as_the_command_line_writes_it(app):
    file = taken(app, ids.TAKE_SBML, request(FULL))
    assert file is not None
    assert file["filename"] == "osteoniche.xml"
    assert file["type"] == "application/sbml+xml"
    assert file["content"] == FORMATS["sbml"].write(FULL)


def test_a_link_is_a_code_that_telephones_read():
    link = "http://127.0.0.1:8050/?15D11=10@7/3.5.ip"
    shown = qr_of(link)
    assert isinstance(shown, html.Img)
    assert shown.alt == words.QR
    drawn = unquote(shown.src.partition(",")[2])
    assert shown.src.startswith("data:image/svg+xml")
    assert drawn.count("<path") >= 1
    assert qr_of(link + "0").src != shown.src


def test_a_link_that_is_too_long_for_a_code_says_so():
    assert text_of(qr_of("x" * 5000)) == words.QR_TOO_LONG


@pytest.mark.parametrize("link", [None, 3, [], {}])
def test_what_is_no_link_has_no_code(link):
    with pytest.raises(PreventUpdate):
        qr_of(link)


def scenario_of_file(contents: Any) -> Scenario:
    """The scenario of a file as the browser sends it."""
    return files.opened({"contents": contents})[0]


def url(content: bytes, kind: str = "application/json") -> str:
    """A file as the browser's upload sends it."""
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"


def opened(app: Any, contents: Any) -> dict[str, Any]:
    answer = call(app, {FILE: {"contents": contents, "at": 1}}, FILE)
    assert answer is not None
    return answer


def refusal(content: bytes) -> tuple[str, ...]:
    """The fields that a file is refused for."""
    with pytest.raises(ScenarioError) as caught:
        scenario_of_file(url(content))
    return tuple(problem.field for problem in caught.value.problems)


# The table of all curves


def test_the_table_holds_every_curve_on_the_screen(app):
    pins = (Pin("=High; “antibody”, x", preset("combination")), Pin("none", preset("healthy")))
    asked = request(OPEN, pins=[pin.data() for pin in pins], minus="pin-0", panels=["niche"])
    file = taken(app, CSV, asked)
    assert file is not None
    assert (file["filename"], file["type"]) == ("osteoniche.csv", "text/csv")
    rows = list(csv.DictReader(io.StringIO(file["content"], newline=""), strict=True))
    results = {"Your run": run(OPEN), "Antibody": run(preset("antibody"))}
    results |= {"Untreated": run(preset("untreated")), "Chemotherapy": run(OPEN)}
    results |= {"Both": run(preset("combination"))}
    results |= {"'=High; “antibody”, x": run(preset("combination")), "none": run(preset("healthy"))}
    assert list(dict.fromkeys(row["run"] for row in rows)) == [
        "Your run",
        *(LINES[arm].label for arm in ARMS),
        "'=High; “antibody”, x",
        "none",
    ]
    for name, result in results.items():
        found = [row for row in rows if row["run"] == name]
        assert len(found) == len(result.grid)
        for row, expected in zip(found, tables.rows(result), strict=True):
            for column, value in zip(tables.columns(result), expected, strict=True):
                assert float(row[column]) == pytest.approx(value, rel=1e-7)
    healthy = [row for row in rows if row["run"] == "none"]
    assert {row["15D11_nM"] for row in healthy} == {""}
    assert list(rows[0])[-1] == "settings"
    settings = {row["run"]: row["settings"] for row in rows}
    assert settings["Your run"] == settings["Chemotherapy"] == caption.with_origin(OPEN)
    assert settings["Both"] == caption.with_origin(preset("combination"))
    assert settings["none"] == caption.with_origin(preset("healthy"))
    assert len({(row["run"], row["settings"]) for row in rows}) == len(results)


def test_the_table_without_a_run_that_failed():
    asked = scenario(treatments=[give("paclitaxel", dose=11.0)])
    file = taken(page(failing(asked)), CSV, request(asked))
    assert file is not None
    rows = list(csv.DictReader(io.StringIO(file["content"])))
    assert {row["run"] for row in rows} == {LINES[arm].label for arm in ARMS}


def test_the_table_has_the_ranges_that_are_known_and_computes_none():
    asked = OPEN.changed(set=DEFAULT)
    ready = taken(page(), CSV, request(asked))
    file = taken(page(known_band=lambda _: None), CSV, request(asked))
    assert file is not None
    assert ready is not None
    rows, with_ranges = (list(csv.DictReader(io.StringIO(it["content"]))) for it in (file, ready))
    assert len(rows) == len(with_ranges)
    assert not [column for column in rows[0] if column.endswith(tables.LOW)]
    assert [column for column in with_ranges[0] if column.endswith(tables.LOW)]


@pytest.mark.parametrize("button", [CSV, JSON])
@pytest.mark.parametrize("asked", [None, {}, [], "request", 3, {"choice": {}, "values": {}}])
def test_what_can_not_be_run_gives_no_file(app, button, asked):
    assert taken(app, button, asked) is None


@pytest.mark.parametrize("button", [CSV, JSON])
def test_a_wrong_setting_gives_no_file(app, button):
    asked = request(OPEN)
    asked["values"][ids.control("days")] = 1
    assert taken(app, button, asked) is None


# The scenario


@pytest.mark.parametrize("asked", [OPEN, FULL, preset("healthy")], ids=["open", "full", "healthy"])
def test_a_scenario_that_was_taken_away_opens_again(app, asked):
    file = taken(app, JSON, request(asked))
    assert file is not None
    assert (file["filename"], file["type"]) == ("osteoniche-scenario.json", "application/json")
    assert Scenario.model_validate(json.loads(file["content"])) == asked
    answer = opened(app, url(file["content"].encode()))
    assert scenario_of_file(url(file["content"].encode())) == asked
    controls = {ids.control("days"): asked.days, ids.control("induction"): asked.induction}
    for component, value in controls.items():
        assert answer[f"{component}.value"] == value
    assert answer[f"{ids.CHOICE}.data"]["species"] == asked.species
    assert answer[f"{ids.EXTRA}.data"]["parameters"] == asked.parameters
    assert answer[f"{ids.ADDRESS_NOTICE}.children"] is None


@settings(max_examples=50)
@given(strategies.scenarios())
def test_any_scenario_opens_again_exactly(asked):
    content = scenario_json(asked).encode()
    assert len(content) < FILE_AT_MOST
    assert scenario_of_file(url(content)) == asked


def test_opening_a_file_leaves_the_view_and_the_pins(app):
    answer = opened(app, url(scenario_json(FULL).encode()))
    for component, prop in ((ids.PINS, "data"), (ids.MINUS, "value"), (ids.PANELS, "value")):
        assert f"{component}.{prop}" not in answer


def test_the_command_lines_files_open_too(app, tmp_path):
    file = tmp_path / "result.json"
    arguments = ["simulate", "--preset", "combination", "--set", "days=42", "--format", "json"]
    assert cli.main([*arguments, "--out", str(file)]) == 0
    expected = preset("combination").changed(days=42)
    assert scenario_of_file(url(file.read_bytes())) == expected


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "application/octet-stream", ""])
def test_the_type_of_a_file_does_not_matter(kind):
    assert scenario_of_file(url(scenario_json(FULL).encode(), kind)) == FULL


def test_a_byte_order_mark_does_not_matter():
    assert scenario_of_file(url(b"\xef\xbb\xbf" + scenario_json(FULL).encode())) == FULL


def test_what_a_file_leaves_out_has_its_default():
    assert scenario_of_file(url(b"{}")) == Scenario()
    assert scenario_of_file(url(b'{"species": "human"}')).days == 731


# Files that are none


def zipped() -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("scenario.json", scenario_json(FULL))
    return archive.getvalue()


PNG = b"\x89PNG\r\n\x1a\n".ljust(10_000, b"\x00")
DEEP = b"[" * 60_000 + b"]" * 30_000
NONE = {
    "empty": b"",
    "text": b"days=42",
    "cut": scenario_json(FULL).encode()[:-20],
    "list": b"[]",
    "list of scenarios": b"[" + scenario_json(FULL).encode() + b"]",
    "number": b"42",
    "null": b"null",
    "text in JSON": b'"scenario"',
    "picture": PNG,
    "unknown fields only": b'{"type": "FeatureCollection", "features": []}',
    "unknown field beside others": b'{"days": 42, "colour": 1}',
    "zip": zipped(),
    "NUL": b"\x00" * 1000,
    "NUL inside": b'{"days": 42\x00}',
    "UTF-16": scenario_json(FULL).encode("utf-16"),
    "Latin-1": b'{"host": "\xe9"}',
    "deep list": DEEP,
    "deep object": b'{"a":' * 15_000,
    "endless number": b'{"days": ' + b"9" * 50_000 + b"}",
    "NaN": b'{"induction": NaN}',
    "infinity": b'{"induction": Infinity}',
    "too large a number": b'{"induction": 1e999}',
    "unknown field": b'{"colour": 1}',
    "wrong types": b'{"days": "42", "host": 3, "treatments": {}, "parameters": []}',
    "out of range": b'{"days": 5, "induction": 99}',
    "another version": b'{"version": 2}',
    "no scenario in the result": b'{"scenario": 3, "series": {}}',
    "nothing like it": b'{"treatments": [[[[1]]], {"drug": {}}, null]}',
}
FIELDS = {
    "NaN": ("induction",),
    "infinity": ("induction",),
    "too large a number": ("induction",),
    "unknown field beside others": ("colour",),
    "wrong types": ("days", "host", "treatments", "parameters"),
    "out of range": ("days", "induction"),
    "another version": ("version",),
    "nothing like it": ("treatments[0]", "treatments[1].drug", "treatments[2]"),
}
"""What the files are refused for; the others are none at all."""


@pytest.mark.parametrize("name", NONE)
def test_a_file_that_is_none_is_refused_once_and_changes_nothing(app, name):
    answer = opened(app, url(NONE[name]))
    assert set(answer) == {f"{ids.ADDRESS_NOTICE}.children", f"{ids.ARRANGED}.data"}
    notice = text_of(answer[f"{ids.ADDRESS_NOTICE}.children"])
    assert notice.count(explore_words.BAD_FILE) == 1
    assert len(notice) < 1000
    fields = FIELDS.get(name, ("file",))
    assert set(refusal(NONE[name])) == set(fields)
    for field in fields:
        assert f"{field}: " in notice


def test_a_large_file_is_refused_by_its_size():
    content = b" " * 10_000_000
    with pytest.raises(ScenarioError, match=r"file: this is a file of 10,000 kB; .* 100 kB\."):
        scenario_of_file(url(content))
    scenario_of_file(url(b"{}" + b" " * (FILE_AT_MOST - 2)))
    assert refusal(b"{}" + b" " * (FILE_AT_MOST + 200)) == ("file",)
    with pytest.raises(ScenarioError, match=r"file: this is a picture \(PNG\) of 5,000 kB; "):
        scenario_of_file(url(PNG + b" " * 4_990_000))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (PNG * 30, "this is a picture (PNG) of 300 kB; what can be read is a scenario file saved"),
        (b'{"days": 42}' + b" " * 299_988, "this is a file of 300 kB; what can be read is"),
        (b"", "this is empty; "),
    ],
)
def test_a_file_of_which_only_the_beginning_came(app, content, said):
    """What the browser sends of a file that is too large for the server."""
    sent = {"contents": url(content)[:BEGINNING], "bytes": max(len(content), 0), "at": 1}
    answer = call(app, {FILE: sent}, FILE)
    assert answer is not None
    notice = text_of(answer[f"{ids.ADDRESS_NOTICE}.children"])
    assert said in notice
    assert "100 kB" in notice or not content


@pytest.mark.parametrize("size", [None, "many", -1, 3.5, [], {}, True])
def test_a_size_that_is_none_is_not_counted(size):
    file = {"contents": url(scenario_json(FULL).encode()), "bytes": size}
    assert files.opened(file)[0] == FULL


@pytest.mark.parametrize("made", [None, 3, [], "0.0.1"])
def test_a_file_says_which_version_wrote_it(app, made):
    content = json.dumps(FULL.as_file() | {"made": made}).encode()
    assert files.opened({"contents": url(content)}) == (FULL, made if made == "0.0.1" else None)
    answer = call(app, {FILE: {"contents": url(content), "at": 1}}, FILE)
    assert answer is not None
    notice = text_of(answer[f"{ids.ADDRESS_NOTICE}.children"])
    assert ("saved with Osteoniche 0.0.1" in notice) == (made == "0.0.1")


def test_a_file_that_may_be_opened_passes_the_gate(app):
    assert CONTENTS_AT_MOST < gate.TEXT
    assert CONTENTS_AT_MOST + 1000 < gate.BODY
    contents = url(b"{}" + b" " * (FILE_AT_MOST - 2))
    assert len(contents) <= CONTENTS_AT_MOST
    assert opened(app, contents)[f"{ids.ADDRESS_NOTICE}.children"] is None


@pytest.mark.parametrize(
    "contents",
    [None, 3, [], {}, ["data:,e30="], "", "data:", "e30=", "data:;base64,%%%", "data:;base64,é",
     "data:;base64,\ud800", "data:;base64,e30"],
)  # fmt: skip
def test_contents_that_are_no_file(contents):
    with pytest.raises(ScenarioError, match="file: "):
        scenario_of_file(contents)


@pytest.mark.parametrize("file", [None, 3, "data:,e30=", [], {}, {"contents": None}])
def test_no_file_at_all_is_refused_and_changes_nothing(app, file):
    answer = call(app, {FILE: file}, FILE)
    assert answer is not None
    assert set(answer) == {f"{ids.ADDRESS_NOTICE}.children", f"{ids.ARRANGED}.data"}


@settings(max_examples=150)
@given(st.binary(max_size=200) | JUNK.map(lambda given: json.dumps(given).encode()))
def test_no_file_breaks_it(content):
    try:
        found = scenario_of_file(url(content))
    except ScenarioError as error:
        found = None
        said = str(error)
    assert isinstance(found, Scenario) or said


def test_the_page_takes_any_file_for_it_would_be_silent_about_others(app):
    uploads = [each for each in components(app.layout()) if isinstance(each, dcc.Upload)]
    assert ids.UPLOAD in [upload.id for upload in uploads]
    for upload in uploads:
        for limit in ("accept", "max_size", "min_size"):
            assert getattr(upload, limit, None) is None
