"""Links: that they lead somewhere, and that their words say where. Pure."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from sixianghui.channel.proofing.text import Around, Finding, Kind, Link, Passage, Severity

_EMPTY = re.compile(
    r"(?:请?(?:点击?|戳|按|看|见)?(?:这里|这儿|此处|链接|这个链接|查看|详情|更多|这|原文|here|link)(?:查看|了解)?)[。，>》]*"
)
_URL = re.compile(r"(?:https?://|www\.)[^\s\u3000-\u30ff\u4e00-\u9fff（）“”，。；、！？<>]+", re.I)
_HOST = re.compile(
    r"(?:(?!-)[a-z0-9\u4e00-\u9fff-]{1,63}(?<!-)\.)+[a-z\u4e00-\u9fff][a-z0-9\u4e00-\u9fff-]{1,62}", re.I
)


def fault_of(href: str) -> bool:
    """Whether an address outside cannot be opened by a reader: malformed, of a machine of one's own, or a script."""
    if re.search(r"\s", href.strip()):
        return True
    try:
        url = urlsplit(href.strip())
        host, _port = url.hostname or "", url.port
    except ValueError:
        return True
    if url.scheme in {"mailto", "tel"}:
        return not url.path
    if url.scheme not in {"http", "https"} or url.username:
        return True
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return not _HOST.fullmatch(host) or host.endswith((".local", ".localhost", ".internal", ".lan"))


def addresses_in(passages: Sequence[Passage]) -> tuple[frozenset[int], frozenset[str]]:
    """The pages and the paths of ours that a piece links to."""
    pages = {link.page for passage in passages for link in passage.links if link.page is not None}
    paths = {link.href for passage in passages for link in passage.links if _is_ours(link.href)}
    return frozenset(pages), frozenset(paths)


def _is_ours(href: str) -> bool:
    return href.startswith("/") and not href.startswith("//")


def find(passages: Sequence[Passage], around: Around) -> Iterator[Finding]:
    """Everything about links, and addresses written out in the text."""
    for passage in passages:
        for link in passage.links:
            yield from _link(passage, link, around)
        linked = {link.words for link in passage.links}
        for found in _URL.finditer(passage.text):
            written = found.group().rstrip(".,;:)")
            href = written if "://" in written else f"https://{written}"
            if fault_of(href) and written not in linked:
                yield _about(passage, written, Kind.BAD_LINK, Severity.MUST)


def _link(passage: Passage, link: Link, around: Around) -> Iterator[Finding]:
    words = link.words.strip()
    if (link.page is not None and link.page in around.dead) or (link.href and link.href in around.dead):
        yield _about(passage, words, Kind.DEAD_LINK, Severity.MUST, link.href)
    elif link.page is None and not _is_ours(link.href) and not link.href.startswith("#"):
        if fault_of(link.href):
            yield _about(passage, words, Kind.BAD_LINK, Severity.MUST, link.href)
        elif link.href.startswith("http:"):
            yield _about(passage, words, Kind.PLAIN_HTTP, Severity.HINT, link.href)
    if not words or _EMPTY.fullmatch(words):
        yield _about(passage, words, Kind.EMPTY_LINK_WORDS, Severity.HINT, link.href)
    elif _URL.fullmatch(words) and link.href and _bare(words) != _bare(link.href):
        yield _about(passage, words, Kind.OTHER_LINK, Severity.MUST, link.href)


def _bare(address: str) -> str:
    return re.sub(r"^(?:https?://)?(?:www\.)?", "", address.strip().lower()).rstrip("/")


def _about(passage: Passage, words: str, kind: Kind, severity: Severity, href: str = "") -> Finding:
    return Finding(kind, severity, passage.part, passage.number, words or href, detail=href)
