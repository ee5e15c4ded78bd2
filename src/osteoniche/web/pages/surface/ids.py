"""The component ids of the Dose map; its script uses the same words."""

from osteoniche.web.kit.work import Parts

WORK = Parts.of("surface")
"""Those of its long work."""
MAP = "surface"
POINTS = "surface-points"
QUANTITY = "surface-quantity"
NOW = "surface-now"
HERE = "surface-here"
"""Where the mark of the visitor's run is to stand."""
VIEW = "surface-view"
STORY = "surface-story"
TABLE = "surface-table"
PICTURE = "surface-picture"
NUMBERS = "surface-numbers"
DOWNLOAD = "surface-download"
