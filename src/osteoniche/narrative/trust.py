"""How far what is shown can be trusted: the measured experiments behind each read-out and drug.

What each is worth is what the evidence says of it: whether a fit that never saw the study predicts
it. That is kept beside the program (`scores.kept`), so that nobody waits for it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from osteoniche import parameters
from osteoniche.analysis.reproduced import scored
from osteoniche.calibration.scores import Badge, How, kept
from osteoniche.calibration.terms import Experiment
from osteoniche.drugs import DRUGS
from osteoniche.narrative.evidence import READOUTS
from osteoniche.numerals import listed
from osteoniche.scenario import Scenario

SHOWN = ("tumour_cells", "bone_mass_percent", "apoptosis_percent")
"""The read-outs of the plots, as they stand there."""


@dataclass(frozen=True)
class Ground:
    """The experiments that a read-out or a drug stands on, of mice as they all are."""

    name: str
    label: str
    experiments: tuple[Experiment, ...]

    @property
    def measured(self) -> list[Experiment]:
        """Those with measured points."""
        return [one for one in self.experiments if one.evidence.is_measured]

    @property
    def missed(self) -> list[Experiment]:
        """Those that are not reproduced by a fit that never saw their study."""
        badges = kept()
        unseen = [(one, badges.get((one.name, How.LEFT_OUT))) for one in self.experiments]
        return [one for one, badge in unseen if badge not in (Badge.REPRODUCED, None)]

    @property
    def count(self) -> str:
        """How many of the measured ones are predicted: 5 of 5."""
        met = [one for one in self.measured if one not in self.missed]
        return f"{len(met)} of {len(self.measured)}"

    @property
    def sentence(self) -> str:
        """All of it in words."""
        return " ".join([f"{self._count_in_words}.", *self._others, *self._misses])

    @property
    def _count_in_words(self) -> str:
        if not self.measured:
            return "no measured points"
        plural = "" if len(self.measured) == 1 else "s"
        return f"{self.count} experiment{plural} with measured points reproduced"

    @property
    def _others(self) -> list[str]:
        others = [one.evidence for one in self.experiments if one not in self.measured]
        kinds = dict.fromkeys(str(kind).partition(":")[0] for kind in others)
        return [f"Also {listed([*kinds])}."] if kinds else []

    @property
    def _misses(self) -> list[str]:
        return [f"Not reproduced: {one.label}." for one in self.missed]


@cache
def readouts() -> tuple[Ground, ...]:
    """What the curves of the page stand on."""
    return tuple(_ground(name, READOUTS[name], _reads(name)) for name in SHOWN)


@cache
def drugs() -> tuple[Ground, ...]:
    """What each drug stands on."""
    return tuple(_ground(drug.name, drug.label, _gives(drug.name)) for drug in DRUGS.values())


def _ground(name: str, label: str, about: Callable[[Experiment], bool]) -> Ground:
    return Ground(name, label, tuple(one for one in scored() if about(one)))


def _reads(readout: str) -> Callable[[Experiment], bool]:
    return lambda one: any(level.readout == readout for term in one.terms for level in term.levels)


def _gives(drug: str) -> Callable[[Experiment], bool]:
    return lambda one: any(given.drug == drug for arm in one.arms for given in arm.scenario().given)


def given(scenario: Scenario) -> list[str]:
    """The drugs of a run, by name."""
    return list(dict.fromkeys(one.drug for one in scenario.given))


def line(scenario: Scenario) -> str:
    """The grounds of a run in a line: its read-outs, and its drugs."""
    grounds = [*readouts(), *(one for one in drugs() if one.name in given(scenario))]
    called = {name: DRUGS[name].briefly(scenario.species) for name in given(scenario)}
    named = [(called.get(one.name, one.label), one) for one in grounds]
    measured = [f"{name} {one.count.replace(' of ', '/')}" for name, one in named if one.measured]
    unmeasured = [name for name, one in named if not one.measured]
    told = {"Predicted": measured, "Unmeasured": unmeasured}
    return " ".join(f"{head}: {', '.join(names)}." for head, names in told.items() if names)


def lead() -> str:
    """What the counts are of."""
    return (
        "What is measured behind it, all in mice: an experiment counts as reproduced if a fit that "
        f"never saw its study predicts it (parameter set {parameters.DEFAULT})."
    )
