"""For every test, the plugins' too."""

import gc
from importlib.util import find_spec

if find_spec("hypothesis"):  # a plugin's own tests need nothing but pytest
    from hypothesis import HealthCheck, settings

    # A machine with a lot to do may be slow with what hypothesis asks of it.
    settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.load_profile("patient")


def pytest_collection_finish():
    # Six thousand tests and what they import stay to the end: to look through them for garbage, again and again, took a third of a campus.
    gc.collect()
    gc.freeze()
    gc.set_threshold(25_000, 20, 20)
