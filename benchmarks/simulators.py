"""Two simulators of other people, each running an exported file as it stands.

They judge the export (`tests/export`, `make peers`) and are timed beside our own solver (`make
bench`). Both are development tools; nothing of Osteoniche needs them.
"""

import os
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

Table = npt.NDArray[np.float64]

RELATIVE, ABSOLUTE = 1e-9, 1e-12
"""Tolerances of a judge; at 1e-6 its own error is of the size that is looked for."""
STEPS = 1_000_000
"""Steps that a judge may take between two rows."""

# CVODE begins anew after a dose, with steps so small that it prints a warning for each.
os.environ.setdefault("SUNLOGGER_WARNING_FILENAME", os.devnull)


class Simulator(Protocol):
    """A simulator that has loaded one file."""

    def tolerate(self, relative: float, absolute: float) -> None:
        """Run at other tolerances from now on."""

    def change(self, constants: Mapping[str, float]) -> None:
        """Give constants of the file other values from the next run on."""

    def run(self, last: float, rows: int) -> None:
        """Simulate from day 0 to `last`, keeping a number of rows at equal distances."""

    def table(self) -> Table:
        """The series of the last run (rows, series), in the order that they were asked for."""


class RoadRunner:
    """libRoadRunner: CVODE on code that it compiles from the file."""

    def __init__(
        self,
        text: str,
        series: Sequence[str],
        relative: float = RELATIVE,
        absolute: float = ABSOLUTE,
    ) -> None:
        import roadrunner

        self.model = roadrunner.RoadRunner(text)
        self.model.integrator.maximum_num_steps = STEPS
        self.model.timeCourseSelections = ["time", *series]
        self.tolerate(relative, absolute)
        self._as_loaded = True
        self._found: Any = None

    def tolerate(self, relative: float, absolute: float) -> None:
        """Run at other tolerances from now on."""
        self.model.integrator.relative_tolerance = relative
        self.model.integrator.absolute_tolerance = absolute

    def change(self, constants: Mapping[str, float]) -> None:
        """Give constants of the file other values from the next run on."""
        for name, value in constants.items():
            self.model[name] = value
        self._as_loaded = False

    def run(self, last: float, rows: int) -> None:
        """Simulate from day 0: at first as loaded, later after `reset()`, as its users do.

        What happens on day 0 is worked out by `reset()`, so that comes after a change.
        """
        if not self._as_loaded:
            self.model.reset()
        self._as_loaded = False
        try:
            self._found = self.model.simulate(0, last, rows)
        except RuntimeError:  # CVODE gives up where many drugs enter at once: ask for a digit less
            usual = self.model.integrator.relative_tolerance
            self.tolerate(10 * usual, self.model.integrator.absolute_tolerance)
            self.model.reset()
            self._found = self.model.simulate(0, last, rows)
            self.tolerate(usual, self.model.integrator.absolute_tolerance)

    def table(self) -> Table:
        """The series of the last run."""
        return np.array(self._found)[:, 1:]


class Copasi:
    """COPASI: its deterministic solver, LSODA with roots."""

    def __init__(
        self,
        text: str,
        series: Sequence[str],
        relative: float = RELATIVE,
        absolute: float = ABSOLUTE,
    ) -> None:
        import COPASI

        self.copasi = COPASI
        COPASI.CCopasiMessage.clearDeque()
        self.data = COPASI.CRootContainer.addDatamodel()
        self._demand(self.data.importSBMLFromString(text))
        self.messages = COPASI.CCopasiMessage.getAllMessageText()
        self.series = series
        self.task = self.data.getTask("Time-Course")
        self.task.getMethod().getParameter("Max Internal Steps").setUIntValue(STEPS)
        self.tolerate(relative, absolute)

    def tolerate(self, relative: float, absolute: float) -> None:
        """Run at other tolerances from now on."""
        method = self.task.getMethod()
        method.getParameter("Relative Tolerance").setDblValue(relative)
        method.getParameter("Absolute Tolerance").setDblValue(absolute)

    def change(self, constants: Mapping[str, float]) -> None:
        """Give constants of the file other values from the next run on."""
        model = self.data.getModel()
        quantities = {each.getSBMLId(): each for each in model.getModelValues()}
        for name, value in constants.items():
            quantities[name].setInitialValue(value)
            model.updateInitialValues(quantities[name].getInitialValueReference())

    def run(self, last: float, rows: int) -> None:
        """Simulate from day 0; each run of COPASI begins anew."""
        problem = self.task.getProblem()
        problem.setDuration(last)
        problem.setStepNumber(rows - 1)
        problem.setTimeSeriesRequested(True)
        problem.setOutputEvent(False)
        self._demand(self.task.initializeRaw(self.copasi.CCopasiTask.ONLY_TIME_SERIES))
        self._demand(self.task.processRaw(True))

    def table(self) -> Table:
        """The series of the last run."""
        found = self.task.getTimeSeries()
        columns = {
            found.getSBMLId(column, self.data): column for column in range(found.getNumVariables())
        }
        chosen = [columns[name] for name in self.series]
        rows = range(found.getRecordedSteps())
        return np.array([[found.getConcentrationData(k, i) for i in chosen] for k in rows])

    def close(self) -> None:
        """Forget the file."""
        self.copasi.CRootContainer.removeDatamodel(self.data)

    def _demand(self, success: bool) -> None:
        if not success:
            raise RuntimeError(self.copasi.CCopasiMessage.getAllMessageText())


JUDGES = {"libRoadRunner": RoadRunner, "COPASI": Copasi}
