"""What is only said with yes and no: the rows of Zheng 2017, and the claims of the teaching story.

Nothing here is a measurement. A bound costs nothing as long as it holds. The size of what counts as
"significant" is assumed: the rows report significance, not numbers.
"""

from typing import Any

from osteoniche.calibration.rows import bound
from osteoniche.calibration.terms import Arm, Evidence, Experiment, Holds, excess, fold, level
from osteoniche.models import APOPTOSIS, BONE
from osteoniche.scenario.defaults import treatment_defaults
from osteoniche.system import default_system

DAYS = 42
LEAST, MOST = Holds.AT_LEAST, Holds.AT_MOST
A_NULL = 2.8
"""Fold fall of burden below which a single agent is taken to be not significant. Assumed."""
A_FALL = 1.5
"""Fold by which a count must change to be taken as significant. Assumed."""
BONE_KEPT = 15.0
"""Per cent of bone that must be kept for less osteolysis to be taken as significant. Assumed."""

ZOLEDRONATE, OPG = "zoledronate", "rankl-inhibitor"
PTX, CIS, DTX, AB = "paclitaxel", "cisplatin", "docetaxel", "15D11"
MOST_ZOLEDRONATE = default_system().by_name[ZOLEDRONATE].dosing["mouse"].highest
"""The largest dose that a scenario may give: the claim is made of every dose."""
SHORT = {
    DTX: "docetaxel",
    PTX: "paclitaxel",
    CIS: "cisplatin",
    AB: "15D11",
    ZOLEDRONATE: "zoledronate",
    OPG: "OPG-Fc",
}
OSTEOCLASTS, JAGGED1 = "osteoclasts_fold", "osteoblast_jagged1_fold"


def _mouse(name: str, *drugs: str, **fields: Any) -> Arm:
    given = [treatment_defaults(drug, "mouse") for drug in drugs]
    return Arm(name, {"days": DAYS, "treatments": given, **fields}, control=not drugs)


_LOW = tuple(
    _mouse(" + ".join(SHORT[drug] for drug in drugs) or "untreated", *drugs)
    for drugs in ((), (PTX,), (AB,), (PTX, AB))
)

ZHENG = Experiment(
    name="zheng-2017",
    study="Zheng 2017",
    label="The antibody with chemotherapy in a Jagged1-low line (Zheng 2017): yes, no, more than",
    evidence=Evidence.WORDS,
    arms=(
        *_LOW,
        _mouse("cisplatin", CIS),
        _mouse("untreated, transgenic", host="transgenic"),
    ),
    terms=(
        bound("ZHE-01", fold("untreated", "paclitaxel + 15D11", DAYS), LEAST, 100.0, ["ZHE-01"]),
        bound("ZHE-02", fold("untreated", "paclitaxel + 15D11", DAYS), LEAST, A_NULL, ["ZHE-02"]),
        bound("ZHE-03", fold("untreated", "paclitaxel", DAYS), MOST, A_NULL, ["ZHE-03"]),
        bound("ZHE-04", fold("untreated", "15D11", DAYS), MOST, A_NULL, ["ZHE-04"]),
        bound(
            "ZHE-05",
            fold("paclitaxel + 15D11", "untreated", DAYS, BONE),
            LEAST,
            BONE_KEPT,
            ["ZHE-05"],
            logarithmic=False,
        ),
        *(
            bound(
                f"ZHE-05, {single}",
                fold(single, "untreated", DAYS, BONE),
                MOST,
                BONE_KEPT,
                ["ZHE-05"],
                logarithmic=False,
            )
            for single in ("paclitaxel", "15D11")
        ),
        bound(
            "ZHE-06",
            fold("untreated", "paclitaxel + 15D11", DAYS, OSTEOCLASTS),
            LEAST,
            A_FALL,
            ["ZHE-06"],
        ),
        *(
            bound(
                f"ZHE-06, {single}",
                fold("untreated", single, DAYS, OSTEOCLASTS),
                MOST,
                A_FALL,
                ["ZHE-06"],
            )
            for single in ("paclitaxel", "15D11")
        ),
        *(
            bound(
                f"ZHE-07 and 08, {drug}",
                fold(drug, "untreated", 9.0, JAGGED1),
                LEAST,
                A_FALL,
                ["ZHE-07", "ZHE-08"],
            )
            for drug in ("paclitaxel", "cisplatin")
        ),
        bound("ZHE-14", fold("untreated, transgenic", "untreated", DAYS), LEAST, 1.2, ["ZHE-14"]),
    ),
    assumed=(
        "Doses and days of all drugs, inoculum, growth rate and the day of comparison were not "
        "read: the usual schedules from day 7, 2000 cells, the declared growth rate, day 42.",
        "What is significant: a fall of burden of 2.8-fold, of a count of 1.5-fold, 15 % of bone.",
        "The comparator of the hundredfold was not read: taken to be untreated.",
    ),
    held=(
        "ZHE-09 and 10: the model has no endothelium, and pre-osteoclasts show no Jagged1 in it.",
        "ZHE-11, 12 and 13 hold by construction: no drug acts on the Jagged1 of tumour cells, and "
        "the line shows a tenth of that of an osteoblast.",
    ),
)


