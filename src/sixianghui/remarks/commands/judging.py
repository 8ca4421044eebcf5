"""Deciding on remarks: let through, refuse, take off. Never on one's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sixianghui.access.public import Account, require
from sixianghui.audit import public as audit
from sixianghui.common import time
from sixianghui.common.errors import Conflict, HouseError, NotThere, Refused
from sixianghui.notify import public as notify
from sixianghui.remarks import places, queries, rules
from sixianghui.remarks.actions import Action
from sixianghui.remarks.commands import telling
from sixianghui.remarks.models import Remark, Thread, Verdict
from sixianghui.remarks.rules import Outcome, State


def require_moderator(thread: Thread, by: Account) -> None:
    """Raise `Refused` unless this person looks after this thread, by their post or by what its place says."""
    if not places.moderates(by, thread):
        require(by, Action.MODERATE, thread)


def lock(remark: Remark) -> Any:
    """The remark as it is now, as a row of `queries.remarks`, held until the transaction ends."""
    Remark.objects.select_for_update(of=("self",), no_key=True).get(pk=remark.pk)
    row = queries.remarks().filter(pk=remark.pk).first()
    if row is None:
        raise NotThere(_("没有这一条。"))
    return row


class Seen(NamedTuple):
    """How a remark stood when somebody looked at it: the numbers of its last wording and last verdict, 0 for none."""

    wording: int
    verdict: int


def judge(
    remark: Remark, outcome: Outcome, *, by: Account, reason: str = "", seen: Seen | None = None
) -> Verdict:
    """Decide on a remark. What is refused or taken off has a reason, which its writer is told.

    `seen`: how it stood when whoever decides looked: nobody lets through what they have not read, nor undoes what
    somebody else decided meanwhile without knowing. A report about what stands shown is settled by letting it through again. Raises `Conflict` when somebody else decided
    meanwhile, when it was put right or taken back, and when the step is not possible.
    """
    require_moderator(remark.thread, by)
    why = " ".join(reason.split())
    with transaction.atomic():
        row = lock(remark)
        if row.author.account_id == by.pk:
            raise Refused(_("自己写的，请别人来看。"))
        if outcome in {Outcome.REFUSED, Outcome.HIDDEN} and not (
            rules.REASON_SHORTEST <= len(why) <= rules.REASON_LONGEST
        ):
            raise HouseError(_("请写一句理由，写的人看得到。"))
        if seen is not None and seen.wording != (row.wording or 0):
            raise Conflict(_("写的人刚改过这一条，请再看一眼。"))
        if seen is not None and seen.verdict != (row.decision or 0):
            raise Conflict(_("这一条刚才已经有人处理过，或者写的人撤回了。"))
        where = queries.state_of(row)
        reported = where is State.SHOWN and queries.open_reports().filter(remark=remark).exists()
        again = reported and outcome is Outcome.SHOWN
        if not again and outcome not in rules.MOVES[where]:
            raise Conflict(_("这一条刚才已经有人处理过，或者写的人撤回了。"))
        made = decide(row, outcome, by=by, reason=why)
        audit.record("remark:judge", actor=by, thing=remark, detail={"outcome": str(outcome)})
    return made


@dataclass(frozen=True)
class Judged:
    """What came of deciding on several at once: how many were decided, and why the others were not."""

    done: int
    missed: tuple[HouseError, ...] = ()


def judge_all(seen: Mapping[Remark, Seen], outcome: Outcome, *, by: Account, reason: str = "") -> Judged:
    """Decide on several alike, each as it stood on the page. What somebody else decided meanwhile
    is left as it is and counted; what is wrong with the decision itself is raised."""
    missed: list[HouseError] = []
    for remark, stood in seen.items():
        try:
            judge(remark, outcome, by=by, reason=reason, seen=stood)
        except (Conflict, NotThere) as error:
            missed.append(error)
    return Judged(len(seen) - len(missed), tuple(missed))


def decide(row: Any, outcome: Outcome, *, by: Account, reason: str) -> Verdict:
    """Write a decision down and tell whom it concerns. Asks no permission; in the caller's transaction.

    Raises `Conflict` where it would let through words that are not kept any more.
    """
    if outcome is Outcome.SHOWN and not row.text:
        raise Conflict(_("这一条写的字已经到期删了，放不出来了。"))
    where = queries.state_of(row)
    last = row.verdicts.order_by("-number").values_list("number", flat=True).first() or 0
    made = Verdict.objects.create(
        remark=row,
        number=last + 1,
        outcome=outcome,
        reason=reason,
        actor=by,
        unit=row.thread.unit,
        at=time.now(),
    )
    if outcome is Outcome.SHOWN and where is not State.SHOWN:
        telling.tell_shown(queries.remarks().get(pk=row.pk))
    elif where is State.SHOWN and outcome is not Outcome.SHOWN:
        telling.tell_gone(row.thread, row.ref)
    if outcome is Outcome.HELD:
        telling.tell_desk(row.thread)
    if outcome in {Outcome.REFUSED, Outcome.HIDDEN}:
        _tell_writer(row, outcome, reason)
    return made


def _tell_writer(row: Any, outcome: Outcome, reason: str) -> None:
    account = row.author.account
    if account is None:
        return
    title = (
        gettext_lazy("你的评论没有放出来") if outcome is Outcome.REFUSED else gettext_lazy("你的评论撤下来了")
    )
    notify.tell(
        account,
        kind="remarks.decided",
        title=title,
        text=format_lazy(
            gettext_lazy(
                "你写的“{words}”，处理的人给的理由是：{reason}。觉得不妥，可以申诉一次，由另一个人看。"
            ),
            words=row.text[:40],
            reason=reason,
        ),
        url=queries.own_url(),
    )
