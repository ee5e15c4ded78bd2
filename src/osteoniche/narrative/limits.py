"""What the model can not tell, and how much of the hundredfold rests on what was assumed."""

from collections.abc import Iterator, Mapping

from osteoniche.analysis.reproduced import FADING, Fade
from osteoniche.numerals import listed, short
from osteoniche.quantity import MOUSE
from osteoniche.system import default_system


def fading(fades: Mapping[str, Fade], pair: tuple[float, float]) -> list[str]:
    """How much of the hundredfold rests on numbers that were assumed, computed and not typed.

    `pair` are the ends of what the pair does by constants that keep the story's claims.
    """
    return list(_fading(fades, pair))


def _fading(fades: Mapping[str, Fade], pair: tuple[float, float]) -> Iterator[str]:
    usual = fades["fitted"]
    yield (
        "The hundredfold is an input: bounds that demand it are part of the fit. As fitted, with "
        f"a growth of {_growth()} per day and on day {usual.day}, the pair leaves the tumour "
        f"{short(usual.folds['combination'])} times smaller than untreated, chemotherapy alone "
        f"{short(usual.folds['chemotherapy'])} times, and the pair is {short(usual.beyond)} times "
        f"beyond the product of its parts. By constants that keep the story's claims as well as "
        f"the rows, the pair gives {short(pair[0])} to {short(pair[1])} times."
    )
    yield _faster(fades)
    yield INPUTS
    for name, changed in FADING.items():
        if name == "fitted":
            continue
        one = fades[name]
        what = listed([f"{_meaning(symbol)} is {value:g}" for symbol, value in changed.items()])
        yield (
            f"If the {what}, chemotherapy alone already gives "
            f"{short(one.folds['chemotherapy'])} times and the pair "
            f"{short(one.folds['combination'])} times: what the antibody adds falls from "
            f"{short(_added(usual))} to {short(_added(one))} times, and the pair is "
            f"{short(one.beyond)} instead of {short(usual.beyond)} times beyond the product."
        )


def _growth() -> str:
    return short(default_system().by_symbol["r0"].values[MOUSE])


def _faster(fades: Mapping[str, Fade]) -> str:
    """What the pair does in tumours that grow faster, on the days of their studies."""
    others = {name: fade for name, fade in fades.items() if "r0" in fade.changed}
    by_rate: dict[float, list[Fade]] = {}
    for fade in others.values():
        by_rate.setdefault(fade.changed["r0"], []).append(fade)
    parts = [
        f"at {rate:g} per day it gives {listed([short(one.folds['combination']) for one in found])}"
        f" times on days {listed([str(one.day) for one in found])}"
        for rate, found in by_rate.items()
    ]
    return (
        "It depends on growth and on the day, and other laboratories' tumours grew faster: "
        f"{'; '.join(parts)}."
    )


INPUTS = (
    "Two more things that drugs do not do are inputs, not results: that docetaxel alone does "
    "little in bone (BRU-01, a tumour of the prostate), which holds down the kill of all taxanes, "
    "and that zoledronate alone leaves the tumour within threefold at any dose."
)


def _added(fade: Fade) -> float:
    return fade.folds["combination"] / fade.folds["chemotherapy"]


def _meaning(symbol: str) -> str:
    meaning = default_system().by_symbol[symbol].meaning
    return f"{meaning} ({symbol})"


LIMITS: Mapping[str, tuple[str, ...]] = {
    "What was never read": (
        "Of Zheng 2017 only words were read: yes, no, and “more than 100-fold” from a news "
        "report. Its doses, days, curves of each arm, counts of apoptosis, rise of Jagged1 and "
        "the antibody's affinity were not.",
        "Most curves were digitised by others; two series could not be traced to a paper.",
    ),
    "Patients": (
        "Their bone is checked against four markers of other people's patients, in the table of "
        "patients; their tumour is an illustration: two times to progression were used to choose "
        "three of its constants, and nothing else of it was seen.",
        "Bone begins healthy on day 0 although the metastasis is one that is seen: what a large "
        "tumour has done to bone before is left out, so that markers are compared with the same "
        "patient untreated on the same day.",
        "The median patient alone: nobody differs, so that chemotherapy alone never gives a "
        "response, only slower growth.",
    ),
    "What a bone oncologist would still object to": (
        "TGF-beta acts either on the birth or on the survival of tumour cells; these rows can "
        "hardly tell which, although blocking RANKL was seen to raise apoptosis.",
        "Zoledronate with chemotherapy was seen to do anything between nothing and much; the "
        "model has one answer.",
        "Tumours grew two to four times as fast in some laboratories as in others, and every fold "
        "depends on it: growth belongs to the study and is fitted to it.",
        "Bone formation falls too soon under strong bone drugs.",
        "Resting in shelter (persistence) slightly improves the response here, the opposite of "
        "what its name suggests; it is kept small.",
        "Chemotherapy harms neither marrow nor osteoblasts, the antibody harms nothing, and bone "
        "does without Jagged1: side effects can not be read off.",
        "One average lesion: no space, no lesions that differ, and signals reach all of the bone.",
        "How much antibody reaches the marrow is taken from whole bone.",
    ),
}
"""What the model can not tell, whatever is computed; beside it stands `fading`."""
