"""The component ids of the Dose map; its script uses the same words."""

from osteoniche.web.kit.work import Parts

WORK = Parts.of("surface")
"""Those of its long work."""
MAP = "surface"
POINTS = "surface-points"
QUANTITY = "surface-quantity"
NOW = "surface-now"
VIEW = "surface-view"
STORY = "surface-story"
TABLE = "surface-table"
PICTURE = "surface-picture"
NUMBERS = "surface-numbers"
DOWNLOAD = "surface-download"
