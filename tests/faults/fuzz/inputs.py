"""Requests that nobody should send, made from a seed: the same seed sends the same ones.

A request is a real one (an address that names something of the sender's own, the fields its forms have) in which one to
three things are wrong: what stands in the path, in a query, in a field, in a header, how the body is written.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, quote_from_bytes

from tests.faults.channel.hostile import strings

SOURCES = Path(__file__).resolve().parents[3] / "src" / "sixianghui"
_ASKED = re.compile(r"""(?:GET|POST)(?:\.get|\.getlist)?[(\[]["'](\w+)["']""")
_BOUNDARY = "zqzqzqzqzqzq"

#: What breaks readers of numbers, days, ids and lists.
_ODD: tuple[str, ...] = (
    "", " ", "\t", "0", "-1", "1e309", "9e999", "NaN", "Infinity", "-0", "0x10", "1_000", "１２３", "٣", "²", "1.0", "+1", "1" * 5000,
    str(2**31), str(2**63), str(2**64), str(-(2**63) - 1), "null", "None", "true", "undefined", "[]", "{}", "[[[[", "a" * 100_000,
    "0000-00-00", "2018-13-45", "2018-02-29", "9999-12-31", "10000-01-01", "0001-01-01", "2018-06", "2018-6-5", "2018-06-05T25:61",
    "2018-06-05T11:00:00+99:99", "24:00", "-00:00", "２０１８-０６-０５", "00000000-0000-0000-0000-000000000000", "0" * 36, "\0", "a\0b", "\r\nX: y",
    "..", "../../etc/passwd", "%00", "%", "%zz", "%ff%fe", "\ufeff", "\u202e", "\ud800", "\U0010ffff", "ﷺ" * 300, "İ", "ß" * 400, "㍿", "🏳️‍🌈" * 50,
    "figures", "lectures.viewings", "-pk", "__class__", "pk__in", "password", "unit__secret", ";", ",", ",,,,", "a,b", "1,2,3", "*", "?", "#", "&", "=",
    '{"a":' * 500, "[" * 5000, '{"a": 1e400}', '{"a": "\\ud800"}', "<", "'", '"', "\\", "$", "`", "|", "(((((", "{{ 7*7 }}", "{% csrf_token %}",
)  # fmt: skip
_HEADERS: tuple[tuple[str, str], ...] = (
    ("Accept-Language", "zq;q=9e999, *;q=,,, en-"), ("Accept-Language", "a" * 6000), ("Accept", "text/" + "x" * 3000), ("Referer", "javascript:alert(1)"),
    ("Referer", "http://[::1"), ("Host", "localhost:99999"), ("Host", "a..b"), ("Origin", "null"), ("Cookie", "sxh_session=" + "z" * 4000),
    ("Cookie", "a" * 8000), ("Cookie", "csrftoken=\xff; theme=\x00"), ("If-None-Match", '"' * 900), ("If-Modified-Since", "Thu, 99 Foo 99999 99:99:99 GMT"),
    ("Range", "bytes=-" + "9" * 400), ("Range", "bytes=0-,1-,2-" + ",3-" * 900), ("Content-Type", "multipart/form-data"), ("Content-Type", "text/html; charset=utf-99"),
    ("Content-Type", "application/x-www-form-urlencoded; charset=idna"),
    ("Content-Type", 'application/x-www-form-urlencoded; x="; charset=undefined"; CHARSET* = "utf-16"'), ("Content-Type", "text/plain; charset=punycode; charset=hex"), ("X-Forwarded-For", "999.999.999.999"), ("X-Requested-With", "XMLHttpRequest"),
    ("Authorization", "Bearer " + "\xff" * 40), ("Authorization", "Basic !!!!"), ("User-Agent", "\x1b[31m" * 40), ("Last-Event-ID", "9" * 400), ("HX-Request", "true"),
)  # fmt: skip


@dataclass(frozen=True)
class Place:
    """An address to send to: the parts of its path, who goes there, the fields that its forms have with what they hold."""

    route: str
    path: str
    role: str
    fields: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Request:
    """One request. `headers` are latin-1."""

    place: Place
    method: str
    path: str
    query: str
    kind: str
    body: bytes
    headers: Mapping[str, str]

    def __str__(self) -> str:
        asked = f"?{self.query}" if self.query else ""
        return (
            f"{self.method} {self.path}{asked} as {self.place.role} {self.kind} {self.body!r} {self.headers}"
        )


def asked_names() -> list[str]:
    """Every name that some view asks a query or a body for: read in the sources, so that a new one is tried too."""
    found: set[str] = set()
    for path in SOURCES.rglob("*.py"):
        found.update(_ASKED.findall(path.read_text(encoding="utf-8")))
    return sorted(found)


class Maker:
    """Makes requests one after another. `places`: where to."""

    def __init__(self, places: Sequence[Place], seed: int) -> None:
        self._chance = random.Random(seed)
        self._places = places
        self._names = asked_names()
        #: How many things were wrong so far: what is in a path, a query, a field, a header.
        self.wrong = 0
        self._texts = tuple(one.text for one in strings()) + _ODD * 8

    def request(self) -> Request:
        """The next one."""
        chance = self._chance
        place = chance.choice(self._places)
        method = chance.choices(("GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS"), (45, 45, 3, 3, 2, 2))[0]
        path = self._path(place.path) if chance.random() < 0.2 else place.path
        query = self._query(place) if method == "GET" or chance.random() < 0.2 else ""
        kind, body = self._body(place) if method in {"POST", "PUT"} else ("", b"")
        headers = dict(chance.sample(_HEADERS, chance.choice((1, 1, 2)))) if chance.random() < 0.15 else {}
        self.wrong += len(headers)
        return Request(place, method, path, query, headers.pop("Content-Type", kind), body, headers)

    def _wrong(self) -> str:
        self.wrong += 1
        return self._chance.choice(self._texts)

    def _path(self, path: str) -> str:
        """The path with one of its parts exchanged."""
        parts = path.split("/")
        places = [number for number, part in enumerate(parts) if part]
        if not places:
            return "/" + _quoted(self._wrong())[:2000]
        parts[self._chance.choice(places)] = _quoted(self._wrong())[:2000]
        return "/".join(parts)

    def _query(self, place: Place) -> str:
        names = self._chance.sample(self._names, self._chance.randint(0, 3))
        pairs = [(name, self._wrong()) for name in names]
        if place.fields and self._chance.random() < 0.3:
            pairs.append((self._chance.choice(list(place.fields)), self._wrong()))
        return "&".join(f"{name}={_quoted(value)[:3000]}" for name, value in pairs)

    def _body(self, place: Place) -> tuple[str, bytes]:
        chance = self._chance
        if chance.random() < 0.04:
            return chance.choice(
                ("application/json", "text/plain", "application/octet-stream")
            ), self._wrong().encode("utf-8", "surrogatepass")
        fields = self._fields(place)
        form = chance.random()
        if form < 0.1:
            return "application/json", json.dumps({name: [value] for name, value in fields}).encode()
        if form < 0.3:
            return f"multipart/form-data; boundary={_BOUNDARY}", self._multipart(fields)
        return "application/x-www-form-urlencoded", "&".join(
            f"{_quoted(name)}={_quoted(value)}" for name, value in fields
        ).encode()

    def _fields(self, place: Place) -> list[tuple[str, str]]:
        """The form as it stands, with a few fields wrong, missing, twice, or not its own."""
        chance = self._chance
        fields = [(name, value) for name, values in place.fields.items() for value in values]
        for _ in range(chance.choice((1, 1, 2, 3))):
            act = chance.random()
            if fields and act < 0.7:
                number = chance.randrange(len(fields))
                fields[number] = (fields[number][0], self._wrong())
            elif fields and act < 0.8:
                fields.pop(chance.randrange(len(fields)))
            elif fields and act < 0.87:
                fields.append((chance.choice(fields)[0], self._wrong()))
            else:
                fields.append((chance.choice(self._names), self._wrong()))
        return fields

    def _multipart(self, fields: list[tuple[str, str]]) -> bytes:
        parts = []
        for name, value in fields:
            head = f'form-data; name="{name}"'
            if self._chance.random() < 0.2:
                head += f'; filename="{_quoted(self._wrong())[:300]}"\r\nContent-Type: image/png'
            parts.append(f"--{_BOUNDARY}\r\nContent-Disposition: {head}\r\n\r\n{value}\r\n")
        end = "" if self._chance.random() < 0.1 else f"--{_BOUNDARY}--\r\n"
        return ("".join(parts) + end).encode("utf-8", "surrogatepass")


def _quoted(text: str) -> str:
    """As it goes over the wire: mostly as browsers write it, and what is no text at all as bytes."""
    try:
        return quote(text, safe="")
    except UnicodeEncodeError:
        return quote_from_bytes(text.encode("utf-8", "surrogatepass"), safe="")
