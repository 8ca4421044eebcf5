"""Reads of backups. Moments ahead of now are passed over, or the order is by number: a clock that ran ahead once wrote them."""

from __future__ import annotations

import datetime as dt
import fcntl
from collections.abc import Iterable
from itertools import takewhile
from pathlib import Path

from django.conf import settings
from django.db.models import Q

from sixianghui.access.public import Account, may
from sixianghui.common import time
from sixianghui.operations import clock, rules, sources
from sixianghui.operations.actions import Action
from sixianghui.operations.arrangement import Arrangement
from sixianghui.operations.models import Backup

#: One that did not end by then never will.
_GIVEN_UP = dt.timedelta(hours=8)
SHOWN = 40
#: In the contents of one that a command makes, not a worker.
BY_COMMAND = "by_command"
#: In the contents of one that was sent elsewhere: where. Those that were sent before this was noted have none.
SENT_TO = "sent_to"
#: So many failures in a row are told apart; after more, it is tried no less often.
_FAILURES = 10


def running() -> Backup | None:
    """The one that is being made now, or waits for its turn. Of a command that was killed, nobody is told by a worker: it
    runs while the lock is held."""
    now = clock.now()
    around = (now - _GIVEN_UP, now + rules.AHEAD)
    rows = Backup.objects.filter(ended_at__isnull=True, began_at__range=around).order_by("-pk")
    return next((one for one in rows if BY_COMMAND not in one.contents or _is_locked()), None)


def lock_of(data: Path) -> Path:
    """Whoever makes a backup holds it."""
    return data / "backup.lock"


def _is_locked() -> bool:
    try:
        with lock_of(Path(settings.DATA)).open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


def last() -> list[Backup]:
    """The last ones, the newest first."""
    return list(Backup.objects.order_by("-pk")[:SHOWN])


def backup_of(ref: str) -> Backup | None:
    """One of them."""
    return Backup.objects.filter(ref=ref).first()


def last_ended() -> Backup | None:
    """The newest that has ended, well or not. That another one was under way is neither."""
    return Backup.objects.filter(ended_at__isnull=False).exclude(fault=rules.BUSY).order_by("-pk").first()


def hours_between() -> int:
    """Hours between two: as it was set, or as the site can afford by the last that was proved; before that, a day."""
    arrangement: Arrangement = settings.BACKUPS
    if arrangement.every_hours is not None:
        return arrangement.every_hours
    proved = Backup.objects.filter(verified_at__isnull=False, ended_at__isnull=False).order_by("-pk").first()
    if proved is None or proved.verified_at is None or arrangement.folder is None:
        return 24
    # Where sending it elsewhere failed, it took as long as until it was proved.
    seconds = proved.contents.get("seconds") or (proved.verified_at - proved.began_at).total_seconds()
    try:
        free = sources.free_bytes(arrangement.folder)
    except OSError:  # it is away
        free = 0
    return rules.affordable_hours(seconds, proved.size, free)


def is_due() -> bool:
    """Whether the timetable has one made now: so long after the last, sooner after one that failed. One that found another
    under way was no try."""
    now = clock.now()
    rows = Backup.objects.exclude(fault=rules.BUSY).filter(began_at__lte=now + rules.AHEAD)
    tries = list(rows.values_list("began_at", "verified_at")[:_FAILURES])
    failures = sum(1 for _one in takewhile(lambda one: one[1] is None, tries))
    hours = rules.hours_to_next(hours_between(), failures)
    return rules.is_due(tries[0][0] if tries else None, hours, now)


def last_proof() -> dt.datetime | None:
    """When it was last proved that a backup can be restored; what says that it was later than now is passed over."""
    proved = Backup.objects.filter(verified_at__lte=clock.now() + rules.AHEAD).order_by("-verified_at")
    return proved.values_list("verified_at", flat=True).first()


def hours_too_old() -> int | None:
    """For how many hours nothing was proved, where that is longer than the site allows; None: all is well, or no backups
    are set up. -1: nothing was ever proved."""
    if not settings.BACKUPS.is_set_up:
        return None
    proved = last_proof()
    now = clock.now()
    if not rules.is_too_old(proved, settings.BACKUPS.max_age_hours, now):
        return None
    return -1 if proved is None else int((now - proved).total_seconds() // 3600)


def last_good() -> Backup | None:
    """The newest that has ended and was proved."""
    ended = Backup.objects.filter(ended_at__isnull=False, verified_at__isnull=False)
    return ended.order_by("-pk").first()


def is_elsewhere(one: Backup) -> bool:
    """Whether it was sent to the place that is set up now."""
    place = settings.BACKUPS.elsewhere
    return bool(place) and one.offsite_at is not None and one.contents.get(SENT_TO, place) == place


def last_sent() -> dt.datetime | None:
    """When one was last sent to the place that is set up now; what says that it was later than now is passed over."""
    place = settings.BACKUPS.elsewhere
    if not place:
        return None
    there = Q(**{f"contents__{SENT_TO}": place}) | Q(**{f"contents__{SENT_TO}__isnull": True})
    # By number: where all is well the first row that is looked at is it, however many there are.
    sent = Backup.objects.filter(there, offsite_at__lte=clock.now() + rules.AHEAD).order_by("-pk")
    return sent.values_list("offsite_at", flat=True).first()


def hours_unsent() -> int | None:
    """For how many hours nothing was sent elsewhere, where that is longer than the site allows; None: all is well, or no
    such place is set up. -1: nothing ever was, and it was tried. Before the first try there, nothing is late."""
    if not (settings.BACKUPS.is_set_up and settings.BACKUPS.elsewhere):
        return None
    sent, now = last_sent(), clock.now()
    if sent is None:
        good = last_good()
        return -1 if good is not None and (good.offsite_fault or good.fault) else None
    if not rules.is_too_old(sent, settings.BACKUPS.max_age_hours, now):
        return None
    return int((now - sent).total_seconds() // 3600)


def names_made() -> set[str]:
    """What the archives are called that this site made, or began to. Where it was restored, those before that too."""
    return set(Backup.objects.values_list("name", flat=True))


def to_let_go(there: Iterable[str], arrangement: Arrangement) -> set[str]:
    """Which of the archives that lie somewhere may go."""
    return rules.to_let_go(there, names_made(), arrangement.keep, clock.now())


def are_missing() -> bool:
    """Whether no backups are set up on a site that is no demo."""
    return not (settings.BACKUPS.is_set_up or time.is_demo_time())


def may_follow(asker: Account, ref: str) -> bool:
    """Whether somebody may follow how far a backup is."""
    return bool(asker.pk) and may(asker, Action.RUN)
