"""What happened to a piece, from its first draft on, told in order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import PageLogEntry

from sixianghui.channel.models import BasePage, Correction, Release, Review, ReviewLink, Withdrawal
from sixianghui.channel.rules import Verdict

_LOGGED = {
    "wagtail.create": _("写了初稿"),
    "wagtail.workflow.start": _("送审"),
    "wagtail.workflow.resume": _("改好再送审"),
    "wagtail.workflow.cancel": _("撤回送审"),
    "wagtail.revert": _("恢复成旧的一版"),
    "wagtail.schedule.cancel": _("取消定时"),
    "wagtail.move": _("换了栏目"),
    "wagtail.copy": _("复制来的"),
}


@dataclass(frozen=True)
class Event:
    """One thing that happened. review: when it was one, for what was confirmed. revision: the version it was about."""

    at: dt.datetime
    what: Any
    who: str = ""
    words: str = ""
    review: Review | None = None
    revision: int | None = None


def story_of(page: BasePage) -> list[Event]:
    """The newest first; edits between two of these are Wagtail's own history."""
    # At one moment things happen in this order: it is written, asked about, reviewed, released.
    events = (*_logged(page), *_asked(page), *_reviewed(page), *_released(page))
    return sorted(events, key=lambda one: one.at)[::-1]


def _logged(page: BasePage) -> Iterator[Event]:
    rows = (
        PageLogEntry.objects.filter(page=page.pk, action__in=_LOGGED)
        .select_related("user")
        .order_by("timestamp", "pk")
    )
    for row in rows:
        yield Event(
            row.timestamp, _LOGGED[row.action], _name(row.user), revision=getattr(row, "revision_id", None)
        )


def _reviewed(page: BasePage) -> Iterator[Event]:
    for review in (
        Review.objects.filter(page_id=page.pk, struck_at__isnull=True)
        .select_related("actor")
        .order_by("recorded_at", "pk")
    ):
        what = _("%(level)s通过") if review.verdict == Verdict.PASSED else _("%(level)s退回")
        yield Event(
            review.at, what % {"level": review.get_level_display()}, _name(review.actor), review.reason,
            review, review.revision,
        )  # fmt: skip


def _released(page: BasePage) -> Iterator[Event]:
    for release in Release.objects.filter(page_id=page.pk, struck_at__isnull=True).select_related("actor"):
        again = release.number > 1
        yield Event(release.at, _("又发布了") if again else _("发布了"), _name(release.actor))
    facts = {"release__page_id": page.pk, "struck_at__isnull": True}
    for one in Correction.objects.filter(**facts).select_related("actor"):
        yield Event(
            one.at, pgettext_lazy("a notice", "更正"), _name(one.actor), one.what, revision=one.revision
        )
    for taken in Withdrawal.objects.filter(**facts).select_related("actor"):
        yield Event(taken.at, _("到期撤下") if taken.expired else _("撤下"), _name(taken.actor), taken.reason)


def _asked(page: BasePage) -> Iterator[Event]:
    for link in ReviewLink.objects.filter(page_id=page.pk).select_related("made_by"):
        yield Event(link.made_at, _("请人看稿"), _name(link.made_by), link.invited, revision=link.revision_id)


def _name(person: Any) -> str:
    return "" if person is None else str(person.name)
