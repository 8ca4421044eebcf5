"""Goes to a form as a browser does, puts something into each of its fields, and looks at what comes back."""

from __future__ import annotations

import datetime as dt
import gc
import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote_from_bytes

from django.db import transaction
from django.test import Client

from sixianghui.access.models import OpenSession
from tests.faults.channel.hostile import Hostile
from tests.faults.channel.inert import (
    Reading,
    dangers,
    dangers_of_headers,
    dangers_of_table,
    dangers_of_windows,
    dangers_of_xml,
)

#: Kinds of fields into which somebody types.
TYPED = {"text", "textarea", "search", "url", "email", "number", "tel", "hidden-typed", "date", "range"}
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
Answer = Any
#: The field of a form that makes something, by which a second sending is known; each form is sent once.
_INTENT = "intent"


def urlencoded(values: Mapping[str, Any]) -> bytes:
    """As a browser sends it; bytes as they are."""
    pairs = []
    for name, value in values.items():
        several = value if isinstance(value, list) else [value]
        for one in several:
            raw = one if isinstance(one, bytes) else str(one).encode("utf-8", "surrogatepass")
            pairs.append(f"{quote_from_bytes(name.encode())}={quote_from_bytes(raw)}")
    return "&".join(pairs).encode()


def post(client: Client, path: str, values: Mapping[str, Any], **more: Any) -> Answer:
    return client.post(path, urlencoded(values), content_type="application/x-www-form-urlencoded", **more)


def body_of(answer: Answer) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else bytes(answer.content)


def faults_of(answer: Answer, path: str) -> list[str]:
    """What is wrong with an answer, whatever was asked."""
    found = dangers_of_headers(answer)
    if answer.status_code >= 500:
        found.append(f"status {answer.status_code}")
    kind = answer.headers.get("Content-Type", "")
    if kind.startswith("text/html"):
        found += _dangers(body_of(answer).decode(), desk=path.startswith("/cms/"))
    elif kind.startswith("application/json"):
        found += dangers_of_windows(body_of(answer))
    elif kind.startswith(("text/csv", "application/vnd.openxml")):
        found += dangers_of_table(body_of(answer))
    elif "xml" in kind:
        found += dangers_of_xml(body_of(answer))
    return found


def _dangers(html: str, *, desk: bool) -> list[str]:
    """Of a page that differs from a harmless one in nothing but its fresh keys there is nothing to say: most pages pay no
    heed to what they were asked, and reading one takes as long as making it."""
    same = hash((desk, _FRESH.sub("", html)))
    if same in _HARMLESS:
        return []
    found = dangers(html, desk=desk)
    if not found:
        _HARMLESS.add(same)
    return found


#: Keys that are others on every page.
_FRESH = re.compile(
    r"""csrfmiddlewaretoken" value="[^"<>]*|nonce="[^"<>]*|CSRF_TOKEN"?: ?"[^"<>]*|name="intent" value="[^"<>]*"""
)
_HARMLESS: set[int] = set()


def like(sent: str, kept: str) -> bool:
    """The same text, but for what is documented: line ends, control characters (a blank instead, or none), spaces around it.

    Half a sign, which is none, is told by one mark where it came as JSON and by one a byte where it came as a form.
    """
    return any(_cleaned(sent, blank) == _cleaned(kept, blank) for blank in (" ", ""))


def _cleaned(text: str, blank: str) -> str:
    text = re.sub("\ufffd+", "\ufffd", _CONTROL.sub(blank, text))
    return re.sub(r"[\s\ufeff]+", " ", text).strip()


@dataclass
class Sent:
    """What became of one sending: taken, or which fields were refused with which sentence, and what the form holds now."""

    answer: Answer
    taken: bool
    refused: dict[str, str] = field(default_factory=dict)
    held: dict[str, str] = field(default_factory=dict)


