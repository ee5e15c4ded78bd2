"""The words of Explore."""

from osteoniche.web.kit.places import EXPLORE

PATH, NAME = EXPLORE, "Explore"
"""The page in an address, and as the way to it is called."""

WELCOME_LABEL, WELCOME_CLOSE = "First visit", "Close"
WELCOME = "Why do bone metastases survive chemotherapy? Try it in a model of a mouse."
WELCOME_BEGIN = "Begin here: raise the antibody."

LISTEN = "Listen"
LISTEN_TO = "Listen to {plot}"
LISTEN_SAYS = (
    "A tone of 4 seconds: the higher, the more. Your run is left, the untreated one right; a soft "
    "steady tone is the value at the start. Escape stops it."
)

MECHANISM = "From untreated to your run"
AGAINST = "From “{name}” to your run, each setting alone"
ANOTHER = "Another run is taken with “Show against …”: "
ANOTHER_WAY = "choose the run"
"""The button behind it, which leads to that list."""
READ_ALL, READ_LESS = "Read all", "Read less"
"""The button by a reason that is longer than its room."""
COLUMNS = ("Cause", "On the logarithm", "Tumour cells")
"""Of the tables of bars."""

PICTURE = "The tumour in its niche"
PICTURE_DESC = (
    "Bone with osteoclasts that eat it and osteoblasts that carry Jagged1. The tumour lies above "
    "them, in a shield that is as thick as Notch is active. Drugs come from the blood at the top; "
    "the arrow of the drugs' kill divides at the shield. The words beside the parts say their "
    "numbers on the day that is shown; × healthy is times as much as in health."
)
VESSEL = "Drugs in the blood"
NO_DRUG = "blood: no drug"
PICTURE_OF_DAY = f"{PICTURE} on day {{day}}"
"""Its heading: what all its numbers are of."""
DRAWN_SCALE = (
    "Ten times the tumour is {cells} more cells; wider arrows do more.",
    "Dashed or hatched is what is lost, or kill that the shield stops.",
)
"""What size, arrows, dashes and hatching mean, a sentence each."""
ON_THE_DAY = "On day {day}"
ITS_EQUATION, ITS_EVIDENCE = "Its equation", "Its constants and sources"
CLOSE_CARD = "Close"
SCRUBBER = "Day of the picture and the plots"
PLAY, PAUSE = "Play all days in 20 seconds", "Pause"
DAY_READ = "Day {day}"
DAY_TOLD = "Day {day}: tumour {tumour} cells, bone {bone} of healthy, Notch {notch} of 1"

PICTURE_TITLE = "Picture on white"
PICTURE_SIZE, PICTURE_PLOTS, PICTURE_FORMAT = "Size", "Plots", "File"
PICTURE_ALL = "All"
PICTURE_SIZES = {"half": "85 mm", "full": "174 mm", "slide": "Slide 16:9"}
PICTURE_FORMATS = {"png": "PNG, 300 dpi", "svg": "SVG"}
PICTURE_ARMS = "With the arms beside your run"
PICTURE_TOLD = "Below it stand the settings, the parameter set, the version, the day and the link."
PICTURE_SAVE = "Save the picture"

ANSWERED = "The answer of your run"
PREPARING = "Preparing the model for its first run on this machine. This takes about ten seconds."
STORY = "What happens in your run"
WHY = "why"
TABS = {"curves": "Curves", "runs": "Table", WHY: "Why"}
READER = "Day that is read in the plots"

CARD = "Headline numbers of your run"
CARDS = {
    "tumour": "Tumour vs untreated",
    "bone": "Bone lost",
    "apoptosis": "Cells dying at the peak",
    "blocked": "Kill blocked by Notch",
}
"""What each card is about."""
CARD_NOTES = {"blocked": "on average while drugs act"}
"""What is said below that, of a card that no likely range is known for."""
NO_NUMBER_HERE, NONE_LEFT = "–", "none left"
"""In place of a number that a run does not have, and of a burden of no cell."""

SCALE = "Tumour axis"
SCALES = {"log": "Log", "linear": "Linear"}
SIDE = "Side by side"
MINUS = "Show all runs against"
MINUS_NONE = "Show against …"
NO_REFERENCE = "“{name}” gave no curve, so that nothing can be shown against it."

BAND = "Likely range"
TIMES = "{times}×"
"""A likely range of how many times smaller; below 1 the tumour is larger."""
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

DATA_SERIES = "Published series"
DATA_LEAD = (
    "Published measurements, digitised by others, laid over the plots and scaled only by their own "
    "first point. What all studies share is fitted to them, growth is not: untreated tumours of "
    "mice grew between 0.11 and 0.43 per day in these studies and grow at about 0.18 in the usual "
    "mouse of this page, so most points will miss the curves. The Evidence page gives each study "
    "its own growth."
)
NO_DATA = "No published series resembles these settings; they are of wild-type mice."
NO_DATA_BESIDE = "Published observations are not drawn while runs stand side by side."
NO_DATA_AGAINST = "Published observations are not drawn while runs are shown against another run."

PIN = "Keep"
PIN_LABEL = "Keep this run under a name"
PIN_EXAMPLE = "High antibody"
PIN_LENGTH = "Up to {most} letters"
PIN_NO_NAME = "Type a name first"
PIN_SAME_NAME = "Another run has this name"
PIN_SAME_RUN = "This run is kept already, as “{name}”"
PIN_TOO_MANY = "{most} runs at most: take one off in the table first, by its ×"
PIN_NO_RUN = "Bring the settings to where they can be run first"
PIN_KEPT = "Kept as “{name}”: the last row of the table."
PIN_DAY = "on day {day}"
PIN_UNTREATED = "against its own untreated run"
NO_ROOM = (
    "The address has no room for the kept runs: they stay until this page is closed, but a link "
    "leaves them out."
)

LINK = "Copy link"
QR_TITLE = "Point a camera at it"
OPEN_FILE = "Open settings (JSON)"
BAD_FILE = "The file could not be opened; nothing was changed."
UNOPENED = "The file was not opened, since the server did not answer. Open it once more."
BAD_ADDRESS = "The address is not one of this page; the settings stay as they were."
BAD_ADDRESS_OPENED = "The address is not one of this page; these are the default settings."
LEFT_OUT = "The other species does not allow everything that was set, so this was left out:"
AS_DEFAULT = "All settings are at their defaults."
NO_NUMBER = "“{text}” is no plain number. Write it like 5, 0.3 or 5e-1. "

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
NO_TUMOUR = "–"
NO_CURVE = "no curve"
NO_REFERENCE_CURVE = "untreated has no curve"
"""What stands in the table of headline numbers where a number has no meaning."""


def likely(low: str, high: str) -> str:
    """A likely range in few letters, with the unit once where both ends have it: 24–44 %, 1–3 M."""
    for unit in (" %", "k", " M", " bn", " tn"):
        if low.endswith(unit) and high.endswith(unit) and not low.startswith("under"):
            return f"{low.removesuffix(unit)}–{high}"
    return f"{low}–{high}"


def cells_of(amount: str) -> str:
    """A number of cells, or a range of it."""
    return f"{amount} cells"
