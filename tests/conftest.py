"""Pytest for the whole project."""
