"""`sixianghui backup`: one now, a key for it, what there is."""

from __future__ import annotations

import signal
import sys
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from types import FrameType

from django.conf import settings
from django.db import DatabaseError

from sixianghui.operations import public as operations
from sixianghui.operations.public import Arrangement, KeyFault, StoreFault


def run(what: str, *, to: Path | None) -> int:
    """0 done and proved; 1 not, or the folder is away; 2 no place is set up."""
    arrangement: Arrangement = settings.BACKUPS
    if to is not None:
        arrangement = replace(arrangement, folder=to.expanduser().resolve())
    try:
        if what == "key":
            return _key(arrangement)
        if arrangement.folder is None:
            _warn("还没有设备份放在哪里：用 --to 目录，或设 SIXIANGHUI_BACKUP_DIR。")
            return 2
        if what == "list":
            return _list(arrangement)
        _stop_in_order()
        return _now(arrangement)
    except (KeyFault, StoreFault) as fault:
        _warn(str(fault))
        return 1


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201


def _warn(text: str) -> None:
    print(text, file=sys.stderr, flush=True)  # noqa: T201


def _key(arrangement: Arrangement) -> int:
    name = operations.make_backup_key(arrangement.key_file)
    _say(f"新的备份密钥 {name} 在 {arrangement.key_file}。")
    _say(
        "请马上把它和整个 secrets/ 目录另存到别处：没有它，备份打不开；没有 secrets/vault_master_key，加密的内容读不出来；"
        "其余几把密钥也不在备份里。"
    )
    return 0


def _stop_in_order() -> None:
    """Whoever is asked to stop, or whose terminal is closed, still writes down that the backup ended; what is ignored
    (nohup) stays so."""
    asked = [one for one in (signal.SIGTERM, signal.SIGHUP) if signal.getsignal(one) is not signal.SIG_IGN]

    def stop(number: int, _frame: FrameType | None) -> None:
        for one in asked:
            signal.signal(one, signal.SIG_IGN)  # a shell that is closed asks twice
        raise SystemExit(128 + number)

    for one in asked:
        signal.signal(one, stop)


def _list(arrangement: Arrangement) -> int:
    here, away = _here(arrangement)
    if away:
        _warn(away)
    store = operations.store_of(arrangement)
    there = store.names() if store is not None else {}
    names = sorted({name for name in (*here, *there) if operations.moment_of(name)})
    ours = _ours(names)
    for name in names:
        places = "、".join(word for word, found in (("本机", here), ("异地", there)) if name in found)
        note = "" if name in ours else "（不是这个站做的，不会自己清掉）"
        _say(f"{name}  {here.get(name, there.get(name, 0)) / 1e6:>10,.1f} MB  {places}{note}")
    if not (names or away):
        _say("还没有备份。")
    return 1 if away else 0


def _here(arrangement: Arrangement) -> tuple[dict[str, int], str]:
    """What lies in the folder, and its bytes; or that the folder is away. One of the site's own data comes with the first
    backup."""
    folder = arrangement.folder
    assert folder is not None
    try:
        return {path.name: path.stat().st_size for path in folder.iterdir() if path.is_file()}, ""
    except FileNotFoundError:
        is_to_come = folder.is_relative_to(arrangement.data)
        return {}, "" if is_to_come else f"备份的目录 {folder} 不在。看看挂载上了没有。"
    except OSError as error:
        return {}, f"备份的目录 {folder} 读不了：{error.strerror}。"


def _ours(names: list[str]) -> Collection[str]:
    """Those that this site made; all, where there is no site yet: before a restore, on an empty machine."""
    try:
        return operations.names_made()
    except DatabaseError:
        return names


def _now(arrangement: Arrangement) -> int:
    made = operations.back_up(arrangement)
    if made.fault:
        _warn(f"备份没有成：{made.fault}")
        return 1
    found = made.contents
    assert arrangement.folder is not None
    _say(f"{arrangement.folder / made.name}")
    _say(
        f"{made.size / 1e6:,.1f} MB：{found['tables']} 张表、{found['rows']:,} 行，{found['files']:,} 个文件，"
        f"{found['figures']} 个数字，审计链 {found['chain']:,} 环。"
    )
    _say(f"已经还原核对，全部相同。用了 {found['seconds']} 秒。")
    if made.offsite_fault:
        _warn(f"没有送到异地：{made.offsite_fault}")
        return 1
    if made.offsite_at:
        _say("异地的一份也送到了。")
    return 0
