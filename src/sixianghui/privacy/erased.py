"""The list of those who were erased: digests only, in a file beside the database.

Whoever restores an older backup brings people back; this list, which is not in the database, says whom to erase again.
A digest is SHA-256 over something random and unique (a person's ref) or over an account's number and the moment it was
opened, so it tells nothing to somebody who does not have the database too.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from sixianghui.access.public import Account
from sixianghui.directory.public import Person


def list_file() -> Path:
    """Where the list lies. It is backed up apart from the database."""
    return Path(settings.DATA) / "erased"


def digest_of(who: Account | Person) -> str:
    """What stands in the list for somebody."""
    if isinstance(who, Person):
        text = f"person:{who.ref}"
    else:
        text = f"account:{who.pk}:{who.created_at.isoformat()}"
    return hashlib.sha256(text.encode()).hexdigest()


def noted() -> set[str]:
    """All digests."""
    try:
        return set(list_file().read_text().split())
    except FileNotFoundError:
        return set()


def note(digests: Iterable[str]) -> None:
    """Add digests that are not in the list; on the disk when this returns."""
    fresh = sorted(set(digests) - noted())
    if not fresh:
        return
    descriptor = os.open(list_file(), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.writelines(f"{digest}\n" for digest in fresh)
        file.flush()
        os.fsync(file.fileno())
