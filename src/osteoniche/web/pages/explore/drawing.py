"""The living picture as the page opens: an SVG, the words on it, and the card of each part.

It is laid out once, here; assets/pages/explore/picture/ moves what follows the day that is read.
"""

import json
from pathlib import Path
from typing import Any

from dash import dcc, html
from markupsafe import Markup, escape

from osteoniche.components import Drug
from osteoniche.drugs import DRUGS
from osteoniche.figures.look import LOOKS
from osteoniche.web.kit import ids
from osteoniche.web.kit.dials import aria, data
from osteoniche.web.kit.markup import markup
from osteoniche.web.kit.places import EQUATIONS, EVIDENCE, constant_place, way
from osteoniche.web.pages.explore import words
from osteoniche.web.pages.explore.parts import CHIEF, PARTS, Part, drug_part, places

SCALE = {"cells": 8, "clasts": 1, "blasts": 5, "ligands": 2}
"""Tumour cells for each power of ten; osteoclasts, osteoblasts and Jagged1 of each in health."""
MOST = {"cells": 64, "clasts": 5, "blasts": 7, "ligands": 20}
"""How many of each are drawn at most."""
OSTEOCYTES = 9
DEFINITIONS = (Path(__file__).parent / "cells.svg").read_text(encoding="utf-8")
"""The cells that the picture is made of, and its colours that run into each other."""
GLYPHS = {
    "tumour": "M3.2 9.4 9.4 3.2a3.2 3.2 0 0 1 4.5 4.5L7.7 13.9a3.2 3.2 0 0 1-4.5-4.5Z"
    "M6.3 6.3l4.5 4.5",
    "Jagged1": "M8.5 15V9L4 2.5M8.5 9 13 2.5M10.6 9.4 15 4M6.4 9.4 2 4",
    "Notch": "M8.5 2 14 5.2v6.6L8.5 15 3 11.8V5.2Z",
    "bone": "M8.5 1.8 15.2 8.5 8.5 15.2 1.8 8.5Z",
    "": "M8.5 3a5.5 5.5 0 1 0 .01 0Z",
}
"""The sign of a drug, by the first place where it acts that is drawn."""


def contents() -> str:
    """Everything inside the picture's box."""
    drugs = [DRUGS[name] for name in DRUGS]
    vessel = html.Ul(
        [
            *(html.Li(_chip(drug), hidden=True) for drug in drugs),
            html.Li(words.NO_DRUG, className="no-drug"),
        ],
        className="vessel",
        **aria(label=words.VESSEL),
    )
    tags = html.Ul([html.Li(_tag(part)) for part in PARTS], className="tags")
    canvas = html.Div([Markup(_art()), tags], className="canvas")
    cards = [_card(part, part.key) for part in PARTS]
    cards += [_card(drug_part(drug.name), f"drug-{drug.name}") for drug in drugs]
    scale = html.P([html.Span(_scaled(text)) for text in words.DRAWN_SCALE], className="scale")
    return markup([_heading(), vessel, canvas, _days(), scale, *cards])


def layout() -> html.Section:
    """The card of the picture; its contents are written once, since Dash knows no SVG."""
    return html.Section(
        [
            html.Div(id=ids.SCENE, className="scene"),
            dcc.Store(id=ids.SCENE_TEXTS, data={ids.SCENE: contents()}),
        ],
        className="picture-card",
        **aria(label=words.PICTURE),
    )


def _days() -> Markup:
    """The day that is read: a button that plays all, a slider, and the day in words."""
    return Markup(
        f'<div class="days"><button type="button" class="play" aria-label="{words.PLAY}"'
        f' data-play="{words.PLAY}" data-pause="{words.PAUSE}"></button>'
        f'<input type="range" class="scrubber" min="0" aria-label="{words.SCRUBBER}"'
        f' data-says="{words.DAY_TOLD}">'
        f'<span class="day-read" data-says="{words.DAY_READ}"></span></div>'
    )


def _heading() -> html.H3:
    """What is shown, and of which day all its numbers are."""
    return html.H3(words.PICTURE, className="scene-day", **data(says=words.PICTURE_OF_DAY))


def _scaled(text: str) -> str:
    """A text on how much is drawn, with its numbers."""
    return text.format(**SCALE, most=MOST["cells"])


