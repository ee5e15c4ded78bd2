"""The words of Explore."""

from osteoniche.web.kit.places import EXPLORE

PATH, NAME = EXPLORE, "Explore"
"""The page in an address, and as the way to it is called."""

WELCOME_LABEL, WELCOME_CLOSE = "First visit", "Close"
WELCOME = "Why do bone metastases survive chemotherapy? Try it in a model of a mouse."
WELCOME_BEGIN = "Begin here: raise the antibody."

LISTEN = "Listen"
LISTEN_TO = "Listen to {plot}"
LISTEN_SAYS = (
    "A tone of 4 seconds: the higher, the more. Your run is left, the untreated one right; a soft "
    "steady tone is the value at the start. Escape stops it."
)

MECHANISM = "From untreated to your run"
AGAINST = "From “{name}” to your run, each setting alone"
ANOTHER = "Another run is taken with “Show against …”."
COLUMNS = ("Cause", "On the logarithm", "Tumour cells")
"""Of the tables of bars."""
