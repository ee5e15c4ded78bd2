"""What holds for all tests: hypothesis does not time examples, for the machine may be busy."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from osteoniche import parameters
from osteoniche.scenario.presets import preset
from osteoniche.system import default_system

settings.register_profile("osteoniche", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("osteoniche")

TESTS = Path(__file__).parent
SLOW = (
    "browser",
    "calibration/test_calibration_bands.py",
    "calibration/test_calibration_command.py",
    "calibration/test_calibration_left_out.py",
    "calibration/test_calibration_problem.py",
    "calibration/test_calibration_sensitivity.py",
    "calibration/test_calibration_shipped.py",
    "calibration/your_data/test_your_data_fit.py",
    "export/test_judges.py",
    "fuzz",
    "hall/test_hall_served.py",
    "jobs",
    "science/test_ensemble.py",
    "science/test_judge.py",
    "science/test_random_scenarios.py",
    "served",
    "cache",
    "commands/test_cli.py",
    "engine/test_compiled.py",
)
"""What `make quick` leaves out: browsers, servers, processes, fits, judges and bad inputs."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--quick`, as `make quick` gives it."""
    parser.addoption("--quick", action="store_true", help="leave out what is slow (tests/conftest)")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """With `--quick`, what is slow is not even read."""
    slow = config.getoption("quick") and collection_path in [TESTS / name for name in SLOW]
    return True if slow else None


@pytest.fixture
def later(monkeypatch):
    """A later program: its default set is another than that of addresses which name none."""
    monkeypatch.setattr(parameters, "DEFAULT", "reference-2026")
    remembered = (default_system, preset)
    for each in remembered:
        each.cache_clear()
    yield parameters.DEFAULT
    monkeypatch.undo()
    for each in remembered:
        each.cache_clear()
