"""The sentence about a run: every branch by example, and nothing false about any run."""

import math
import re
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from tests import expected, strategies
from tests.runs import failing, give, run, scenario

from osteoniche import parameters
from osteoniche.analysis.costs import costs
from osteoniche.engine.course import dose_days
from osteoniche.engine.result import Result, Status, failed
from osteoniche.narrative import tell
from osteoniche.quantity import HUMAN, MOUSE, SPECIES
from osteoniche.scenario import Scenario
from osteoniche.scenario.presets import preset
from osteoniche.study import headline
from osteoniche.system import default_system

DRUGS = {drug.name: drug for drug in default_system().drugs}


def untreated(of: Scenario) -> Result:
    return run(of.changed(treatments=[]))


def told(**fields: Any) -> str:
    asked = scenario(**fields)
    return tell(asked, run(asked), untreated(asked))


PACLITAXEL, CISPLATIN, ANTIBODY = give("paclitaxel"), give("cisplatin"), give("15D11")

SAID: Mapping[str, tuple[dict[str, Any], tuple[str, ...], tuple[str, ...]]] = {
    # name: fields of the scenario, what is said, what is not
    "healthy": (
        {"tumour": "none"},
        ("Without a tumour", "stays at 100 % for 42 days"),
        ("Untreated", "Notch"),
    ),
    "healthy on chemotherapy": (
        {"tumour": "none", "treatments": [PACLITAXEL]},
        ("stays at 100 %", "Paclitaxel raises Jagged1", "no tumour that it could protect"),
        ("kill", "Untreated"),
    ),
    "healthy on chemotherapy that induces nothing": (
        {"tumour": "none", "treatments": [PACLITAXEL], "induction": 1},
        ("stays at 100 %",),
        ("raise", "Jagged1"),
    ),
    "healthy knock-out on chemotherapy": (
        {"tumour": "none", "treatments": [PACLITAXEL], "host": "knock-out"},
        ("stays at 100 %",),
        ("raise",),
    ),
    "healthy on antibody": (
        {"tumour": "none", "treatments": [ANTIBODY]},
        ("stays at 100 %",),
        ("15D11",),
    ),
    "healthy on a bone drug": (
        {"tumour": "none", "treatments": [give("zoledronate")]},
        ("Without a tumour, zoledronate slows the osteoclasts", "% of healthy on day 42"),
        ("stays at 100 %",),
    ),
    "untreated": (
        {},
        ("Untreated, 2,000 cells become", "by day 42", "of the bone is lost", "TGF-beta"),
        ("kill", "chemotherapy"),
    ),
    "untreated and too small to matter": (
        {"days": 7, "parameters": {"T0": 200.0}},
        ("no bone is lost", "too small to stir up the osteoclasts"),
        ("TGF-beta", "drive"),
    ),
    "dose zero": (
        {"treatments": [PACLITAXEL | {"dose": 0, "start": 8.0}]},
        ("Untreated, 2,000 cells become",),
        ("Paclitaxel", "kill"),
    ),
    "every dose after the end": (
        {"days": 10, "treatments": [PACLITAXEL | {"start": 10.0}]},
        (
            "Untreated, 2,000 cells become",
            "No dose of paclitaxel is due: the first would be on day 10, and the run ends on day "
            "10.",
        ),
        ("Paclitaxel", "kill", "without treatment"),
    ),
    "one drug of two after the end": (
        {"treatments": [PACLITAXEL, ANTIBODY | {"start": 50.0}]},
        (
            "Paclitaxel raises Jagged1",
            "No dose of 15D11 is due: the first would be on day 50, and the run ends on day 42.",
        ),
        ("covers", "No dose of paclitaxel", "patients"),
    ),
    "healthy, and every dose after the end": (
        {"tumour": "none", "treatments": [PACLITAXEL | {"start": 50.0}]},
        ("stays at 100 %", "No dose of paclitaxel is due: the first would be on day 50"),
        ("raise",),
    ),
    "a patient on chemotherapy": (
        {"species": HUMAN, "treatments": [give("paclitaxel", HUMAN)]},
        (
            "This idealised patient gets chemotherapy to the end (34 doses): an illustration, "
            "since the bone was checked against published markers, the tumour was not. On day 731",
            "The tumour progresses (is a fifth wider than at its smallest) after 5.09 months.",
        ),
        ("relapse", "responds"),
    ),
    "a patient on eight courses": (
        {"species": HUMAN, "treatments": [give("paclitaxel", HUMAN, until=180.0)]},
        ("This idealised patient gets chemotherapy (8 doses, the last on day 177): an",),
        ("to the end",),
    ),
    "an untreated patient": (
        {"species": HUMAN},
        (
            "This idealised patient is an illustration: the bone was checked against published "
            "markers, the tumour was not. Untreated, ",
            "The tumour progresses",
        ),
        ("hemotherapy", "side effects"),
    ),
    "chemotherapy": (
        {"treatments": [PACLITAXEL]},
        (
            "times smaller than without treatment",
            "Paclitaxel raises Jagged1 on osteoblasts up to 3.",
            f"rises to {expected.NOTCH['chemotherapy']} of 1 on average, which blocks",
        ),
        ("15D11", "Untreated"),
    ),
    "cisplatin": (
        {"treatments": [CISPLATIN]},
        ("Cisplatin raises Jagged1", "of the kill"),
        ("Paclitaxel",),
    ),
    "two chemotherapies": (
        {"treatments": [PACLITAXEL, CISPLATIN]},
        ("Paclitaxel and cisplatin raise Jagged1",),
        ("raises",),
    ),
    "chemotherapy that induces nothing": (
        {"treatments": [PACLITAXEL], "induction": 1},
        ("Paclitaxel hardly raises Jagged1 on osteoblasts here: Notch in the tumour cells stays",),
        ("-fold", "rises"),
    ),
    "two chemotherapies that induce nothing": (
        {"treatments": [PACLITAXEL, CISPLATIN], "induction": 1},
        ("Paclitaxel and cisplatin hardly raise Jagged1",),
        ("raises",),
    ),
    "chemotherapy of a transgenic host": (
        # six times the wild type before, near eighteen times after: raised threefold
        {"treatments": [PACLITAXEL], "host": "transgenic"},
        ("raises Jagged1 on osteoblasts up to 3.", "of the kill"),
        ("17", "18"),
    ),
    "chemotherapy of a knock-out host": (
        {"treatments": [PACLITAXEL], "host": "knock-out"},
        (
            "Osteoblasts have no Jagged1 here that paclitaxel could raise",
            "stays at almost 0 and blocks under 0.1 %",
        ),
        ("-fold", "raises"),
    ),
    "antibody": (
        {"treatments": [ANTIBODY]},
        ("15D11 covers 9", "hardly helps the tumour grow", "no chemotherapy"),
        ("kill gets through", "raises"),
    ),
    "tiny dose of antibody": (
        {"treatments": [ANTIBODY | {"dose": 0.1}]},
        ("15D11 covers", "on average, so Notch still helps the tumour grow"),
        ("hardly helps",),
    ),
    "antibody in a knock-out host": (
        {"treatments": [ANTIBODY], "host": "knock-out"},
        ("no Jagged1 here for 15D11 to cover",),
        ("covers", "helps"),
    ),
    "combination": (
        {"treatments": [PACLITAXEL, ANTIBODY]},
        (
            f"{expected.SMALLER['combination']} times smaller",
            "Jagged1 on osteoblasts up to 3.",
            "but 15D11 covers 9",
            "falls to almost 0 and",
            "of the kill gets through",
        ),
        ("blocks", "Untreated"),
    ),
    "combination that induces nothing": (
        {"treatments": [PACLITAXEL, ANTIBODY], "induction": 1},
        ("15D11 covers 9", "of Jagged1 on osteoblasts: Notch", "of the kill gets through"),
        ("raises", "-fold"),
    ),
    "combination with a tiny dose of antibody": (
        {"treatments": [PACLITAXEL, ANTIBODY | {"dose": 0.1}]},
        ("Paclitaxel raises Jagged1", "blocks", "15D11 covers only", "of Jagged1 on average"),
        ("gets through", "falls"),
    ),
    "combination in a knock-out host": (
        {"treatments": [PACLITAXEL, ANTIBODY], "host": "knock-out"},
        ("no Jagged1 here that paclitaxel could raise", "nothing on them for 15D11 to cover"),
        ("15D11 covers",),
    ),
    "bone drug": (
        {"treatments": [give("zoledronate")]},
        ("Zoledronate slows the osteoclasts", "does not kill tumour cells", "has grown by"),
        ("is lost", "TGF-beta"),
    ),
    "two bone drugs": (
        {"treatments": [give("zoledronate"), give("rankl-inhibitor")]},
        ("Zoledronate and OPG-Fc slow the osteoclasts", "do not kill"),
        ("slows", "does not"),
    ),
    "bone drug of patients": (
        {"species": HUMAN, "treatments": [give("rankl-inhibitor", HUMAN)]},
        ("Denosumab slows the osteoclasts",),
        ("RANKL inhibitor", "OPG-Fc"),
    ),
    "resistant clone, late in patients": (
        {
            "species": HUMAN,
            "treatments": [give("paclitaxel", HUMAN), give("15D11", HUMAN)],
        },
        (
            "more than a million times smaller",
            "of the cells left resist paclitaxel",
            "The tumour responds and does not come back in the 731 days that are shown.",
        ),
        ("platinum", "cisplatin", "progresses"),
    ),
    "what responds first relapses": (
        {
            "species": HUMAN,
            "days": 1826,
            "treatments": [give("paclitaxel", HUMAN), give("15D11", HUMAN)],
        },
        (
            "Nearly all of the cells left resist paclitaxel",
            "responds first and relapses (is a fifth wider than at its smallest) after",
        ),
        ("progresses", "come back"),
    ),
    "a clone that resists another drug": (
        {"treatments": [PACLITAXEL, ANTIBODY], "parameters": {"fRC": 0.3}},
        ("Paclitaxel raises",),
        ("resist",),
    ),
    "a resistant clone without chemotherapy": (
        {"parameters": {"fRP": 0.3}},
        ("Untreated",),
        ("resist",),
    ),
    "no cell left": (
        {
            "treatments": [PACLITAXEL | {"dose": 30.0}, CISPLATIN | {"dose": 10.0}, ANTIBODY],
            "days": 120,
            "parameters": {"T0": 200.0, "mP": 1e-7, "mC": 1e-7, "fRP": 0.0, "fRC": 0.0},
        },
        ("On day 120 fewer than one tumour cell is left",),
        ("resist", "without treatment", "larger", "smaller"),
    ),
}


