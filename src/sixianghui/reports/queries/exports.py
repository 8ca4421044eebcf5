"""Reads about files that take long. What somebody else asked for does not exist."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet

from sixianghui.access.public import Account, Person, within
from sixianghui.ledger import public as ledger
from sixianghui.ledger.public import Figure, Scope
from sixianghui.reports.models import Export


def exports_of(account: Account) -> QuerySet[Export]:
    """One's own files that are still there or being made, the newest first."""
    return Export.objects.filter(account=account, gone_at__isnull=True)


def being_made(account: Account) -> QuerySet[Export]:
    """The one that is being made, if any."""
    return exports_of(account).filter(ready_at__isnull=True)


def export_of(account: Account, ref: str) -> Export | None:
    """One of them."""
    return exports_of(account).filter(ref=ref).first()


def may_follow(asker: Account, ref: str) -> bool:
    """Whether somebody may follow how far a file is: their own."""
    return bool(asker.pk) and export_of(asker, ref) is not None


def folder() -> Path:
    """Where the files lie."""
    data: Path = settings.DATA
    return data / "exports" / "reports"


def file_of(export: Export) -> Path:
    """Where a file lies."""
    return folder() / f"{export.ref}.{export.kind}"


def reach_of(figure: Figure, person: Person) -> str:
    """What somebody may see of a figure's rows, in short: while it stays the same, so does what they see."""
    if figure.rows_need is None:
        return ""
    reach = within(person, figure.rows_need)
    said = "all" if reach.everywhere else ",".join(map(str, sorted(reach.units)))
    return hashlib.sha256(said.encode()).hexdigest()


def label_of(export: Export) -> tuple[str, str]:
    """The figure's name and the scope in words; what is gone is called by its name."""
    if export.figure not in ledger.registry.figures:
        return export.figure, ""
    return str(ledger.get(export.figure).label), Scope.from_json(export.scope).label()
