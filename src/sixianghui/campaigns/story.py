"""The history of a plan as a story: who handed it in, what was said, what was mended, what came of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sixianghui.campaigns.models import HandIn, Outcome, Result
from sixianghui.campaigns.queries.coverage import PlanPage
from sixianghui.campaigns.queries.plans import content_in, outcome_of
from sixianghui.campaigns.rules import contents
from sixianghui.common import time
from sixianghui.ui.public import short_date


@dataclass(frozen=True)
class Told:
    """One sentence of the story. `said`: the words somebody wrote with it."""

    at: dt.datetime
    sentence: str
    said: str = ""

    @property
    def day(self) -> dt.date:
        """The day in Shanghai."""
        return self.at.astimezone(time.SHANGHAI).date()


def story(page: PlanPage) -> list[Told]:
    """What happened to a plan, the oldest first. Asks the database nothing."""
    told = list(_steps(page))
    told += [
        Told(one.at, _("%(day)s，办了“%(title)s”。") % {"day": _day(one.at), "title": one.activity.title})
        for one in page.happened
    ]
    return sorted(told, key=lambda one: one.at)


def _steps(page: PlanPage) -> Iterator[Told]:
    before: HandIn | None = None
    for hand_in in page.standing.hand_ins:
        yield Told(hand_in.at, _handed(hand_in, before))
        end = outcome_of(hand_in)
        if end is not None:
            yield Told(end.at, _ended(end, _advised(page, hand_in, end)), end.reason)
        before = hand_in


def _handed(hand_in: HandIn, before: HandIn | None) -> str:
    content = content_in(hand_in)
    words = {"day": _day(hand_in.at), "who": _name(hand_in)}
    if before is None:
        many = len(content.lines)
        text = ngettext(
            "%(day)s，%(who)s交上来，写了 %(many)d 行。", "%(day)s，%(who)s交上来，写了 %(many)d 行。", many
        )
        return text % {**words, "many": many}
    many = len(contents.changes(content_in(before), content))
    if not many:
        return _("%(day)s，%(who)s原样又交上来。") % words
    text = ngettext(
        "%(day)s，%(who)s改了 %(many)d 处，又交上来。", "%(day)s，%(who)s改了 %(many)d 处，又交上来。", many
    )
    return text % {**words, "many": many}


def _ended(end: Outcome, advised: int) -> str:
    words = {"day": _day(end.at), "who": _name(end)}
    if end.result == Result.RETURNED and advised:
        text = ngettext(
            "%(day)s，%(who)s退回来，提了 %(many)d 条建议。",
            "%(day)s，%(who)s退回来，提了 %(many)d 条建议。",
            advised,
        )
        return text % {**words, "many": advised}
    texts = {
        Result.TAKEN_BACK: _("%(day)s，%(who)s收回去接着改。"),
        Result.RETURNED: _("%(day)s，%(who)s退回来，请改一改。"),
        Result.APPROVED: _("%(day)s，%(who)s批准了。"),
        Result.AGREED: _("%(day)s，%(who)s看过，指导同意。"),
    }
    return texts[Result(end.result)] % words


def _advised(page: PlanPage, hand_in: HandIn, end: Outcome) -> int:
    every = [one for row in page.rows for shown in row.lines if not shown.again for one in shown.advice]
    return sum(hand_in.at <= one.at <= end.at for one in (*every, *page.advice))


def _day(moment: dt.datetime) -> str:
    return short_date(moment.astimezone(time.SHANGHAI).date())


def _name(fact: HandIn | Outcome) -> str:
    return fact.actor.name if fact.actor else _("有人")
