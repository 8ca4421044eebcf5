"""Faults while something comes in live."""
