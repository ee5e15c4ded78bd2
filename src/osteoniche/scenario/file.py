"""Reading a scenario file: its plain data, or in plain words what the file is instead."""

import json
from collections.abc import Collection
from typing import Any

from osteoniche import parameters
from osteoniche.errors import ScenarioError, Unreadable

EXPECTED = "what can be read is a scenario file saved by Osteoniche (.json)"
KINDS = {
    b"\x89PNG\r\n": "a picture (PNG)",
    b"\xff\xd8\xff": "a picture (JPEG)",
    b"GIF8": "a picture (GIF)",
    b"%PDF-": "a PDF document",
    b"PK\x03\x04": "a ZIP archive or an office document",
    b"\x1f\x8b": "a compressed file (gzip)",
    b"\xff\xfe": "text in UTF-16 rather than UTF-8",
    b"\xfe\xff": "text in UTF-16 rather than UTF-8",
}
"""What files begin with that people open by mistake."""
JSON_KINDS = {
    list: "JSON that holds a list",
    str: "JSON that holds a text",
    bool: "JSON that holds true or false",
    type(None): "JSON that holds nothing",
}
MADE = "made"
"""Under this name a file says which version of the program wrote it."""
SCENARIO = "scenario"
"""Under this name a result of the command line holds its scenario."""


def document(content: bytes | str, known: Collection[str], field: str = "file") -> dict[str, Any]:
    """The plain data of a scenario in a file, not yet validated.

    The file holds a scenario, or a result of the command line with its scenario. `known` are the
    fields that a scenario has, `field` how messages name the file. A file with settings that names
    no parameter set is from before sets had to be named. Raises ScenarioError with what the file
    is, if it is none.
    """
    data = _parsed(content, field)
    if isinstance(data, dict) and isinstance(data.get(SCENARIO), dict):
        data = data[SCENARIO]
    if not isinstance(data, dict):
        raise _unreadable(field, JSON_KINDS.get(type(data), "JSON that holds a number"))
    if data and not set(data) & set(known):
        names = ", ".join(repr(str(name)[:20]) for name in list(data)[:3])
        raise _unreadable(field, f"JSON of something else, with {names}")
    return {"set": parameters.UNNAMED} | data if data else data


def kind(content: bytes) -> str | None:
    """What a file is that is no text, by what it begins with; None if that says nothing."""
    return next((words for begin, words in KINDS.items() if content.startswith(begin)), None)


def too_large(begin: bytes, size: int, most: int, field: str = "file") -> ScenarioError:
    """Why a file of so many bytes is not read; its beginning may say more than its size."""
    found = kind(begin) or "a file"
    return _unreadable(field, f"{found} of {kilobytes(size)}", f"of at most {kilobytes(most)}")


def kilobytes(size: int) -> str:
    """A number of bytes for people."""
    return f"{round(size / 1000):,} kB"


def _parsed(content: bytes | str, field: str) -> Any:
    if isinstance(content, bytes):
        content = _text(content, field)
    if not content.strip():
        raise _unreadable(field, "empty")
    try:
        return json.loads(content, object_pairs_hook=_once)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        found = "JSON that is cut off or wrong" if content.lstrip()[0] in "{[" else "text, not JSON"
        raise _unreadable(field, f"{found} ({error.msg}, {place})") from None
    except _Twice as twice:
        raise _unreadable(field, f"JSON that gives {str(twice)[:20]!r} twice") from None
    except RecursionError:
        raise _unreadable(field, "JSON that is nested too deep") from None
    except ValueError:  # Python reads no numbers of more than some thousand digits
        raise _unreadable(field, "JSON with a number of too many digits") from None


class _Twice(Exception):
    """A name that stands twice in one object."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise _Twice(name)
        found[name] = value
    return found


def _text(content: bytes, field: str) -> str:
    found = kind(content)
    if found is not None:
        raise _unreadable(field, found)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _unreadable(field, "not text in UTF-8") from None


def _unreadable(field: str, found: str, limit: str = "") -> ScenarioError:
    return ScenarioError([Unreadable(field, found, f"{EXPECTED} {limit}".rstrip())])
