"""Making backups: asked for by a button, by the timetable or from the command line; proved; sent off; the old ones let go."""

from __future__ import annotations

import errno
import fcntl
import logging
import secrets
import shutil
import time as real
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings
from django.db import Error, connection, transaction
from django.utils.translation import gettext as _

from sixianghui.access.public import Account, require
from sixianghui.audit import public as audit
from sixianghui.common.errors import Conflict
from sixianghui.operations import archive, clock, keys, proving, rules, sources
from sixianghui.operations.actions import Action
from sixianghui.operations.arrangement import Arrangement
from sixianghui.operations.commands import offsite
from sixianghui.operations.databases import DatabaseFault, alone_at_the_database
from sixianghui.operations.inspecting import Found
from sixianghui.operations.keys import KeyFault
from sixianghui.operations.models import Backup
from sixianghui.operations.proving import NoRoom, NotEqual
from sixianghui.operations.queries import backups as queries
from sixianghui.operations.sealing import Damaged
from sixianghui.operations.stores import StoreFault
from sixianghui.realtime import public as realtime
from sixianghui.tasks import public as tasks

log = logging.getLogger(__name__)
Stage = Backup.Stage
#: The longest a backup may take, in seconds.
LIMIT = 6 * 3600.0
#: Seconds before each try to write down that one failed: a database that was started anew is back by then.
_AGAIN = (0.0, 1.0, 10.0, 20.0)
#: What went wrong stands in the row as words: in both languages, like what machines are answered.
GONE = (
    "做备份的进程停了，没有做完。请再按一次“现在备份”。"
    " / The process making it ended before it was done. Press “Back up now” again."
)
FULL = "磁盘满了，没有做完。腾出地方，再做一次。 / The disk is full. Free some space, then make it again."


class Busy(Exception):
    """Another backup of this site is being made."""


def start_backup(*, by: Account) -> Backup:
    """Have a backup made now; the one that is being made, if there is one."""
    require(by, Action.RUN)
    if not settings.BACKUPS.is_set_up:
        raise Conflict(_("还没有设备份放在哪里，见运维手册的“备份”。"))
    running = queries.running()
    if running is not None:
        return running
    with transaction.atomic():
        made = _new_row(by)
        audit.record("backup:start", actor=by, thing=made)
        make_backup.enqueue(made.pk)
    return made


def start_by_timetable() -> None:
    """The routine: a backup when it is time for one, where backups are set up."""
    if not settings.BACKUPS.is_set_up or queries.running() is not None or not queries.is_due():
        return
    with transaction.atomic():
        make_backup.enqueue(_new_row(None).pk)


def note_lost(number: int) -> None:
    """The worker that made it is gone."""
    Backup.objects.filter(pk=number, ended_at__isnull=True).update(
        ended_at=clock.now(), stage=Stage.ENDED, fault=GONE
    )


@tasks.job(retries=0, limit=LIMIT, priority=5, long=True, lost=note_lost)
def make_backup(number: int) -> None:
    """Make the one that was asked for, unless that was done."""
    found = Backup.objects.filter(pk=number, ended_at__isnull=True).first()
    if found is not None:
        carry_out(found, settings.BACKUPS)


def back_up(arrangement: Arrangement) -> Backup:
    """From the command line: make one now, in this process."""
    made = _new_row(None, {queries.BY_COMMAND: True})
    try:
        carry_out(made, arrangement)
    except BaseException:
        # Ctrl-C, or asked to stop: no worker is missed here.
        with suppress(Error):
            note_lost(made.pk)
        raise
    made.refresh_from_db()
    return made


