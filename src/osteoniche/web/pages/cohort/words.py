"""The words of the page of cohorts."""

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
