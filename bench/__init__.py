"""Measures the real server from outside: what a lecture hall does to it, what it costs, and whether anything is lost."""
