"""Reads an answer as a browser would and says what in it could act."""

from __future__ import annotations

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from typing import Any
from urllib.parse import unquote

import openpyxl

from tests.faults.channel.hostile import MARK

#: A mark with its number, in any case: it says which string stands here.
MARKED = re.compile(MARK + r"\d{4}", re.IGNORECASE)
_DATA_SCRIPTS = {"application/json", "application/ld+json"}
_OUTSIDERS = {"iframe", "object", "embed", "applet", "base", "frame", "frameset", "portal", "fencedframe"}
_ADDRESSES = {
    "href",
    "src",
    "action",
    "formaction",
    "xlink:href",
    "poster",
    "data",
    "cite",
    "background",
    "ping",
    "srcset",
}
_SCHEME = re.compile(r"^([a-z][a-z0-9+.\-]*):", re.IGNORECASE)
#: What browsers leave out of an address before they look at its scheme.
_LEFT_OUT = re.compile(r"[\t\n\r]|^[\x00-\x20]+")
_PLAIN_SCHEMES = {"http", "https", "mailto", "tel"}
_ELEMENTS = frozenset(
    ["a", "abbr", "address", "area", "article", "aside", "audio", "b", "bdi", "bdo", "blockquote", "body", "br", "button", "canvas", "caption", "cite", "code", "col", "colgroup", "data", "datalist", "dd", "del", "details", "dfn", "dialog", "div", "dl", "dt", "em", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hgroup", "hr", "html", "i", "img", "input", "ins", "kbd", "label", "legend", "li", "link", "main", "map", "mark", "menu", "meta", "meter", "nav", "noscript", "ol", "optgroup", "option", "output", "p", "picture", "pre", "progress", "q", "rp", "rt", "ruby", "s", "samp", "script", "search", "section", "select", "slot", "small", "source", "span", "strong", "style", "sub", "summary", "sup", "table", "tbody", "td", "template", "textarea", "tfoot", "th", "thead", "time", "title", "tr", "track", "u", "ul", "var", "video", "wbr", "svg", "g", "path", "circle", "rect", "line", "polyline", "polygon", "text", "tspan", "defs", "use", "symbol", "desc", "clippath", "lineargradient", "stop", "ellipse", "dialog-toggle"]
)  # fmt: skip

_XML = {
    "http://www.w3.org/2005/Atom": ["feed", "id", "title", "subtitle", "link", "updated", "published", "author", "name", "category", "summary", "entry", "generator"],
    "http://www.sitemaps.org/schemas/sitemap/0.9": ["urlset", "url", "loc", "lastmod", "sitemapindex", "sitemap", "changefreq", "priority"],
    "http://www.google.com/schemas/sitemap-news/0.9": ["news", "publication", "name", "language", "publication_date", "title"],
    "http://www.w3.org/1999/xhtml": ["link"],
}  # fmt: skip


class Reading(HTMLParser):
    """Elements with their attributes, the words, what stands in scripts, and the forms."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.scripts: list[tuple[dict[str, str], str]] = []
        self.forms: list[dict[str, Any]] = []
        self._words: list[str] = []
        self._inside: list[str] = []
        self._box: dict[str, Any] | None = None
        self._select: dict[str, Any] | None = None
        self.feed(html)
        self.close()

    @property
    def words(self) -> str:
        return "".join(self._words)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attributes}
        self.elements.append((tag, found))
        if tag == "script":
            self.scripts.append((found, ""))
        if tag in ("script", "style", "textarea"):
            self._inside.append(tag)
        if tag == "form":
            self.forms.append({"attributes": found, "fields": []})
        self._note_field(tag, found)

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attributes)

    def handle_endtag(self, tag: str) -> None:
        if self._inside and self._inside[-1] == tag:
            self._inside.pop()
        if tag == "textarea":
            self._box = None
        if tag == "select":
            self._select = None

    def handle_data(self, data: str) -> None:
        if self._inside and self._inside[-1] == "script":
            attributes, before = self.scripts[-1]
            self.scripts[-1] = (attributes, before + data)
            return
        if self._box is not None:
            self._box["value"] += data
        self._words.append(data)

    def _note_field(self, tag: str, found: dict[str, str]) -> None:
        if not self.forms or tag not in ("input", "textarea", "select", "option"):
            return
        if tag == "option" and self._select is not None:
            if "selected" in found or self._select["value"] is None:
                self._select["value"] = found.get("value", "")
            return
        if tag == "option" or not found.get("name"):
            return
        kind = found.get("type", "text").lower() if tag == "input" else tag
        field = {
            "name": found["name"],
            "kind": kind,
            "value": found.get("value", ""),
            "on": "checked" in found,
        }
        if tag == "textarea":
            field["value"], self._box = "", field
        if tag == "select":
            field["value"], self._select = None, field
        self.forms[-1]["fields"].append(field)


def dangers(html: str, *, desk: bool = False) -> list[str]:
    """What could act on this page. At the desk Wagtail's own inline scripts stand; there only marked ones are named."""
    page = Reading(html)
    found = [one for tag, attributes in page.elements for one in _of_element(tag, attributes, desk)]
    for attributes, text in page.scripts:
        kind = attributes.get("type", "").strip().lower()
        if kind in _DATA_SCRIPTS:
            try:
                json.loads(text)
            except ValueError:
                found.append(f"data that is no JSON: {text[:120]!r}")
        elif text.strip() and (not desk or MARKED.search(text)):
            found.append(f"a script of somebody else's: {text[:120]!r}")
    return found


def _of_element(tag: str, attributes: dict[str, str], desk: bool) -> list[str]:
    found = []
    marked = MARKED.search(tag) is not None
    if marked or (not desk and tag not in _ELEMENTS and "-" not in tag):
        found.append(f"an element <{tag[:60]}>")
    if tag in _OUTSIDERS and (not desk or any(MARKED.search(value) for value in attributes.values())):
        found.append(f"<{tag}> {attributes}")
    if tag == "meta" and "http-equiv" in attributes and attributes["http-equiv"].lower() == "refresh":
        found.append(f"<meta refresh> {attributes}")
    for name, value in attributes.items():
        by_us = desk and not MARKED.search(value)
        if MARKED.search(name) or re.search(r"[\x00-\x20\"'<>`]", name):
            found.append(f"an attribute {name[:60]!r} of <{tag}>")
        if name.startswith("on") and not by_us:
            found.append(f"{name} of <{tag}>: {value[:120]!r}")
        if name in ("style", "srcdoc") and not by_us:
            found.append(f"{name} of <{tag}>: {value[:120]!r}")
        if name in _ADDRESSES and not _plain(tag, name, value):
            found.append(f"{name} of <{tag}>: {value[:120]!r}")
        if (
            tag == "script"
            and name == "src"
            and not value.startswith(("/static/", "/cms/jsi18n/") if desk else "/static/")
        ):
            found.append(f"a script from {value[:120]!r}")
    return found


def _plain(tag: str, name: str, value: str) -> bool:
    address = _LEFT_OUT.sub("", value)
    scheme = _SCHEME.match(address)
    if scheme is None:
        return not address.replace("\\", "/").startswith("//")
    if tag == "img" and name == "src" and address.lower().startswith("data:image/"):
        return True
    return scheme[1].lower() in _PLAIN_SCHEMES and not (name != "href" and MARKED.search(address))


def dangers_of_xml(text: bytes) -> list[str]:
    """A feed or a map of the site: well-formed, with no address that acts and no element of another language."""
    try:
        root = ET.fromstring(text)
    except ET.ParseError as error:
        return [f"no XML: {error}"]
    found = []
    for element in root.iter():
        namespace, _brace, name = str(element.tag)[1:].rpartition("}")
        if name not in _XML.get(namespace, ()):
            found.append(f"an element {element.tag}")
        for name, value in element.attrib.items():
            if name in ("href", "src") and not value.startswith(("http://", "https://")):
                found.append(f"{name}: {value[:120]!r}")
    return found


def dangers_of_windows(data: bytes) -> list[str]:
    """Pieces of pages inside JSON, as the desk's windows get them."""
    told = json.loads(data)
    names = ("html", "htmlFragment", "error_message")
    parts = (
        [told[name] for name in names if isinstance(told.get(name), str)] if isinstance(told, dict) else []
    )
    return [one for part in parts for one in dangers(part, desk=True)]


def dangers_of_table(data: bytes) -> list[str]:
    """A workbook or a text of commas: a cell that a spreadsheet would reckon."""
    if data.startswith(b"PK"):
        book = openpyxl.load_workbook(io.BytesIO(data))
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        return [f"a formula: {str(cell.value)[:80]!r}" for cell in cells if cell.data_type == "f"]
    rows = csv.reader(io.StringIO(data.decode("utf-8-sig")))
    return [f"a formula: {cell[:80]!r}" for row in rows for cell in row if cell.startswith(tuple("=+-@\t\r"))]


def dangers_of_headers(answer: Any) -> list[str]:
    """A line that somebody put into the head of an answer."""
    found = []
    for name, value in answer.headers.items():
        if "\n" in value or "\r" in value or name.lower().startswith("x-injected") or MARKED.search(name):
            found.append(f"header {name}: {value[:120]!r}")
        if name.lower() == "location" and not _stays_here(value):
            found.append(f"sent away to {value[:120]!r}")
    found += [f"cookie {name}" for name in answer.cookies if MARKED.search(name)]
    return found


def _stays_here(address: str) -> bool:
    plain = unquote(_LEFT_OUT.sub("", address)).replace("\\", "/")
    return plain.startswith(("/", "?", "http://testserver/")) and not plain.startswith("//")