LUCAP = Experiment(
    name="lucap-2006",
    study="LuCaP 2006",
    label="Docetaxel alone in bone, at a dose that works under the skin (LuCaP 23.1, 2006)",
    evidence=Evidence.WORDS,
    arms=(_mouse("untreated"), _mouse("docetaxel", DTX)),
    terms=(bound("BRU-01", fold("untreated", "docetaxel", DAYS), MOST, A_NULL, ["BRU-01"]),),
    assumed=(
        "A tumour of the prostate, taken to tell of breast cancer in bone; dose, days and growth "
        "were not read: the usual mouse on the usual doses, day 42.",
        "What is no effect: a fall of burden of less than 2.8-fold.",
        "It is an input: it holds the kill of all taxanes down.",
    ),
)


_OTHER_DOSES = {
    name: treatment_defaults(ZOLEDRONATE, "mouse") | {"dose": dose}
    for name, dose in (("a quarter", 25.0), ("most", MOST_ZOLEDRONATE))
}


def _high(name: str, *drugs: str) -> Arm:
    return _mouse(f"{name}, high line", *drugs, tumour="jagged1-high")


def _pairs() -> Any:
    """The pair beats a hundred, and ten times the product of its parts: two drugs, two lines."""
    for chemo in ("paclitaxel", "cisplatin"):
        for line in ("", ", high line"):
            bare, pair = f"untreated{line}", f"{chemo} + 15D11{line}"
            yield bound(f"10: {pair}", fold(bare, pair, DAYS), LEAST, 110.0)
            single = (f"{chemo}{line}", f"15D11{line}")
            yield bound(f"10: {pair}, excess", excess(bare, pair, single, DAYS), LEAST, 11.0)


STORY = Experiment(
    name="story",
    study="the teaching story",
    label="The claims of the teaching story, beyond any row",
    evidence=Evidence.CLAIMS,
    arms=(
        *_LOW,
        _mouse("cisplatin", CIS),
        _mouse("cisplatin + 15D11", CIS, AB),
        _mouse("zoledronate", ZOLEDRONATE),
        *(
            Arm(f"zoledronate, {name}", {"days": DAYS, "treatments": [given]})
            for name, given in _OTHER_DOSES.items()
        ),
        _mouse("untreated, transgenic", host="transgenic"),
        _mouse("untreated, knock-out", host="knock-out"),
        _mouse("paclitaxel, no induction", PTX, induction=1.0),
        _mouse("cisplatin, no induction", CIS, induction=1.0),
        _high("untreated"),
        _high("paclitaxel", PTX),
        _high("cisplatin", CIS),
        _high("15D11", AB),
        _high("paclitaxel + 15D11", PTX, AB),
        _high("cisplatin + 15D11", CIS, AB),
    ),
    terms=(
        bound("2: osteoclasts rise", (level("untreated", OSTEOCLASTS, DAYS),), LEAST, 2.1),
        bound("2: bone falls", (level("untreated", BONE, DAYS),), MOST, 77.0, logarithmic=False),
        bound(
            "2: faster and faster",
            (level("untreated", BONE, DAYS), level("untreated", BONE, 35.0, -1.0)),
            MOST,
            -11.0,
            logarithmic=False,
        ),
        bound(
            "2: and faster still",
            tuple(level("untreated", BONE, *at) for at in ((42.0, 1.0), (35.0, -2.0), (28.0, 1.0))),
            MOST,
            -1.0,
            logarithmic=False,
        ),
        *(
            bound(
                f"3: {name} keeps bone", (level(name, BONE, DAYS),), LEAST, 97.0, logarithmic=False
            )
            for name in ("zoledronate", "zoledronate, a quarter")
        ),
        bound(
            "3: zoledronate, at most", fold("untreated", "zoledronate, most", DAYS), MOST, A_NULL
        ),
        bound("3: zoledronate, at least", fold("untreated", "zoledronate", DAYS), LEAST, 1.05),
        bound(
            "4: osteoblast Jagged1",
            fold("untreated, transgenic", "untreated, knock-out", DAYS),
            LEAST,
            2.15,
        ),
        bound(
            "6: paclitaxel without induction",
            fold("paclitaxel", "paclitaxel, no induction", DAYS),
            LEAST,
            22.0,
        ),
        bound(
            "6: cisplatin without induction",
            fold("cisplatin", "cisplatin, no induction", DAYS),
            LEAST,
            8.5,
        ),
        *(
            bound(
                f"6: apoptosis, {drug}, day {day:g}",
                fold(f"{drug}, no induction", drug, day, APOPTOSIS),
                LEAST,
                2.45,
            )
            for drug, day in (("paclitaxel", 14.0), ("paclitaxel", 42.0), ("cisplatin", 31.0))
        ),
        bound("7: cisplatin alone", fold("untreated", "cisplatin", DAYS), MOST, A_NULL),
        bound("9: antibody, low line", fold("untreated", "15D11", DAYS), LEAST, 1.25),
        bound(
            "9: antibody, high line",
            fold("untreated, high line", "15D11, high line", DAYS),
            LEAST,
            10.5,
        ),
        *_pairs(),
    ),
    assumed=("All of it: these are the claims that the teaching story makes, not observations.",),
)