class Door:
    """A form. `stored`: what was kept of each field; `shown`: where it can be read afterwards."""

    def __init__(
        self,
        name: str,
        client: Client,
        path: str,
        *,
        has: str,
        stored: Callable[[], Mapping[str, str | None]] | None = None,
        shown: Callable[[], Iterable[tuple[Client, str]]] = tuple,
        always: Callable[[], Mapping[str, Any]] = dict,
        not_typed: Sequence[str] = (),
        plain: Mapping[str, str] | None = None,
        more: Callable[[], Mapping[str, Any]] = dict,
        reset: Callable[[], None] = lambda: None,
        to: str = "",
        undo: bool = False,
        files: Callable[[], Mapping[str, Any]] = dict,
        typed: Sequence[str] = (),
    ) -> None:
        self.name, self.client, self.path, self.has = name, client, path, has
        self.to, self.undo, self.files, self.not_typed = to, undo, files, not_typed
        self.stored, self.shown, self.always, self.reset, self.more = stored, shown, always, reset, more
        self.plain = dict(plain or {})
        self.before: dict[str, Any] = {}
        self.typed = list(typed)
        if not typed:
            self.before, self.typed = self.read()

    def read(self) -> tuple[dict[str, Any], list[str]]:
        """The fields as they stand when somebody opens the page, and those into which one types."""
        page = Reading(self.client.get(self.path).content.decode())
        form = self._form(page)
        before: dict[str, Any] = {}
        typed = []
        for one in form["fields"]:
            if one["kind"] in ("submit", "button", "file", "image", "reset"):
                continue
            if one["kind"] in ("checkbox", "radio") and not one["on"]:
                continue
            before[one["name"]] = one["value"] or ("on" if one["kind"] in ("checkbox", "radio") else "")
            if one["kind"] in TYPED and one["name"] not in self.not_typed:
                typed.append(one["name"])
        return before, typed

    def _form(self, page: Reading) -> dict[str, Any]:
        for form in page.forms:
            if any(one["name"] == self.has for one in form["fields"]):
                return form
        raise AssertionError(f"{self.name}: {self.path} has no form with {self.has}")

    def send(self, values: Mapping[str, str | bytes]) -> Sent:
        """Send the form as it stood, with these values."""
        everything = {**self.before, **self.always(), **values}
        to = self.to or self.path
        files = self.files()
        answer = (
            self.client.post(to, {**_texts(everything), **files}, **self.more())
            if files
            else post(self.client, to, everything, **self.more())
        )
        if answer.status_code in (301, 302, 303):
            return Sent(answer, taken=True)
        refused = dict(errors_of(answer))
        if answer.status_code == 200 and not refused:
            return Sent(answer, taken=True)
        held = {}
        if answer.headers.get("Content-Type", "").startswith("text/html"):
            for form in Reading(answer.content.decode()).forms:
                if any(one["name"] == self.has for one in form["fields"]):
                    held = {one["name"]: one["value"] for one in form["fields"] if one["kind"] in TYPED}
        return Sent(answer, taken=False, refused=refused, held=held)


def _texts(values: Mapping[str, Any]) -> dict[str, Any]:
    """For a form with files, whose maker takes bytes for a list."""
    return {
        name: one.decode("utf-8", "replace") if isinstance(one, bytes) else one
        for name, one in values.items()
    }


def errors_of(answer: Answer) -> Iterator[tuple[str, str]]:
    """The fields that a form of this answer refuses, and the sentence of each; those of the forms within it too."""
    known: set[int] = set()
    for value in _values(answer):
        if id(value) not in known:
            known.add(id(value))
            yield from _errors_in(value)


def _errors_in(form: Any) -> Iterator[tuple[str, str]]:
    errors = getattr(form, "errors", None)
    if errors and hasattr(form, "fields") and hasattr(errors, "items"):
        for name, sentences in errors.items():
            yield form.add_prefix(name) if name != "__all__" else name, " ".join(map(str, sentences))
    within = getattr(form, "formsets", None)
    for several in within.values() if isinstance(within, dict) else ():
        for one in several.forms:
            yield from _errors_in(one)


def _values(answer: Answer) -> Iterator[Any]:
    for context in answer.context or ():
        for layer in getattr(context, "dicts", ()):
            yield from layer.values() if isinstance(layer, dict) else ()


