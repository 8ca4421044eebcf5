"""The control: what the tests beside this one look for is seen when it is there."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.http import HttpResponse
from django.template import Context, Template

from tests.faults.channel.hostile import COUNT, strings
from tests.faults.channel.inert import dangers, dangers_of_headers, dangers_of_table, dangers_of_xml
from tests.faults.channel.walking import Door, Sent, faults_of, walk

#: One hole each, as somebody in a hurry makes it.
HOLES = {
    "in the text": "<main>{{ text|safe }}</main>",
    "in an attribute": '<main><p title="{{ text|safe }}">a</p></main>',
    "in an address": '<main><a href="{{ text }}">a</a></main>',
    "in a script": "<main><script>var a = '{{ text|safe }}';</script></main>",
    "in data": '<script type="application/ld+json">{"headline": "{{ text|safe }}"}</script>',
}
SAFE = '<main title="{{ text }}"><p>{{ text }}</p><a href="/search/?q={{ text|urlencode }}">{{ text }}</a><textarea name="a">\n{{ text }}</textarea></main>'


def made(template: str, text: str) -> str:
    return Template(template).render(Context({"text": text}))


@pytest.mark.parametrize(
    ("hole", "kind", "at_least"),
    [
        ("in the text", "script", 30), ("in the text", "event", 95), ("in an attribute", "event", 10), ("in an address", "address", 18),
        ("in a script", "script", 100), ("in data", "json", 10),
    ],
)  # fmt: skip
def test_page_with_a_hole_when_looked_at_then_is_seen_as_dangerous(
    hole: str, kind: str, at_least: int
) -> None:
    seen = [one.name for one in strings(COUNT) if one.kind == kind and dangers(made(HOLES[hole], one.read))]
    assert len(seen) >= at_least, seen


def test_page_without_a_hole_when_looked_at_then_is_seen_as_harmless(
    record_property: Callable[..., None],
) -> None:
    wrong = [one.name for one in strings(COUNT) if dangers(made(SAFE, one.read))]
    record_property(
        "counted", f"hostile strings on a safe page: {COUNT} looked at, {len(wrong)} seen as dangerous"
    )
    assert wrong == []


def test_head_feed_and_table_with_a_hole_when_looked_at_then_are_seen_as_dangerous() -> None:
    answer = HttpResponse()
    answer.headers["X-Injected"] = "zq0001"
    answer.set_cookie("zq0001", "1")
    assert len(dangers_of_headers(answer)) == 2
    away = HttpResponse(status=302, headers={"Location": "//evil.example/"})
    assert dangers_of_headers(away) != []
    assert dangers_of_xml(b"<feed xmlns='http://www.w3.org/2005/Atom'><title>\x01</title></feed>") != []
    assert (
        dangers_of_xml(b"<feed xmlns='http://www.w3.org/2005/Atom'><link href='javascript:a'/></feed>") != []
    )
    assert dangers_of_xml(b"<feed xmlns='http://www.w3.org/2005/Atom'><script/></feed>") != []
    assert dangers_of_table(b"title\n=1+1\n") != []
    assert faults_of(HttpResponse(status=500), "/") == ["status 500"]


class _Careless(Door):
    """A form that keeps what it likes and refuses without a word."""

    def __init__(self, *, refuses: bool) -> None:
        self.name, self.path, self.refuses = "careless", "/", refuses
        self.undo, self.typed, self.plain, self.before = False, ["text"], {}, {}
        self.stored, self.shown, self.reset = (lambda: {"text": "something else"}), tuple, (lambda: None)

    def send(self, values: Any) -> Sent:
        answer: Any = HttpResponse(
            status=400 if self.refuses else 302, headers={} if self.refuses else {"Location": "/"}
        )
        return Sent(answer, taken=not self.refuses, refused={"text": ""}, held={"text": "lost"})


@pytest.mark.parametrize("refuses", [True, False], ids=["refuses", "keeps"])
def test_form_that_loses_what_was_typed_when_walked_through_then_is_seen(refuses: bool) -> None:
    book = walk(_Careless(refuses=refuses), strings(20), every_field=False)
    assert len(book.wrong) >= 20
    assert SimpleNamespace(**book.counted).placed == 20
