"""What stands around every request, put together: gate, refusals, headers, compression."""

from collections.abc import Callable, Collection, Sequence

from dash import Dash

from osteoniche.web.edge import compression
from osteoniche.web.edge.gate import Gate
from osteoniche.web.edge.headers import Headers
from osteoniche.web.edge.refusals import Refusals
from osteoniche.web.edge.scripts import Scripts


def protect(
    app: Dash,
    pages: Collection[str] = ("",),
    embed: Sequence[str] = (),
    watch: Callable[[Dash], None] = lambda app: None,
) -> None:
    """Make an application hard to break; once, after it was created and before it is served.

    Callbacks may be added later. `pages` are the paths of its pages below the prefix; any other
    path is answered with 404. `embed` are the origins of sites that may show it inside a page of
    theirs. `watch` may have its say before and behind all that is done here.
    """
    app.server.debug = False  # whatever FLASK_DEBUG says: its pages show the inside
    watch(app)  # first, since what is behind a request runs in reverse
    Headers(app, embed).install()
    Refusals(app).install()
    Gate(app, pages).install()
    compression.install(app)
    Scripts(app).install()
