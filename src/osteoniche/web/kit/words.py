"""The words of the page that are not derived from declarations: names, hints, caveats."""

from osteoniche import __version__
from osteoniche.drugs import DRUGS, of_role, roles
from osteoniche.quantity import MOUSE, SPECIES_NAMES
from osteoniche.roles import ROLES, ROUTES, Role

TITLE = "Osteoniche"
SUBTITLE = "Why bone metastases survive chemotherapy, and what an antibody against Jagged1 changes"

CAVEAT_LINE = "Teaching model, not medical advice. The hundredfold effect is an input."
TRUST = "What to trust"
SKIP = "Skip to the results"
EVIDENCE = "How well published experiments are met, study by study."
CAVEAT = (
    "A teaching and hypothesis model of mice and of an idealised patient. Not medical advice. No "
    "clinical trial has confirmed the effect in patients, and the hundredfold effect is an input "
    "that the parameters were chosen to reproduce, not a prediction of the model; of a patient "
    "the bone was checked, and the tumour is an illustration."
)

HOST = "Osteoblast Jagged1"
"""What `host` is called: the words have to fit mice that are bred so, and a patient."""
HOSTS = {
    "wild-type": "As usual (wild type)",
    "transgenic": "Six times as much (as in transgenic mice)",
    "knock-out": "None (as in knock-out mice)",
}
TUMOURS = {
    "jagged1-low": "Cells with little Jagged1 of their own",
    "jagged1-high": "Cells with much Jagged1 of their own",
    "none": "No tumour: healthy bone",
}
SPECIES = {species: name.capitalize() for species, name in SPECIES_NAMES.items()}
HORIZON = "Horizon"
SUBJECT = "Species and tumour"
"""The folded section of who is treated, and of what."""
PRESETS = {
    "healthy": "Healthy",
    "untreated": "Untreated",
    "chemotherapy": "Chemotherapy",
    "antibody": "Antibody",
    "combination": "Both",
}
SCALES = {"log": "Log", "linear": "Linear"}


def _only(role: Role) -> str:
    """The drug of a role that is always in view, where it has no other to choose."""
    names = of_role(role)
    return DRUGS[names[0]].briefly(MOUSE) if ROLES[role].in_view and len(names) == 1 else ""


def _dose(role: Role) -> tuple[str, str]:
    """Label and hint of the dial of a role's dose."""
    only = f" ({_only(role)})" if _only(role) else ""
    return f"{ROLES[role].label} dose{only}", ROLES[role].line


SECTIONS = {role.key: f"{ROLES[role].label} {_only(role)}".rstrip() for role in roles()}
"""What the drugs of each role are called, by the prefix of its controls."""
IN_VIEW, FOLDED = (
    [role.key for role in roles() if ROLES[role].in_view is shown] for shown in (True, False)
)
"""The prefixes of those that are always in view, and of those that begin without a drug."""
DIALS = {
    **{f"{role.key}.dose": _dose(role) for role in roles() if role.key in IN_VIEW},
    "induction": ("Osteoblast Jagged1 induction", "how far it can rise"),
    **{f"{role.key}.dose": _dose(role) for role in roles() if role.key in FOLDED},
}
"""Label and hint of each dial; those up to the induction are always in view."""
SCHEDULE = {
    "start": ("First dose on day", ""),
    "every": ("Days between doses", "one dose only"),
    "doses": ("Doses of a cycle", "no cycles"),
    "again": ("Days until it begins anew", "no cycles"),
    "until": ("No dose from day", "to the end"),
    "hours": ("Length of an infusion", "the usual length"),
}
"""Label of each field of a schedule, and what it means when it is empty."""
LATER = ("Later courses", "no later course")
"""The same of the courses after the first, which are one text."""
LATER_SHAPE = (
    "write dose@day/days between doses, for example 20@60/7, in cycles 20@60/7x3/28, and commas "
    "between courses"
)
REGIMEN = "Usual regimens"
TAKE_OVER = "take one over"
"""What stands in a list of which nothing is chosen."""
HELP = {
    "regimen": "Sets dose and schedule; the first day stays.",
    "species": "Each has its own doses, schedules and horizon.",
    "host": "How much the osteoblasts carry before any treatment.",
    "tumour": "How much Jagged1 the tumour cells carry themselves.",
    "days": "The last day that is computed.",
    **{f"{role.key}.drug": ROLES[role].choice for role in roles() if not ROLES[role].in_view},
    "start": "Counted from the day the tumour reaches the bone.",
    "every": "Leave empty for one dose only.",
    "doses": "So many doses, then a pause: 3 of 4 weeks are 3, with 28 days below.",
    "again": "From the first dose of a cycle to that of the next.",
    "until": "Leave empty to treat to the end.",
    "route": "How the drug gets into the body.",
    "hours": "Only for a slow infusion.",
    "later": "Dose@day/days between doses, such as 20@60/7x3/28; commas between courses.",
}
"""A short text for each field that a student understands; dials have their hint."""
FOLDS = dict.fromkeys(("species", "host", "tumour", "days"), "subject")
for _section in FOLDED:
    FOLDS |= dict.fromkeys((f"{_section}.drug", f"{_section}.dose"), _section)
