"""Shared by every room: the clock, Chinese text, ids, errors, policy marks. No models."""
