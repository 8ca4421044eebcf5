"""Templates keep the strict content policy: nothing inline, nothing from elsewhere."""

from __future__ import annotations

import re

import pytest

from tests.contract.house import all_templates

OFFENCES = {
    "an inline script": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*type=[\"']application/(?:ld\+)?json)[^>]*>", re.I),
    "an inline style sheet": re.compile(r"<style\b", re.I),
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.I),
    "an event attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.I),
    "a javascript: address": re.compile(r"[\"']\s*javascript:", re.I),
    "something from another origin": re.compile(r"<(?:script|link|img|iframe|source|video|audio)\b[^>]*(?:src|href)=[\"'](?:https?:)?//", re.I),
    "text marked safe": re.compile(r"\|\s*safe\b|\{%\s*autoescape\s+off"),
}  # fmt: skip
#: Django comments are no markup.
COMMENTS = re.compile(r"\{#.*?#\}|\{%\s*comment.*?endcomment\s*%\}", re.S)


def offences(path: str, text: str) -> list[str]:
    """What a template does that the content policy forbids."""
    if path.startswith("ui/templates/wagtailadmin/"):
        return []
    bare = COMMENTS.sub("", text)
    return [f"{path}: {name}" for name, pattern in OFFENCES.items() if pattern.search(bare)]


def test_templates_when_written_then_keep_the_content_policy() -> None:
    assert [offence for path, text in all_templates() for offence in offences(path, text)] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<script>alert(1)</script>", "an inline script"),
        ("<style>p { color: red }</style>", "an inline style sheet"),
        ('<p style="color: red">', "a style attribute"),
        ('<button type="button" onclick="go()">', "an event attribute"),
        ('<a href="javascript:go()">', "a javascript: address"),
        ('<script src="https://elsewhere.example/x.js"></script>', "something from another origin"),
        ("{{ title|safe }}", "text marked safe"),
    ],
)
def test_templates_when_one_breaks_the_policy_then_is_found(text: str, expected: str) -> None:
    assert offences("channel/templates/channel/x.html", text) == [
        f"channel/templates/channel/x.html: {expected}"
    ]


def test_templates_when_they_carry_data_or_a_file_then_nothing_is_found() -> None:
    fine = '<script type="application/ld+json">{}</script><script src="/static/x.js" defer></script><p data-on="x">'
    assert offences("channel/templates/channel/x.html", fine) == []
