"""What the channel shows of lectures: the programme sheet of its column, and a strip above everything while one is on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sixianghui.channel import public as channel
from sixianghui.lectures import queries
from sixianghui.lectures.rules import State

_STATES = {
    State.COMING: channel.State.NEXT,
    State.LIVE: channel.State.LIVE,
    State.ENDED: channel.State.REPLAY,
}


def register() -> None:
    """Tell the channel. What changes here purges `LECTURES` and `STRIPS` itself."""
    channel.register_programme(programme)
    channel.register_strip(strip)
    channel.register_sitemap("lectures:sitemap")


def programme() -> Iterator[channel.Lecture]:
    """What is on, what comes, what can be seen again."""
    for row in queries.programme():
        stands = queries.standing_of(row)
        yield channel.Lecture(
            row.activity.title,
            stands.began or row.activity.starts_at,
            _STATES[stands.state],
            queries.address(row),
            place=row.activity.place,
            speaker=row.lecturer,
            note=_note(row, stands),
        )


def _note(row: Any, stands: queries.Standing) -> str:
    if stands.minutes is not None:
        return ngettext("%(many)d 分钟", "%(many)d 分钟", stands.minutes) % {"many": stands.minutes}
    if stands.state is State.COMING and row.seats:
        return ngettext("现场 %(many)d 座", "现场 %(many)d 座", row.seats) % {"many": row.seats}
    return ""


def strip() -> Iterator[channel.Occasion]:
    """What is on now."""
    for row in queries.on_air():
        yield channel.Occasion(
            row.activity.title,
            row.began,
            queries.address(row),
            place=row.activity.place,
            note=_("主讲 %(name)s") % {"name": row.lecturer},
            live=True,
        )