@pytest.mark.parametrize("case", SAID)
def test_what_is_said_and_what_is_not(case):
    fields, said, unsaid = SAID[case]
    sentence = told(**fields)
    for words in said:
        assert words in sentence, sentence
    for words in unsaid:
        assert words not in sentence, sentence
    check_truth(scenario(**fields), sentence)


@pytest.mark.parametrize("species", SPECIES)
@pytest.mark.parametrize("name", ["healthy", "untreated", "chemotherapy", "antibody"])
def test_presets_are_told_truly(name, species):
    asked = preset(name, species)
    check_truth(asked, tell(asked, run(asked), untreated(asked)))


@pytest.mark.parametrize("status", [status for status in Status if status is not Status.OK])
def test_a_failed_run_is_told_by_its_status(status):
    asked = preset("combination")
    assert tell(asked, failed(status), untreated(asked)) == status.value


def test_a_failed_run_without_tumour_is_told_by_its_status():
    asked = preset("healthy")
    result = failing(asked)(asked)
    assert tell(asked, result, result) == Status.TOO_MANY_EVALUATIONS.value


def test_where_the_untreated_run_failed_nothing_is_compared_with_it():
    asked = preset("combination")
    sentence = tell(asked, run(asked), failed(Status.TOO_SLOW))
    assert sentence.startswith("On day 42 the tumour has ")
    assert "untreated" not in sentence.lower()
    assert "without treatment" not in sentence


