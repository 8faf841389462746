"""Imports one can trust: looked at before anything is written, mended in place, taken in by the machine, and taken back whole."""
