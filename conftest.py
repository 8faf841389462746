"""For every test, the plugins' too: a machine with a lot to do may be slow with what hypothesis asks of it."""

from hypothesis import HealthCheck, settings

settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")
