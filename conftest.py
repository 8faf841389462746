"""For every test, the plugins' too: a machine with a lot to do may be slow with what hypothesis asks of it."""

from importlib.util import find_spec

if find_spec("hypothesis"):  # a plugin's own tests need nothing but pytest
    from hypothesis import HealthCheck, settings

    settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.load_profile("patient")
