"""The numbers that a step's text may name, each in words and with its unit."""

from dataclasses import dataclass
from functools import cached_property

from osteoniche.engine.course import dose_days
from osteoniche.narrative.answer import HARDLY, SLOWED
from osteoniche.narrative.run import dosed_of
from osteoniche.narrative.why import Mechanism, acting, mechanism
from osteoniche.numerals import cells, fold, percent, short
from osteoniche.roles import Place
from osteoniche.study import Comparison


@dataclass(frozen=True)
class Numbers:
    """Those of one run and the arms beside it."""

    shown: Comparison

    @property
    def days(self) -> str:
        """The last day."""
        return str(self.shown.scenario.days)

    @property
    def doses(self) -> str:
        """How many doses of each drug are given: those of the first."""
        return str(len(dose_days(dosed_of(self.shown.scenario)[0], self.shown.scenario.days)))

    @property
    def bone_left(self) -> float:
        """Percent of healthy bone on the last day."""
        return float(self.shown.own["bone_mass_percent"][-1])

    @property
    def bone(self) -> str:
        """The same in words."""
        return percent(self.bone_left)

    @property
    def lost(self) -> str:
        """Percent of bone that is lost on the last day."""
        return percent(100 - self.bone_left)

    @property
    def burden(self) -> float:
        """Tumour cells on the last day."""
        return float(self.shown.own["tumour_cells"][-1])

    @property
    def cells(self) -> str:
        """The same in words."""
        return cells(self.burden)

    @property
    def osteoclasts(self) -> str:
        """The most osteoclasts, in times of their usual number."""
        return short(float(self.shown.own["osteoclasts_fold"].max()))

    def times_below(self, arm: str) -> float:
        """How many times smaller than untreated an arm's tumour is on the last day."""
        arms = self.shown.arms
        return float(arms["untreated"]["tumour_cells"][-1] / arms[arm]["tumour_cells"][-1])

    @property
    def times_smaller(self) -> float:
        """How many times smaller than untreated the run's own tumour is on the last day."""
        return float(self.shown.arms["untreated"]["tumour_cells"][-1]) / self.burden

    @property
    def below(self) -> str:
        """The same in words: 1.59 times smaller."""
        return fold(self.times_smaller)

    @property
    def outcome(self) -> int:
        """What the tumour does: 0 grows as before, 1 more slowly, 2 is held down, 3 is gone."""
        if self.burden < 1:
            return 3
        return sum(self.times_smaller >= limit for limit in (HARDLY, SLOWED))

    @cached_property
    def mechanism(self) -> Mechanism:
        """What Jagged1 and Notch do while drugs that kill are given."""
        scenario = self.shown.scenario
        killers = acting(dosed_of(scenario))[Place.TUMOUR]
        return mechanism(scenario, self.shown.own, killers)

    @property
    def jagged1(self) -> str:
        """The most Jagged1 on osteoblasts, in times of what it was."""
        return short(self.mechanism.rise or 1.0)

    @property
    def blocked(self) -> str:
        """Percent of the kill that Notch blocks."""
        return percent(self.mechanism.blocked)

    @property
    def covered(self) -> str:
        """Percent of Jagged1 that the antibody covers."""
        return percent(self.mechanism.covered)
