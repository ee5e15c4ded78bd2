"""The document: settings, notices and a section for each page, of which the path shows one."""

from collections.abc import Iterator, Sequence
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from osteoniche.narrative import trust
from osteoniche.scenario.presets import OPENING, preset
from osteoniche.web.kit import ids, words
from osteoniche.web.kit.dials import aria, data
from osteoniche.web.kit.page import Page
from osteoniche.web.kit.places import EXPLORE
from osteoniche.web.pages.explore.toolbar import rules, theme, tools
from osteoniche.web.rail import layout as rail
from osteoniche.web.rail.choice import choice_of
from osteoniche.web.rail.controls import choice_data, extra_of, values_of

STORES = (
    ids.REQUEST, ids.ANSWER, ids.PAGE_ANSWER, ids.THEME, ids.AGAIN, ids.SCREEN, ids.ARRANGED,
    ids.RESTED, ids.TAKE, ids.PAGE, ids.VISIT, ids.UNPIN, ids.UNFOLD, ids.FILE, ids.QR_LINK,
)  # fmt: skip
"""What scripts and callbacks tell each other by; all empty at first."""


def document(pages: Sequence[Page], *, preparing: bool = False) -> html.Div:
    """The document as it opens: a mouse on chemotherapy, no antibody.

    `preparing` says that the model is being compiled, so that the first curve takes a while.
    """
    opening = preset(OPENING)
    choice = choice_of(opening)
    return html.Div(
        className="page",
        children=[
            html.Button(
                words.SKIP, type="button", className="tool skip", **data(focus=ids.RESULTS)
            ),
            dcc.Location(id=ids.URL, refresh=False),
            dcc.Store(id=ids.CHOICE, data=choice_data(choice)),
            dcc.Store(id=ids.EXTRA, data=extra_of(opening)),
            dcc.Store(id=ids.PINS, data=[]),
            dcc.Store(id=ids.RULES, data=rules()),
            *(dcc.Store(id=store) for store in STORES),
            *(dcc.Store(id=ids.seen(page.path)) for page in pages),
            dcc.Download(id=ids.DOWNLOAD),
            html.Div(id=ids.BANNER, role="alert", className="banner"),
            html.Div(id=ids.SPOKEN, role="status", className="spoken"),
            _header(pages),
            rail.layout(choice, values_of(opening)),
            html.Main(_results(pages, preparing), id=ids.RESULTS, className="results", tabIndex=-1),
        ],
    )


def _header(pages: Sequence[Page]) -> html.Header:
    return html.Header(
        className="masthead",
        children=[
            html.H1(words.TITLE),
            _ways(pages),
            html.Span(words.WORKING, className="working"),
            theme(),
            tools(),
        ],
    )


def _ways(pages: Sequence[Page]) -> html.Nav:
    """The ways to the pages; assets/shell/pages.js takes the settings along."""
    links = [
        html.A(
            page.name,
            href=page.path or "./",
            **data(way=page.path, settings="yes" if page.settings else "no"),
            **_key(page),
        )
        for page in pages
    ]
    return html.Nav(links, className="ways", **aria(label=words.WAYS))


def _key(page: Page) -> dict[str, Any]:
    """What is told of the key of a way, if it has one."""
    told = words.KEY.format(key=page.key)
    return {"title": told} | aria(keyshortcuts=page.key) if page.key else {}


def _results(pages: Sequence[Page], preparing: bool) -> list[Any]:
    heads = [_of(page, page.head(preparing)) for page in pages if page.head]
    first_screen = [
        html.Div(id=ids.ADDRESS_NOTICE, role="alert"),
        *heads,
        html.Div(id=ids.NOTICE, role="alert"),
        *(_of(page, page.layout()) for page in pages),
        _caveat(),
    ]
    return [
        html.Div(first_screen, className="first-screen"),
        html.Div(id=ids.POPUPS),
        *(_of(page, page.below()) for page in pages if page.below),
        html.Div(id=ids.ON_PAPER, className="on-paper"),
    ]


def _caveat() -> html.Details:
    """What kind of model this is, in one line that opens to all that is to be said."""
    grounds = html.Span(id=ids.TRUST_LINE, className="grounds")
    link = html.Span(words.TRUST, className="link")
    line: list[Any] = [words.CAVEAT_LINE, " ", grounds, " ", link]
    evidence = html.A(words.EVIDENCE, href="evidence", **data(leads="evidence", focus="evidence"))
    told = [
        html.P(f"{words.SUBTITLE}."),
        html.P(words.CAVEAT),
        html.P([trust.lead(), " ", evidence]),
        html.Ul([*_grounds()], id=ids.TRUST, className="trust"),
        html.P(id=ids.BAND_NOTE, className="band-note"),
    ]
    return html.Details([html.Summary(line), *told], className="caveat")


def _grounds() -> Iterator[html.Li]:
    """What each read-out and drug stands on; the drugs of the run are shown (stage.js)."""
    for ground in trust.readouts():
        yield html.Li(_said(ground))
    for ground in trust.drugs():
        yield html.Li(_said(ground), hidden=True, **data(drug=ground.name))


def _said(ground: trust.Ground) -> list[Any]:
    return [html.B(ground.label), ": ", ground.sentence]


def _of(page: Page, part: Component) -> html.Div:
    """A part of a page; assets/shell/pages.js shows those of the page that the path names."""
    return html.Div(part, className="part", hidden=page.path != EXPLORE, **data(on=page.path))
