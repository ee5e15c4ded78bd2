"""What the evidence comes to, in plain sentences: scores, terms, what was assumed, what is left."""

import math
from collections.abc import Iterable, Mapping, Sequence

from osteoniche.analysis.reproduced import is_course
from osteoniche.calibration.agreement import Agreement
from osteoniche.calibration.experiments import EXPERIMENTS
from osteoniche.calibration.rows import TEN, row
from osteoniche.calibration.scores import ENOUGH, Badge, How, Point, Score
from osteoniche.calibration.terms import Evidence, Experiment, Holds, Role, Term
from osteoniche.calibration.unknowns import LIGHT
from osteoniche.evidence.references import references
from osteoniche.numerals import cells, day, listed, short
from osteoniche.quantity import shown_unit
from osteoniche.system import default_system

READOUTS = {
    "tumour_cells": "tumour",
    "bone_mass_percent": "bone",
    "osteoblasts_fold": "osteoblasts",
    "osteoclasts_fold": "osteoclasts",
    "osteoblast_jagged1_fold": "Jagged1 on osteoblasts",
    "apoptosis_percent": "apoptosis",
}
"""What a read-out is called inside a sentence."""
OWN = {
    "r0": "growth rate {value} per day",
    "T0": "{cells} at day 0",
    "potD": "a largest kill of docetaxel {value} times that of paclitaxel",
    LIGHT: "{value} photons per second for one cell",
}
"""How a constant that belongs to one experiment is said."""

SEEN = 1.005
"""The smallest factor that is told from 1."""


FAR = 3
"""How many times off at the end is told even of what a wide band holds."""


def summary(fitted: Iterable[Score], left_out: Iterable[Score]) -> str:
    """How many experiments with measured points are reproduced, and how many words are kept."""
    every, every_unseen = list(fitted), list(left_out)
    seen, unseen = _measured(every), _measured(every_unseen)
    missed = [one.label for one in unseen if one.badge is Badge.NOT]
    told = (
        f"Reproduced: {_reproduced(seen)} of {len(seen)} experiments with measured points when "
        f"they are part of the fit, {_reproduced(unseen)} of {len(unseen)} when they are predicted "
        "by a fit that never saw their study."
    )
    wide = [one.label for one in unseen if one.badge is Badge.REPRODUCED and one.last_factor > FAR]
    if missed:
        told += f" Not reproduced when predicted: {listed(missed)}."
    if wide:
        told += f" In a wide band, but more than {FAR}-fold off at the end: {listed(wide)}."
    words = [point for one in every if _is_words(_kind(one)) for point in one.points]
    return told + f" Of what is only said in words the fit keeps {_limits(words)}."


def agreed(how: How, found: Agreement) -> str:
    """How far predictions are off over all measured points, in a sentence."""
    which = {How.FITTED: "fitted", How.LEFT_OUT: "predicted by fits that never saw the study"}[how]
    return (
        f"{found.points} points {which}: on average {short(found.mean_fold_error)} times off "
        f"(geometric mean), {_share(found.within_two)} within twofold, "
        f"{_share(found.within_three)} within threefold, {_share(found.covered)} inside the 95 % "
        "band of prediction and measurement."
    )


def _share(part: float) -> str:
    return f"{100 * part:.0f}\N{NO-BREAK SPACE}%"


def _measured(found: Iterable[Score]) -> list[Score]:
    return [one for one in found if _kind(one).is_measured]


def has_badge(experiment: Experiment) -> bool:
    """Whether an experiment can be reproduced or not: that is said of measured points alone."""
    return experiment.evidence.is_measured


def _limits(points: Sequence[Point]) -> str:
    """How many statements are kept, and how many of those only just."""
    kept = [point for point in points if point.met]
    on_limit = sum(point.at_limit for point in kept)
    return f"{len(kept)} of {_several(len(points), 'statement')}, {on_limit} on their limit"


def _reproduced(found: Iterable[Score]) -> int:
    return sum(one.badge is Badge.REPRODUCED for one in found)


def rule() -> str:
    """What the badges mean."""
    return (
        "Badges are for measured points alone; of statements it is said how many are kept, and "
        "how many only just: they are constraints that the fit was told to keep, so that keeping "
        f"them proves nothing. “{Badge.REPRODUCED.value}” means that {100 * ENOUGH:.0f} % of the "
        f"points lie in the 95 % band of the prediction; “{Badge.WITHIN_TWO.value}” that as many "
        f"lie no more than twofold off; the rest is “{Badge.NOT.value}”. The band holds the error "
        "of the measurement and what the fit leaves open: where little is known it is wide and "
        "easily met. “Off at the end” looks at no band: by what factor is the model too high or "
        "too low at the last point of a curve (1 ×: not at all)? Of several curves or constants "
        "the worst is told, of statements how far the model is past a limit. A prediction has "
        "fewer points than a fit, since some of a left-out study's own points, usually those of "
        "its untreated group, are needed to tell how fast its tumours grow."
    )


def sentence(score: Score) -> str:
    """One score in a sentence, with the reason where there is one."""
    how = {How.FITTED: "Fitted", How.LEFT_OUT: "Predicted without this study"}[score.how]
    return f"{how}: {counted(score)}, {last(score)}. {because(score)}".strip()


def counted(score: Score) -> str:
    """How many of its points are met: 17 of 18 points met, 10 of 13 statements hold."""
    kind = _kind(score)
    if _is_words(kind):
        return f"kept: {_limits(score.points)}"
    met = sum(point.met for point in score.points)
    return f"{met} of {_several(len(score.points), kind.one)} met"


def _kind(score: Score) -> Evidence:
    return next(one.evidence for one in EXPERIMENTS if one.name == score.experiment)


