"""The experiments that the model is calibrated with: declarations only.

Every number comes from a row of the file; what was not read (doses, intervals, routes, day of a
first dose) is taken to be the usual schedule of the drug, class assumed, and said once for each
experiment. No recalled row is used.
"""

from collections.abc import Mapping
from typing import Any

from osteoniche.calibration.rows import (
    constant_row,
    course,
    fold_row,
    row,
    seen,
    slope_row,
    value,
)
from osteoniche.calibration.story import LUCAP, STORY, ZHENG
from osteoniche.calibration.terms import Arm, Evidence, Experiment, Term, fold, level
from osteoniche.models import CELLS

GROWTH = ("r0", "T0")
THRICE_A_WEEK = 7 / 3

NOT_READ_OPG = (
    "OPG-Fc under the skin three times a week, and how the body handles it: not in the file."
)
LINE = "The line is taken to show little Jagged1; the file does not say."
INOCULUM = "Tumour cells at day 0 are fitted; light is taken to be proportional to living cells."


def _opg(start: float) -> dict[str, Any]:
    return {
        "drug": "rankl-inhibitor",
        "dose": 3.0,
        "start": start,
        "every": THRICE_A_WEEK,
        "route": "sc",
    }


def _arm(
    name: str, days: int, *treatments: Mapping[str, Any], control: bool = False, **fields: Any
) -> Arm:
    return Arm(name, {"days": days, "treatments": list(treatments), **fields}, control=control)


CANON = Experiment(
    name="canon-2008",
    study="Canon 2008",
    label="MDA-MB-231 in bone, OPG-Fc from day 0 or day 7 (Canon 2008)",
    evidence=Evidence.DIGITISED,
    arms=(
        _arm("untreated", 25, control=True),
        _arm("OPG-Fc", 25, _opg(0.0)),
        _arm("OPG-Fc from day 7", 25, _opg(7.0)),
    ),
    terms=(
        *course("untreated", "CAN-001", "CAN-008"),
        *course("OPG-Fc", "CAN-009", "CAN-016"),
        *course("OPG-Fc from day 7", "CAN-024", "CAN-030"),
        slope_row("GRO-01", "untreated", "CAN-001", "CAN-008"),
        fold_row("FLD-01", fold("untreated", "OPG-Fc", 25.0)),
    ),
    own=GROWTH,
    light=True,
    assumed=(f"The dose was read, the interval was not: {NOT_READ_OPG}", LINE, INOCULUM),
    held=("GRO-01 and FLD-01 follow from the rows of the two arms: scored, not counted twice.",),
)

BLAKE = Experiment(
    name="blake-2014",
    study="Blake 2014",
    label="MDA-MB-231 in bone, OPG-Fc from day 0 (Blake 2014)",
    evidence=Evidence.DIGITISED,
    arms=(_arm("untreated", 46, control=True), _arm("OPG-Fc", 46, _opg(0.0))),
    terms=(
        *course("untreated", "BLK-019", "BLK-025"),
        *course("OPG-Fc", "BLK-033", "BLK-039"),
    ),
    own=GROWTH,
    light=True,
    assumed=("How the body handles OPG-Fc was not read.", LINE, INOCULUM),
    held=("BLK-001 to 018 (two sublines, untreated) jump on day 1 and fall back: not used.",),
)

_LUNG = "The paper could not be confirmed and may be on lung cancer."
_DOSE = f"The dose (3 mg/kg) and interval were not read: {NOT_READ_OPG}"


def _rows(study: str, first: int, last: int) -> tuple[str, ...]:
    return tuple(f"{study}-{number:03}" for number in range(first, last + 1))


def _miller(
    letters: str, days: int, arms: tuple[Arm, ...], *more: Term, **fields: Any
) -> Experiment:
    first = {"A": 1, "B": 6, "C": 11, "D": 16, "E": 23, "F": 30, "G": 37, "H": 44, "I": 51}
    last = {"A": 5, "B": 10, "C": 15, "D": 22, "E": 29, "F": 36, "G": 43, "H": 50, "I": 57}
    terms = [
        term
        for letter, arm in zip(letters, arms, strict=True)
        for term in course(arm.name, f"MIL-{first[letter]:03}", f"MIL-{last[letter]:03}")
    ]
    return Experiment(
        name=f"miller-2014-{letters.lower()}",
        study="Miller 2014",
        label=f"Tumour in bone, sets {', '.join(letters)} (taken to be Miller 2014)",
        evidence=Evidence.DIGITISED,
        arms=arms,
        terms=(*terms, *more),
        own=(*GROWTH, *fields.get("own", ())),
        light=True,
        told_by=fields.get("told_by", ()),
        assumed=(_LUNG, _DOSE, LINE, INOCULUM, *fields.get("assumed", ())),
        held=fields.get("held", ()),
    )


MILLER_ABC = _miller(
    "ABC",
    19,
    (
        _arm("A untreated", 19, control=True),
        _arm("B OPG-Fc from day 1", 19, _opg(1.0)),
        _arm("C OPG-Fc from day 7", 19, _opg(7.0)),
    ),
)
MILLER_DEF = _miller(
    "DEF",
    27,
    (
        _arm("D untreated", 27, control=True),
        _arm("E OPG-Fc from day 1", 27, _opg(1.0)),
        _arm("F OPG-Fc from day 7", 27, _opg(7.0)),
    ),
)
_DOCETAXEL = {"drug": "docetaxel", "dose": 10.0, "start": 5.0, "every": 7.0, "route": "ip"}
MILLER_GHI = _miller(
    "GHI",
    21,
    (
        _arm("G untreated", 21, control=True),
        _arm("H OPG-Fc, established", 21, _opg(5.0)),
        _arm("I docetaxel, established", 21, _DOCETAXEL),
    ),
    own=("potD",),
    told_by=_rows("MIL", 37, 43) + _rows("MIL", 51, 57),
    assumed=(
        "The day of the first dose was not read: day 5, up to which the three sets are alike.",
        "Docetaxel: dose (10 mg/kg), interval (a week) and route (ip) were not read, and it is "
        "taken to spread as paclitaxel does; its potency here is fitted to set I and belongs to "
        "this experiment alone, so that only set H is predicted when the study is left out.",
    ),
    held=("FLD-06 follows from the rows of sets G and I, which tell the potency: not scored.",),
)

