"""What scripts and style sheets name: each other's functions, events, parts of the page."""

import re
from graphlib import TopologicalSorter
from pathlib import PurePosixPath

import pytest
from tests.web.browsers import ASSETS, components, page, script_files, scripts

from osteoniche.web.kit import ids
from osteoniche.web.pages.evidence import ids as evidence_ids
from osteoniche.web.pages.your_data import ids as your_data_ids

FLOORS = ("shell", "rail", "pages")
"""The folders of assets/, from below: a script calls its own floor and those below by name."""
OFFERED = re.compile(
    r"window\.osteoniche = Object\.assign\(window\.osteoniche \|\| \{\}, \{([^}]*)"
)
CALLED = re.compile(r"window\.osteoniche\.(\w+)")


@pytest.fixture(scope="module")
def sources() -> dict[PurePosixPath, str]:
    """The scripts by their path below assets/."""
    return {
        PurePosixPath(file.relative_to(ASSETS).as_posix()): file.read_text(encoding="utf-8")
        for file in script_files()
    }


@pytest.fixture(scope="module")
def calls(sources) -> dict[PurePosixPath, set[PurePosixPath]]:
    """Which scripts each script calls by name."""
    homes: dict[str, PurePosixPath] = {}
    for script, text in sources.items():
        for name in re.findall(r"\w+", " ".join(OFFERED.findall(text))):
            assert name not in homes, f"{name} is offered by {homes[name]} and by {script}"
            homes[name] = script
    used = {script: set(CALLED.findall(text)) for script, text in sources.items()}
    assert set().union(*used.values()) == set(homes), "what is called is offered, and no more"
    return {script: {homes[name] for name in names} for script, names in used.items()}


def test_no_script_calls_itself_in_a_circle(calls):
    tuple(TopologicalSorter(calls).static_order())


def test_scripts_call_their_own_floor_and_those_below(calls):
    for script, called in calls.items():
        for other in called:
            assert FLOORS.index(script.parts[0]) >= FLOORS.index(other.parts[0]), (script, other)
            if other.parts[0] == "pages":  # pages know nothing of each other
                assert script.parts[:2] == other.parts[:2], (script, other)


def test_what_scripts_listen_for_is_said(sources):
    text = "\n".join(sources.values())
    heard = set(re.findall(r"addEventListener\(\s*\"osteoniche:(\w+)\"", text))
    said = set(re.findall(r"(?:tell|CustomEvent)\(\"osteoniche:(\w+)\"", text))
    assert heard == said
    assert {"moved", "answered", "lost"} <= heard


@pytest.fixture(scope="module")
def parts() -> dict[str, set[str]]:
    """The properties of each component that has an id."""
    found = components(page().layout())
    return {each.id: set(each._prop_names) for each in found if getattr(each, "id", None)}


FROM_DASH = {"_dash-config", "plotly"}
"""Ids in the page around the document: of Dash's settings, and of the script of the plots."""


def test_parts_of_the_page_that_scripts_name_are_there(parts):
    text = scripts()
    set_by = set(re.findall(r"(?:setProps|set_props)\(\"([\w-]+)\"", text))
    looked_up = set(re.findall(r"getElementById\(\"([\w-]+)\"\)", text))
    constant = set(re.findall(r"const (?:ID|ROW) = \"([\w-]+)\"", text))
    selected = set(re.findall(r"[\"'`, ]#([a-z][\w-]*)", "\n".join(strings(text))))
    assert {ids.VISIT, ids.UNPIN, ids.UNFOLD, ids.REQUEST} <= set_by
    assert {ids.SENTENCE, ids.BANNER} <= looked_up
    assert constant == {ids.ADDRESS_NOTICE, ids.DIFFERS}
    assert {ids.TIMECOURSE, evidence_ids.CONSTANTS_TABLE, your_data_ids.UPLOAD} <= selected
    assert set_by | looked_up | constant | selected <= set(parts) | FROM_DASH


def strings(text: str) -> list[str]:
    """Every text in quotes on one line, quotes included."""
    return re.findall(r"\"[^\"\n]*\"|'[^'\n]*'|`[^`\n]*`", text)


def test_properties_that_scripts_name_are_those_of_a_part(parts):
    found = re.findall(r"\"([a-z][\w-]*)\.([a-z_]+)\"", scripts())
    named = [pair for pair in found if pair[0] not in ("xaxis", "line")]  # Plotly's
    assert (ids.SCALE, "value") in named
    assert (your_data_ids.WORK.start, "n_clicks") in named
    for component, prop in named:
        assert prop in parts.get(component, ()), f"{component}.{prop}"


def test_parts_of_the_page_that_style_sheets_name_are_there(parts):
    for file in ASSETS.rglob("*.css"):
        text = re.sub(r"/\*.*?\*/", "", file.read_text(encoding="utf-8"), flags=re.DOTALL)
        selectors = " ".join(re.findall(r"([^{};]+)\{", text))
        assert set(re.findall(r"#([\w-]+)", selectors)) <= set(parts), file.name


def test_the_sheet_of_the_frame_comes_before_those_that_say_more():
    text = page().server.test_client().get("/").get_data(as_text=True)
    sheets = re.findall(r"href=\"/assets/([\w/-]+\.css)", text)
    assert sheets[0] == "frame.css"
    assert len(sheets) == len(list(ASSETS.rglob("*.css")))
