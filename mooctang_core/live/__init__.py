"""Pages are pushed: what changed, who is looking at it, and the fragment they get."""
