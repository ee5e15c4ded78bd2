"""What a browser and the server say to each other, whatever the page."""

from typing import Any

from osteoniche.figures.look import DESK, INK, SCREENS

SCRIPT = "osteoniche"
"""Where Dash finds the functions of assets/ that callbacks run in the browser."""
LIGHT = "light"
"""The theme of a browser that names none; its screen is a desk's."""
BEGINNING = 400
"""Characters of a file that can not be taken, by which it is known what it is."""


def theme_of(given: Any) -> str:
    """The theme that a browser names; light where it names none."""
    return given if isinstance(given, str) and given in INK else LIGHT


def screen_of(*given: Any) -> str:
    """The first kind of screen among what a browser names; a desk where there is none."""
    return next((each for each in given if isinstance(each, str) and each in SCREENS), DESK)
