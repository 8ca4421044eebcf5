"""Remarks as readers and their writers see them. What was not let through is seen by its writer alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse

from sixianghui.access.public import Account, Person
from sixianghui.common import time
from sixianghui.remarks import places, rules
from sixianghui.remarks.models import Mute, Remark, Switch, Thread, Verdict, Withdrawal, Words
from sixianghui.remarks.rules import Outcome, State


def remarks() -> QuerySet[Any]:
    """Every remark with its last verdict, its last wording and whether it was taken back, as columns more."""
    verdicts = Verdict.objects.standing().filter(remark=OuterRef("pk")).order_by("-number")
    wordings = Words.objects.filter(remark=OuterRef("pk")).order_by("-number")
    withdrawals = Withdrawal.objects.standing().filter(remark=OuterRef("pk"))
    return (
        Remark.objects.standing()
        .select_related("author", "unit", "thread")
        .annotate(
            last=Subquery(verdicts.values("outcome")[:1]),
            decision=Subquery(verdicts.values("number")[:1]),
            decided_by=Subquery(verdicts.values("actor")[:1]),
            decided_at=Subquery(verdicts.values("at")[:1]),
            text=Subquery(wordings.values("text")[:1]),
            holds=Subquery(wordings.values("holds")[:1]),
            wording=Subquery(wordings.values("number")[:1]),
            withdrawn=Exists(withdrawals),
        )
    )


def standing(state: State) -> QuerySet[Any]:
    """The remarks in this state."""
    if state is State.WITHDRAWN:
        return remarks().filter(withdrawn=True)
    here = remarks().filter(withdrawn=False)
    if state is State.WAITING:
        return here.filter(Q(last__isnull=True) | Q(last=Outcome.HELD))
    return here.filter(last=str(state))


def state_of(row: Any) -> State:
    """The state of a row of `remarks`."""
    return rules.state(row.last, withdrawn=row.withdrawn)


@dataclass(frozen=True)
class Shown:
    """One remark on a page, with the replies to it. `gone`: it was taken off, and stands here for its replies alone.

    `state` is SHOWN for everybody; a writer sees their own waiting ones too. `why`: the reason of a refusal, for its
    writer alone.
    """

    ref: str
    name: str
    text: str
    at: dt.datetime
    unit: str = ""
    reply_to: str = ""
    gone: bool = False
    state: State = State.SHOWN
    why: str = ""
    editable: bool = False
    replies: tuple[Shown, ...] = field(default=())

    @property
    def waits(self) -> bool:
        """Whether it is only seen by its writer as yet."""
        return self.state is State.WAITING


def as_shown(row: Any, replies: Iterable[Shown] = ()) -> Shown:
    """A row of `remarks` as a page shows it."""
    return Shown(
        row.ref,
        row.author.name,
        row.text,
        row.at,
        str(row.unit) if row.unit_id else "",
        row.reply_to.ref if row.reply_to_id else "",
        replies=tuple(replies),
    )


def thread(ref: str, person: Person) -> Thread | None:
    """A thread that this person may see."""
    found = Thread.objects.filter(ref=ref).select_related("unit").first()
    return found if found is not None and places.may_see(person, found) else None


def switched_off(thread: Thread) -> Switch | None:
    """The switch by which remarks are off here, if they are."""
    running = Switch.objects.standing().filter(ended_at__isnull=True)
    found: Switch | None = running.filter(Q(thread=thread) | Q(everywhere=True)).order_by("pk").first()
    return found


def number_shown(thread: Thread) -> int:
    """How many remarks everybody sees."""
    return 0 if switched_off(thread) else standing(State.SHOWN).filter(thread=thread).count()


def shown(thread: Thread, *, most: int = 50, before: str = "") -> tuple[list[Shown], bool]:
    """The latest `most` remarks of a thread that are no replies, the newest first, each with its replies in order.

    `before`: only those older than the one with this ref. Returns them and whether there are older ones. Nothing
    while remarks are off.
    """
    return ([], False) if switched_off(thread) else standing_in(thread, most=most, before=before)


def standing_in(thread: Thread, *, most: int, before: str = "") -> tuple[list[Shown], bool]:
    """The same, for whoever has asked whether remarks are off here."""
    answered = standing(State.SHOWN).filter(reply_to=OuterRef("pk"))
    heads = remarks().filter(thread=thread, reply_to__isnull=True)
    # Only what was shown could be answered: with answers that stand, its place is kept, whatever became of it.
    heads = heads.filter(Q(last=Outcome.SHOWN, withdrawn=False) | Exists(answered.values("pk")))
    last = Remark.objects.filter(thread=thread, ref=before).first() if before else None
    if last is not None:
        heads = heads.filter(Q(at__lt=last.at) | Q(at=last.at, pk__lt=last.pk))
    rows = list(heads.order_by("-at", "-pk")[: most + 1])
    replies: dict[int, list[Shown]] = {}
    below = standing(State.SHOWN).filter(reply_to__in=[row.pk for row in rows[:most]])
    for row in below.select_related("reply_to", "author", "unit").order_by("at", "pk"):
        replies.setdefault(row.reply_to_id, []).append(as_shown(row))
    return [_head(row, replies.get(row.pk, [])) for row in rows[:most]], len(rows) > most


def _head(row: Any, replies: list[Shown]) -> Shown:
    if state_of(row) is State.SHOWN:
        return as_shown(row, replies)
    return Shown(row.ref, "", "", row.at, gone=True, state=State.HIDDEN, replies=tuple(replies))


def mine(account: Account, *, thread: Thread | None = None) -> list[Shown]:
    """What somebody wrote, the newest first, each with where it stands: in one thread those not (or no longer) shown."""
    rows = remarks().filter(author__account=account).select_related("reply_to", "author", "unit", "thread")
    if thread is not None:
        rows = rows.filter(Q(last__isnull=True) | ~Q(last=Outcome.SHOWN), thread=thread, withdrawn=False)
    found = list(rows.order_by("-at", "-pk")[:100])
    reasons = dict(
        Verdict.objects.standing()
        .filter(remark__in=[row.pk for row in found], outcome__in=[Outcome.REFUSED, Outcome.HIDDEN])
        .order_by("number")
        .values_list("remark", "reason")
    )
    now = time.now()
    return [
        Shown(
            row.ref,
            row.author.name,
            row.text or "",
            row.at,
            str(row.unit) if row.unit_id else "",
            row.reply_to.ref if row.reply_to_id else "",
            state=state_of(row),
            why=reasons.get(row.pk, "") if state_of(row) in {State.REFUSED, State.HIDDEN} else "",
            editable=rules.may_edit(now, row.at, where=state_of(row), decided=row.decided_by is not None),
        )
        for row in found
    ]


def own_url() -> str:
    """Where somebody finds what they wrote."""
    return reverse("remarks:mine")


def own(account: Account, ref: str) -> Any | None:
    """A remark that this person wrote, as a row of `remarks`."""
    return remarks().filter(author__account=account, ref=ref).first()


def words_of(remark: Remark) -> list[Words]:
    """Every wording of a remark."""
    return list(remark.words.order_by("number"))


def latest_texts(now: dt.datetime, *, but: Remark | None = None) -> list[str]:
    """What was written lately anywhere, to compare with: the last few hundred within the hour."""
    found = Words.objects.filter(at__gt=now - rules.COMPARED_FOR)
    if but is not None:
        found = found.exclude(remark=but)
    return list(found.order_by("-at").values_list("text", flat=True)[: rules.COMPARED])


def is_muted_until(account: Account, now: dt.datetime) -> Mute | None:
    """The mute under which somebody is now."""
    found: Mute | None = (
        Mute.objects.standing()
        .filter(account=account, until__gt=now, ended_at__isnull=True)
        .order_by("-until")
        .first()
    )
    return found


def counted(threads: Iterable[Thread]) -> dict[int, int]:
    """How many remarks everybody sees in each of these threads."""
    rows = standing(State.SHOWN).filter(thread__in=list(threads)).order_by()
    return dict(rows.values("thread").annotate(many=Count("pk")).values_list("thread", "many"))


def latest(now: dt.datetime, *, most: int) -> list[Any]:
    """The latest remarks everybody sees, from anywhere, the newest first; rows of `remarks`."""
    off = Switch.objects.standing().filter(ended_at__isnull=True)
    if off.filter(everywhere=True).exists():
        return []
    rows = standing(State.SHOWN).filter(at__lte=now, reply_to__isnull=True)
    rows = rows.exclude(thread__in=off.filter(everywhere=False).values("thread"))
    return list(rows.order_by("-at", "-pk")[:most])
