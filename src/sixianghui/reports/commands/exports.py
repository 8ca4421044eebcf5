"""Files that take long: asked for, made by a job, their asker's alone for a week."""

from __future__ import annotations

import datetime as dt
import io
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sixianghui.access.public import Account
from sixianghui.audit import public as audit
from sixianghui.common import ids, time
from sixianghui.common.errors import Conflict, HouseError
from sixianghui.ledger import public as ledger
from sixianghui.ledger.public import Scope, Sees
from sixianghui.notify import public as notify
from sixianghui.realtime import public as realtime
from sixianghui.reports import exports
from sixianghui.reports.models import Export
from sixianghui.reports.queries import exports as queries
from sixianghui.reports.rules.exports import GIVEN_UP, LIFE, LONGEST_SHEET
from sixianghui.tasks import public as tasks

#: The kind of message by which somebody hears that a file is there.
READY = "reports.export"
#: One that was not finished by then never will be.
_SWEPT = dt.timedelta(days=1)
#: How often a page is told how far it is.
_EVERY = 2_000


def ask_for_rows(figure: str, scope: Scope, kind: str, *, by: Account) -> Export:
    """Have the rows behind a number made as `csv` or `xlsx`, as they stand now and as this person may see them.

    The same asked for twice is made once. Raises `Conflict` while another file is being made.
    """
    found = ledger.get(figure)
    as_of = time.now()
    reading = ledger.read(found, scope.at(as_of), by)
    rows = 0 if reading.sees is Sees.NONE else reading.rows.count()
    if kind == "xlsx" and rows > LONGEST_SHEET:
        raise HouseError(_("行数超过一张表格能放的，请下载 CSV，或缩小范围。"))
    wanted = {"figure": figure, "scope": scope.text(), "kind": kind}
    making = queries.being_made(by)
    making.filter(asked_at__lte=time.now() - GIVEN_UP).update(gone_at=time.now())
    if (same := making.filter(**wanted).first()) is not None:
        return same
    try:
        with transaction.atomic():
            made = Export.objects.create(
                account=by,
                as_of=as_of,
                total=rows,
                reach=queries.reach_of(found, by),
                language=translation.get_language() or settings.LANGUAGE_CODE,
                **wanted,
            )
            audit.record(
                "evidence:export",
                actor=by,
                thing=("ledger.figure", figure),
                detail={"rows": rows, **scope.to_json()},
            )
            make_export.enqueue(made.pk)
    except IntegrityError:
        raise Conflict(_("上一份还在做，做好了再要这一份。")) from None
    return made


def _lost(number: int) -> None:
    """No try remains: whoever asked hears of it, and may ask for another."""
    with transaction.atomic():
        # Whoever was thought dead may have finished it after all: then it is there, and nobody hears that it is not.
        if not Export.objects.filter(pk=number, ready_at=None, gone_at=None).update(gone_at=time.now()):
            return
        found = Export.objects.select_related("account").get(pk=number)
        realtime.progress(f"export:{found.ref}", found.done, found.total, finished=True)
        notify.tell(
            found.account,
            kind=READY,
            title=gettext_lazy("你要的文件没有做成"),
            text=gettext_lazy("请到那个数的页面上再要一次。还是不成，请告诉管理员。"),
            url="/exports/",
            once=f"export-lost:{found.ref}",
        )


@tasks.job(retries=2, backoff=5, limit=3600, priority=-10, lost=_lost)
def make_export(number: int) -> None:
    """Write the file beside its place, put it there whole, and tell the person. Run again, it begins anew."""
    found = Export.objects.select_related("account").filter(pk=number, ready_at=None, gone_at=None).first()
    if found is None:
        return
    with translation.override(found.language):
        name = _write(found)
    size = queries.file_of(found).stat().st_size
    with transaction.atomic():
        ready = {"ready_at": time.now(), "size": size, "name": name, "done": found.total}
        if not Export.objects.filter(pk=found.pk, ready_at=None, gone_at=None).update(**ready):
            return
        realtime.progress(f"export:{found.ref}", found.total, found.total, finished=True)
        notify.tell(
            found.account,
            kind=READY,
            title=gettext_lazy("你要的文件做好了"),
            text=gettext_lazy("可以下载了。只有你能下载，七天后删除；要用可以再做一份。"),
            url="/exports/",
            once=f"export:{found.ref}",
        )


