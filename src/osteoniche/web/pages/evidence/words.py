"""The words of Evidence."""

from osteoniche.web.kit.places import EVIDENCE

PATH, NAME = EVIDENCE, "Evidence"
"""The page in an address, and as the way to it is called."""
LEAD = (
    "How well does the model describe what was measured? Its constants were fitted to all of these "
    "experiments together; then each study was left out in turn and predicted by a fit that had "
    "never seen it. Only rows that were read are used, many of them digitised by others; doses and "
    "intervals that nobody could read were assumed, and each experiment says which. The second "
    "number is the honest one: a fit to everything shows little."
)
WAYS = "On this page"
BAR = "Parts computed"
SUMMARY = "All experiments in one table"
STUDIES = "The experiments"
LIMITS = "What this can not tell"
CONSTANTS = "All constants"
AGAIN = "Try again"
HEADINGS = (
    "Experiment",
    "Kind of evidence",
    "Fitted",
    "Off at the end, fitted",
    "Predicted",
    "Off at the end, predicted",
)
PATIENTS = "Patients"
PATIENTS_LEAD = (
    "What was seen in patients, and what the model gives: in per cent of the same patient "
    "untreated on the same day, or in months. Bone was checked, the tumour is an illustration."
)
PATIENTS_HEADINGS = ("Number", "Seen", "Model", "What it was used for", "Source")
CHECKED = "checked, not fitted"
NEVER = "never"
AGREEMENT = "Predicted against observed"
AGREEMENT_KEY = (
    "Each point is one measured value, in its own unit. Solid: equal; dotted: twofold too high or "
    "too low. Circles: light; squares: bone volume; diamonds: bone cells."
)
ABOUT = "Where it comes from"
POINTS = ("Row", "What", "Unit", "Published", "Fitted (95 %)", "Predicted (95 %)")
TOLD_BY = "tells the study's own growth"
LINES = (
    "Solid: fitted; dashed: predicted without this study. Bars: as published; a thin red cross: "
    "not met by the fit."
)
RATIOS = (
    "Disc: fitted; diamond: predicted without this study; red cross: not met. Bars: 95 % band; "
    "upright: published; grey: up to twofold off."
)
LIMIT_DOTS = (
    "Disc: fitted; diamond: predicted without this study; red cross: not met. Upright: the limit; "
    "grey: the side that is allowed."
)
FIRST = (
    "Loading the model, which comes before the first part: a few seconds, or half a minute where "
    "it has never been run."
)
LATER = "Each with its plots, its numbers and what was assumed: as soon as it is computed."
CONSTANTS_LEAD = (
    "Every constant with its default for both species. Where the fit to mice was free to move it, "
    "the value before stands beside it, with the interval that the fit leaves. What has no slider "
    "can be set in the address as p.SYMBOL=value, or in a file."
)
CONSTANTS_BEFORE = "Explore with the values before the fit"
CONSTANTS_KIND = "Class"
CONSTANTS_KINDS = {"all": "All"}
CONSTANTS_SEARCH = "Symbol or word"
CONSTANTS_COUNT = "{shown} of {all} constants"
CONSTANTS_HEADINGS = (
    "Symbol",
    "Meaning",
    "Mouse",
    "Patient",
    "Unit",
    "Class",
    "Stands in",
    "The fit, in mice",
    "Source",
)
CONSTANTS_FORMER = "(before: {symbol})"
CONSTANTS_WAS = "before: {before}"
CONSTANTS_INTERVAL = "95 % interval, prior included: {low} to {high}"
CONSTANTS_DATA = "the data alone: {verdict}"
CONSTANTS_GO = "Go to its control"
