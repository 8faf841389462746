"""What the contract asks of every activity type, as tests that an author inherits."""


class ActivityConformance:
    """Subclass it in a test module with `activity = YourActivity`."""

    activity = None