def fetch_export(export: Export, *, by: Account) -> IO[bytes] | None:
    """The file, opened; None, and it is gone, when its owner may no longer see what they saw when it was made."""
    path = queries.file_of(export)
    if export.reach != queries.reach_of(ledger.get(export.figure), by) or not path.exists():
        _drop([export])
        return None
    with transaction.atomic():
        audit.record("report:fetch", actor=by, thing=export)
    return path.open("rb")


def drop_old_exports() -> None:
    """The routine: delete what is a week old or was never finished, that it was asked for, and files that belong to nothing."""
    now = time.now()
    old = Q(ready_at__lte=now - LIFE) | Q(ready_at=None, asked_at__lte=now - _SWEPT)
    _drop(list(Export.objects.filter(old, gone_at=None)))
    kept = {queries.file_of(one).name for one in Export.objects.filter(gone_at=None, ready_at__isnull=False)}
    making = set(Export.objects.filter(gone_at=None, ready_at=None).values_list("ref", flat=True))
    for path in queries.folder().glob("*"):
        if path.name not in kept and path.name.split(".")[0] not in making:
            path.unlink(missing_ok=True)
    Export.objects.filter(gone_at__isnull=False).delete()


def drop_exports(account_id: int) -> int:
    """Delete all files of somebody, and what they had asked for; how many that were."""
    found = Export.objects.filter(account_id=account_id)
    _drop(list(found.filter(gone_at=None)))
    return int(found.delete()[0])


def _drop(found: list[Export]) -> None:
    """Files go when it is certain: what an erasure would do is also tried and taken back."""
    for one in found:
        Export.objects.filter(pk=one.pk).update(gone_at=time.now())
        # A file that could not be deleted is deleted by the routine, `drop_old_exports`.
        _delete_later(queries.file_of(one))


def _delete_later(path: Path) -> None:
    """When it is certain. A `partial` would not do: of what fails Django wants to tell the name."""
    transaction.on_commit(lambda: path.unlink(missing_ok=True), robust=True)


def _write(export: Export) -> str:
    """The file in its place; its name when it is saved."""
    figure = ledger.get(export.figure)
    scope = Scope.from_json(export.scope).at(export.as_of)
    file = exports.export(ledger.read(figure, scope, export.account), all_of_it=True)
    counted = _Counted(**vars(file), told=_teller(export))
    path = queries.file_of(export)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # A name of its own for each try: should two ever write at once, neither spoils the other's.
    fresh = path.with_name(f"{path.name}.{ids.new_ref()}")
    try:
        with _private(fresh) as target:
            if export.kind == "csv":
                target.writelines(line.encode() for line in exports.csv_lines(counted))
            else:
                with exports.xlsx(counted, most=LONGEST_SHEET) as made:
                    shutil.copyfileobj(made, target)
            target.flush()
            os.fsync(target.fileno())
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
    return f"{file.name}.{export.kind}"


def _private(path: Path) -> io.BufferedWriter:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _teller(export: Export) -> Callable[[int], None]:
    def told(done: int) -> None:
        if done % _EVERY == 0:
            Export.objects.filter(pk=export.pk).update(done=min(done, export.total))
            realtime.progress(f"export:{export.ref}", min(done, export.total), export.total)

    return told


@dataclass(frozen=True)
class _Counted(exports.Export):
    """The same file, which tells after each row how many there were."""

    told: Callable[[int], None] = print

    def rows(self) -> Iterator[list[str]]:
        for done, row in enumerate(super().rows(), start=1):
            yield row
            self.told(done)
