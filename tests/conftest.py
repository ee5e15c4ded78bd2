"""What holds for all tests: hypothesis does not time examples, for the machine may be busy."""

import pytest
from hypothesis import HealthCheck, settings

from osteoniche import parameters
from osteoniche.scenario.presets import preset
from osteoniche.system import default_system

settings.register_profile("osteoniche", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("osteoniche")


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