for _section in SECTIONS:
    for _part in (*SCHEDULE, "route", "later"):
        FOLDS[f"{_section}.{_part}"] = f"schedule-{_section}"
"""The folded section that holds a control, for those that are folded."""


def explained(name: str) -> str:
    """The short text of a field."""
    return HELP.get(name) or HELP[name.partition(".")[2]]


def called(name: str) -> str:
    """A typed control by the words that stand beside it, where it stands alone."""
    section, _, part = name.partition(".")
    if part == "later":
        return f"{SECTIONS[section]}, {_inside(LATER[0])}"
    if part in SCHEDULE:
        return f"{SECTIONS[section]}, {_inside(SCHEDULE[part][0])}"
    return DIALS[name][0] if name in DIALS else HORIZON


def number(name: str, value: str) -> str:
    """A number with its unit behind what its control is called, where it stands alone."""
    section, _, part = name.partition(".")
    if part not in SCHEDULE:
        return f"{called(name)} {value}"
    label, empty = SCHEDULE[part]
    return f"{SECTIONS[section]}: {_inside(f'{label} {value}') if value else empty}"


def option(name: str, value: str) -> str:
    """A choice, where it stands alone."""
    if name == "host":
        return f"{HOST}: {_inside(HOSTS[value])}"
    if name == "tumour":
        return TUMOURS[value] if value == "none" else f"Tumour: {_inside(TUMOURS[value])}"
    return f"{SECTIONS[name.partition('.')[0]]}: {_inside(ROUTES[value])}"


def _inside(text: str) -> str:
    """A text inside a sentence."""
    return text[0].lower() + text[1:]


WAYS = "Pages"
KEY = "Key {key}"
"""What is told of a key, where the pointer rests on what it does."""
ON_DAY_0 = "{meaning}, on day 0"
COMPUTE, STOP = "Compute", "Stop"
"""The buttons that start and stop long work."""
CHANGED = "The settings have changed since: this is of the earlier ones. Compute again."


PLOTS = "Tumour burden, bone mass and apoptosis over time; the title above says what they show"
PREPARING = "Preparing the model for its first run on this machine. This takes about ten seconds."
CLOSE = "Close this message"
VERSION = f"Osteoniche {__version__}"
SET = "parameter set {set}"
ANOTHER_SET = (
    "These settings are of the {set} ({title}), and are shown with it. New runs are of the "
    "{default}; numbers of the two differ."
)
STAY, SWITCH_SET = "Stay with {set}", "Show with {set}"
UNKNOWN_SET = "So all that is shown is of the {set}, and not of the set that the address names."
MORE_PROBLEMS = "and {more:,} more of this kind"
ANOTHER_VERSION = (
    "These settings were saved with Osteoniche {made}; this is {here}. Where the model differs, so "
    "do the numbers: its list of changes says which."
)
BAD_FILE = "The file could not be opened; nothing was changed."
UNOPENED = "The file was not opened, since the server did not answer. Open it once more."
LEFT_OUT = "The other species does not allow everything that was set, so this was left out:"
NO_NUMBER = "“{text}” is no plain number. Write it like 5, 0.3 or 5e-1. "
AS_DEFAULT = "All settings are at their defaults."
DIFFERS = "Differs from the default:"
NO_DATA = "No published series resembles these settings; they are of wild-type mice."
DATA_LEAD = (
    "Published measurements, digitised by others, laid over the plots and scaled only by their own "
    "first point. What all studies share is fitted to them, growth is not: untreated tumours of "
    "mice grew between 0.11 and 0.43 per day in these studies and grow at about 0.18 in the usual "
    "mouse of this page, so most points will miss the curves. The Evidence page gives each study "
    "its own growth."
)
CARDS = {
    "tumour": "Tumour vs untreated",
    "bone": "Bone lost",
    "apoptosis": "Cells dying at the peak",
    "blocked": "Kill blocked by Notch",
}
"""What each card is about."""
CARD_NOTES = {"blocked": "on average while drugs act"}
"""What is said below that, of a card that no likely range is known for."""
CARD = "Headline numbers of your run"
NO_NUMBER_HERE, NONE_LEFT = "–", "none left"
"""In place of a number that a run does not have, and of a burden of no cell."""
NOT_GIVEN = "none"
EDIT = "Edit"
WHY = "why"
TABS = {"curves": "Curves", "runs": "Table", WHY: "Why"}
MORE = "More"
READER = "Day that is read in the plots"
ANSWERED = "The answer of your run"


