"""Pieces that are out, put into a column at once: what reviewing one takes is tested elsewhere."""

from __future__ import annotations

import datetime as dt
import io
import zlib
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image

from sixianghui.access.public import Account
from sixianghui.channel.public import ArticlePage, ColumnPage, GuidePage, PanoramaPage, Piece
from sixianghui.common.time import shanghai
from sixianghui.media.public import Consent, Panorama, Picture, add_panorama, save_picture

STEPS = [
    ("step", {"title": "写申请", "text": "写清楚。", "who": "本人", "how_long": "一天"}),
    ("step", {"title": "等谈话", "text": "会来找你。", "who": "支部", "how_long": "收到后一个月内"}),
]


def put_out(column: ColumnPage, title: str, *, at: dt.datetime | None = None, **more: Any) -> Piece:
    """A piece that is out since `at`: a guide where it has steps, a page to look around where it has places."""
    places = "panorama" in more or "tour" in more
    model: Any = GuidePage if "steps" in more else PanoramaPage if places else ArticlePage
    at = at or shanghai(2018, 5, 4, 9)
    piece = model(title=title, live=True, first_published_at=at, last_published_at=at, **more)
    fresh = ColumnPage.objects.get(pk=column.pk)
    fresh.add_child(instance=piece)
    found: Piece = model.objects.get(pk=piece.pk)
    return found


def put_out_many(column: ColumnPage, many: int, **more: Any) -> list[Piece]:
    """Pieces of days that follow one another, the last one the newest."""
    start = shanghai(2018, 4, 1, 9)
    return [
        put_out(column, f"第{number}篇", at=start + dt.timedelta(days=number), **more)
        for number in range(1, many + 1)
    ]


def a_picture(title: str = "示意图", *, consent: Consent = Consent.DRAWING) -> Picture:
    """A small picture, kept as everybody's are."""
    return save_picture(a_file((960, 600)), title=title, alt=f"{title}，一片白", by=None, consent=consent)


def a_panorama(by: Account, title: str = "读书角", *, consent: Consent = Consent.DRAWING) -> Panorama:
    """A panorama whose sizes are made."""
    shade = zlib.crc32(title.encode()) % 255
    made = add_panorama(
        a_file((2048, 1024), shade), title=title, alt=f"{title}，一圈墙", by=by, consent=consent
    )
    return Panorama.objects.get(pk=made.pk)


def a_file(size: tuple[int, int], shade: int = 255) -> ContentFile:
    """A picture of one shade, as somebody would send it."""
    file = io.BytesIO()
    Image.new("RGB", size, (shade, shade, shade)).save(file, "PNG")
    return ContentFile(file.getvalue(), name="picture.png")
