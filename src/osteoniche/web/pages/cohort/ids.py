"""The component ids of this page."""

from osteoniche.web.kit.work import Parts
from osteoniche.web.pages.cohort import words

WORK = Parts.of(words.PATH)
REQUEST = "cohort-asked"
"""What the page is to show: settings and scenario of now. Long work has a request of its own."""
SETTINGS = "cohort-settings"
"""What was set on the page, by name, as it was typed."""
VIEW = "cohort-view"
"""What the address calls them."""
FORM = "cohort-form"
NOTE = "cohort-note"
LONG = "cohort-long"
"""Button and bar of a large cohort."""
LINE = "cohort-line"
ANIMALS = "cohort-animals"
STORY = "cohort-story"
BANDS = "cohort-bands"
WATERFALL = "cohort-waterfall"
SURVIVAL = "cohort-survival"
ARMS = "cohort-arms"
AT_RISK = "cohort-at-risk"
NEXT = "cohort-next"
NEXT_LEAD = "cohort-next-lead"
DIFFERS = "cohort-differs"
TAKE = "cohort-take"
DOWNLOAD = "cohort-download"
PLAN = Parts.of("plan")
PLAN_PROBLEMS = "plan-problems"
PLAN_STORY = "plan-story"
PLAN_TABLE = "plan-table"
PLAN_RESULT = "plan-result"
PLAN_TAKE = "plan-take"
PLAN_DOWNLOAD = "plan-download"


def plan(name: str) -> str:
    """The control of something that an experiment is asked for by."""
    return f"plan-of-{name}"