def test_a_tumour_larger_than_untreated_is_called_larger():
    asked = preset("chemotherapy")
    smaller = run(preset("combination"))
    sentence = tell(asked, run(asked), smaller)
    ratio = last(run(asked), "tumour_cells") / last(smaller, "tumour_cells")
    assert f"{ratio:.0f} times larger than without treatment" in sentence


def test_a_tumour_as_large_as_untreated_is_called_the_same_size():
    asked = preset("chemotherapy")
    assert "the same size as without treatment" in tell(asked, run(asked), run(asked))


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(strategies.scenarios())
def test_nothing_false_is_said_of_any_run(asked):
    check_truth(asked, tell(asked, run(asked), untreated(asked)))


# What a sentence may claim, and how each claim is held against the result.


def last(result: Result, name: str) -> float:
    return float(result[name][-1])


def number(text: str) -> float:
    return float(text.replace(",", ""))


def cells_said(text: str) -> float:
    if text == "fewer than one cell":
        return 0.5
    count, *words = text.split()
    sizes = {"million": 1e6, "billion": 1e9, "trillion": 1e12}
    return number(count) * sizes.get(words[0], 1)


ELSEWHERE = r"(?<!last on )(?<!would be on )(?<!/L on )(?<!assumed\) on )(?<!From )"
"""Before a day that is the last one of the run."""


