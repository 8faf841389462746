"""Kill, fill, break and starve the real server: nothing acknowledged is lost, nothing counts twice."""