def _chip(drug: Drug) -> Markup:
    """A drug in the blood: its sign, its name, how much of it there is, and where else it acts."""
    acts = places(drug)
    chief = next((place.value for place in CHIEF if place in drug.acts_on), "")
    beside = [place for place in acts if place not in CHIEF]
    also = markup(html.Small(f"also {', '.join(beside)}")) if beside else ""
    colour = LOOKS[drug.role].colour
    return Markup(
        f'<button type="button" class="drug-chip" data-part="drug" data-drug="{drug.name}"'
        f' data-acts="{" ".join(acts)}" data-chief="{chief}" aria-haspopup="dialog"'
        f' style="--hue:{colour}">{_sign(chief)}<span class="name">{escape(drug.label)}</span>'
        f'<span class="level"><span></span></span>{also}</button>'
    )


def _sign(chief: str) -> str:
    path = f'<path d="{GLYPHS[chief]}"/>'
    return f'<svg class="sign" viewBox="0 0 17 17" aria-hidden="true">{path}</svg>'


def _tag(part: Part) -> html.Button:
    """The words beside a part, which open its card."""
    return html.Button(
        [html.B(part.word), " ", html.Span(**data(says=part.says))],
        type="button",
        className="tag",
        **data(part=part.key),
        **aria(haspopup="dialog"),
    )


def _card(part: Part, key: str) -> Markup:
    """What is known of a part: its word, its numbers on the day that is read, and where from."""
    rows = [each for name, says in part.numbers.items() for each in _row(name, says)]
    told: list[Any] = [
        html.H4(part.word),
        html.P(part.meaning),
        *([html.P(_scaled(part.drawn))] if part.drawn else []),
        html.P(className="on-day", **data(says=words.ON_THE_DAY)),
        html.Dl(rows),
        html.Div(
            className="part-formula",
            tabIndex=0,
            role="region",
            **data(of=f"equation-{part.equation}", page=EQUATIONS),
            **aria(label=words.ITS_EQUATION),
        ),
        html.P(
            [
                way(words.ITS_EQUATION, EQUATIONS, f"equation-{part.equation}"),
                way(words.ITS_EVIDENCE, EVIDENCE, constant_place(part.constant)),
            ],
            className="ways-on",
        ),
    ]
    closing = escape(words.CLOSE_CARD)
    close = f'<button type="button" class="plain close" aria-label="{closing}">×</button>'
    named = escape(part.word)
    return Markup(
        f'<div class="part-card" popover id="card-{key}" role="dialog" aria-label="{named}"'
        f' data-drawn="{key}">{markup(told)}{close}</div>'
    )


def _row(name: str, says: str) -> tuple[html.Dt, html.Dd]:
    return html.Dt(name), html.Dd(**data(says=says))


def _art() -> str:
    """The drawing: definitions, then its parts from the back to the front."""
    groups = {
        "bone": _bone(),
        "pthrp": '<path class="flow"/><path class="head"/>',
        "tgf-beta": '<path class="flow"/><path class="head"/>',
        "osteoclasts": '<path class="pit"/><path class="ruffle"/>' + _pool("clast", MOST["clasts"]),
        "osteoblasts": '<path class="missing"/>' + _pool("blast", MOST["blasts"]),
        "jagged1": '<path class="stalk"/><path class="knob"/>'
        '<g class="calls"><path class="flow"/><path class="head"/></g>',
        "antibody": '<path class="ys"/>',
        "notch": '<path class="shield"/><path class="rim"/><path class="rim inner"/>'
        '<path class="receptor"/><path class="receptor is-on"/><path class="plug"/>',
        "tumour": _pool("cell", MOST["cells"]),
        "kill": '<path class="stopped"/><path class="stopped-head"/><path class="passes"/>'
        '<path class="passes-head"/><path class="coming"/>',
        "bone-drug": '<path class="bar"/><path class="stop"/>',
    }
    parts = "".join(
        f'<g data-part="{key}">{inside}</g>'
        if key != "bone-drug"
        else f'<g class="{key}">{inside}</g>'
        for key, inside in groups.items()
    )
    return (
        '<svg class="art" role="img" aria-labelledby="scene-title scene-desc"'
        f' data-scale="{escape(json.dumps(SCALE))}" data-most="{escape(json.dumps(MOST))}">'
        f'<title id="scene-title">{escape(words.PICTURE)}</title>'
        f'<desc id="scene-desc">{escape(words.PICTURE_DESC)}</desc>'
        f'{DEFINITIONS}<use href="#marrow"/>{parts}</svg>'
    )


def _pool(symbol: str, most: int) -> str:
    return "".join(f'<use class="{symbol}"/>' for _ in range(most))


def _bone() -> str:
    layers = '<path class="lamella"/>' * 4
    cells = '<use class="osteocyte" href="#osteocyte"/>' * OSTEOCYTES
    return (
        '<path class="lost"/><path class="healthy"/><path class="mass"/>'
        f'<g clip-path="url(#in-bone)">{layers}{cells}</g><path class="edge"/>'
    )
