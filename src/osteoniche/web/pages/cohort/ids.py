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

ALONG = Parts.of("along")
ALONG_SETTING = "along-setting"
ALONG_VALUES = "along-values"
ALONG_OFFERED = "along-offered"
"""What the choice of settings and the values that are suggested were made of."""
ALONG_READOUT = "along-readout"
ALONG_PROBLEMS = "along-problems"
ALONG_RESULT = "along-result"
ALONG_TABLE = "along-table"
ALONG_STORY = "along-story"
ALONG_MULTIPLES = "along-multiples"
ALONG_AGAINST = "along-against"
ALONG_TAKE = "along-take"
ALONG_DOWNLOAD = "along-download"
