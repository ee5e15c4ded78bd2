"""A picture to take away: how large, of which plots, with or without the arms.

assets/pages/explore/pictures.js draws it; all sizes and choices stand here.
"""

from dataclasses import asdict, dataclass
from typing import Any

import dash_mantine_components as dmc
from dash import html

from osteoniche.figures.stacked import PLOTS
from osteoniche.web.kit import ids
from osteoniche.web.kit import words as kit_words
from osteoniche.web.kit.dials import aria, segmented
from osteoniche.web.pages.explore import words

PRINTED, SHOWN = 300, 96
"""Dots of an inch on paper, and pixels of one on a screen, where letters have their usual size."""
MM = SHOWN / 25.4
"""Pixels of a millimetre."""
ALL = "all"


@dataclass(frozen=True)
class Size:
    """A size of pictures, in pixels of a screen; what is saved has `scale` times as many.

    `all` and `one` are heights with all plots and with one, to which the words below are added
    where it `grows`. `letters` is the size of those.
    """

    width: int
    all: int
    one: int
    scale: float
    letters: int
    grows: bool = True


SIZES = {
    "half": Size(round(85 * MM), 600, 280, PRINTED / SHOWN, 8),
    "full": Size(round(174 * MM), 600, 380, PRINTED / SHOWN, 9),
    "slide": Size(1280, 720, 720, 1.5, 11, grows=False),
}


def rules() -> dict[str, Any]:
    """What the browser draws by."""
    return {"sizes": {name: asdict(size) for name, size in SIZES.items()}, "all": ALL}


def dialog() -> dmc.Modal:
    """The choices, and the button that saves."""
    plots = {ALL: words.PICTURE_ALL} | {plot.yaxis: plot.name for plot in PLOTS}
    return dmc.Modal(
        html.Div(
            [
                segmented(
                    ids.PICTURE_SIZE, words.PICTURE_SIZES, next(iter(SIZES)), words.PICTURE_SIZE
                ),
                segmented(ids.PICTURE_PLOTS, plots, ALL, words.PICTURE_PLOTS),
                segmented(ids.PICTURE_FORMAT, words.PICTURE_FORMATS, "png", words.PICTURE_FORMAT),
                dmc.Switch(id=ids.PICTURE_ARMS, label=words.PICTURE_ARMS, checked=True, size="xs"),
                html.P(words.PICTURE_TOLD, className="quiet"),
                html.Button(
                    words.PICTURE_SAVE, id=ids.PICTURE_SAVE, type="button", className="tool"
                ),
            ],
            className="picture-form",
        ),
        id=ids.PICTURE_DIALOG,
        title=words.PICTURE_TITLE,
        closeButtonProps=aria(label=kit_words.CLOSE),
        centered=True,
    )
