"""What can be wrong with a value, a text or a body: strategies that change a right one a little."""

import copy
import json
from typing import Any

from hypothesis import strategies as st
from tests.web.bodies import nested
from tests.web.browsers import AWKWARD, JUNK

SCRIPT = "<script>alert(7)</script>"
"""What no page may hold as it was sent."""
HEADER = "\r\nSet-Cookie: planted=1"
NUMBERS = [
    *(0, -0.0, -1, 0.5, 1e308, -1e308, 5e-324, 2**31, 2**53 + 1, 2**63, 10**30, 10**400),
    *(float("nan"), float("inf"), -float("inf"), True, 1826, 1827),
]
TEXTS = [
    *AWKWARD,
    *(SCRIPT, HEADER, f'"><img src=x onerror={SCRIPT}>', "\0", "\ud800", "\u202e", "x" * 300),
    *("../../etc/passwd", "{{7*7}}", "${jndi:ldap://x}", "__class__", "constructor", "1e999"),
    *("' OR 1=1 --", "=cmd|' /C calc'!A0", "NaN", "-1", "1e-320", "9" * 5000, "٣", "½", "1_000"),
]
LEAVES = st.one_of(
    st.sampled_from(NUMBERS),
    st.sampled_from(TEXTS),
    JUNK,
    st.sampled_from([[], {}, None, nested(9), nested(40), ["x"] * 5001]).map(copy.deepcopy),
)
"""What may stand in a value's place."""


@st.composite
def texts(draw: st.DrawFn, text: str) -> str:
    """A text with a piece cut out, put in or written twice."""
    first = draw(st.integers(0, len(text)))
    last = min(len(text), first + draw(st.integers(0, 12)))
    put = draw(st.sampled_from([*TEXTS, "", text[first:last] * 2]) | st.text(max_size=4))
    return text[:first] + put + text[last:]


@st.composite
def values(draw: st.DrawFn, right: Any, most: int = 2) -> Any:
    """A JSON value with up to so many things changed somewhere within."""
    box = [copy.deepcopy(right)]
    for _ in range(draw(st.integers(0, most))):
        _change(draw, box)
    return box[0]


def _change(draw: st.DrawFn, box: list[Any]) -> None:
    """Go down to some place in the box, and change what stands there."""
    holder: Any = box
    place: Any = 0
    while isinstance(holder[place], dict | list) and holder[place] and draw(st.integers(0, 4)):
        holder = holder[place]
        names = list(holder) if isinstance(holder, dict) else range(len(holder))
        place = draw(st.sampled_from(names))
    now = holder[place]
    how = draw(st.sampled_from(["other", "near", "near", "gone", "twice", "inside", "named"]))
    if how == "gone" and holder is not box:
        del holder[place]
    elif how == "twice" and isinstance(holder, list) and holder is not box:
        holder.append(copy.deepcopy(now))
    elif how == "inside":
        holder[place] = draw(st.sampled_from([[now], {"value": now}]))
    elif how == "named" and isinstance(now, dict):
        now[draw(st.sampled_from(TEXTS))] = draw(LEAVES)
    elif how == "near":
        holder[place] = draw(_near(now))
    else:
        holder[place] = draw(LEAVES)


def _near(now: Any) -> st.SearchStrategy[Any]:
    """Something of the same kind."""
    if isinstance(now, str):
        return texts(now)
    if isinstance(now, int | float):
        return st.sampled_from([-now, now + 1, now * 1000, now // 7, str(now)])
    return LEAVES


@st.composite
def bodies(draw: st.DrawFn, value: Any) -> bytes:
    """The JSON of a value, now and then cut off, with bytes changed, or in another encoding."""
    text = json.dumps(value)  # with NaN and lone surrogates as Python writes them
    how = draw(st.sampled_from(["plain"] * 12 + ["cut", "bytes", "UTF-16", "twice"]))
    body = text.encode("utf-16" if how == "UTF-16" else "utf-8")
    if how == "cut":
        return body[: draw(st.integers(0, len(body)))]
    if how == "bytes":
        place = draw(st.integers(0, len(body)))
        return body[:place] + draw(st.binary(min_size=1, max_size=4)) + body[place + 2 :]
    return body * 2 if how == "twice" else body
