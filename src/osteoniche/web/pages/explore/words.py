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
