"""What a browser sends and gets, without a browser: requests, callbacks, layouts."""

import json
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from dash import Dash
from dash.development.base_component import Component
from hypothesis import strategies as st
from tests import strategies
from tests.runs import run

from osteoniche import __version__, parameters
from osteoniche.cache import Vault
from osteoniche.evidence.series import SERIES
from osteoniche.jobs import Jobs, LocalPool
from osteoniche.scenario import Scenario, address
from osteoniche.study import Run
from osteoniche.web.kit import ids
from osteoniche.web.pages.explore.pins import NAME_AT_MOST, PINS_AT_MOST, TAKEN, UNWRITTEN, Pin
from osteoniche.web.pages.explore.request import LINEAR, NAMES, View, runs_beside
from osteoniche.web.rail.choice import choice_of
from osteoniche.web.rail.controls import choice_data, extra_of, values_of
from osteoniche.web.shell import VENDOR, create_app

WRITTEN = f"{address.SET}={parameters.DEFAULT}", f"{address.MADE}={__version__}"
"""What each address that is written has first, and what it has behind its settings."""
ASSETS = Path(__file__).parents[2] / "assets"
JOBS = Jobs(Vault(tempfile.mkdtemp(prefix="osteoniche-tests-"), "tests"), LocalPool(1))


def script_files() -> list[Path]:
    """All scripts of our own."""
    return [file for file in sorted(ASSETS.rglob("*.js")) if VENDOR not in file.parts]


def scripts() -> str:
    """What stands in them, one after the other."""
    return "\n".join(file.read_text(encoding="utf-8") for file in script_files())


def page(runs: Run = run, prefix: str = "/", **given: Any) -> Dash:
    """The application with its callbacks in place."""
    app = create_app(runs, JOBS, ASSETS, prefix, **given)
    app._setup_server()
    return app


def request(scenario: Scenario, **changes: Any) -> dict[str, Any]:
    """The request that the page sends for a scenario, as it arrives."""
    sent = {
        "seq": 1,
        "shown": None,
        "theme": "light",
        "screen": "desk",
        "side": False,
        "band": True,
        "scale": "log",
        "panels": [],
        "minus": None,
        "data": [],
        "pins": [],
        "choice": choice_data(choice_of(scenario)),
        "extra": extra_of(scenario),
        "values": {ids.control(name): value for name, value in values_of(scenario).items()},
    }
    arrived: dict[str, Any] = json.loads(json.dumps(sent | changes))
    return arrived


def outputs_of(app: Dash, component: str, prop: str = "data") -> list[str]:
    """The outputs (`id.property`) of the server's callback with this input."""
    for output, callback in app.callback_map.items():
        inputs = [(each["id"], each["property"]) for each in callback["inputs"]]
        if (component, prop) in inputs and "callback" in callback:
            return [re.sub(r"@.*", "", name) for name in output.strip(".").split("...")]
    raise AssertionError(f"no callback has the input {component}.{prop}")


def call(
    app: Dash, inputs: Mapping[str, Any], changed: str, gives: str = ""
) -> dict[str, Any] | None:
    """POST a change of a control as Dash's browser half does; new values by `id.property`.

    The callback is the first with that input, and with the output that it `gives`.
    `inputs` gives values by `id.property`; those of the callback that are left out are None. None
    is returned for an answer that changes nothing.
    """
    client = app.server.test_client()
    declared = client.get(app.config.requests_pathname_prefix + "_dash-dependencies").get_json()
    callback = next(
        each
        for each in declared
        if not each["clientside_function"]
        and changed in [f"{i['id']}.{i['property']}" for i in each["inputs"]]
        and gives in each["output"]
    )
    outputs = [
        dict(zip(("id", "property"), name.rsplit(".", 1), strict=True))
        for name in callback["output"].strip(".").split("...")
    ]
    body = {
        "output": callback["output"],
        "outputs": outputs if callback["output"].startswith("..") else outputs[0],
        "changedPropIds": [changed],
        **{
            kind: [
                each | {"value": inputs.get(f"{each['id']}.{each['property']}")}
                for each in callback[kind]
            ]
            for kind in ("inputs", "state")
        },
    }
    answer = client.post(app.config.requests_pathname_prefix + "_dash-update-component", json=body)
    assert answer.status_code in {200, 204}, answer.get_data(as_text=True)
    if answer.status_code == 204:
        return None
    return {
        f"{component}.{re.sub('@.*', '', prop)}": value
        for component, props in answer.get_json()["response"].items()
        for prop, value in props.items()
    }


