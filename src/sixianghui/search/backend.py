"""Wagtail's search over this database. The Chinese tokens come with the room."""

from modelsearch.backends.database import SearchBackend

__all__ = ["SearchBackend"]