def carry_out(one: Backup, arrangement: Arrangement) -> None:
    """Copy, write, prove, send off, let the old ones go. Whatever goes wrong becomes a sentence in the row."""
    began = real.monotonic()
    try:
        with alone(arrangement.data):
            Backup.objects.filter(ended_at__isnull=True, pk__lt=one.pk).update(
                ended_at=clock.now(), stage=Stage.ENDED, fault=GONE
            )
            _carry_out(one, arrangement, began)
    except Busy:
        _fail(one, rules.BUSY)
    except (KeyFault, Damaged, NotEqual, NoRoom, DatabaseFault) as fault:
        _fail(one, str(fault))
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        _fail(one, FULL if full else f"读写出错：{error.strerror or type(error).__name__}")
    except Exception as error:
        log.exception("backup %s", one.name)
        kind = type(error).__name__
        _fail(
            one,
            f"出了没想到的错（{kind}），日志里写着为什么。 / An unexpected error ({kind}); the log says why.",
        )


def _carry_out(one: Backup, arrangement: Arrangement, began: float) -> None:
    assert arrangement.folder is not None
    folder, target = arrangement.folder, arrangement.folder / one.name
    keys.current(arrangement.key_file)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    _make_room(arrangement, folder)
    found = _write_and_prove(one, arrangement, target, began)
    size = target.stat().st_size
    with transaction.atomic():
        Backup.objects.filter(pk=one.pk).update(verified_at=clock.now(), size=size)
        detail = {"rows": found.rows, "figures": len(found.figures), "bytes": size}
        audit.record("backup:prove", thing=one, detail=detail)
    offsite.write_list(arrangement)
    _stage(one, Stage.OFFSITE)
    _send_off(one, arrangement, target)
    _let_old_ones_go(arrangement)
    _end(one, {"seconds": round(real.monotonic() - began, 1)})


def _make_room(arrangement: Arrangement, folder: Path) -> None:
    """What a backup that was killed had half written goes. What was not proved stays until another is written, unless its
    room is needed and is enough: it may be all there is. Raises `NoRoom`."""
    _drop(folder, rules.UNFINISHED)
    try:
        proving.check_room(arrangement, folder)
    except NoRoom:
        unproved = sum(path.stat().st_size for path in _called(folder, rules.UNPROVED))
        proving.check_room(arrangement, folder, besides=unproved)
        _drop(folder, rules.UNPROVED)
        proving.check_room(arrangement, folder)


def _called(folder: Path, ending: str) -> list[Path]:
    """What is called so, and is no archive."""
    return list(folder.glob(f"*{rules.ENDING}*{ending}"))


def _drop(folder: Path, ending: str, *, but: Path | None = None) -> None:
    for path in _called(folder, ending):
        if path != but:
            path.unlink(missing_ok=True)


def _write_and_prove(one: Backup, arrangement: Arrangement, target: Path, began: float) -> Found:
    unproved = target.with_name(target.name + rules.UNPROVED)
    with proving.working(arrangement.data) as work:
        _stage(one, Stage.DATABASE)
        with proving.copied(work, proving.domain_now()) as (copy, found):
            size = copy.stat().st_size
            whole = size + sources.size_of(arrangement.data)
            _stage(one, Stage.FILES)
            tell = _teller(one, Stage.FILES, whole)
            content = proving.write(unproved, arrangement, copy, found, made_at=one.began_at, tell=tell)
        _drop(unproved.parent, rules.UNPROVED, but=unproved)
        contents = {
            **one.contents,
            "rows": found.rows,
            "tables": len(found.tables),
            "figures": len(found.figures),
            "chain": found.chain[0],
            "database_bytes": size,
            "files": len(content.files),
            "file_bytes": content.bytes,
            "write_seconds": round(real.monotonic() - began, 1),
        }
        Backup.objects.filter(pk=one.pk).update(size=unproved.stat().st_size, contents=contents)
        _stage(one, Stage.PROOF)
        try:
            proved = proving.prove(unproved, arrangement, work, tell=_teller(one, Stage.PROOF, whole))
        except (Damaged, NotEqual):
            unproved.unlink(missing_ok=True)  # of no use to anybody
            raise
        # Only now it may be taken for a backup. One that could not be proved, whatever was missing, keeps its other name.
        archive.name_for_good(unproved, target)
        return proved


