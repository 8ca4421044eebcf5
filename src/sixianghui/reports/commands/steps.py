"""What several commands of the room share: taking a report in hand, and saying why a step cannot be taken."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from sixianghui.common.errors import Conflict, HouseError
from sixianghui.ledger.public import Scope
from sixianghui.reports.models import Report
from sixianghui.reports.queries import composing
from sixianghui.reports.queries import reports as queries
from sixianghui.reports.rules import body
from sixianghui.reports.rules.body import BodyError
from sixianghui.reports.rules.body import Fault as BodyFault
from sixianghui.reports.rules.reports import NEXT, SHORTEST_REASON, Event, State


def lock(report: Report, event: Event) -> Any:
    """The report as it is now, held until the end of the transaction. Raises `Conflict` when the step cannot be taken."""
    Report.objects.select_for_update(no_key=True).get(pk=report.pk)
    found = queries.reports().get(pk=report.pk)
    state = queries.state_of(found)
    if (state, event) not in NEXT:
        raise Conflict(sentence(state, event))
    return found


def blocks_of(plain: Any, scope: Scope) -> tuple[body.Block, ...]:
    """Blocks from plain values, every number of which can be counted. Raises `HouseError` with the block's number."""
    try:
        blocks = body.from_json(plain)
    except BodyError as why:
        raise HouseError(
            _("第 %(place)d 段：%(what)s") % {"place": why.place + 1, "what": body_sentence(why.fault)}
        ) from None
    composing.check(blocks, scope)
    return blocks


def reason_of(raw: str, sentence: str) -> str:
    """A reason that says something. Raises `HouseError` with `sentence`."""
    reason = raw.strip()
    if len(reason) < SHORTEST_REASON:
        raise HouseError(sentence)
    return reason


def body_sentence(fault: BodyFault) -> str:
    """What is wrong with a block, and what to do."""
    return {
        BodyFault.TOO_MANY: _("一份报告最多 %(most)d 段，请合并几段。") % {"most": body.MOST_BLOCKS},
        BodyFault.UNREADABLE: _("读不出来，请删掉这一段再写一次。"),
        BodyFault.EMPTY: _("还是空的，写几个字，或者删掉它。"),
        BodyFault.TOO_LONG: _("太长了，请分成几段。"),
        BodyFault.NO_NUMBER: _("还没有放数，请放一个，或者删掉它。"),
    }[fault]


def sentence(state: State, event: Event) -> str:
    """Why a step cannot be taken now, and what can be done instead."""
    if state is State.WAITING:
        return _("正等着审核。要改，请先收回来。")
    return {
        Event.TAKE_BACK: _("已经有结果了，不用收回。"),
        Event.APPROVE: _("这份报告没有在等审核，可能已经收回或者有人看过了。"),
        Event.RETURN: _("这份报告没有在等审核，可能已经收回或者有人看过了。"),
        Event.PUBLISH: _("给所有人看的报告，先要另一个人看过、同意公布。"),
        Event.SUBMIT: _("已经同意公布了，可以直接公布。"),
    }.get(event, _("现在还不能这样做，请刷新页面看看。"))
