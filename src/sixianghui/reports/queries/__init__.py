"""Reads of the room: figures' pages, reports that are written, what was published."""
