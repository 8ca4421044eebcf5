"""Reads about copies of one's data."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet

from sixianghui.access.public import Account
from sixianghui.privacy.models import Copy


def copies_of(account: Account) -> QuerySet[Copy]:
    """One's own copies that are still there or being made, the newest first; those of others do not exist."""
    return Copy.objects.filter(account=account, gone_at__isnull=True)


def copy_of(account: Account, ref: str) -> Copy | None:
    """One of them."""
    return copies_of(account).filter(ref=ref).first()


def may_follow(asker: Account, ref: str) -> bool:
    """Whether somebody may follow how far a copy is: their own."""
    return bool(asker.pk) and copy_of(asker, ref) is not None


def copy_file(copy: Copy) -> Path:
    """Where the file of a copy lies."""
    folder: Path = settings.DATA / "exports"
    return folder / f"{copy.ref}.zip"
