"""Writing a poll, changing it while nobody has seen it, publishing it, and telling afterwards what came of it."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from sixianghui.access.public import Account, require
from sixianghui.audit import public as audit
from sixianghui.common import time
from sixianghui.common.errors import Conflict, HouseError
from sixianghui.directory.public import Unit
from sixianghui.polls import queries, rules
from sixianghui.polls.actions import Action
from sixianghui.polls.models import Opening, Option, Outcome, Poll
from sixianghui.polls.rules import Fault, State, Words
from sixianghui.ui import public as ui

#: Cache tag of every page that lists polls.
TAG = "polls"


def tag_of(poll: Poll) -> str:
    """Cache tag of the page of one poll."""
    return f"poll:{poll.pk}"


def lock(poll: Poll) -> Poll:
    """The poll as it is now, held until the transaction ends: answers and its end wait for each other."""
    return Poll.objects.select_for_update(of=("self",), no_key=True).select_related("unit").get(pk=poll.pk)


def draft(words: Words, *, unit: Unit, by: Account) -> Poll:
    """Write a poll of a unit. Nobody but its own people sees it until it is published."""
    require(by, Action.RUN, unit)
    _check(words)
    with transaction.atomic():
        made = Poll(unit=unit, made_by=by)
        _fill(made, words)
        audit.record("poll:draft", actor=by, thing=made)
    return made


def change(poll: Poll, words: Words, *, by: Account) -> Poll:
    """Change a poll that is not published yet. Afterwards its words stay: people have answered these."""
    require(by, Action.RUN, poll)
    _check(words)
    with transaction.atomic():
        locked = lock(poll)
        _require_draft(locked)
        locked.options.all().delete()
        _fill(locked, words)
        audit.record("poll:change", actor=by, thing=locked)
    return locked


def discard(poll: Poll, *, by: Account) -> None:
    """Throw away a poll that was never published."""
    require(by, Action.RUN, poll)
    with transaction.atomic():
        locked = lock(poll)
        _require_draft(locked)
        audit.record("poll:discard", actor=by, thing=locked)
        locked.delete()


def publish(poll: Poll, *, by: Account) -> Opening:
    """Publish a poll under the name of its unit: from now on it takes answers, until the end of its last day."""
    require(by, Action.RUN, poll)
    with transaction.atomic():
        locked = lock(poll)
        _require_draft(locked)
        _check(words_of(locked))
        made = Opening.objects.create(poll=locked, at=time.now(), actor=by, unit=locked.unit)
        audit.record("poll:publish", actor=by, thing=locked)
        ui.purge(TAG, tag_of(locked))
    return made


def tell_outcome(poll: Poll, text: str, *, by: Account) -> Outcome:
    """Say what came of a poll that was counted; with its day, below what was said before."""
    require(by, Action.RUN, poll)
    said = text.strip()
    if not said:
        raise HouseError(_("请写一两句结果怎么用了。"))
    with transaction.atomic():
        locked = lock(poll)
        now = queries.shown(locked)
        if now.state is not State.CLOSED:
            raise Conflict(_("还没有结束，还没有结果可说。"))
        if not now.may_tell_more:
            raise Conflict(_("已经写了 %(many)d 条，够清楚了。") % {"many": rules.MOST_OUTCOMES})
        made = Outcome.objects.create(
            poll=locked,
            at=time.now(),
            actor=by,
            unit=locked.unit,
            number=Outcome.objects.filter(poll=locked).count() + 1,
            text=said[: rules.OUTCOME_LENGTH],
        )
        audit.record("poll:outcome", actor=by, thing=locked)
        ui.purge(TAG, tag_of(locked))
    return made


def words_of(poll: Poll) -> Words:
    """What a poll asks, as it was written."""
    options = tuple(option.text for option in poll.options.all())
    return Words(poll.question, options, poll.use, poll.closes_on, poll.why, poll.most)


def sentence(fault: Fault) -> str:
    """A fault in words that say what to do."""
    return str(_SENTENCES[fault]())


_SENTENCES = {
    Fault.NO_QUESTION: lambda: _("请写要问什么。"),
    Fault.NO_USE: lambda: _("请写一句结果用来做什么，大家答之前看得到。"),
    Fault.OPTIONS: lambda: (
        _("请写 %(least)d 到 %(most)d 个选项，一行一个。")
        % {"least": rules.LEAST_OPTIONS, "most": rules.MOST_OPTIONS}
    ),
    Fault.LONG_OPTION: lambda: _("每个选项请控制在 %(most)d 字以内。") % {"most": rules.OPTION_LENGTH},
    Fault.SAME_OPTIONS: lambda: _("有两个选项一样，请改一个。"),
    Fault.MOST: lambda: _("最多选几项，不能比选项还多。"),
    Fault.SOON: lambda: _("最后一天请从明天起选，让人来得及答。"),
    Fault.LATE: lambda: _("最多开放 %(most)d 天，请选近一点的日子。") % {"most": rules.LONGEST},
}


def _check(words: Words) -> None:
    fault = rules.fault_of(words, today=time.today())
    if fault is not None:
        raise HouseError(sentence(fault))


def _require_draft(poll: Poll) -> None:
    if queries.state_of(poll) is not State.DRAFT:
        raise Conflict(_("已经发布了，字句不再改：有人照它答过。写错了，撤回再另问一次。"))


def _fill(poll: Poll, words: Words) -> None:
    poll.question = words.question.strip()[: rules.QUESTION_LENGTH]
    poll.why = words.why.strip()[: rules.WHY_LENGTH]
    poll.use = words.use.strip()[: rules.USE_LENGTH]
    poll.most, poll.closes_on = words.most, words.closes_on
    poll.save()
    Option.objects.bulk_create(
        Option(poll=poll, number=number, text=text) for number, text in enumerate(words.options, 1)
    )