class Claims:
    """One run and the claims about it, by the words in which they are made."""

    def __init__(self, asked: Scenario) -> None:
        self.scenario = asked
        self.result = run(asked)
        self.untreated = untreated(asked)
        self.dosed = [t for t in asked.given if len(dose_days(t, asked.days))]
        self.killers = [t.drug for t in self.dosed if DRUGS[t.drug].role == "chemotherapy"]
        self.bone = [t.drug for t in self.dosed if DRUGS[t.drug].role == "bone drug"]
        self.antibody = any(t.drug == "15D11" for t in self.dosed)
        self.mass = last(self.result, "bone_mass_percent")
        self.burden = last(self.result, "tumour_cells")
        self.costs = costs(asked, self.result)
        jagged1 = self.result["osteoblast_jagged1_fold"]
        self.rise = jagged1.max() / jagged1[0] if jagged1[0] else None

    def patterns(self) -> dict[str, Callable[..., bool]]:
        close = 0.0051
        return {
            r"([\d,.]+) % of the bone is lost": lambda x: near(number(x), 100 - self.mass, 0.051),
            r"under 0.1 % of the bone is lost": lambda: 0.05 <= 100 - self.mass <= 0.1,
            r"grown by ([\d,.]+) %": lambda x: near(number(x), self.mass - 100, 0.051),
            r"no bone is lost": lambda: near(self.mass, 100, 0.0501),
            r"stays at 100 %": lambda: np.ptp(self.result["bone_mass_percent"]) < 0.051,
            r"([\d,.]+) % of healthy": lambda x: near(number(x), self.mass, 0.051),
            r"([\d,.]+) times smaller": lambda x: near(self.fold() / number(x), 1, close),
            r"([\d,.]+) times larger": lambda x: near(self.fold() * number(x), 1, close),
            r"the same size as": lambda: 0.99 < self.fold() < 1.01,
            r"more than a million times smaller": lambda: self.fold() > 1e6,
            r"the tumour, at (.+?), is": lambda x: self.counts(x, self.burden),
            r"(?:U|u)ntreated, (.+?) become (.+?) by day": lambda begun, ended: (
                not self.dosed
                and self.counts(begun, self.result["tumour_cells"][0])
                and self.counts(ended, self.burden)
            ),
            r"fewer than one tumour cell": lambda: self.burden < 1,
            rf"{ELSEWHERE}day (\d+)": lambda x: int(x) == self.scenario.days,
            r"From day ([\d.]+) on the tumour all but fills": self.fills,
            r"(\d+) doses?, the last on day ([\d.]+)": self.doses,
            r"(to the end )?\(\d+ dose": lambda on: bool(on) == self.goes_on(),
            r"to the end \((\d+) doses\)": self.counted,
            r"patient": lambda: self.scenario.species == HUMAN,
            r"fall to ([\d.]+) × 10⁹/L on day (\d+(?:\.\d)?)": self.neutrophils,
            r"fall to ([\d.]+) % of normal \(assumed\) on day (\d+(?:\.\d)?)": self.neutrophils,
            r"hardly fall": lambda: self.costs.marrow.share > 0.99,
            r"below (half|0.5) .*? for ([\d.]+) days": lambda _, x: near(
                number(x), self.costs.marrow.days_below, 0.051
            ),
            r"(\d+) of (\d+) courses would": lambda waited, courses: (
                (int(waited), int(courses)) == (self.costs.marrow.waited, self.costs.marrow.courses)
            ),
            r"a score of ([\d.]+) of 24": lambda x: near(number(x), self.costs.nerves.score, 0.051),
            r"make up to ([\d.]+) % of the gut": lambda x: near(
                number(x), self.result.series["goblet_percent"].max(), 0.051
            ),
            r"what (\S+) does to ([a-z, ]+)[;.]": lambda drug, organs: (
                " and ".join(self.costs.unknown[drug]) == organs.replace(", ", " and ")
            ),
            r"No medical advice": lambda: bool(self.dosed),
            r"of (\S+(?: \S+)?) is due: the first would be on day ([\d.]+)": self.comes_late,
            r"Without a tumour": lambda: self.scenario.tumour == "none",
            r"[Ww]ithout treatment": lambda: bool(self.dosed),
            r"raises? Jagged1 on osteoblasts (up to )?([\d,.]+)-fold": lambda most, x: (
                bool(most and self.killers) and near(number(x) / self.rise, 1, close)
            ),
            r"hardly raises?": lambda: self.rise is not None and self.rise <= 1.051,
            r"have no Jagged1": lambda: self.scenario.host == "knock-out",
            r"15D11(?! is due)": lambda: self.antibody,
            r"no chemotherapy": lambda: not self.killers,
            r"kill(?! tumour)(?! the)": lambda: bool(self.killers),
            r"Notch.* (rises|stays|falls) (?:to|at) ([\d.]+)( of 1 on average)?": self.notch,
            r"blocks (?:under )?([\d.]+) %": lambda x: self.lets_through(100 - number(x)),
            r"(?:under )?([\d.]+) % of the kill gets": lambda x: self.lets_through(number(x)),
            r"covers (?:only )?(?:under )?([\d.]+) %": lambda x: 0 <= number(x) <= 100,
            r"TGF-beta": lambda: not self.dosed,
            r"up to ([\d,.]+) times": lambda x: near(
                number(x) / self.result["osteoclasts_fold"].max(), 1, close
            ),
            r"(progresses|relapses) \(.*\) after ([\d.]+) months?": self.comes_back,
            r"does not (?:progress|come back)": lambda: self.months() is None,
            r"too small to stir": lambda: self.result["osteoclasts_fold"].max() < 1.051,
            r"not kill tumour cells": lambda: bool(self.bone),
            r"(Nearly all|[\d.]+ %) of the cells left resist (\w+)": self.resists,
        }

    def neutrophils(self, lowest: str, day: str) -> bool:
        """How few there are, and when: of patients in 1e9/L, of mice as a share of normal."""
        counts = self.result.series["neutrophils_e9_per_L"]
        patient = self.scenario.species == HUMAN
        seen = counts.min() if patient else 100 * counts.min() / counts[0]
        about = np.abs(self.result.days - float(day)) < 0.51  # three digits of the day are said
        return near(float(lowest), seen, 0.051) and counts[about].min() == counts.min()

    def doses(self, count: str, day: str) -> bool:
        """Of chemotherapy: how many, and when the last is given."""
        return self.counted(count) and near(float(day), self.killing_days().max(), 0.051)

    def fills(self, day: str) -> bool:
        """Of a patient: from when on the tumour is half as large as its site carries."""
        carries = (parameters.load(self.scenario.set, HUMAN) | self.scenario.overrides())["K"]
        first = self.result.grid[self.result["tumour_cells"] >= carries / 2][0]
        return self.scenario.species == HUMAN and near(float(day), first, 0.051)

    def counted(self, count: str) -> bool:
        """How many doses of chemotherapy there are."""
        return int(count) == len(self.killing_days())

    def killing_days(self) -> np.ndarray:
        """When chemotherapy is given."""
        given = [t for t in self.dosed if t.drug in self.killers]
        return np.concatenate([dose_days(t, self.scenario.days) for t in given])

    def goes_on(self) -> bool:
        """Whether chemotherapy is repeated and nothing ends it before the run does."""
        given = [t for t in self.dosed if t.drug in self.killers]
        count = sum(len(dose_days(t, self.scenario.days)) for t in given)
        open_end = [t.until is None or t.until >= self.scenario.days for t in given]
        repeated = [t.every is not None for t in given]
        return count > 1 and any(map(all, zip(open_end, repeated, strict=True)))

    def comes_late(self, label: str, day: str) -> bool:
        """A drug is planned, and its first dose lies behind the last day."""
        late = [t for t in self.scenario.given if t not in self.dosed]
        starts = {t.start for t in late if t.start >= self.scenario.days - 1e-6}
        return any(near(float(day), start, 0.051) for start in starts) and bool(label)

    def months(self) -> float | None:
        """Months from the first dose to a fifth wider than at the smallest until then."""
        first = min((float(dose_days(t, self.scenario.days)[0]) for t in self.dosed), default=0.0)
        smallest = math.inf
        for day, cells in zip(self.result.grid, self.result["tumour_cells"], strict=True):
            if day >= first:
                smallest = min(smallest, cells)
                if cells > 1.2**3 * smallest:
                    return (day - first) / (365.25 / 12)
        return None

    def comes_back(self, how: str, months: str) -> bool:
        """It does so then, and relapses only where it had lost two thirds first."""
        found = self.months()
        return found is not None and near(number(months) / found, 1, 0.0051) and how != ""

    def fold(self) -> float:
        return last(self.untreated, "tumour_cells") / self.burden

    def counts(self, text: str, count: float) -> bool:
        if count < 1:
            return text == "fewer than one cell"
        return near(cells_said(text), count, 0.0051 * count + 0.5)

    def notch(self, verb: str, level: str, averaged: str | None) -> bool:
        """Averages are told as such; they lie between the extremes, and stay within a hundredth."""
        series, now = self.result["notch_activity"], float(level)
        change, rounding = now - float(series[0]), 0.005
        right = {
            "rises": change > 0.01 - rounding,
            "stays": abs(change) < 0.01 + rounding,
            "falls": change < -0.01 + rounding,
        }[verb]
        told = averaged is not None or now == 0
        return told and right and series.min() - 0.006 <= now <= series.max() + 0.006

    def lets_through(self, percent: float) -> bool:
        notch = self.result["notch_activity"]
        values = default_system().values(self.scenario.species, self.scenario.overrides())
        through = 100 * (1 - values.protection_max * notch)
        return bool(through.min() - 0.11 <= percent <= through.max() + 0.11)

    def resists(self, share: str, drug: str) -> bool:
        clone = f"{DRUGS[drug].resisted_by}_resistant_cells"
        seen = 100 * last(self.result, clone) / self.burden
        said = 99.5 if share == "Nearly all" else float(share.removesuffix(" %"))
        right = seen >= 99.49 if share == "Nearly all" else near(seen, said, 0.06)
        return drug in self.killers and right and self.burden >= 1


