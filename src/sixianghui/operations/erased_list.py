"""The list of the erased as it is now, beside the archives: whoever restores an older one needs the newest list.

Sealed with the backup key, so that nobody can put somebody on it: it holds digests only, but it says whom to erase.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable
from pathlib import Path

from sixianghui.operations import keys
from sixianghui.operations.arrangement import Arrangement
from sixianghui.operations.rules import ERASED_LIST
from sixianghui.operations.sealing import Damaged
from sixianghui.operations.stores import Store, StoreFault, store_of

_BOUND = b"sixianghui erased list"


def sealed(digests: Iterable[str], key_file: Path) -> bytes:
    """The file's content."""
    name, text = keys.wrap(key_file, "\n".join(sorted(digests)).encode(), _BOUND)
    return json.dumps({"key": name, "sealed": text}).encode()


def listed_beside(arrangement: Arrangement) -> set[str]:
    """Whoever stands on the lists beside the archives, here and elsewhere: the one here may have been set back as well.

    Nobody where there is none. Raises `KeyFault`, `Damaged` or `StoreFault`.
    """
    store = store_of(arrangement)
    elsewhere = listed_in(store, arrangement.key_file) if store is not None else set()
    return _listed_here(arrangement) | elsewhere


def _listed_here(arrangement: Arrangement) -> set[str]:
    """A disk that is not mounted is a fault, not a folder without a list."""
    folder = arrangement.folder
    if folder is None:
        return set()
    if not folder.is_dir() and not folder.is_relative_to(arrangement.data):
        raise StoreFault(f"备份的目录 {folder} 不在。看看挂载上了没有。")
    path = folder / ERASED_LIST
    return opened(path.read_bytes(), arrangement.key_file) if path.is_file() else set()


def listed_in(store: Store, key_file: Path) -> set[str]:
    """Whoever stands on the list elsewhere; nobody where there is none. Raises as `listed_beside`."""
    if ERASED_LIST not in store.names():
        return set()
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / ERASED_LIST
        store.get(ERASED_LIST, copy)
        return opened(copy.read_bytes(), key_file)


def opened(content: bytes, key_file: Path) -> set[str]:
    """The digests in it. Raises `KeyFault` or `Damaged`."""
    try:
        found = json.loads(content)
        name, text = str(found["key"]), str(found["sealed"])
    except (ValueError, KeyError, TypeError) as error:
        raise Damaged(f"{ERASED_LIST} 读不出来。") from error
    return set(keys.unwrap(key_file, name, text, _BOUND).decode().split())
