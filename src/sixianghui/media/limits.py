"""How much somebody has uploaded today. By the real clock: it is about the machine, not about the story told."""

from __future__ import annotations

import datetime as dt

from django.db.models import Sum
from django.utils import timezone
from wagtail.models import UploadedFile

from sixianghui.access.public import Account
from sixianghui.common import time
from sixianghui.media import films, rules
from sixianghui.media.models import File, Panorama, Picture, Stream
from sixianghui.media.rules import Unfit, Why


def _midnight() -> dt.datetime:
    now = timezone.now().astimezone(time.SHANGHAI)
    return now.replace(hour=0, minute=0, second=0, microsecond=0)


def check_today(by: Account | None, size: int) -> None:
    """Whether one more piece of `size` bytes is within what one person uploads a day. Raises `Unfit`.

    What waits for its words on Wagtail's screen counts as a piece.
    """
    if by is None:
        return
    since, pieces, total = _midnight(), 0, 0
    for rows in (
        Picture.objects.filter(uploaded_by_user=by, created_at__gte=since, is_sample=False),
        File.objects.filter(uploaded_by_user=by, created_at__gte=since, is_sample=False),
        Panorama.objects.filter(made_by=by, created_at__gte=since, is_sample=False),
    ):
        found = rows.aggregate(size=Sum("file_size"))
        pieces += rows.count()
        total += found["size"] or 0
    pieces += UploadedFile.objects.filter(uploaded_by_user=by).count()
    rules.check_day(pieces, total, more=size)


def check_films_today(by: Account | None) -> None:
    """Whether one more recording is within what one person brings a day. Raises `Unfit`."""
    rows = Stream.objects.filter(made_by=by, created_at__gte=_midnight(), is_sample=False)
    if by is not None and rows.count() >= films.MOST_A_DAY:
        raise Unfit(Why.MANY_FILMS, limit=films.MOST_A_DAY)
