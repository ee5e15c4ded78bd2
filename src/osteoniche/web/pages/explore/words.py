"""The words of Explore."""

from osteoniche.web.kit.places import EXPLORE

PATH, NAME = EXPLORE, "Explore"
"""The page in an address, and as the way to it is called."""

MECHANISM = "From untreated to your run"
AGAINST = "From “{name}” to your run, each setting alone"
ANOTHER = "Another run is taken with “Show against …”."
COLUMNS = ("Cause", "On the logarithm", "Tumour cells")
"""Of the tables of bars."""
