"""Strings that would do something if a page took them for more than words: 300 and more, made from their parts."""

from __future__ import annotations

import html
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5lib

_CALL = "alert(1)"
#: What a browser might run.
_ELEMENTS = (
    f"<script>{_CALL}</script>",
    "<script src=//x.example/a.js></script>",
    f"<img src=x onerror={_CALL}>",
    f"<svg onload={_CALL}>",
    f"<svg><script>{_CALL}</script></svg>",
    f"<svg><a xlink:href=javascript:{_CALL}><text>x",
    f"<svg><animate onbegin={_CALL} attributeName=x>",
    f"<svg><set attributeName=href to=javascript:{_CALL}>",
    f"<math><mi xlink:href=javascript:{_CALL}>x",
    f"<math><mtext><table><mglyph><style><img src onerror={_CALL}>",
    f"<body onload={_CALL}>",
    f"<iframe src=javascript:{_CALL}></iframe>",
    f"<iframe srcdoc='<script>{_CALL}</script>'>",
    f"<object data=javascript:{_CALL}>",
    f"<embed src=javascript:{_CALL}>",
    f"<a href=javascript:{_CALL}>x</a>",
    f"<a href='java\tscript:{_CALL}'>x</a>",
    f"<a href='&#106;avascript:{_CALL}'>x</a>",
    "<a href=data:text/html,<script>x>x</a>",
    f"<a href=vbscript:{_CALL}>x</a>",
    "<a href=//x.example>x</a>",
    "<a href='/\\x.example'>x</a>",
    f"<a onmouseover={_CALL}>x</a>",
    f"<p style=background:url(javascript:{_CALL})>",
    "<style>*{background:url(//x.example)}</style>",
    "<link rel=stylesheet href=//x.example>",
    "<base href=//x.example>",
    f"<meta http-equiv=refresh content=0;url=javascript:{_CALL}>",
    f"<form action=javascript:{_CALL}><button>x",
    f"<button formaction=javascript:{_CALL}>x",
    f"<input autofocus onfocus={_CALL}>",
    f"<details open ontoggle={_CALL}>",
    f"<video><source onerror={_CALL}>",
    f"<audio src onerror={_CALL}>",
    f"<marquee onstart={_CALL}>",
    f"<template><script>{_CALL}</script></template>",
    f"<noscript><p title='</noscript><img src=x onerror={_CALL}>'>",
    f"<textarea></textarea><img src=x onerror={_CALL}>",
    f"<title></title><img src=x onerror={_CALL}>",
    f"<p/onclick={_CALL}>x",
    f"<x-toggle onclick={_CALL}>x",
    "{{ request.user }}{% debug %}",
    "${7*7}#{7*7}<%= 7*7 %>",
    "&lt;script&gt;&#x3c;b&#x3e;",
)
#: How it might get out of the place where it stands.
_AROUND = (
    "{}", "\">{}", "'>{}", "</script>{}", "</title>{}", "-->{}<!--", "]]>{}<![CDATA[", "</p></div>{}",
)  # fmt: skip
STRINGS = tuple(around.format(one) for one in _ELEMENTS for around in _AROUND)

_SCHEMES = ("http:", "https:", "mailto:", "tel:")
_ADDRESSES = ("href", "src", "action", "formaction", "data", "poster", "xlink:href", "srcset")
_NEVER = {
    "iframe",
    "object",
    "embed",
    "base",
    "applet",
    "marquee",
    "animate",
    "set",
    "math",
    "template",
    "style",
}


def parsed(text: str, *, strict: bool = False) -> Element:
    """A page as a browser would build it. Raises at the first error of grammar when `strict`."""
    builder = html5lib.getTreeBuilder("etree")
    parser = html5lib.HTMLParser(builder, strict=strict, namespaceHTMLElements=False)
    root: Element = parser.parse(text)
    return root


def offences(root: Element) -> Iterator[str]:
    """What in a page could run, or lead a reader somewhere without a word."""
    for one in root.iter():
        tag = str(one.tag).rpartition("}")[2].lower()
        if (tag in _NEVER and not _is_pattern(one)) or (tag == "meta" and "http-equiv" in one.attrib):
            yield tag
        if tag == "script" and not _is_ours(one):
            yield "script"
        for name, value in one.attrib.items():
            plain = str(name).rpartition("}")[2].lower()
            if plain.startswith("on") or plain in {"style", "srcdoc"}:
                yield f"{tag} {plain}"
            if plain in _ADDRESSES and not _is_fine("".join(value.split()).lower()):
                yield f"{tag} {plain}={value}"


def _is_pattern(one: Element) -> bool:
    """What the island of a thread copies: inert, and marked as ours."""
    return bool({"data-one", "data-gone", "data-words"} & set(one.attrib))


def _is_ours(script: Element) -> bool:
    """A file of ours, or data."""
    return script.get("src", "").startswith("/static/") or script.get("type") == "application/ld+json"


def _is_fine(address: str) -> bool:
    if address.startswith(("//", "/\\", "\\")):
        return False
    head = address.split("/")[0].split("?")[0].split("#")[0]
    return ":" not in head or address.startswith(_SCHEMES)


def text_of(root: Element, tag: str, css: str = "") -> list[str]:
    """The words of each element of a kind, without spaces and without the marks that allow a line to break."""
    return [
        bare("".join(one.itertext()))
        for one in root.iter(tag)
        if not css or css in str(one.get("class", "")).split()
    ]


def bare(text: str) -> str:
    """A text without spaces and `|`."""
    return "".join(text.split()).replace("|", "")


def typed(text: str) -> str:
    """A paragraph in which somebody typed this."""
    return f"<p>{html.escape(text)}</p>"
