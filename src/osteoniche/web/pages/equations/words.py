"""The words of the page of equations."""

from osteoniche.equations import Role
from osteoniche.system import default_system
from osteoniche.web.kit.places import EQUATIONS

PATH, NAME = EQUATIONS, "Equations"
"""The page in an address, and as the way to it is called."""
LEAD = (
    "All that a run computes, written by the program from the very functions that compute it. "
    "With each line stands what its symbols mean; most meanings lead to where a value comes from. "
    "Time is in days. Amounts of drugs are counted per kilogram of body weight."
)
GUARDS = (
    "Two things are left out for the sake of reading. A term with an exponent is 0 where its "
    "quantity is not above 0, and so is a share of no cells. The root for free 15D11 is computed "
    "in another form that is equal, wherever that keeps more digits."
)
WAITING = "Reading the equations …"
WAYS = "On this page"
FORMULA = "Equation of {meaning}"
TITLES = {
    Role.RATE: "What changes",
    Role.SIGNAL: "What follows at every moment",
    Role.EFFECT: "Where drugs act",
    Role.READOUT: "What is reported",
    Role.START: "Day 0",
}
LEADS = {
    Role.RATE: "How fast each quantity changes, per day. This is what is integrated.",
    Role.SIGNAL: "What the lines above use, worked out from the quantities of the same moment.",
    Role.EFFECT: f"The {len(default_system().model.effects)} places where drugs enter the model; "
    "without a drug each of them is 0. "
    "Kill rates of several drugs add up; shares of a whole join as those of independent events.",
    Role.READOUT: "The columns of plots and tables.",
    Role.START: "Where a run begins; of a drug there is nothing yet.",
}
ORGAN = "It reads what drugs do to it and never acts back on bone or tumour."
ENTERS = "{how}: “{state}”"
ENTRY = "Where a dose goes. {ways}."
CONSTANT = "{mouse}; patient {human}"
