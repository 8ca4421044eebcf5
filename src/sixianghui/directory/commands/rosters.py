"""Writes about uploaded rosters: keeping one, reading it, letting it go. What an import itself writes is next door."""

from __future__ import annotations

import datetime as dt
import logging
from typing import IO, Any

from django.db import Error, connection, transaction
from django.utils.translation import gettext as _

from sixianghui.access.public import Account, require
from sixianghui.audit import public as audit
from sixianghui.common import time
from sixianghui.common.errors import Conflict
from sixianghui.directory import queries
from sixianghui.directory.actions import Action
from sixianghui.directory.commands.roster_writing import write_plan
from sixianghui.directory.models import Affiliation, Person, RosterImport, Standing, Unit
from sixianghui.directory.roster import staging, wording
from sixianghui.directory.roster.faults import blocking
from sixianghui.directory.roster.judging import Judgement, judge
from sixianghui.directory.roster.layout import survey
from sixianghui.directory.roster.opening import Refusal, Unreadable, defuse, look_at
from sixianghui.directory.roster.reading import Reading, read
from sixianghui.realtime import public as realtime
from sixianghui.tasks import public as tasks

log = logging.getLogger(__name__)
State = RosterImport.State

KEPT = dt.timedelta(days=7)
OPEN = (State.READING, State.READY, State.IMPORTING)
TOPIC = "import"


def upload_roster(file: IO[bytes], *, name: str, by: Account) -> RosterImport:
    """Keep an uploaded roster and have it read by a job. What is no workbook is refused at once and not kept.

    One roster at a time: an earlier one of the same person that was not imported is let go.
    """
    require(by, Action.IMPORT_ROSTER)
    try:
        look_at(file)
    except Unreadable as problem:
        raise Conflict(wording.refusal(problem)) from problem
    if queries.own_imports(by).filter(state=State.IMPORTING).exists():
        raise Conflict(_("你的上一份名册正在导入，等它完了再传。"))
    with transaction.atomic():
        earlier = list(queries.own_imports(by).filter(state__in=(State.READING, State.READY)))
        for one in earlier:
            _let_go(one, State.DISCARDED)
        made = RosterImport.objects.create(account=by, file_name=name[-120:])
        staging.keep(made.ref, file)
        audit.record("roster:upload", actor=by, thing=made)
        read_roster.enqueue(made.pk)
    return made


def map_roster(one: RosterImport, mapping: dict[str, dict[int, str]], *, by: Account) -> RosterImport:
    """Say by hand which column is what, and have the roster read anew."""
    require(by, Action.IMPORT_ROSTER)
    with transaction.atomic():
        plain = {sheet: {str(at): key for at, key in given.items()} for sheet, given in mapping.items()}
        if not _step(one, (State.READY,), State.READING, mapping=plain, stale=False, failed=False):
            raise Conflict(_("这份名册现在改不了，请刷新看看它到了哪一步。"))
        read_roster.enqueue(one.pk)
    return one


def start_import(one: RosterImport, *, by: Account) -> RosterImport:
    """Have what the preview shows written by a job. Asked twice, it is done once."""
    require(by, Action.IMPORT_ROSTER)
    with transaction.atomic():
        fresh = RosterImport.objects.select_for_update(no_key=True).get(pk=one.pk)
        if fresh.state in (State.IMPORTING, State.DONE):
            return fresh
        if fresh.state != State.READY:
            raise Conflict(_("这份名册已经不在了，请重新上传。"))
        if fresh.counts["faults"]:
            raise Conflict(_("还有要改的地方，改好以后再传一次。"))
        if not any(fresh.counts[name] for name in ("new", "changed", "units_new", "units_renamed")):
            raise Conflict(_("和登记的一样，不用导入。"))
        _step(fresh, (State.READY,), State.IMPORTING, stale=False, failed=False)
        write_roster.enqueue(fresh.pk)
    return fresh


def discard_roster(one: RosterImport, *, by: Account) -> RosterImport:
    """Let an uploaded roster go. Nothing was written, nothing is."""
    require(by, Action.IMPORT_ROSTER)
    with transaction.atomic():
        if one.state in (State.READING, State.READY) and _let_go(one, State.DISCARDED):
            audit.record("roster:discard", actor=by, thing=one)
    return one


@tasks.job(retries=2, limit=600)
def read_roster(pk: int) -> None:
    """Read a kept roster and keep what was found. May run twice."""
    one = RosterImport.objects.filter(pk=pk, state=State.READING).select_related("account").first()
    if one is None:
        return
    try:
        reading = _read(one)
        judgement = judge(reading, queries.roster_world(one.account))
        staging.save_preview(one.ref, judgement, reading.tables.values())
    except Unreadable as problem:
        with transaction.atomic():
            if _let_go(one, State.REFUSED, refusal=problem.reason, refusal_words=problem.words[:200]):
                audit.record(
                    "roster:refuse",
                    actor=one.account,
                    thing=one,
                    result="refused",
                    detail={"reason": problem.reason},
                )
                realtime.progress(f"{TOPIC}:{one.ref}", 1, 1, finished=True)
        return
    except FileNotFoundError:
        _let_go(one, State.DISCARDED)
        return
    except Error:
        raise  # the database is away for a while; the job is tried again
    except Exception:
        log.exception("roster %s could not be read", one.pk)
        _let_go(one, State.REFUSED, refusal=Refusal.BROKEN)
        return
    with transaction.atomic():
        _found(one, judgement, len(reading.people), (State.READING,))
        realtime.progress(f"{TOPIC}:{one.ref}", 1, 1, finished=True)


