"""The copy elsewhere: archives sent, the list of the erased beside them, the old ones let go."""

from __future__ import annotations

import datetime as dt
import logging
import os
import secrets
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from sixianghui.operations import clock, erased_list, rules
from sixianghui.operations.arrangement import Arrangement
from sixianghui.operations.keys import KeyFault
from sixianghui.operations.queries import backups as queries
from sixianghui.operations.sealing import Damaged
from sixianghui.operations.stores import Store, StoreFault, store_of
from sixianghui.privacy import public as privacy

log = logging.getLogger(__name__)
#: Nobody takes longer to write a list.
_HALF_WRITTEN = dt.timedelta(hours=1)


def send(arrangement: Arrangement, target: Path) -> bool:
    """Send the list and an archive; False where there is no off-site store. Raises `StoreFault`.

    The list first: a store that has no room for an archive, or is too slow for one, still learns whom to erase again.
    """
    store = store_of(arrangement)
    if store is None:
        return False
    try:
        _send_list(store, arrangement)
    except StoreFault:
        store.put(target, target.name)  # the list is sent again by itself, this is not
        raise
    store.put(target, target.name)
    return True


def let_old_ones_go(arrangement: Arrangement) -> None:
    """By the same rule as here. A store that does not let us (a lock on its objects) keeps them, which is no fault."""
    try:
        store = store_of(arrangement)
        if store is None:
            return
        for name in queries.to_let_go(store.names(), arrangement):
            store.remove(name)
    except StoreFault as fault:
        log.warning("old archives off-site stay: %s", fault)


def write_list(arrangement: Arrangement) -> None:
    """The list of the erased as it is now, beside the archives here.

    Nobody is ever struck off it. Where the one that lies there names more, the site was set back, with its own list:
    those come onto that one first, or nobody would know whom to erase again. Until it was sent elsewhere, that is noted
    beside it.
    """
    assert arrangement.folder is not None
    target = arrangement.folder / rules.ERASED_LIST
    if target.is_file():
        with suppress(KeyFault, Damaged):  # what no key here opens is written anew, as where there was none
            privacy.add_to_list(erased_list.opened(target.read_bytes(), arrangement.key_file))
    fresh = target.with_name(f"{target.name}.{secrets.token_hex(4)}.new")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(erased_list.sealed(privacy.listed(), arrangement.key_file))
            file.flush()
            os.fsync(file.fileno())
        if arrangement.offsite is not None:
            _unsent(target).touch()
        fresh.replace(target)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise
    _drop_half_written(target)


def _unsent(target: Path) -> Path:
    """There while the list here was not sent elsewhere."""
    return target.with_name(f"{target.name}.unsent")


def _drop_half_written(target: Path) -> None:
    """Lists whose writer was killed in the middle; one that is younger may be another's who writes at this moment."""
    for path in target.parent.glob(f"{target.name}.*.new"):
        with suppress(FileNotFoundError):
            if clock.now().timestamp() - path.stat().st_mtime > _HALF_WRITTEN.total_seconds():
                path.unlink()


def keep_list_fresh() -> None:
    """The routine: whoever was erased since the last backup stands on the list beside the archives, here and elsewhere."""
    arrangement: Arrangement = settings.BACKUPS
    if arrangement.folder is None or not arrangement.folder.is_dir():
        return
    target = arrangement.folder / rules.ERASED_LIST
    try:
        if not _unsent(target).exists() and _names_all(target, arrangement):
            return
        write_list(arrangement)
        store = store_of(arrangement)
        if store is None:
            _unsent(target).unlink(missing_ok=True)
        else:
            _send_list(store, arrangement)  # where it does not take it, the next round tries again
    except KeyFault as fault:
        log.warning("the list of the erased is not beside the backups: %s", fault)


def _names_all(target: Path, arrangement: Arrangement) -> bool:
    """Whether the list there says what ours does. One that no key here opens, or nobody can read, does not."""
    try:
        return erased_list.opened(target.read_bytes(), arrangement.key_file) == privacy.listed()
    except (FileNotFoundError, KeyFault, Damaged):
        return False


def _send_list(store: Store, arrangement: Arrangement) -> None:
    """Whoever stands on the one elsewhere alone comes onto ours first."""
    assert arrangement.folder is not None
    with suppress(KeyFault, Damaged):
        privacy.add_to_list(erased_list.listed_in(store, arrangement.key_file))
    write_list(arrangement)
    target = arrangement.folder / rules.ERASED_LIST
    sent = target.read_bytes()
    store.put(target, rules.ERASED_LIST)
    if target.read_bytes() == sent:  # else another process has written one since, and it waits to be sent
        _unsent(target).unlink(missing_ok=True)
