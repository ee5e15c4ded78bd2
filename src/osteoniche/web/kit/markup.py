"""Dash components as plain HTML, for parts of a page that never change once they are there.

Dash tells every component of every change of any other, so a table of a thousand cells makes the
whole page slow. Written out, it is one component.
"""

import re
from typing import Any

from markupsafe import escape

NAMES = {"className": "class", "tabIndex": "tabindex"}
"""Attributes that React writes otherwise than HTML."""
ALONE = frozenset({"children", "n_clicks"})
"""Properties that are no attributes."""


def markup(part: Any) -> str:
    """A component with all that is in it, a list of them, or a text, as HTML.

    Only components of `dash.html`: what they hold is escaped, attributes too; what is `Markup`
    already stays as it is.
    """
    if part is None:
        return ""
    if isinstance(part, list | tuple):
        return "".join(map(markup, part))
    if isinstance(part, str | int | float):
        return str(escape(part))
    given = part.to_plotly_json()
    if given["namespace"] != "dash_html_components":
        raise TypeError(f"no component of HTML: {given['type']}")
    tag = given["type"].lower()
    attributes = [
        f' {NAMES.get(name, name)}="{escape(_value(name, value))}"'
        for name, value in given["props"].items()
        if name not in ALONE and value is not None and (value != "" or name.startswith("data-"))
    ]
    return f"<{tag}{''.join(attributes)}>{markup(given['props'].get('children'))}</{tag}>"


def _value(name: str, value: Any) -> str:
    if name != "style":
        return str(value)
    return ";".join(f"{_kebab(key)}:{text}" for key, text in value.items())


def _kebab(name: str) -> str:
    return re.sub(r"[A-Z]", lambda letter: f"-{letter[0].lower()}", name)
