"""What an answer must never have, whatever was sent."""

import re
from collections.abc import Mapping
from pathlib import Path

from tests.fuzz.changes import SCRIPT

import osteoniche

INSIDE = re.compile(
    rb"Traceback|site-packages|src/osteoniche|\.py\"?, line |Werkzeug|object at 0x|"
    + re.escape(str(Path(osteoniche.__file__).parents[2]).encode())
)
"""What only the inside of the program has: traces, files, types."""
BUSY = 503


def wrong(status: int, headers: Mapping[str, str], body: bytes) -> str | None:
    """What is wrong with an answer, in words; None if nothing is. Names of headers are small."""
    if status == BUSY and headers.get("retry-after", "").isdecimal():
        return None
    if status >= 500:
        return f"status {status}"
    found = INSIDE.search(body)
    if found:
        return f"it tells {found[0].decode(errors='replace')!r}"
    is_page = "html" in headers.get("content-type", "html")
    if is_page and SCRIPT.encode() in body:
        return "it has a script of the visitor"
    if "set-cookie" in headers:
        return "it sets a cookie"
    return None
