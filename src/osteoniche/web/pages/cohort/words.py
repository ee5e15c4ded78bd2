"""The words of the page of cohorts."""

from osteoniche.analysis.cohort.along_settings import CONSTANTS, DIALS, SCHEDULES
from osteoniche.analysis.cohort.responses import Rule
from osteoniche.models import APOPTOSIS, BONE, CELLS

PATH, NAME = "cohort", "Cohort"
"""The page in an address, and as the way to it is called."""
LEAD = (
    "Virtual mice or patients that differ as those of studies do, the same ones in every arm. The "
    "bands are of subjects, and not of the constants: those are the likely range of Explore. "
    "Not calibrated to patients."
)
BAR = "Subjects that are run"
SUBJECTS, SEED, PROGRESSION = "Subjects", "Seed", "Progression is"
RULES = {
    Rule.LOWEST: "growth over its smallest",
    Rule.BURDEN: "a burden reached",
    Rule.NEUTROPHILS: "neutrophils below a line",
}
LIMIT = "limit"
"""The name of the number of a rule, which the address writes behind the rule."""
LIMITS = {
    Rule.LOWEST: "more than so many times",
    Rule.BURDEN: "more than so many cells",
    Rule.NEUTROPHILS: "below so many times the line",
}
SUBJECT, LIKELY = "Show subject number", "Show what constants leave open"
NO_BAND = (
    "What the constants leave open is known of fitted sets with a tumour, and not of this run."
)
ANIMALS = (
    "{reading}: {count} {who} a group tell {second} from {first} ({power} power, day {day}); more "
    "below."
)
REFUSED = "The cohort stays as it was:"
LARGE = "A cohort of this size runs by the button: press Compute."
SAME = "{own} (as {arm})"
"""The visitor's run where it equals an arm."""
BANDS = "Medians of the arms, and bands of subjects of your run, over time"
WATERFALL = "How much the tumour of each subject changed"
SURVIVAL = "How long tumours hold without progression"
WATERFALL_TITLE, SURVIVAL_TITLE = "Each subject", "Time to progression"
WAIT = (
    "The first cohort is being run. Where this is new to the machine it takes about a minute: the "
    "solver for many runs is compiled first, once."
)
ARMS = "What became of the arms"
AT_RISK = "Numbers at risk"
DAY = "Day"
NEXT = "The next experiment"
NEXT_LEAD = (
    "Animals a group that it takes to tell {second} from {first}: Student's t on logarithms, "
    "two-sided 5 %, the arms as two groups. Constants are taken as known; what they leave open is "
    "told below."
)
POWERED = ("animals for 80 % power", "for 90 %")
NEXT_HEAD = ("Read by", "On the best day", *POWERED, "On the last day", *POWERED)
DIFFERS = "How subjects differ"
DIFFERS_LEAD = (
    "Type another spread to see what it does: 0 makes all subjects alike in it, an empty field "
    "gives the usual one back. The address and the table say what was set."
)
DIFFERS_HEAD = ("What", "SD of the logarithm", "Usual", "Class", "Source")
DEVIATION = "SD of the logarithm: {what}"
PICTURE = "Picture of the bands (PNG)"
TABLE = "Table of all subjects (CSV)"
FILE = "osteoniche-cohort.csv"
PLAN = "Plan one experiment"
PLAN_LEAD = (
    "Any two arms, with lost animals, several comparisons, and the range that uncertain constants "
    "leave. Takes some seconds for mice, a minute for patients."
)
PLAN_START = "Plan"
PLAN_BAR = "Whether the experiment is planned"
PLAN_FIELDS = {
    "second": "Tell this arm",
    "first": "from this one",
    "reading": "by",
    "day": "On day",
    "dropout": "Lost animals (%)",
    "comparisons": "Comparisons",
}
PLAN_HINTS = {"day": "the best", "dropout": "0", "comparisons": "1"}
PLAN_REFUSED = "The experiment can not be planned:"
PLAN_TAKE = "Python script that repeats it"
PLAN_FILE = "osteoniche-plan.py"
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
ALONG_START = "Run these values"
ALONG_BAR = "Subjects that are run along the setting"
ALONG_TABLE = "What became of the subjects at each value"
ALONG_MULTIPLES = "Medians and bands of subjects over time, a small plot for each value"
ALONG_AGAINST = "The read-out on the last day against the setting, with bands of subjects"
ALONG_AGAINST_TITLE = "On the last day"
ALONG_TAKE = "Table of all subjects at all values (CSV)"
ALONG_FILE = "osteoniche-cohort-along.csv"
