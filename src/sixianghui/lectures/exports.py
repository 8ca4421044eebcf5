"""The record of one lecture as a file: comments and questions with what became of them, notices, encoders, with times.

No account and no name of an encoder is in it: comments have the name under which they stand.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator

from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from sixianghui.common import sheets
from sixianghui.common.time import SHANGHAI
from sixianghui.lectures.models import Answered, Broadcast, Ending, Lecture, Notice
from sixianghui.media import public as media
from sixianghui.remarks import public as remarks


def csv_lines(lecture: Lecture) -> Iterator[str]:
    """In portions, in the language in which it was asked for."""
    language = get_language()
    writer = csv.writer(sheets.Echo())
    with override(language):
        yield sheets.BOM + writer.writerow(
            [_("时间"), _("什么"), _("显示的名字"), _("内容"), _("现在"), _("理由")]
        )
    for row in _rows(lecture, language):
        yield writer.writerow([sheets.safe(str(cell)) for cell in row])


def _rows(lecture: Lecture, language: str) -> Iterator[list[str]]:
    for what, thread in (("comment", lecture.comments), ("question", lecture.questions)):
        for row in remarks.all_rows(thread):
            with override(language):
                kind = _("评论") if what == "comment" else _("提问")
                words = row.text or _("（已过保存期，或写的人注销了）")
                yield [_at(row.at), kind, row.name, words, str(remarks.STATES[row.state]), row.reason]
    with override(language):
        yield from sorted([*_air(lecture), *_feeds(lecture)])


def _air(lecture: Lecture) -> Iterator[list[str]]:
    for broadcast in Broadcast.objects.filter(lecture=lecture):
        yield [_at(broadcast.at), _("开播"), "", "", _struck(broadcast.struck_at), ""]
    for ending in Ending.objects.filter(lecture=lecture):
        yield [_at(ending.at), _("结束"), "", "", _struck(ending.struck_at), ""]
    for notice in Notice.objects.filter(lecture=lecture):
        yield [_at(notice.at), _("主持人的话"), "", notice.text, _struck(notice.struck_at), ""]
    for answer in Answered.objects.filter(lecture=lecture).select_related("question"):
        yield [_at(answer.at), _("答了问题"), "", answer.question.ref, _struck(answer.struck_at), ""]


def _feeds(lecture: Lecture) -> Iterator[list[str]]:
    """What encoders did, and when the picture was cut. Of a stream that another one replaced, nothing is known any more."""
    if lecture.stream is None:
        return
    for at, what, detail in media.log_of(lecture.stream):
        yield [_at(at), what, "", detail, "", ""]


def _struck(at: dt.datetime | None) -> str:
    return _("划掉了") if at is not None else ""


def _at(moment: dt.datetime) -> str:
    return f"{moment.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"