def _lost(pk: int) -> None:
    """No worker could write it: nothing is written, and its owner may press again."""
    one = RosterImport.objects.filter(pk=pk).first()
    if one is not None and _step(one, (State.IMPORTING,), State.READY, failed=True):
        realtime.progress(f"{TOPIC}:{one.ref}", 1, 1, finished=True)


@tasks.job(retries=2, limit=600, lost=_lost)
def write_roster(pk: int) -> None:
    """Write what the preview showed, all of it or nothing. May run twice; the second time there is nothing to do.

    If the world has changed so that the roster would do something else now, nothing is written and the preview is new.
    """
    one = RosterImport.objects.filter(pk=pk, state=State.IMPORTING).select_related("account").first()
    if one is None:
        return
    try:
        reading = _read(one)
        progress = _progress(one, "writing")
        with transaction.atomic():
            # Of itself alone: an account is written by whoever signs in, and held by whoever waits for the tables below.
            held = RosterImport.objects.select_for_update(of=("self",), no_key=True)
            fresh = held.select_related("account").get(pk=pk)
            if fresh.state != State.IMPORTING:
                return
            _hold_still()
            judgement = judge(reading, queries.roster_world(fresh.account))
            if blocking(judgement.faults) or judgement.plan.digest() != fresh.digest:
                staging.save_preview(fresh.ref, judgement, reading.tables.values())
                _found(fresh, judgement, len(reading.people), (State.IMPORTING,), stale=True)
            else:
                write_plan(judgement.plan, by=fresh.account, tell=progress)
                _let_go(fresh, State.DONE)
                audit.record(
                    "roster:import",
                    actor=fresh.account,
                    thing=fresh,
                    detail={**_plain(fresh.counts), "plan": audit.private(fresh.digest)},
                )
            realtime.progress(f"{TOPIC}:{fresh.ref}", 1, 1, finished=True)
    except Exception:
        log.exception("roster import %s was not written", one.pk)
        with transaction.atomic():
            _step(one, (State.IMPORTING,), State.READY, failed=True)
            realtime.progress(f"{TOPIC}:{one.ref}", 1, 1, finished=True)


def forget_old_rosters() -> None:
    """After a week an upload goes; so does a folder that belongs to no open import."""
    old = time.now() - KEPT
    for one in RosterImport.objects.filter(state__in=OPEN, uploaded_at__lt=old):
        with transaction.atomic():
            _let_go(one, State.DISCARDED)
    kept = set(RosterImport.objects.filter(state__in=OPEN).values_list("ref", flat=True))
    for ref in staging.all_refs():
        if ref not in kept and not RosterImport.objects.filter(ref=ref, state__in=OPEN).exists():
            staging.forget(ref)


def note_export(people: int, *, by: Account) -> None:
    """Record that a roster left the house: it holds personal data."""
    require(by, Action.EXPORT_ROSTER)
    with transaction.atomic():
        audit.record("roster:export", actor=by, detail={"people": people})


def _hold_still() -> None:
    """Let nobody else write what a roster is compared with until this transaction ends. SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        tables = ", ".join(model._meta.db_table for model in (Person, Unit, Affiliation, Standing))
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {tables} IN SHARE ROW EXCLUSIVE MODE")


def _read(one: RosterImport) -> Reading:
    """Read the safe copy, making it first from what was uploaded."""
    place = staging.folder(one.ref)
    uploaded, safe = place / staging.UPLOADED, place / staging.SAFE
    source = uploaded if uploaded.exists() else safe
    with source.open("rb") as file:
        again = safe.with_suffix(".again")
        defused = defuse(file, again)
    again.chmod(0o600)
    again.replace(safe)
    staging.only_safe(one.ref)
    mapping = {sheet: {int(at): key for at, key in given.items()} for sheet, given in one.mapping.items()}
    found = survey(safe, defused, allowed=queries.private_columns(), mapping=mapping)
    return read(found, today=time.today(), tell=_progress(one, "reading"))


def _progress(one: RosterImport, stage: str) -> staging.Progress:
    topic = f"{TOPIC}:{one.ref}"
    return staging.Progress(one.ref, stage, lambda done, total, at: realtime.progress(topic, done, total, at))


def _found(
    one: RosterImport, judgement: Judgement, rows: int, before: tuple[State, ...], **more: Any
) -> None:
    """Note what was found; an import that was let go meanwhile stays gone."""
    plan = judgement.plan
    faults = blocking(judgement.faults)
    counts = {
        "rows": rows,
        "new": len(plan.new_people),
        "changed": len(plan.changed_people),
        "unchanged": len(plan.unchanged_people),
        "absent": len(plan.absent),
        "units_new": len(plan.new_units),
        "units_renamed": len(plan.renamed_units),
        "faults": len(faults),
        "mended": len(judgement.faults) - len(faults),
    }
    if not _step(one, before, State.READY, counts=counts, digest=plan.digest(), **more):
        staging.forget(one.ref)


def _step(one: RosterImport, before: tuple[State, ...], after: State, **more: Any) -> bool:
    """Move on from one of some states, if it is still in one; say whether."""
    moved = RosterImport.objects.filter(pk=one.pk, state__in=before).update(state=after, **more)
    one.refresh_from_db()
    return bool(moved)


def _let_go(one: RosterImport, state: State, **more: Any) -> bool:
    """End an import, and remove its folder once that is committed."""
    moved = _step(one, OPEN, state, finished_at=time.now(), **more)
    ref = one.ref
    transaction.on_commit(lambda: staging.forget(ref), robust=True)  # or by `forget_old_rosters`, hours later
    return moved


def _plain(counts: dict[str, int]) -> dict[str, int]:
    return {name: int(counts[name]) for name in ("new", "changed", "unchanged", "units_new", "units_renamed")}
