"""Pieces that are out, put into a column at once: what reviewing one takes is tested elsewhere."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

from django.core.files.images import ImageFile
from PIL import Image
from wagtail.images import get_image_model

from sixianghui.channel.public import ArticlePage, ColumnPage, GuidePage, Piece
from sixianghui.common.time import shanghai

STEPS = [
    ("step", {"title": "写申请", "text": "写清楚。", "who": "本人", "how_long": "一天"}),
    ("step", {"title": "等谈话", "text": "会来找你。", "who": "支部", "how_long": "收到后一个月内"}),
]


def put_out(column: ColumnPage, title: str, *, at: dt.datetime | None = None, **more: Any) -> Piece:
    """A piece that is out since `at`; a guide where it has steps."""
    model = GuidePage if "steps" in more else ArticlePage
    at = at or shanghai(2018, 5, 4, 9)
    piece = model(title=title, live=True, first_published_at=at, last_published_at=at, **more)
    fresh = ColumnPage.objects.get(pk=column.pk)
    fresh.add_child(instance=piece)
    return model.objects.get(pk=piece.pk)


def put_out_many(column: ColumnPage, many: int, **more: Any) -> list[Piece]:
    """Pieces of days that follow one another, the last one the newest."""
    start = shanghai(2018, 4, 1, 9)
    return [
        put_out(column, f"第{number}篇", at=start + dt.timedelta(days=number), **more)
        for number in range(1, many + 1)
    ]


def a_picture(title: str = "示意图") -> Any:
    """A small picture."""
    file = io.BytesIO()
    Image.new("RGB", (96, 60), "white").save(file, "PNG")
    file.seek(0)
    return get_image_model().objects.create(title=title, file=ImageFile(file, name="picture.png"))
