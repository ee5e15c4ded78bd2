"""What was seen in patients, and what the model gives: markers of bone, and times to progression.

Nothing here is fitted by `osteoniche fit`. Bone is checked: one constant (`fL`) was chosen between
two of the markers, the others follow. The two times to progression were used to choose three
constants of the tumour (`r0`, `KN`, `kkP`), so that they are inputs.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from osteoniche.calibration.rows import row, value
from osteoniche.engine.result import Result
from osteoniche.quantity import HUMAN
from osteoniche.scenario import Scenario
from osteoniche.scenario.defaults import treatment_defaults
from osteoniche.study import Run, progression
from osteoniche.system import system_of

MONTH = 365.25 / 12
"""Days."""
DENOSUMAB, ZOLEDRONATE, PACLITAXEL = "rankl-inhibitor", "zoledronate", "paclitaxel"


@dataclass(frozen=True)
class Marker:
    """A number that was seen in patients, and the run of the model that it is held against.

    `quantity` names what is read off the run on `day`: `resorption` or `formation`, in per cent of
    the same patient's untreated on that day, or `months` to progression. `used` says what the
    number was used for, where it was; `number` is one that stands in the note of the row.
    """

    row: str
    label: str
    quantity: str
    treatment: Mapping[str, Any]
    day: float = 0.0
    tumour: str = "jagged1-low"
    used: str = ""
    number: float | None = None

    @property
    def unit(self) -> str:
        """The unit of the number."""
        return "months" if self.quantity == "months" else "%"

    @property
    def seen(self) -> float:
        """What was published; a fall is negative."""
        number = value(self.row) if self.number is None else self.number
        return -number if self.row == "DEN-10" else number

    @property
    def source(self) -> str:
        """Where it was read."""
        found = row(self.row)
        return f"{found.source}; {found.locator}"

    def scenario(self) -> Scenario:
        """The treated patient."""
        days = 731 if self.quantity == "months" else int(self.day)
        fields = {"species": HUMAN, "days": max(days, 30), "tumour": self.tumour}
        return Scenario.model_validate(fields | {"treatments": [dict(self.treatment)]})


def _given(drug: str, **changes: Any) -> dict[str, Any]:
    return treatment_defaults(drug, HUMAN) | {"start": 0.0} | changes


WEEKLY = {"dose": 80.0, "every": 7.0, "hours": 1.0, "start": 30.0}
THREE_WEEKLY = {"start": 30.0}
CHOSEN_BETWEEN = "fL was chosen between this and the other marker of denosumab"
INPUT = "an input: r0 and KN were fitted to it"
MARKERS: tuple[Marker, ...] = (
    Marker(
        "DEN-10",
        "Resorption on day 5 of denosumab, healthy women (CTX; at least so far down)",
        "resorption",
        _given(DENOSUMAB),
        day=5.0,
        tumour="none",
        used=CHOSEN_BETWEEN,
    ),
    Marker(
        "HUM-01",
        "Resorption in week 13 of denosumab (uNTx)",
        "resorption",
        _given(DENOSUMAB),
        day=91.0,
        used=CHOSEN_BETWEEN,
    ),
    Marker(
        "HUM-03",
        "Resorption in week 13 of a bisphosphonate every four weeks (uNTx)",
        "resorption",
        _given(ZOLEDRONATE),
        day=91.0,
    ),
    Marker(
        "HUM-12",
        "Formation after a year of zoledronate (P1NP)",
        "formation",
        _given(ZOLEDRONATE),
        day=365.0,
    ),
    Marker(
        "CLI-03",
        "Progression on paclitaxel 175 mg/m² every three weeks",
        "months",
        _given(PACLITAXEL, **THREE_WEEKLY),
        used=INPUT,
        number=5.0,
    ),
    Marker(
        "CLI-03",
        "Progression on paclitaxel 80 mg/m² weekly",
        "months",
        _given(PACLITAXEL, **WEEKLY),
        used=INPUT,
    ),
)
"""Every marker, in the order in which it is shown."""


def computed(marker: Marker, run: Run) -> float:
    """What the model gives for a marker. NaN where a patient does not progress."""
    scenario = marker.scenario()
    treated = run(scenario)
    if marker.quantity == "months":
        found = progression(scenario, treated)
        return float("nan") if found is None else found / MONTH
    untreated = run(scenario.changed(treatments=[]))
    read = {"resorption": _resorption, "formation": _formation}[marker.quantity]
    return 100.0 * (read(scenario, treated, marker.day) / read(scenario, untreated, marker.day) - 1)


def _formation(scenario: Scenario, result: Result, day: float) -> float:
    del scenario
    return result.at("osteoblasts_fold", day)


def _resorption(scenario: Scenario, result: Result, day: float) -> float:
    """Osteoclasts, less what zoledronate blocks of each one's work."""
    blocked = 0.0
    if "zoledronate_ug_per_kg" in result.series:
        constants = system_of(scenario.set).values(HUMAN)
        on_bone = result.at("zoledronate_ug_per_kg", day)
        blocked = constants.iW * on_bone / (on_bone + constants.W50)
    return result.at("osteoclasts_fold", day) * (1 - blocked)
