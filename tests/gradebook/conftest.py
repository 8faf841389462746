"""The fixtures of real browsers, for the walk."""

from mooctang_core.testing.browsing import browser_type_launch_args, live_campus, page_of

__all__ = ["browser_type_launch_args", "live_campus", "page_of"]
