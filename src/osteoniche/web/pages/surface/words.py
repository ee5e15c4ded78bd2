"""The words of Dose surface."""

PATH, NAME = "surface", "Dose surface"
"""The page in an address, and as the way to it is called."""
LEAD = (
    "Your run at every pair of doses, from none to the largest; species, tumour, schedules and "
    "constants stay as they are set. The circle is your run; on the white lines the tumour is 10 "
    "times (dotted) and 100 times (solid) smaller than untreated."
)
POINTS = "How many runs"
QUANTITY = "What the colours show"
BAR = "Runs computed"
MAP = "Map of the doses; the sentences and the table below say what it shows"
TABLE = "Some of these runs in numbers"
CHANGED = "The settings have changed since: this map is of the earlier ones. Compute again."
RESIZED = "This map is still of {shown} runs. Compute to see {chosen}."
AGAIN = "Compute now"
SO_FAR = "So far the map is known up to {label} at {dose} {unit}."
DONE = "All {curves} runs."
