"""Wagtail's time is ours. Its screens, revisions and releases take their moments from the domain's clock.

Wagtail asks `django.utils.timezone.now`, and so do its fields that fill in a moment by themselves. While `our_time`
holds in a thread, that function answers with `common.time`; everywhere else, so for sessions and jobs, it is the real
time. On a real site both are the same; on a demo an article that is to come out tomorrow does not come out at once.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils import timezone
from django.utils.timesince import timesince

from sixianghui.common import time

_here = threading.local()
_real = timezone.now


class _Now:
    """Stands in for `timezone.now`, and passes for it where migrations compare a field's default with its model's."""

    def __call__(self) -> dt.datetime:
        return time.now() if getattr(_here, "depth", 0) else _real()

    def __eq__(self, other: object) -> bool:
        return other is self or other is _real

    def __hash__(self) -> int:
        return hash(_real)


def install() -> None:
    """Put the clock where Wagtail looks; called once when the app is ready."""
    from wagtail.admin.templatetags import wagtailadmin_tags

    if timezone.now is _real:
        timezone.now = _Now()
    wagtailadmin_tags.timesince = _since


def _since(moment: dt.datetime, now: dt.datetime | None = None) -> str:
    """How long ago, in one unit: Wagtail cuts the second one off at a comma that Chinese does not have."""
    return timesince(moment, now or timezone.now(), depth=1)


def enter() -> None:
    """From here on in this thread Wagtail lives in our time."""
    _here.depth = getattr(_here, "depth", 0) + 1


def leave() -> None:
    """And from here on no longer."""
    _here.depth = max(0, getattr(_here, "depth", 0) - 1)


@contextmanager
def our_time() -> Iterator[None]:
    """For the length of a block."""
    enter()
    try:
        yield
    finally:
        leave()
