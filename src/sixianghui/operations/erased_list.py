"""The list of the erased as it is now, beside the archives: whoever restores an older one needs the newest list.

Sealed with the backup key, so that nobody can put somebody on it: it holds digests only, but it says whom to erase.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from sixianghui.operations import keys
from sixianghui.operations.arrangement import Arrangement
from sixianghui.operations.rules import ERASED_LIST
from sixianghui.operations.sealing import Damaged

_BOUND = b"sixianghui erased list"


def sealed(digests: Iterable[str], key_file: Path) -> bytes:
    """The file's content."""
    name, text = keys.wrap(key_file, "\n".join(sorted(digests)).encode(), _BOUND)
    return json.dumps({"key": name, "sealed": text}).encode()


def listed_beside(arrangement: Arrangement) -> set[str]:
    """Whoever stands on the list beside the archives; nobody where there is none. Raises `KeyFault` or `Damaged`."""
    path = arrangement.folder / ERASED_LIST if arrangement.folder is not None else None
    if path is None or not path.is_file():
        return set()
    return opened(path.read_bytes(), arrangement.key_file)


def opened(content: bytes, key_file: Path) -> set[str]:
    """The digests in it. Raises `KeyFault` or `Damaged`."""
    try:
        found = json.loads(content)
        name, text = str(found["key"]), str(found["sealed"])
    except (ValueError, KeyError, TypeError) as error:
        raise Damaged(f"{ERASED_LIST} 读不出来。") from error
    return set(keys.unwrap(key_file, name, text, _BOUND).decode().split())
