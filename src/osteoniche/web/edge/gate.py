"""What may come in: requests for callbacks are held to what the page itself declares.

Dash takes what a browser sends by position and fails inside on anything unexpected. So every
request is compared with Dash's own map of callbacks first: a new callback needs nothing here.
"""

import json
from collections.abc import Collection, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any, NoReturn

import dash
import flask
import orjson
from dash import Dash
from werkzeug.exceptions import (
    BadRequest,
    ClientDisconnected,
    HTTPException,
    MethodNotAllowed,
    NotFound,
    RequestEntityTooLarge,
    UnsupportedMediaType,
)

from osteoniche.web.edge.presence import connection_of
from osteoniche.web.edge.reading import READINGS

#: Bytes of a request's body. An upload of 150 kB, written as base64, fits.
BODY = 256 * 1024
#: Levels of lists and objects within each other, entries of one of them, characters of one text.
#: The page's own requests have up to eight levels.
DEPTH, ENTRIES, TEXT = 12, 5_000, 200_000

#: What a body is told that is malformed, ends early or stalls.
NOT_WHOLE = "the body is malformed, or did not come whole"

CALLBACKS = "_dash-update-component"
#: Addresses of Dash that a served page never asks for.
UNUSED = ("_reload-hash",)


class Refused(BadRequest):
    """A request that is not one of the page's (400); the description says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)


class Json:
    """The part of the json module that requests use: strict, and with limits."""

    @staticmethod
    def loads(data: bytes) -> Any:
        """The value that `data` hold. Raises ValueError for what is no JSON or over a limit.

        NaN, Infinity, numbers that are too large for a float, and text that is no Unicode are no
        JSON (the json module takes them).
        """
        value = orjson.loads(data)
        check_limits(value)
        return value


class Request(flask.Request):
    """A request whose body is whole and its JSON strict, here and for all who read it later."""

    def get_data(self, *how: Any, **named: Any) -> Any:
        """The body, bytes. Raises Refused for one that is malformed, ends early or stalls."""
        connection = connection_of(self.environ)
        try:
            with READINGS.of(connection) if connection else nullcontext():
                data = super().get_data(*how, **named)
        except ClientDisconnected:
            raise Refused(NOT_WHOLE) from None
        except HTTPException:
            raise
        except Exception:  # noqa: BLE001 (each server raises its own for chunks that are none)
            raise Refused(NOT_WHOLE) from None
        if len(data) < (self.content_length or 0):
            raise Refused(NOT_WHOLE)
        return data

    @property  # type: ignore[override]  # an attribute there
    def json_module(self) -> type[Json]:
        """What reads the JSON."""
        return Json

    @json_module.setter
    def json_module(self, module: Any) -> None:
        """Flask sets its own, which takes NaN, on every request."""

    def on_json_loading_failed(self, e: ValueError | None) -> NoReturn:
        """Refuse: 415 for a body that does not call itself JSON, 400 for one that is none."""
        if e is None:
            raise UnsupportedMediaType("send application/json")
        raise Refused(f"the body is not acceptable JSON: {e}")


def check_limits(value: Any) -> None:
    """Raise ValueError if a JSON value is nested too deep, or holds a list or text too long."""
    level: list[Any] = [value]
    for _ in range(DEPTH + 1):
        deeper: list[Any] = []
        for each in level:
            kind = type(each)  # exact, and quicker than isinstance
            if kind is str and len(each) > TEXT:
                raise ValueError(f"a text has more than {TEXT} characters")
            if kind is list or kind is dict:
                if len(each) > ENTRIES:
                    raise ValueError(f"a list or an object has more than {ENTRIES} entries")
                deeper.extend(each if kind is list else each.values())
        if not deeper:
            return
        level = deeper
    raise ValueError(f"lists and objects are nested more than {DEPTH} deep")


@dataclass(frozen=True)
class Place:
    """A declared input, state or output: a property of a component.

    `component` is its id, or for ids that are objects the pattern with ["ALL"], ["ALLSMALLER"] and
    ["MATCH"] where a value may vary. `several`: any number of components may match, so that a list
    is sent.
    """

    component: str | dict[str, Any]
    prop: str
    several: bool

    @classmethod
    def of(cls, component: str, prop: str) -> "Place":
        """The place as Dash declares it, with an id or pattern written as text."""
        if not component.startswith("{"):
            return cls(component, prop, several=False)
        pattern = json.loads(component)
        lists = any(value in (["ALL"], ["ALLSMALLER"]) for value in pattern.values())
        return cls(pattern, prop, lists)

    def check(self, given: Any, matched: dict[str, Any]) -> list[str]:
        """Raise Refused unless `given` is this place; its name, or those of all that match.

        `matched` holds the values of ["MATCH"], which are the same in a whole request.
        """
        if not self.several:
            return [self._name(given, matched)]
        if not isinstance(given, list):
            raise Refused("a list of components was expected")
        return [self._name(each, matched) for each in given]

    def _name(self, given: Any, matched: dict[str, Any]) -> str:
        if isinstance(given, dict) and given.get("property") == self.prop:
            component = given.get("id")
            if isinstance(component, str) and component == self.component:
                return f"{component}.{self.prop}"
            if isinstance(component, dict) and self._matches(component, matched):
                name = orjson.dumps(component, option=orjson.OPT_SORT_KEYS).decode()
                return f"{name}.{self.prop}"
        raise Refused("inputs, state or outputs are not those of the callback")

    def _matches(self, given: dict[str, Any], matched: dict[str, Any]) -> bool:
        if isinstance(self.component, str) or given.keys() != self.component.keys():
            return False
        for key, declared in self.component.items():
            value = given[key]
            if not isinstance(value, str | int | float):
                return False
            if declared == ["MATCH"] and matched.setdefault(key, value) != value:
                return False
            if not isinstance(declared, list) and value != declared:
                return False
        return True


@dataclass(frozen=True)
class Declared:
    """What one callback takes and gives."""

    inputs: tuple[Place, ...]
    states: tuple[Place, ...]
    outputs: tuple[Place, ...]
    listed: bool
    """Whether its outputs are sent as a list."""

    @classmethod
    def of(cls, output: str, entry: Mapping[str, Any]) -> "Declared":
        """The callback that stands under `output` in Dash's map."""
        listed = output.startswith("..")
        outputs = [] if entry["no_output"] else output[2:-2].split("...") if listed else [output]
        return cls(
            tuple(Place.of(each["id"], each["property"]) for each in entry["inputs"]),
            tuple(Place.of(each["id"], each["property"]) for each in entry["state"]),
            tuple(_output(text) for text in outputs),
            listed,
        )

    def check(self, body: Mapping[str, Any]) -> None:
        """Raise Refused unless a request's body has exactly the declared parts."""
        matched: dict[str, Any] = {}
        outputs = body.get("outputs")
        if not self.listed:
            outputs = [outputs] if self.outputs else outputs or []
        _check_all(self.outputs, outputs, matched)
        inputs = set(_check_all(self.inputs, body.get("inputs"), matched))
        _check_all(self.states, body.get("state", []), matched)
        changed = body.get("changedPropIds")
        if not isinstance(changed, list) or not all(
            isinstance(each, str) and each in inputs for each in changed
        ):
            raise Refused("changedPropIds is not a list of the callback's inputs")