def _is_words(kind: Evidence) -> bool:
    return kind.one == Evidence.WORDS.one


def made_of(experiment: Experiment) -> str:
    """Of what kind it is, and how much there is of it."""
    terms = [term for term in experiment.terms if term.role is not Role.STORY]
    follow = [term for term in terms if term.role is Role.CHECK]
    points = [term for term in terms if is_course(term)]
    others = len(terms) - len(follow) - len(points)
    parts = [_several(len(points), "point") + " of curves"] if points else []
    parts += [_several(others, experiment.evidence.one)] if others else []
    parts += [_several(len(follow), "number") + " calculated from them"] if follow else []
    return f"{experiment.evidence}; {listed(parts)}"


def because(score: Score) -> str:
    """Why a prediction misses, as a sentence; nothing where it does not."""
    if not score.reason:
        return ""
    lead = "The reason" if score.badge is Badge.REPRODUCED else "Missed"
    return f"{lead}: {score.reason}."


def _several(count: int, what: str) -> str:
    return f"1 {what}" if count == 1 else f"{count} {what}s"


def last(score: Score) -> str:
    """The last factor in words: 1.3 times off at the end."""
    kind, factor = _kind(score), score.last_factor
    if _is_words(kind):
        return "no limit is passed" if factor < SEEN else f"the worst is {_past(factor)}"
    off = f"{short(factor)} times off" if math.isfinite(factor) else "on the other side of zero"
    where = "at worst" if kind is Evidence.MODEL else "at the end"
    return f"{'not off' if factor < SEEN else off} {where}"


def _past(factor: float) -> str:
    return f"{short(factor)} times past its limit" if math.isfinite(factor) else "beyond zero"


def off(score: Score) -> str:
    """The last factor for a table: 1.35 ×."""
    factor = score.last_factor
    if not math.isfinite(factor):
        return "beyond zero"
    if _is_words(_kind(score)):
        return "no limit passed" if factor < SEEN else f"{short(factor)} × past a limit"
    return f"{short(factor)} ×"


def called(term: Term) -> str:
    """What a term is about: tumour of “untreated” over that of “both”, day 42."""
    if term.constant:
        return default_system().by_symbol[term.constant].meaning
    if is_course(term):
        one = term.levels[0]
        return f"{one.arm}: {READOUTS[one.readout]}, day {day(one.day)}"
    over = [one for one in term.levels if one.weight > 0]
    under = [one for one in term.levels if one.weight < 0]
    if len(over) == len(under) == 1 and over[0].arm != under[0].arm:
        what, joined = READOUTS[over[0].readout], "over" if term.logarithmic else "less"
        return f"{what}: {over[0].arm} {joined} {under[0].arm}, day {day(over[0].day)}"
    return f"{term.levels[0].arm}: growth of the {READOUTS[term.levels[0].readout]}"


def unit_of(term: Term) -> str:
    """The unit in which a point of a term is read."""
    if term.constant:
        return shown_unit(default_system().by_symbol[term.constant].unit)
    if term.factor:
        return "photons/s"
    if not term.logarithmic:
        return "% of bone"
    arms = {one.arm for one in term.levels}
    return "fold" if is_course(term) or len(arms) > 1 else "1/day"


def number(value: float) -> str:
    """A number of any size: 0.0084, 15, 2.51 million."""
    if abs(value) >= 1e6:
        return cells(value).removesuffix(" cells")
    return short(value)


def published(point: Point) -> str:
    """What was published, as a number or a bound."""
    lead = "" if point.holds is Holds.EQUAL else f"{point.holds.value} "
    return f"{lead}{number(point.observed)}"


def predicted(point: Point) -> str:
    """What the model gives, with the ends of its band."""
    if point.low is None or point.high is None:
        return number(point.predicted)
    return f"{number(point.predicted)} ({number(point.low)} to {number(point.high)})"


def sources(experiment: Experiment) -> list[str]:
    """The source as the bibliography has it, then where each row stands and how it was read."""
    known = references().get(experiment.study.lower().replace(" ", ""))
    paper = [f"{known.citation}. {known.note}".strip()] if known else []
    found = dict.fromkeys(
        f"{one.source}; {one.locator} ({one.provenance}: {one.provenance.meaning})."
        for one in map(row, used(experiment))
    )
    return [*paper, *found]


def used(experiment: Experiment) -> list[str]:
    """The ids of the rows behind an experiment."""
    return sorted({name for term in experiment.terms for name in term.rows})


def rows(experiment: Experiment) -> str:
    """The ids of rows, runs of them drawn together: CAN-001 to 016, FLD-01."""
    runs: list[list[str]] = []
    for name in used(experiment):
        head, _, tail = name.rpartition("-")
        before, _, last_tail = runs[-1][-1].rpartition("-") if runs else ("", "", "")
        follows = tail.isdigit() and last_tail.isdigit() and int(tail) == int(last_tail) + 1
        if before == head and follows:
            runs[-1].append(name)
        else:
            runs.append([name])
    return ", ".join(
        run[0] if len(run) == 1 else f"{run[0]} to {run[-1].rpartition('-')[2]}" for run in runs
    )


def kept(own: Mapping[str, float]) -> str:
    """What an experiment has for itself, with the fitted values; nothing if it has none."""
    said = [
        OWN[symbol].format(value=number(value), cells=cells(value)) for symbol, value in own.items()
    ]
    return f"Fitted to this experiment alone: {listed(said)}." if said else ""


def bounds(point_row: str) -> tuple[float, float] | None:
    """The published bounds of a row on the scale of its points, if it has both."""
    found = row(point_row)
    if found.lower is None or found.upper is None:
        return None
    if found.units.startswith("log10 "):
        return math.exp(TEN * found.lower), math.exp(TEN * found.upper)
    return found.lower, found.upper
