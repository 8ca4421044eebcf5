"""Writes of notify, by noun."""
