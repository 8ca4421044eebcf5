"""The outside world: the scanner for malware."""

from __future__ import annotations

from django.conf import settings

from sixianghui.media import scanning
from sixianghui.media.adapters.clamd import Clamd


def register() -> None:
    """Put the scanner in place that the settings name."""
    place = settings.CONFIG.clamd
    scanning.register(Clamd(place) if place else None)
