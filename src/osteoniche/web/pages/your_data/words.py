"""The words of the section in which visitors fit the model to their own study."""

from osteoniche.calibration.your_data.fit import SMALLEST_ERROR
from osteoniche.calibration.your_data.groups import ON_PAGE, drugs_of
from osteoniche.calibration.your_data.request import FREE_AT_MOST, Bounds
from osteoniche.calibration.your_data.rows import COLUMNS
from osteoniche.calibration.your_data.table import ARMS_AT_MOST, BYTES_AT_MOST, ROWS_AT_MOST
from osteoniche.components import Drug
from osteoniche.drugs import DRUGS
from osteoniche.numerals import listed
from osteoniche.quantity import SPECIES
from osteoniche.web.kit.words import PRESETS

PATH, NAME = "own-data", "Your data"
"""The page in an address, and as the way to it is called."""
TITLE = "Fit your own data"
LEAD = (
    "Paste a table or open a file (CSV): one row for each number, with the columns "
    f"{', '.join(COLUMNS[:3])} and, where you have them, {', '.join(COLUMNS[3:-1])} and "
    f"{COLUMNS[-1]} (the group, by what it was given, such as docetaxel + 15D11). At most "
    f"{ROWS_AT_MOST:,} rows, {BYTES_AT_MOST // 1000} kB and {ARMS_AT_MOST} groups. Nothing of the "
    "table is kept on the server."
)
QUANTITIES = "Quantities and units"
QUANTITY = "{name}: {meaning}; in {units}"
TEXT = "Your table"
TEXT_HINT = (
    "Commas, semicolons or tabs between cells; what is copied from a spreadsheet has tabs. Best "
    "without marks for thousands: 2120 rather than 2,120, which may be 2.12 too."
)
OPEN = "Open a file"
EXAMPLE = "Put in an example"
TEMPLATE = "Download the example (CSV)"
TEMPLATE_FILE = "osteoniche-example.csv"
GROUPS = "What each group is"
UNCHOSEN = ""
"""The choice of a group that has to be made by hand."""
HALF_SAID = "What was given to {names} is named, but not so that it is understood: choose it below."
UNSAID = (
    "No treatment is known by the name {names}: unless you choose one below, it is taken as on the "
    "page now, with its drugs."
)
TREATED = ", taken as: {how}"
GROUP = "Group “{name}”"
ONLY_GROUP = "Your animals"
NAMED = "“{name}” as {choice}"
BY_NAME = "By their names, unless you choose otherwise below, groups are taken as: {groups}."


def _drug(drug: Drug) -> str:
    """A drug with what it is called in the species that call it otherwise."""
    others = [name for name in map(drug.called, SPECIES) if name != drug.label]
    return f"{drug.label} ({', '.join(others)})" if others else drug.label


CHOICES = {
    ON_PAGE: "As on the page now",
    "untreated": PRESETS["untreated"],
    "chemotherapy": "Chemotherapy of the page, usual dose",
    "antibody": "Antibody, usual dose",
    "combination": "Chemotherapy of the page and antibody, usual doses",
    **{name: f"{_drug(drug)}, usual dose" for name, drug in DRUGS.items()},
}
"""What is offered for every group; drugs that a table joins in a name are offered besides."""


def choice(chosen: str) -> str:
    """What a group is said to be, in words."""
    joined = [_drug(DRUGS[name]) for name in drugs_of(chosen)]
    return CHOICES.get(chosen) or f"{listed(joined)}, usual doses"


GROUPS_HINT = (
    "Species, tumour, schedules and constants are those of the page; change them there first if "
    "yours differ."
)
FREE = "What the fit may move"
FREE_HINT = f"Growth and inoculum belong to a study. At most {FREE_AT_MOST}."
FREE_OPTION = "{symbol}: {meaning}"
BOUNDS = "Lower and upper are"
BOUNDS_CHOICES = {Bounds.LIMITS.value: "95 % limits", Bounds.ERRORS.value: "± one standard error"}
BOUNDS_HINT = (
    "Numbers without bounds get an assumed error: 0.2 of the natural logarithm for cells, light "
    "and folds, 5 points of a percentage. A standard error below "
    f"{100 * SMALLEST_ERROR:g} % (of percentages and fractions: below {SMALLEST_ERROR:g}) counts "
    "as that."
)
FIT = "Fit"
BAR = "Starts of the fit computed"
BINARY, NO_UTF8, EMPTY = "no text", "not text in UTF-8", "empty"
WRONG = "This can not be fitted yet:"
MORE = "and {more:,} more of this kind"
READ = "Read: {points:,} {numbers} in {groups} {grouped}, up to day {day:g}: {quantities}."
RANGE, SINGLE = "{name} from {low} to {high}{unit}", "{name} {low}{unit}"
REFUSED = "The file was not opened, and nothing was changed:"
DONE = "The fit is done."
CHANGED = "The table or the settings have changed since: this result is of the earlier ones."
UNDER_WAY = (
    "A new fit is under way: until it is done, this result is of the earlier table and settings."
)
AGAIN = "Fit now"
GONE = "What this fit came to is not kept any more. Press Fit to have it computed again."
RESULT = "Result"
PLOT = "Your numbers and the fitted curves; the tables below say what they show"
LEGEND = "Marks: your numbers with 95 % bounds. Solid: the fitted curves. Dotted: before the fit."
VALUES = "Fitted values"
VALUES_HEAD = ("Constant", "Before", "Fitted", "95 % interval", "Verdict")
RESIDUALS = "How far each number is from its curve"
RESIDUALS_HEAD = ("Group", "Quantity", "Day", "Measured", "Fitted", "Distance, in errors")
MORE_ROWS = "Only the first {shown} of {all:,} are shown; the file has all."
TAKE = "Download the fit (JSON)"
TAKE_FILE = "osteoniche-fit.json"
TAKE_HINT = (
    "The file holds the scenario with what was fitted, which Open settings on this page and "
    "osteoniche simulate --scenario read, and each of your numbers with its fitted value. The "
    "curves come from the scenario."
)
SHOW = "Show on Explore"
NO_GROUP = "all numbers"
