"""The words of the page of cohorts."""

from osteoniche.analysis.cohort import APOPTOSIS, BONE, CELLS
from osteoniche.analysis.cohort.along_settings import CONSTANTS, DIALS, SCHEDULES

PATH, NAME = "cohort", "Cohort"
"""The page in an address, and as the way to it is called."""
LEAD = (
    "Virtual mice or patients that differ as those of studies do, the same ones in every arm. The "
    "bands are of subjects, and not of the constants: those are the likely range of Explore. "
    "Not calibrated to patients."
)
BAR = "Subjects that are run"
BANDS = "Medians of the arms, and bands of subjects of your run, over time"
WATERFALL = "How much the tumour of each subject changed"
SURVIVAL = "How long tumours hold without progression"
WATERFALL_TITLE, SURVIVAL_TITLE = "Each subject", "Time to progression"
ARMS = "What became of the arms"
AT_RISK = "Numbers at risk"
DAY = "Day"
NEXT = "The next experiment"
NEXT_LEAD = (
    "Animals a group that it takes to tell {second} from {first}: Student's t on logarithms, "
    "two-sided 5 %, the arms as two groups. Constants are taken as known: the command osteoniche "
    "plan tells what they leave open, and counts lost animals and several comparisons."
)
POWERED = ("animals for 80 % power", "for 90 %")
NEXT_HEAD = ("Read by", "On the best day", *POWERED, "On the last day", *POWERED)
DIFFERS = "How subjects differ"
DIFFERS_HEAD = ("What", "SD of the logarithm", "Class", "Source")
TABLE = "Table of all subjects (CSV)"
FILE = "osteoniche-cohort.csv"

ALONG = "Along one setting"
ALONG_LEAD = (
    "The same subjects at up to nine values of one setting of your run, all else as it stands. "
    "Lines are medians; bands hold 50 and 90 of 100 subjects."
)
ALONG_SETTING, ALONG_VALUES, ALONG_READOUT = "Setting", "Values", "Read-out"
ALONG_VALUES_HINT = "One to nine numbers, with commas between"
ALONG_GROUPS = {
    DIALS: "Dials",
    SCHEDULES: "Schedules of drugs that are given",
    CONSTANTS: "Constants (type to search)",
}
ALONG_NOTHING = "There is no such setting"
ALONG_READOUTS = {CELLS: "Tumour cells", BONE: "Bone mass", APOPTOSIS: "Apoptosis"}
ALONG_REFUSED = "These values can not be run; what is below stays as it was:"
ALONG_BAR = "Subjects that are run along the setting"
ALONG_TABLE = "What became of the subjects at each value"
ALONG_MULTIPLES = "Medians and bands of subjects over time, a small plot for each value"
ALONG_AGAINST = "The read-out on the last day against the setting, with bands of subjects"
ALONG_AGAINST_TITLE = "On the last day"
ALONG_TAKE = "Table of all subjects at all values (CSV)"
ALONG_FILE = "osteoniche-cohort-along.csv"