_INTO_BONE = "Tumour cells were put into the bone; their number and growth are fitted to bone loss."
BENNETT = Experiment(
    name="bennett-2024",
    study="Bennett 2024",
    label="Bone, osteoblasts and osteoclasts with a tumour (series labelled Bennett 2024)",
    evidence=Evidence.TABLED,
    arms=(_arm("untreated", 21, control=True),),
    terms=(
        *course("untreated", "BEN-10", "BEN-12", "bone_mass_percent"),
        *(seen("untreated", row(name), "osteoblasts_fold") for name in ("BEN-D1", "BEN-D2")),
        *(seen("untreated", row(name), "osteoclasts_fold") for name in ("BEN-D3", "BEN-D4")),
    ),
    own=GROWTH,
    told_by=("BEN-10", "BEN-11", "BEN-12"),
    assumed=(
        "The paper was not identified; line and number of mice are unknown.",
        LINE,
        _INTO_BONE,
        "Rows BEN-13 to 16 (tumour cells in the section) are not in the calibration set.",
    ),
    held=("BEN-09 is the start, 100 by definition.",),
)
JOHNSON = Experiment(
    name="johnson-2011",
    study="Johnson 2011",
    label="Bone volume with a tumour, and with zoledronate without one (Johnson 2011)",
    evidence=Evidence.DIGITISED,
    arms=(
        _arm("tumour", 28, control=True),
        _arm(
            "zoledronate, no tumour",
            28,
            {"drug": "zoledronate", "dose": 100.0, "start": 6.0, "every": 7.0, "route": "iv"},
            tumour="none",
        ),
    ),
    terms=(
        *course("tumour", "JOH-02", "JOH-05", "bone_mass_percent"),
        *course("zoledronate, no tumour", "JOH-12", "JOH-15", "bone_mass_percent"),
    ),
    own=GROWTH,
    assumed=(
        "Zoledronate: dose (100 ug/kg) and interval (a week) were not read, the first day (6) was.",
        "Whether bounds are deviations or errors is not stated: taken as one deviation.",
        LINE,
        _INTO_BONE,
    ),
    held=("JOH-01 and JOH-11 are the start, 100 by definition.",),
)


def _simeoni_kill() -> float:
    """Natural logarithm of the kill of one dose of 30 mg/kg: potency times AUC (PTXM, PD-09)."""
    auc_ng_day_per_ml = 30.0 / (value("PTXM-13") / 1000.0) / value("PTXM-10") * 1000.0
    return value("PD-09") * auc_ng_day_per_ml


SIMEONI = Experiment(
    name="simeoni-2004",
    study="Simeoni 2004",
    label="Paclitaxel under the skin, as a model of others describes it (Simeoni 2004)",
    evidence=Evidence.MODEL,
    arms=(
        _arm("untreated", 14, control=True, host="knock-out"),
        _arm(
            "paclitaxel iv",
            14,
            {"drug": "paclitaxel", "dose": 30.0, "start": 0.0, "every": None, "route": "iv"},
            host="knock-out",
        ),
    ),
    terms=(
        Term(
            "PD-06",
            value("PD-06"),
            0.02,
            (level("untreated", CELLS, 14.0, 1 / 14), level("untreated", CELLS, 0.0, -1 / 14)),
            rows=("PD-06",),
        ),
        Term(
            "PD-09 x PTXM",
            _simeoni_kill(),
            0.4,
            fold("untreated", "paclitaxel iv", 14.0),
            rows=("PD-09", "PTXM-10", "PTXM-13"),
            day=14.0,
        ),
    ),
    own=("r0",),
    assumed=(
        "There is no osteoblast under the skin: a host whose osteoblasts show no Jagged1.",
        "The logarithm of the kill of one dose is given an error of 0.4: none was read.",
    ),
    held=(
        "PTXM-10 to 13 are the declared, published constants of paclitaxel in mice: held.",
        "PD-08 (0.968 a day) is the declared clearance of apoptotic cells, rounded: held.",
        "PD-07 is a linear phase of growth that this model has not.",
    ),
)
BETTS = Experiment(
    name="betts-2018",
    study="Betts 2018",
    label="Human antibodies in mice with the human receptor (Betts 2018)",
    evidence=Evidence.MODEL,
    arms=(),
    terms=(
        constant_row("MABM-06", "CLM", 24.0 / 1000.0),
        constant_row("MABM-07", "V1M", 1.0 / 1000.0),
        constant_row("MABM-08", "QM", 24.0 / 1000.0),
        constant_row("MABM-09", "V2M", 1.0 / 1000.0),
    ),
    assumed=("15D11 is taken to be handled as the human antibodies that were measured.",),
)

EXPERIMENTS: tuple[Experiment, ...] = (
    CANON,
    BLAKE,
    MILLER_ABC,
    MILLER_DEF,
    MILLER_GHI,
    BENNETT,
    JOHNSON,
    SIMEONI,
    BETTS,
    ZHENG,
    LUCAP,
    STORY,
)
"""Every experiment, in the order in which tables show them."""