def near(said: float, true: float, tolerance: float) -> bool:
    return bool(abs(said - true) <= tolerance + 0.0051 * abs(true))


def check_truth(asked: Scenario, sentence: str) -> None:
    """Hold every claim of a sentence against the result of its run."""
    if not run(asked).ok:
        assert sentence == run(asked).status.value
        return
    claims = Claims(asked)
    for pattern, true in claims.patterns().items():
        for found in re.finditer(pattern, sentence):
            assert true(*found.groups()), f"{pattern!r} in {sentence!r} is false"
    named = {name for name in DRUGS if re.search(rf"\b{name}\b", sentence, re.IGNORECASE)}
    assert named <= {treatment.drug for treatment in asked.given}
    assert sentence.endswith(".")
    assert sentence[0].isupper()
    assert not re.search(r"\b(nan|inf|None|e[+-]\d)\b|  |\.\.", sentence)


def test_the_check_of_truth_finds_false_sentences():
    """The judge of the tests above is judged: each of these is false of its run."""
    chemotherapy, both = preset("chemotherapy"), preset("combination")
    false = [
        (both, "On day 42 the tumour is 40 times smaller than without treatment."),
        (
            both,
            f"On day 42 the tumour, at {expected.UNTREATED_CELLS} cells, is "
            f"{expected.SMALLER['combination']} times smaller than untreated.",
        ),
        (both, "On day 43 no tumour is left."),
        (both, "No bone is lost, no bone is lost."),
        (chemotherapy, "Paclitaxel raises Jagged1 on osteoblasts up to 17.6-fold."),
        (
            chemotherapy,
            f"Paclitaxel raises Jagged1 on osteoblasts {Claims(chemotherapy).rise:.3g}-fold.",
        ),
        (chemotherapy, "15D11 covers 98 % of it."),
        (
            chemotherapy,
            f"Notch in the tumour cells falls to {expected.NOTCH['chemotherapy']} of 1 on average.",
        ),
        (chemotherapy, "It blocks 10 % of the kill."),
        (chemotherapy, "Nearly all of the cells left resist paclitaxel."),
        (chemotherapy, "Untreated, 2,000 cells become 5.5 million cells by day 42."),
        (preset("untreated"), "Cisplatin helps."),
        (preset("untreated"), "Untreated, 2,000 cells become 4.1 million cells by day 42."),
    ]
    for asked, sentence in false:
        with pytest.raises(AssertionError):
            check_truth(asked, sentence)


def test_sentence_and_table_give_the_same_numbers():
    asked = preset("combination", MOUSE)
    numbers = headline(asked, run(asked), untreated(asked))
    sentence = tell(asked, run(asked), untreated(asked))
    said = re.search(r"is ([\d,]+) times smaller", sentence)
    assert said is not None
    assert number(said[1]) == pytest.approx(numbers.fold_below_untreated, rel=5e-3)
    assert f"{numbers.bone_lost_percent:.1f} % of the bone is lost" in sentence


def test_of_a_patient_whose_tumour_fills_its_site_it_is_said_that_the_model_knows_no_death():
    asked = preset("untreated", HUMAN).changed(days=1826)
    result = run(asked)
    assert result["tumour_cells"][-1] > 0.5e12
    told = tell(asked, result, result)
    (since,) = re.findall(r"From day (\d+) on the tumour all but fills its site", told)
    day = float(since)
    assert result.at("tumour_cells", day - 1) < 0.5e12 <= result.at("tumour_cells", day + 1)
    short = asked.changed(days=365)
    assert "knows no death" not in tell(short, run(short), run(short))
    assert "knows no death" not in tell(preset("untreated"), run(preset("untreated")), run(short))
