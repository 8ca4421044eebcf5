"""Writes of access, by noun."""
