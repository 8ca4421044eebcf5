"""What search knows of lectures: those open to everybody and not called off, with what they are about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sixianghui.lectures import queries
from sixianghui.lectures.models import AgendaItem, Lecture
from sixianghui.media import public as media
from sixianghui.search import public as search
from sixianghui.ui import public as ui

KIND = "lectures"


def register() -> None:
    """Tell `search`."""
    search.register_documents(search.DocumentSource(KIND, _documents, _columns))


def show(lecture: Lecture) -> None:
    """A lecture was fixed, changed or called off: find it as it is now, or not at all where not everybody may see it."""
    row = queries.public().filter(pk=lecture.pk).first()
    if row is None:
        search.remove(KIND, [str(lecture.pk)])
    else:
        search.put(_doc(row, list(row.agenda.values_list("title", flat=True))))
    ui.purge(search.TAG)


def _said(row: Any) -> Iterator[str]:
    """What is said in its recording, once everybody may watch it again and somebody has written it down."""
    if (
        row.over is not None
        and row.stream is not None
        and media.player_of(row.stream, live=False) is not None
    ):
        yield from (cue.text for cue in media.cues(row.stream))


def _documents() -> Iterator[search.Doc]:
    titles: dict[int, list[str]] = {}
    for key, title in AgendaItem.objects.order_by("number").values_list("lecture", "title"):
        titles.setdefault(key, []).append(title)
    for row in queries.public().order_by("pk").iterator(chunk_size=500):
        yield _doc(row, titles.get(row.pk, []))


def _columns() -> Mapping[str, Promise]:
    return {KIND: _("党课")}


def _doc(row: Any, agenda: list[str]) -> search.Doc:
    with translation.override("zh-hans"):
        url = queries.address(row)
    return search.Doc(
        KIND,
        str(row.pk),
        row.activity.title,
        url,
        lead="　".join(part for part in (row.lecturer, row.activity.place) if part),
        body="\n".join((row.intro, row.lecturer_line, *agenda, *_said(row))),
        at=row.activity.starts_at,
        column=KIND,
        names=(row.lecturer, row.activity.unit.short_name),
    )
