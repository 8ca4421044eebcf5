"""Put a sound SQLite under Django before it is imported.

Versions 3.7.0–3.51.2 can corrupt a database whose write-ahead log is reset at the wrong moment, so an older one is
refused. `pysqlite3` carries a new enough library where Python's own does not.
"""

from __future__ import annotations

import platform
import sqlite3
import sys

LEAST = (3, 51, 3)
#: Whether `pysqlite3` is made for this machine; the lock has it for no other.
CAN_BE_INSTALLED = sys.platform == "linux" and platform.machine() == "x86_64"


def install() -> None:
    """Make `import sqlite3` mean a library of at least `LEAST`.

    Raises `RuntimeError` with a sentence when there is none.
    """
    if sqlite3.sqlite_version_info >= LEAST:
        return
    try:
        import pysqlite3
        import pysqlite3.dbapi2
    except ImportError:
        pysqlite3 = None
    if pysqlite3 is None or pysqlite3.sqlite_version_info < LEAST:
        raise RuntimeError(
            f"这里的 SQLite 是 {sqlite3.sqlite_version}，低于 {'.'.join(map(str, LEAST))}，有损坏数据的缺陷。"
            f"请{'安装 pysqlite3，或' if CAN_BE_INSTALLED else ''}用 SIXIANGHUI_DATABASE_URL 指向 PostgreSQL。"
        )
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2
