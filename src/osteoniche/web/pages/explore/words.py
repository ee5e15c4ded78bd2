"""The words of Explore."""

from osteoniche.web.kit.places import EXPLORE

PATH, NAME = EXPLORE, "Explore"
"""The page in an address, and as the way to it is called."""
