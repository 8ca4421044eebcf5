"""The checks of the jobs: is anybody at work, does anything wait too long, did anything fail."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext as _

from sixianghui.operations.checks import Finding, Level
from sixianghui.tasks import public as tasks

#: A job that waits longer than this tells that too few or no workers are there.
LONG_WAIT = dt.timedelta(minutes=10)


def at_work() -> Iterator[Finding]:
    """Whether anybody does them, soon enough."""
    counts = tasks.counts()
    alive = [one for one in tasks.workers() if one.is_alive]
    if not any(not one.is_long for one in alive):
        yield Finding(
            Level.BAD,
            _("没有进程在做后台任务。"),
            _("启动 sixianghui serve，或者另开一个 sixianghui worker。"),
        )
        return
    if counts.oldest is not None and _age(counts.oldest) > LONG_WAIT:
        minutes = int(_age(counts.oldest).total_seconds() // 60)
        yield Finding(
            Level.WARN,
            _("有后台任务等了 %(minutes)s 分钟还没轮到。") % {"minutes": minutes},
            _("再开一个 sixianghui worker，或者看看是不是有任务卡住了。"),
        )
    yield Finding(Level.OK, _("%(count)s 个在做。") % {"count": len(alive)})


def jobs() -> Iterator[Finding]:
    """What failed, and what waits."""
    counts = tasks.counts()
    if counts.failed:
        yield Finding(
            Level.WARN,
            _("%(count)s 个后台任务没做成，不会自己再试。") % {"count": counts.failed},
            _("在“后台任务”页看为什么，再试一次或者不做了。"),
        )
    outside = tasks.open_ones().count()
    if outside:
        yield Finding(
            Level.WARN,
            _("%(count)s 件送到外面的事不知道成没成。") % {"count": outside},
            _("到对方那里看一眼，再在“后台任务”页说送到了，或者再送一次。"),
        )
    wrong = [turn.name for turn in tasks.turns() if turn.failed_at is not None]
    if wrong:
        yield Finding(
            Level.WARN,
            _("例行任务上一回没做好：%(names)s。") % {"names": _("、").join(wrong[:5])},
            _("在“后台任务”页看错在哪里；到下一回会自己再做。"),
        )
    yield Finding(Level.OK, _("%(count)s 件在等。") % {"count": counts.waiting})


def _age(since: dt.datetime) -> dt.timedelta:
    return tasks.now() - since
