"""The first visit: what the page is for, and where to begin.

assets/pages/explore/welcome.js shows it to who comes without settings, until the first move; that
it was seen stays in the browser.
"""

from dash import html

from osteoniche.web.kit import ids
from osteoniche.web.kit.dials import aria, data
from osteoniche.web.pages.explore import words

BEGINS = "antibody.dose"
"""The dial to begin with."""


def layout() -> html.Aside:
    """The note, hidden until it is known that this is a first visit."""
    close = html.Button(
        "×", type="button", className="plain close", **aria(label=words.WELCOME_CLOSE)
    )
    return html.Aside(
        [html.P(words.WELCOME), html.P(words.WELCOME_BEGIN, className="begin"), close],
        id=ids.WELCOME,
        className="welcome",
        hidden=True,
        **aria(label=words.WELCOME_LABEL),
        **data(beside=ids.control(BEGINS)),
    )