def components(layout: Component) -> Iterator[Component]:
    """Every component of a layout."""
    yield layout
    yield from (found for found in layout._traverse() if isinstance(found, Component))


def text_of(shown: Any) -> str:
    """The words of a component, or of its JSON."""
    if isinstance(shown, Component):
        shown = shown.to_plotly_json()
    if isinstance(shown, Mapping):
        return text_of(shown.get("props", {}).get("children"))
    if isinstance(shown, list | tuple):
        return " ".join(text_of(each) for each in shown)
    return "" if shown is None else str(shown)


def table_of(shown: Any) -> list[list[str]]:
    """The cells of a table, row by row."""
    head, body = shown.children
    return [
        [text_of(cell).strip() for cell in row.children] for row in [head.children, *body.children]
    ]


JUNK = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["", "none", "human", "mouse", "infusion", "NaN", "10", "__proto__"]),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4)
    ),
    max_leaves=8,
)
"""Anything that JSON can hold, and Python's reader of it: NaN and infinity too."""

AWKWARD = [
    *(";", "~", "%", "&", "=", "+", "?", "#", "/", ",", "é", "<b>", "%7E", "%253B", "%zz", "🦴"),
    *(
        "a;b~c",
        "=1+1",
        "view.pins=x",
        "“10 mg”",
        "&amp;",
        "%{y}",
        "a  b",
        "'",
        '"',
        "\\",
        "-",
        "none",
    ),
]
"""Names that are hard on an address, a file or a plot."""


def tidy(name: str) -> str:
    """A name with single spaces."""
    return " ".join(name.split())


def names() -> st.SearchStrategy[str]:
    """Any name that a pinned run may have."""
    written = st.text(st.characters(exclude_categories=UNWRITTEN), min_size=1, max_size=30)
    allowed = (written | st.sampled_from(AWKWARD)).map(tidy)
    return allowed.filter(lambda name: 0 < len(name) <= NAME_AT_MOST and name.lower() not in TAKEN)


@st.composite
def pinned(draw: st.DrawFn, most: int = PINS_AT_MOST) -> tuple[Pin, ...]:
    """Any pinned runs, each with a name of its own."""
    named = draw(st.lists(names(), max_size=most, unique_by=str.lower))
    return tuple(Pin(name, draw(strategies.scenarios())) for name in named)


@st.composite
def views(draw: st.DrawFn, pins: int = 0) -> View:
    """Any way to show things beside so many pins."""

    def some(known: list[str]) -> tuple[str, ...]:
        return tuple(name for name in known if draw(st.booleans()))

    return View(
        linear=draw(st.booleans()),
        opened=some(list(NAMES)),
        minus=draw(st.none() | st.sampled_from(runs_beside(pins))),
        data=some([series.name for series in SERIES]),
        side=draw(st.booleans()),
        band=draw(st.booleans()),
    )


def shown_as(view: View, pins: Sequence[Pin]) -> dict[str, Any]:
    """A view and pins as parts of a request."""
    return {
        "theme": view.theme,
        "scale": LINEAR if view.linear else "log",
        "panels": list(view.opened),
        "minus": view.minus,
        "data": list(view.data),
        "side": view.side,
        "band": view.band,
        "screen": view.screen,
        "pins": [pin.data() for pin in pins],
    }
