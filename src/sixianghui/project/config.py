"""Configuration by `SIXIANGHUI_*`, read by the table in `options.py`. Imports no Django.

An unknown or malformed setting stops the start with a sentence that names it.
"""

from __future__ import annotations

import contextlib
import difflib
import os
import re
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from sixianghui.common import postgres
from sixianghui.common.wordlist import LONGEST_FILE, ListFault, read_list
from sixianghui.project.options import SETTINGS
from sixianghui.project.setting import is_loopback

__all__ = ["PREFIX", "SETTINGS", "Config", "ConfigError", "is_loopback", "load", "own_hosts"]
PREFIX = "SIXIANGHUI_"
#: Who signs in, in an address, up to the last @: a password may hold any sign. No message shows it.
_PASSWORD = re.compile(r"(:/*).*@", re.DOTALL)


class ConfigError(Exception):
    """A setting is unknown or malformed; the text names it and says what to do."""


_BY_NAME = {setting.name: setting for setting in SETTINGS}


def own_hosts() -> list[str]:
    """The names and addresses under which other machines reach this one, as far as it knows. Sends nothing."""
    name = socket.gethostname()
    found: set[str] = set()
    with contextlib.suppress(OSError):
        found.update(str(info[4][0]) for info in socket.getaddrinfo(name, None))
    for family, elsewhere in ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1")):
        with contextlib.suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((elsewhere, 9))  # a datagram socket only looks up the way
            found.add(str(probe.getsockname()[0]))
    return [name, *sorted(f"[{one}]" if ":" in one else one for one in found)]


@dataclass(frozen=True)
class Config:
    """The settings of this run, parsed. Paths are absolute; an unset TLS path is None."""

    values: Mapping[str, Any]

    def __getattr__(self, name: str) -> Any:
        try:
            return self.values[name.upper()]
        except KeyError as error:
            raise AttributeError(name) from error

    @property
    def database(self) -> dict[str, Any]:
        """Django's description of the database."""
        url = urlsplit(self.values["DATABASE_URL"])
        if url.scheme == "sqlite":
            path = unquote(url.path)[1:] if url.path not in {"", "/"} else ""
            return {
                "ENGINE": "django.db.backends.sqlite3",
                "NAME": path or str(self.data / "sixianghui.sqlite3"),
            }
        return postgres.parsed(self.values["DATABASE_URL"])

    @property
    def insecure(self) -> bool:
        """Whether other machines reach the site over plain HTTP, so that passwords would travel in clear."""
        return not (is_loopback(self.host) or self.tls_cert or self.trusted_proxies)

    @property
    def is_sqlite(self) -> bool:
        return bool(self.database["ENGINE"].endswith("sqlite3"))

    @property
    def run(self) -> Path:
        """Sockets and the lock of a running server."""
        return Path(self.data) / "run"


def load(environ: Mapping[str, str] | None = None) -> Config:
    """Read the settings from the environment.

    Raises `ConfigError` with a sentence that names the first unknown or malformed setting.
    """
    environ = os.environ if environ is None else environ
    for key in environ:
        if key.startswith(PREFIX) and key.removeprefix(PREFIX) not in _BY_NAME:
            near = difflib.get_close_matches(key.removeprefix(PREFIX), _BY_NAME, n=1)
            hint = f"是不是 {PREFIX}{near[0]}？" if near else "全部设置见 docs/reference/settings.md。"
            raise ConfigError(f"没有叫 {key} 的设置。{hint} / Unknown setting {key}.")
    values: dict[str, Any] = {}
    for setting in SETTINGS:
        text = environ.get(PREFIX + setting.name, "") or setting.default
        try:
            values[setting.name] = setting.parse(text) if text else None
        except ValueError as error:
            shown = _PASSWORD.sub(r"\1…@", text)
            raise ConfigError(f"{PREFIX}{setting.name} 的值“{shown}”不对：{error}") from error
    for name in ("ALLOWED_HOSTS", "TRUSTED_PROXIES", "METRICS_NETWORKS", "STAFF_NETWORKS"):
        values[name] = values[name] or ()
    if bool(values["TLS_CERT"]) != bool(values["TLS_KEY"]):
        raise ConfigError("SIXIANGHUI_TLS_CERT 和 SIXIANGHUI_TLS_KEY 要一起设置 / set both or neither.")
    if values["JOBS"] == "redis" and not values["REDIS_URL"]:
        raise ConfigError(
            "SIXIANGHUI_JOBS=redis 要和 SIXIANGHUI_REDIS_URL 一起设置 / needs SIXIANGHUI_REDIS_URL."
        )
    if values["MAIL_HOST"] and not values["MAIL_SENDER"]:
        raise ConfigError("SIXIANGHUI_MAIL_HOST 要和 SIXIANGHUI_MAIL_SENDER 一起设置 / set both.")
    if bool(values["MAIL_USER"]) != bool(values["MAIL_PASSWORD_FILE"]):
        raise ConfigError(
            "SIXIANGHUI_MAIL_USER 和 SIXIANGHUI_MAIL_PASSWORD_FILE 要一起设置 / set both or neither."
        )
    if values["MAIL_TLS"] == "none" and values["MAIL_HOST"] and not is_loopback(values["MAIL_HOST"]):
        raise ConfigError(
            "SIXIANGHUI_MAIL_TLS=none 只许用于本机的邮件服务器 / only for a server on this machine."
        )
    for name in (
        "TLS_CERT",
        "TLS_KEY",
        "MAIL_PASSWORD_FILE",
        "SMS_TOKEN_FILE",
        "HOOK_TOKEN_FILE",
        "MEDIA_KEY_FILE",
        "PROOF_WORDS",
        "OFFSITE_KEY_FILE",
    ):
        if values[name] and not values[name].is_file():
            raise ConfigError(f"{PREFIX}{name} 指向的文件 {values[name]} 不存在 / no such file.")
    if values["PROOF_WORDS"]:
        _read_words(values["PROOF_WORDS"])
    return Config(values)


def _read_words(path: Path) -> None:
    try:
        if path.stat().st_size > LONGEST_FILE:
            raise ListFault(0, "many")
        read_list(path.read_text("utf-8"))
    except (ListFault, UnicodeDecodeError) as fault:
        raise ConfigError(
            f"SIXIANGHUI_PROOF_WORDS 的文件读不了（{fault}）：一行一个词，四十字以内，最多五千个，UTF-8 编码 / "
            "one word a line, at most 40 characters, at most 5000 words, UTF-8."
        ) from fault
