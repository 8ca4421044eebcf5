"""`sixianghui vault`: which keys there are, new ones in force, old ones destroyed."""

from __future__ import annotations

import sys

from sixianghui.common.errors import HouseError
from sixianghui.privacy import public as privacy
from sixianghui.vault import public as vault


def run(what: str, *, master: bool = False, wait: bool = False) -> int:
    """0 done; 1 a key is lost or wrong, or values are still sealed with one that is not in force."""
    try:
        if what == "rotate":
            return _rotate(master=master, wait=wait)
        if what == "clean":
            return _clean()
        return _status()
    except HouseError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 1


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201


def _rotate(*, master: bool, wait: bool) -> int:
    if master:
        name = privacy.renew_master_key()
        _say(f"新的主密钥 {name} 已经启用，数据密钥都换成由它包着。请马上备份 secrets/vault_master_key。")
        return 0
    made = privacy.rotate_keys()
    if not made:
        _say("还没有加密的内容，不用换。")
        return 0
    _say(f"新的数据密钥 {'、'.join(made)} 已经启用。")
    if wait:
        _say(f"重新加密了 {vault.reseal()} 项。")
    else:
        privacy.reseal.enqueue()
        _say("原有内容在后台重新加密，不影响使用；进度见 sixianghui vault status。")
    return 0


def _clean() -> int:
    data, masters = privacy.clean_keys()
    _say(f"销毁了数据密钥：{'、'.join(data) or '无'}；主密钥：{'、'.join(masters) or '无'}。")
    if masters:
        _say("以前的备份要用旧的主密钥才打得开，备份没过期以前请另存一份。")
    return 0


def _status() -> int:
    states, waiting = vault.status(), 0
    for state in states:
        key = state.key
        where = "已销毁" if key.removed_at else "停用" if key.retired_at else "在用"
        waiting += state.values if key.retired_at else 0
        _say(f"{key.pk}　{key.klass}　{key.suite}　{where}　{state.values} 项　{key.made_at:%Y-%m-%d}")
    if not states:
        _say("还没有密钥，第一次加密时会生成。")
    if waiting:
        _say(f"还有 {waiting} 项用的是停用的密钥，正等着重新加密。")
    return 1 if waiting else 0
