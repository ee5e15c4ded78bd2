"""The component ids of Your data; its script uses the same words."""

from osteoniche.web.kit.work import Parts

WORK = Parts.of("own")
"""Those of its long work."""
SECTION = "own-data"
RULES = "own-rules"
UPLOAD = "own-upload"
OPEN = "own-open"
TEXT = "own-text"
EXAMPLE = "own-example"
GIVEN = "own-given"
FILE = "own-file"
FILE_TOLD = "own-file-status"
PROBLEMS = "own-problems"
READ = "own-read"
FREE = "own-free"
BOUNDS = "own-bounds"
RESULT = "own-result"
CHANGED_TOLD = "own-changed-status"
AGAIN = "own-again"
STORY = "own-story"
LEGEND = "own-legend"
PLOT = "own-plot"
PLOT_BOX = "own-plot-box"
VALUES = "own-values"
RESIDUALS = "own-residuals"
SHOW = "own-show"
TAKE = "own-take"
DOWNLOAD = "own-download"


def group(place: int) -> str:
    """The choice of what a group of one's own study is."""
    return f"own-group-{place}"
