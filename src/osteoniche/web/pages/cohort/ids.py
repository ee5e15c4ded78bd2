"""The component ids of this page."""

from osteoniche.web.kit.work import Parts
from osteoniche.web.pages.cohort import words

WORK = Parts.of(words.PATH)
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
