"""Every component id of the pages, once. Scripts and style sheets in assets/ use the same words."""

URL = "url"
THEME = "theme"
THEME_CHOICE = "theme-choice"
PINS = "pins"
PIN_NAME = "pin-name"
PIN = "pin"
KEPT = "kept"
UNPIN = "unpin"
RULES = "rules"
UNFOLD = "unfold"
FILE = "file"
VISIT = "visit"
MINUS = "minus"
DATA = "data"
DATA_NOTES = "data-notes"
DIFFERS = "differs"
AGAIN = "again"
SCREEN = "screen"
ARRANGED = "arranged"
RESTED = "rested"
SIDE = "side"
BAND = "band"
BAND_NOTE = "band-note"
TRUST_LINE, TRUST = "trust-line", "trust"
PLOTS_BOX = "plots-box"
COPY = "copy-link"
TAKE = "take"
TAKE_CSV = "take-csv"
TAKE_JSON = "take-json"
TAKE_PICTURE, PICTURE_DIALOG = "take-picture", "picture-dialog"
PICTURE_SIZE, PICTURE_PLOTS, PICTURE_ARMS = "picture-size", "picture-plots", "picture-arms"
PICTURE_FORMAT, PICTURE_SAVE = "picture-format", "picture-save"
TAKE_SBML = "take-sbml"
QR = "qr"
QR_LINK = "qr-link"
QR_CODE = "qr-code"
QR_DIALOG = "qr-dialog"
DOWNLOAD = "download"
UPLOAD = "upload"
OPEN_FILE = "open-file"
POPUPS = "popups"
RESULTS = "results"
ON_PAPER = "on-paper"
BANNER = "banner"
SPOKEN = "spoken"
CHOICE = "choice"
EXTRA = "extra"
REQUEST = "request"
ANSWER = "answer"
PAGE_ANSWER = "page-answer"
"""The newest answer, for the pages that follow the settings: it comes while one of them is seen, so
that a dial which rests on Explore stirs no other page (assets/shell/pages.js)."""
RANGES_NOTE = "ranges-note"
TIMECOURSE = "timecourse"
TITLE_SAID, TITLE_BECAUSE = "title-said", "title-because"
SENTENCE = "sentence"
REASON, READ_ALL = "reason", "read-all"
WELCOME = "welcome"
CARDS = "cards"
ENDS = "ends"
READER = "reader"
SCENE, SCENE_TEXTS = "scene", "scene-texts"
TABS = "tabs"
TAB = "tab"
WHY, WHY_DUE = "why", "why-due"
STAGE = "stage"
HEADLINES = "headlines"
NOTICE = "notice"
ADDRESS_NOTICE = "address-notice"
ALSO = "also"
FORGET_EXTRA = "forget-extra"
SCALE = "tumour-scale"
PANELS = "panels"
FOLDS = "folds"
TABLE = "values-table"
REGROWS = "term-regrows"

PAGE = "page"


def control(name: str) -> str:
    """A control's own component."""
    return "control-" + name.replace(".", "-")


def number(name: str) -> str:
    """The typed value beside a slider."""
    return control(name) + "-number"


def default(name: str) -> str:
    """The button that takes a slider back to its default."""
    return control(name) + "-default"


def scale(name: str) -> str:
    """The words under a slider that give its range."""
    return control(name) + "-range"


def summary(fold: str) -> str:
    """The line that says what a folded section holds."""
    return "summary-" + fold


def preset(name: str) -> str:
    """The button that starts from a preset."""
    return "preset-" + name


def seen(path: str) -> str:
    """The store that is filled when a page is first seen: with the screen, and the time."""
    return "seen-" + (path or "explore")


def panel(name: str) -> str:
    """The graph of an explaining panel."""
    return "panel-" + name
