"""What a plugin's tests may use: a campus of two schools, the conformance kit, and its fixtures (a pytest plugin)."""

__all__ = ["ActivityConformance", "Campus"]


def __getattr__(name):
    # Late, because pytest loads the fixtures in every project on the machine, whether it tests a plugin or not.
    if name == "Campus":
        from .campus import Campus

        return Campus
    if name == "ActivityConformance":
        from .conformance import ActivityConformance

        return ActivityConformance
    raise AttributeError(name)