def likely(low: str, high: str) -> str:
    """A likely range in few letters, with the unit once where both ends have it: 24–44 %, 1–3 M."""
    for unit in (" %", "k", " M", " bn", " tn"):
        if low.endswith(unit) and high.endswith(unit) and not low.startswith("under"):
            return f"{low.removesuffix(unit)}–{high}"
    return f"{low}–{high}"


def cells_of(amount: str) -> str:
    """A number of cells, or a range of it."""
    return f"{amount} cells"


TIMES = "{times}×"
"""A likely range of how many times smaller; below 1 the tumour is larger."""
SIDE = "Side by side"
BAND = "Likely range"
BAND_TOLD = (
    "Shaded: the middle 95 % of {members} runs with other constants that the published experiments "
    "and the assumptions allow, whatever the story of the two drugs would like. Not in it: growth "
    "and inoculum, which are as in your run, differences between animals, and the error of a "
    "measurement.{shares}"
)
BAND_SHARES = " Of its variance on the last day, assumed constants make {shares}."
NO_BAND_SET = "The parameter set {set} was not fitted to data, so it has no likely range."
NO_BAND_BESIDE = "Likely ranges are not drawn side by side."
NO_BAND_AGAINST = "Likely ranges are not drawn against another run."
NO_BAND = "The likely range could not be computed for these settings."
RANGES_COMING = "Likely ranges: {done} of {all} …"
NO_DATA_BESIDE = "Published observations are not drawn while runs stand side by side."
DATA_SERIES = "Published series"
NUMBERS = "Headline numbers of all runs"
STORY = "What happens in your run"
MINUS = "Show all runs against"
MINUS_NONE = "Show against …"
NO_REFERENCE = "“{name}” gave no curve, so that nothing can be shown against it."
NO_DATA_AGAINST = "Published observations are not drawn while runs are shown against another run."
NO_ROOM = (
    "The address has no room for the kept runs: they stay until this page is closed, but a link "
    "leaves them out."
)
SAVE = "Share"
QR = "QR code of the link"
QR_TITLE = "Point a camera at it"
QR_TOO_LONG = "The link is too long for a QR code: it holds too many kept runs. Copy it instead."
THEME = "Theme"
THEMES = {"light": "Light", "dark": "Dark", "auto": "System"}
"""What the visitor can choose; `auto` follows the system."""
SCALE = "Tumour axis"
PIN = "Keep"
PIN_EXAMPLE = "High antibody"
LINK = "Copy link"
TAKE = {
    "csv": "Table of all curves (CSV)",
    "picture": "Picture on white …",
    "json": "Settings of your run (JSON)",
    "sbml": "This model with these doses (SBML)",
}
OPEN_FILE = "Open settings (JSON)"
PIN_KEPT = "Kept as “{name}”: the last row of the table."
PIN_DAY = "on day {day}"
PIN_UNTREATED = "against its own untreated run"
PIN_NO_NAME = "Type a name first"
PIN_SAME_NAME = "Another run has this name"
PIN_SAME_RUN = "This run is kept already, as “{name}”"
PIN_TOO_MANY = "{most} runs at most: take one off in the table first, by its ×"
PIN_LENGTH = "Up to {most} letters"
PIN_NO_RUN = "Bring the settings to where they can be run first"
PIN_LABEL = "Keep this run under a name"
FOLLOWS = "† follows your {settings}"
FOLLOWED = {
    "set": "parameter set",
    "days": "horizon",
    "host": "osteoblasts",
    "tumour": "tumour",
    "induction": "induction",
    "treatments": "drugs and schedules",
    "parameters": "constants",
}
"""What an arm takes over from the visitor's run, by the field of a scenario."""
REFERENCE = "the reference"
NOT_TREATED = "not treated"
GREW_ON = "never shrank"
HELD = "held at {cells}"
GONE = "none left"
NO_TUMOUR = "–"
NO_CURVE = "no curve"
NO_REFERENCE_CURVE = "untreated has no curve"
"""What stands in the table of headline numbers where a number has no meaning."""
REFUSED = "That can not be run; the curves below are the last that could."
PART_OF_ADDRESS = "These parts of the address could not be taken; all else is as it says:"
BAD_ADDRESS = "The address is not one of this page; the settings stay as they were."
BAD_ADDRESS_OPENED = "The address is not one of this page; these are the default settings."
WORKING = "Computing …"
HEADLINES = (
    "Run",
    "Tumour at the end, against untreated",
    "Bone lost",
    "Peak apoptosis",
    "Cost at its worst (no medical advice)",
    "Regrows from",
)
"""Headings of the table of headline numbers."""
REGROWS = (
    "The first day on which the tumour is more than twice its smallest size after the first dose. "
    "“Never shrank”: it was never smaller than at its first dose, and may still be smaller than "
    "without treatment. “Held”: it shrank, and has not regrown by the last day."
)
"""What the last of them means."""