def _send_off(one: Backup, arrangement: Arrangement, target: Path) -> None:
    """The archive here stands, whatever becomes of the one elsewhere."""
    try:
        if offsite.send(arrangement, target):
            one.refresh_from_db()
            contents = {**one.contents, queries.SENT_TO: arrangement.elsewhere}
            Backup.objects.filter(pk=one.pk).update(
                offsite_at=clock.now(), offsite_fault="", contents=contents
            )
    except StoreFault as fault:
        Backup.objects.filter(pk=one.pk).update(offsite_fault=str(fault)[:300])
        with transaction.atomic():
            audit.record("backup:send", thing=one, result="failed")


def _let_old_ones_go(arrangement: Arrangement) -> None:
    assert arrangement.folder is not None
    there = [path.name for path in arrangement.folder.glob(f"*{rules.ENDING}") if path.is_file()]
    for name in queries.to_let_go(there, arrangement):
        (arrangement.folder / name).unlink(missing_ok=True)
    offsite.let_old_ones_go(arrangement)


def _new_row(by: Account | None, contents: dict[str, object] | None = None) -> Backup:
    now, mark = clock.now(), secrets.token_hex(3)
    return Backup.objects.create(
        began_at=now, name=rules.name_of(now, mark), made_by=by, contents=contents or {}
    )


def _stage(one: Backup, stage: Backup.Stage) -> None:
    Backup.objects.filter(pk=one.pk).update(stage=stage)
    realtime.progress(f"backup:{one.ref}", stage.begins, 100, stage.value)


def _teller(one: Backup, stage: Backup.Stage, whole: int) -> Callable[[int], None]:
    begin, done = stage.begins, 0
    span = {Stage.FILES: 35, Stage.PROOF: 35}[stage]

    def tell(count: int) -> None:
        nonlocal done
        done += count
        share = min(1.0, done / whole) if whole else 1.0
        realtime.progress(f"backup:{one.ref}", begin + round(span * share), 100, stage.value)

    return tell


def _end(one: Backup, more: dict[str, object]) -> None:
    with transaction.atomic():
        one.refresh_from_db()
        one.ended_at, one.stage, one.contents = clock.now(), Stage.ENDED, {**one.contents, **more}
        one.fault = ""  # whoever took its worker for dead was wrong
        one.save(update_fields=["ended_at", "stage", "contents", "fault"])
        realtime.progress(f"backup:{one.ref}", 100, 100, Stage.ENDED.value, finished=True)


def _fail(one: Backup, sentence: str) -> None:
    log.warning("backup %s failed: %s", one.name, sentence)
    for wait in _AGAIN:
        real.sleep(wait)
        try:
            with transaction.atomic():
                Backup.objects.filter(pk=one.pk).update(
                    ended_at=clock.now(), stage=Stage.ENDED, fault=sentence[:300]
                )
                audit.record("backup:prove", thing=one, result="failed")
                realtime.progress(f"backup:{one.ref}", 100, 100, Stage.ENDED.value, finished=True)
            return
        except Error:  # a full disk takes no row either; the last proof grows old and says it
            log.exception("that backup %s failed could not be written down", one.name)
            connection.close()


@contextmanager
def alone(data: Path) -> Iterator[None]:
    """One backup of a site at a time, on whichever of its machines; a process that dies lets go. Raises `Busy`."""
    with _alone_here(data), alone_at_the_database() as is_ours:
        if not is_ours:
            raise Busy
        yield


@contextmanager
def _alone_here(data: Path) -> Iterator[None]:
    with queries.lock_of(data).open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Busy from error
        yield


def forget_work(data: Path) -> None:
    """At a start: the copy in the clear that a killed backup left."""
    try:
        with _alone_here(data):
            shutil.rmtree(proving.work_folder(data), ignore_errors=True)
    except Busy:
        return
