"""How the text of a setting is read: each reader returns the value or raises `ValueError` with a sentence."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

from sixianghui.common import postgres
from sixianghui.common.s3 import parsed


def is_loopback(host: str) -> bool:
    """Whether an address to listen on can be reached from this machine only."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def path(text: str) -> Path:
    return Path(text).expanduser().resolve()


def whole(low: int, high: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        try:
            number = int(text)
        except ValueError:
            number = low - 1
        if not low <= number <= high:
            raise ValueError(f"要一个 {low} 到 {high} 之间的整数 / a whole number from {low} to {high}")
        return number

    return parse


def words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(",") if word.strip())


def networks(text: str) -> tuple[str, ...]:
    for word in words(text):
        ipaddress.ip_network(word)
    return words(text)


def _address(text: str) -> SplitResult:
    """Its parts. What Python says of an address that has none quotes it, and with it a password."""
    try:
        return urlsplit(text)
    except ValueError:
        raise ValueError("不像一个地址 / not an address") from None


def site_url(text: str) -> str:
    url = _address(text)
    if url.scheme not in {"http", "https"} or not url.hostname or url.path.strip("/") or url.query:
        raise ValueError("要 https://域名，后面不带路径 / https://host, without a path")
    return f"{url.scheme}://{url.netloc}"


def gateway(text: str) -> str:
    url = _address(text)
    host = url.hostname or ""
    if not host or not (url.scheme == "https" or (url.scheme == "http" and is_loopback(host))):
        raise ValueError("要 https:// 的地址 / an https:// address")
    return text


def sender(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+", text):
        raise ValueError("要一个邮件地址 / an address such as notice@sxh.example.cn")
    return text


def database(text: str) -> str:
    if text.lstrip().partition(":")[0].lower() == "postgresql":
        postgres.parsed(text)
        return text
    url = _address(text)
    if url.scheme != "sqlite" or url.query or url.netloc:
        raise ValueError("要 sqlite:///路径 或 postgresql://… / sqlite:///path or postgresql://…")
    return text


def stream_url(text: str) -> str:
    url = _address(text)
    if url.scheme not in {"rtmp", "rtmps"} or not url.hostname:
        raise ValueError("要写成 rtmp://主机/应用 / must be rtmp://host/app")
    return text.rstrip("/")


def redis(text: str) -> str:
    url = _address(text)
    if url.scheme not in {"redis", "rediss", "unix"} or not (url.hostname or url.path):
        raise ValueError(
            "要 redis://主机/0、rediss://… 或 unix:///路径 / redis://host/0, rediss://… or unix:///path"
        )
    if find_spec("redis") is None:
        raise ValueError("要先装上 redis：pip install redis / install redis first")
    return text


def base(text: str) -> str:
    """A base address: HTTPS, or HTTP to this machine alone; the host and perhaps a path, nothing else."""
    url = _address(text)
    bare = url.hostname and not (url.username or url.password or url.query or url.fragment)
    if not bare or not (url.scheme == "https" or (url.scheme == "http" and is_loopback(url.hostname or ""))):
        raise ValueError("要 https://… 的地址，不带参数 / an https:// address without query")
    return text


def daemon(text: str) -> str:
    """A socket of this machine, or a host and a port."""
    if text.startswith("/") and len(text) > 1:
        return text
    host, _colon, port = text.rpartition(":")
    if not host or not port.isdecimal() or not 0 < int(port) < 65536:
        raise ValueError("要套接字的路径或 主机:端口 / a socket's path or host:port")
    return text


def store(text: str) -> str:
    """A place in an S3-type store."""
    parsed(text)
    return text


def choice(*allowed: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if text not in allowed:
            raise ValueError(f"只能是 {'、'.join(allowed)} / one of {', '.join(allowed)}")
        return text

    return parse


@dataclass(frozen=True)
class Setting:
    """One setting: its name without the prefix, how it is read, its default, and its meaning."""

    name: str
    parse: Callable[[str], Any]
    default: str
    zh: str
    en: str
