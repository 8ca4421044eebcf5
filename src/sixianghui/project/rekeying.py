"""`sixianghui secret-key`: a new key for signing sessions, step by step, so that nobody has to sign in again.

Processes that hold different keys would sign people out, one after the other. So every process knows a new key before one
of them signs with it, and knows the one before until nothing is signed with that any more. Each step is one command, on
one machine, and a restart of every process on every machine.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sixianghui.project import secrets
from sixianghui.project.config import Config
from sixianghui.project.ground.network import listens
from sixianghui.project.secrets import Kept

NAME, LASTING = "secret_key", "lasting_key"
_RESTARTS = "每台机器都运行 sixianghui restart，单独开的进程（sixianghui worker、分开的 unit）也逐个重启"
_TOO_SOON = "这台机器上的 app 还是改密钥以前启动的。先重启，再来一次。"

#: The exit status, and what is said.
Done = tuple[int, str]


def run(what: str, config: Config, *, start: Callable[[], None]) -> int:
    """0 done, or said where it stands; 1 not now, and why; 3 there is no site here. `start` starts Django, if need be."""
    if not (config.data / "secrets" / NAME).exists():
        return _say((3, f"{config.data} 里还没有站。"))
    if what == "status":
        return _say((0, _standing(config)))
    try:
        with secrets.alone(config.data, NAME):
            before = secrets.kept(config.data, NAME)
            # A site that has not run since it was upgraded has none yet: it begins as what was in force until now.
            secrets.read_or_make(config.data, LASTING, first=[before.current, *before.others])
            return _say(_forget(config, before, start) if what == "forget" else _STEPS[what](config, before))
    except BlockingIOError:
        return _say((1, "另一个 secret-key 命令正在做，等它做完再来。"))


def _renew(config: Config, before: Kept) -> Done:
    """A new key that every process is to know first."""
    if before.others:
        return 1, f"没有再换：上一次还没有换完。\n{_standing(config)}"
    secrets.write(config.data, NAME, replace(before, upcoming=secrets.fresh()))
    shared = "几台机器的，secrets/ 是共用的：这些命令只在一台上运行一次。"
    return 0, f"{_standing(config, just_now=True)}\n{shared}"


def _use(config: Config, before: Kept) -> Done:
    """The new key in force; the one before it is still accepted."""
    if not before.upcoming:
        return 1, f"没有等着启用的密钥。\n{_standing(config)}"
    if _is_too_soon(config):
        return 1, f"没有启用：{_TOO_SOON}"
    secrets.write(config.data, NAME, Kept(before.upcoming, (before.current, *before.before)))
    return 0, _standing(config, just_now=True)


def _forget(config: Config, before: Kept, start: Callable[[], None]) -> Done:
    """The one before is accepted no more, and nobody notices: what it signed is signed with the one in force."""
    if before.upcoming:
        return 1, f"没有丢：新的还没有启用。\n{_standing(config)}"
    if not before.before:
        return 0, "没有旧的签名密钥。"
    if _is_too_soon(config):
        return 1, f"没有丢：{_TOO_SOON}"
    if not _signed_again(start):
        return 1, "没有丢：数据库这会儿用不了，登录着的人还没有改用新的签。过一会儿再来。"
    secrets.write(config.data, NAME, Kept(before.current))
    return 0, f"旧的签名密钥丢掉了，登录着的人不用重新登录。\n最后一步：{_RESTARTS}，旧的就不认了。"


def _replace(config: Config, _before: Kept) -> Done:
    """Somebody else may have the key: nothing that it signed is accepted, but for the links by which letters are stopped."""
    lasting = secrets.kept(config.data, LASTING)
    secrets.write(config.data, LASTING, Kept(secrets.fresh(), (lasting.current, *lasting.before)))
    secrets.write(config.data, NAME, Kept(secrets.fresh()))
    return 0, (
        f"签名密钥换掉了，旧的不认。现在就重启：{_RESTARTS}。\n"
        "重启以后所有人重新登录；印好的门口码要重新打印，用 SRT 推流的要重新给密钥。信里停发的链接照样能用。"
    )


_STEPS: dict[str, Callable[[Config, Kept], Done]] = {
    "renew": _renew,
    "use": _use,
    "replace": _replace,
}


def _standing(config: Config, *, just_now: bool = False) -> str:
    """Where the renewal stands and what to do next. just_now: this step was just taken, nobody can have restarted."""
    now = secrets.kept(config.data, NAME)
    if not now.others:
        return "签名密钥没有在换。要换，运行 sixianghui secret-key renew。"
    if now.upcoming:
        done = "第一步做了：新的签名密钥加好了，还没有启用。"
        then = "都重启过了，运行 sixianghui secret-key use。"
    else:
        done = "第二步做了：新的签名密钥启用了，旧的还认。"
        then = "都重启过了，满一天，运行 sixianghui secret-key forget。"
    late = "这台机器还没有重启过。\n" if not just_now and _is_too_soon(config) else ""
    return f"{done}\n{late}接下来：{_RESTARTS}。\n{then}"


def _is_too_soon(config: Config) -> bool:
    """Whether an app runs here that started before the file was last changed. Other machines cannot be seen from here."""
    changed = (config.data / "secrets" / NAME).stat().st_mtime
    sockets = (config.run / f"app-{index}.socket" for index in range(config.app_processes))
    return any(one.exists() and one.stat().st_mtime < changed and listens(one) for one in sockets)


def _signed_again(start: Callable[[], None]) -> bool:
    """Sign every session with the key in force; whether the database let us."""
    from django.db import DatabaseError

    try:
        start()
        from sixianghui.access import public as access

        access.sign_sessions_again()
    except DatabaseError:
        return False
    return True


def _say(done: Done) -> int:
    status, text = done
    print(text, flush=True)  # noqa: T201
    return status