def _output(text: str) -> Place:
    component, _, prop = text.rpartition(".")
    return Place.of(component.replace("\\.", "."), prop)


def _check_all(places: tuple[Place, ...], given: Any, matched: dict[str, Any]) -> list[str]:
    if not isinstance(given, list) or len(given) != len(places):
        raise Refused("inputs, state or outputs are not as many as the callback has")
    return [
        name
        for place, each in zip(places, given, strict=True)
        for name in place.check(each, matched)
    ]


class Gate:
    """Lets through what the page of one Dash application may ask for, and nothing else.

    `pages` are the paths of pages below the prefix, "" being the first; those of Dash's own
    register of pages are known besides.
    """

    def __init__(self, app: Dash, pages: Collection[str] = ("",)) -> None:
        self._app = app
        self._prefix: str = app.config.routes_pathname_prefix
        self._pages = {self._prefix + page for page in pages}
        self._declared: dict[str, Declared] = {}

    def install(self) -> None:
        """Stand before every request of the application's server."""
        server = self._app.server
        server.request_class = Request
        server.config["MAX_CONTENT_LENGTH"] = BODY
        server.before_request(self.check)

    def check(self) -> None:
        """Raise the HTTP error with which the present request is refused, if it is."""
        request = flask.request
        if (request.content_length or 0) > BODY:
            raise RequestEntityTooLarge(f"the body is larger than {BODY // 1024} kB")
        # Dash names each route by its rule; any path that no other rule takes gives its page.
        endpoint = (request.endpoint or "").removeprefix(self._prefix)
        if endpoint == CALLBACKS:
            self._check_callback(request.get_json())
        elif endpoint in UNUSED:
            raise NotFound
        elif endpoint == "<path:path>" and request.path not in self._pages | _registered():
            if request.path == self._prefix + CALLBACKS:
                raise MethodNotAllowed(["POST"])
            raise NotFound

    def _check_callback(self, body: Any) -> None:
        if not isinstance(body, dict):
            raise Refused("the body is not an object")
        output = body.get("output")
        if not isinstance(output, str):
            raise Refused("output is not a text")
        entry = self._app.callback_map.get(output)
        # Those that run in the browser stand in the map too, without a function.
        if entry is None or "callback" not in entry:
            raise Refused("output is not that of a callback")
        declared = self._declared.get(output)
        if declared is None:
            declared = self._declared[output] = Declared.of(output, entry)
        declared.check(body)


def _registered() -> set[str]:
    return {page["relative_path"] for page in dash.page_registry.values()}
