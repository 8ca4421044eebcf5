"""A notice as an official document, for the printer and for a clerk's word processor (GB/T 9704-2012)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from sixianghui.campaigns import queries
from sixianghui.campaigns.models import Ask, Point
from sixianghui.common import text, time
from sixianghui.common.errors import NotThere
from sixianghui.documents import public as documents
from sixianghui.documents.public import Block, Heading, OfficialDocument, Paragraph

PDF, DOCX = "pdf", "docx"
_TYPES = {
    PDF: "application/pdf",
    DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
#: More addressees than this are named by what they have in common.
MOST_ADDRESSEES = 12


@dataclass(frozen=True)
class File:
    """A document ready to be sent."""

    name: str
    content: bytes
    content_type: str


def is_sample() -> bool:
    """Whether what this site makes is invented: it lives in a replayed time."""
    return time.is_demo_time()


def render(notice: Any, form: str) -> File:
    """The notice as a file: `pdf` or `docx`. Raises `NotThere` for another form."""
    makers = {PDF: documents.as_pdf, DOCX: documents.as_docx}
    if form not in makers:
        raise NotThere(_("没有这种文件。"))
    with override("zh-hans"):
        made = document_of(notice)
        content = makers[form](made)
    return File(f"{notice.number or _('草稿')} {notice.title}.{form}", content, _TYPES[form])


def document_of(notice: Any) -> OfficialDocument:
    """A notice of `queries.notices()` as a document; a draft has no number yet and today's date."""
    head = queries.letterhead(notice.unit)
    moment: dt.datetime = notice.sent_at or time.now()
    return OfficialDocument(
        issuers=(head.organ,),
        title=notice.title,
        date=moment.astimezone(time.SHANGHAI).date(),
        blocks=tuple(_blocks(notice)),
        number=notice.number,
        addressees=_addressees(notice),
        sample=is_sample(),
    )


def _addressees(notice: Any) -> tuple[str, ...]:
    """The units by name while they are few; else all of them at once, as a notice says it."""
    if notice.sent_at is None:
        names = [one.unit.name for one in queries.addressees(notice)]
    else:
        names = [one.unit.name for one in queries.reached(notice)[: MOST_ADDRESSEES + 1]]
    return tuple(names) if len(names) <= MOST_ADDRESSEES else (_("各有关党组织"),)


def _blocks(notice: Any) -> list[Block]:
    found: list[Block] = [Paragraph(line) for line in notice.opening.splitlines() if line.strip()]
    for item in notice.items.select_related("carrier"):
        found.append(Heading(item.title))
        found.append(Paragraph(_about(item)))
    due = queries.due_of(notice)
    if due is not None:
        found.append(Paragraph(_("活动计划请于%(day)s前交来。") % {"day": text.long_date(due)}))
    found += [Paragraph(line) for line in notice.closing.splitlines() if line.strip()]
    found += [Paragraph(_("更正：%(text)s") % {"text": change.text}) for change in notice.changes]
    return found


def _about(item: Point) -> str:
    """What a point asks, of whom, why, by when, and how long it takes."""
    parts = [item.text.rstrip("。；") + "。" if item.text else ""]
    if item.carrier is not None:
        parts.append(_("载体：%(carrier)s。") % {"carrier": item.carrier.name})
    parts.append(_("对象：%(audience)s。") % {"audience": item.get_audience_display()})
    if item.why:
        parts.append(_("用途：%(why)s。") % {"why": item.why.rstrip("。")})
    if item.due_on is not None:
        parts.append(_("请于%(day)s前完成。") % {"day": text.long_date(item.due_on)})
    if item.ask != Ask.KNOW:
        parts.append(_("约需%(minutes)d分钟。") % {"minutes": item.minutes})
    return "".join(parts)
