"""Links as codes that telephones read."""

from typing import Any

import segno
from dash import html
from dash.exceptions import PreventUpdate

from osteoniche.web.kit import words


def drawn(link: str) -> str | None:
    """The code of a link as the address of a picture; None where the link is too long for one."""
    try:
        return segno.make(link, micro=False).svg_data_uri(scale=8, border=4, light="#ffffff")
    except segno.DataOverflowError:
        return None


def qr_of(link: Any) -> html.Img | html.P:
    """A link as a picture that telephones read, or why there is none."""
    if not isinstance(link, str):
        raise PreventUpdate
    code = drawn(link)
    return html.P(words.QR_TOO_LONG) if code is None else html.Img(src=code, alt=words.QR)