@dataclass
class Book:
    """What was seen, in numbers, and what was wrong."""

    counted: Counter[str] = field(default_factory=Counter)
    strings: set[int] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)
    #: Memory of this process once it had warmed up, and at the end.
    warm: int = 0
    last: int = 0

    @property
    def grown(self) -> int:
        """Bytes."""
        return max(0, self.last - self.warm)

    def line(self, name: str) -> str:
        parts = ", ".join(f"{key} {number}" for key, number in sorted(self.counted.items()))
        return f"hostile strings through {name}: {len(self.strings)} strings; {parts}; memory +{self.grown // 1_000_000} MB; wrong {len(self.wrong)}"


def rows(strings: Sequence[Hostile], width: int, *, every_field: bool) -> Iterator[list[Hostile]]:
    """Fillings of a form. With `every_field` each string stands once in each field; else at least once in one."""
    count = len(strings)
    if every_field:
        for row in range(count):
            yield [strings[(row + column * 7) % count] for column in range(width)]
        return
    for row in range(-(-count // width)):
        yield [strings[(row * width + column) % count] for column in range(width)]


def walk(door: Door, strings: Sequence[Hostile], *, every_field: bool, book: Book | None = None) -> Book:
    """Every string through the door: nothing acts, nothing breaks, what is taken is kept, what is refused is said."""
    book = book or Book()
    fillings = list(rows(strings, len(door.typed), every_field=every_field))
    for number, row in enumerate(fillings):
        if number == len(fillings) // 3:
            book.warm = memory()
        wanted = dict(zip(door.typed, row, strict=True))
        if not door.undo:
            _one_row(door, wanted, book)
            continue
        stay_signed_in()
        with transaction.atomic():
            if _INTENT in door.before:
                door.before, _typed = door.read()
            _one_row(door, wanted, book)
            transaction.set_rollback(True)
    book.last = memory()
    return book


def stay_signed_in() -> None:
    """Whoever is at work has been seen just now. Where what was done is taken back, so is that they were seen, and after half
    an hour a session of the staff is over: the long lane takes longer."""
    OpenSession.objects.update(seen_at=dt.datetime.now(dt.UTC))


def memory() -> int:
    """What this process holds now; nothing where the system does not say."""
    gc.collect()
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


def _one_row(door: Door, wanted: dict[str, Hostile], book: Book) -> None:
    book.strings |= {one.number for one in wanted.values()}
    book.counted["placed"] += len(wanted)
    values: dict[str, str | bytes] = {name: one.raw for name, one in wanted.items()}
    names = {name: one.name for name, one in wanted.items()}
    door.reset()

    def wrong(what: str, *fields: str) -> None:
        of = [f"{name}={names.get(name, 'plain')}" for name in (fields or names)]
        book.wrong.append(f"{door.name} [{' '.join(of)}]: {what}")

    for _again in range(4):
        sent = door.send(values)
        book.counted["posts"] += 1
        for fault in faults_of(sent.answer, door.path):
            wrong(fault)
        if sent.taken or sent.answer.status_code >= 500:
            break
        if len(door.typed) == 1 and "__all__" in sent.refused:
            sent.refused[door.typed[0]] = sent.refused[
                "__all__"
            ]  # There is nothing else of which it could be said.
        refused = [name for name in wanted if name in sent.refused and name in names]
        if not refused:
            wrong(f"status {sent.answer.status_code} without a field that says why: {sent.refused}")
            return
        for name in names:
            text = wanted[name].read
            if name in sent.held and not like(text, sent.held[name]):
                wrong(f"lost what was typed: {text[:60]!r} became {sent.held[name][:60]!r}", name)
        for name in refused:
            if not sent.refused[name].strip():
                wrong("refused without a sentence", name)
            book.counted["refused"] += 1
            values[name] = door.plain.get(name, "")
            del names[name]
    if not sent.taken:
        wrong(f"never taken: {sent.refused}")
        return
    book.counted["taken"] += len(names)
    kept = door.stored() if door.stored else {}
    for name in names:
        if name in kept and not like(wanted[name].read, str(kept[name])):
            wrong(f"kept as {str(kept[name])[:80]!r}, typed was {wanted[name].read[:80]!r}", name)
    for client, path in door.shown():
        page = client.get(path)
        book.counted["pages read"] += 1
        for fault in faults_of(page, path):
            wrong(f"{path}: {fault}")
