"""What holds for all tests: hypothesis does not time examples, for the machine may be busy."""

from hypothesis import HealthCheck, settings

settings.register_profile("osteoniche", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("osteoniche")
