"""How often one place may write, or guess receipt codes. By the real clock; places are kept as keyed digests."""

from __future__ import annotations

import datetime as dt
from enum import Enum

from django.utils import timezone

from sixianghui.common.sources import source_of
from sixianghui.complaints.models import Attempt
from sixianghui.vault.public import blind_index

_LONGEST = dt.timedelta(hours=1)


class Limit(Enum):
    """What is limited: how many times within how long."""

    LETTERS = ("letters", 10, dt.timedelta(hours=1))
    NOTES = ("notes", 10, dt.timedelta(hours=1))
    REMARKS = ("remarks", 10, dt.timedelta(hours=1))
    TOKENS = ("tokens", 30, dt.timedelta(minutes=15))
    CODES = ("codes", 10, dt.timedelta(minutes=15))
    SIMILAR = ("similar", 120, dt.timedelta(minutes=15))

    @property
    def most(self) -> int:
        return self.value[1]

    @property
    def window(self) -> dt.timedelta:
        return self.value[2]

    def digest(self, place: str) -> str:
        """What is kept of a place: the address of a machine, or an account."""
        return blind_index(f"complaints.{self.value[0]}", source_of(place))


def has_to_wait(limit: Limit, place: str, *, now: dt.datetime | None = None) -> bool:
    """Whether this place has used up what it may. What was noted while the clock ran far ahead does not count."""
    moment = now or timezone.now()
    around = Attempt.objects.filter(at__gt=moment - limit.window, at__lt=moment + limit.window)
    return around.filter(digest=limit.digest(place)).count() >= limit.most


def note(limit: Limit, place: str, *, now: dt.datetime | None = None) -> None:
    """Count one more from this place."""
    Attempt.objects.create(digest=limit.digest(place), at=now or timezone.now())


def forget() -> int:
    """Delete what makes nobody wait any more. May run twice."""
    return int(Attempt.objects.filter(at__lte=timezone.now() - _LONGEST).delete()[0])
