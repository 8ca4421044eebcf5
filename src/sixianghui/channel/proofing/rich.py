"""Rich text as paragraphs with their links. Pure."""

from __future__ import annotations

from html.parser import HTMLParser

from sixianghui.channel.proofing.text import Link

_BREAKS = frozenset(("p", "li", "ul", "ol", "h2", "h3", "h4", "div", "br", "hr", "blockquote"))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, tuple[Link, ...]]] = []
        self._text: list[str] = []
        self._links: list[Link] = []
        self._open: tuple[dict[str, str], int] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BREAKS:
            self.flush()
        elif tag == "a":
            self._open = {name: value or "" for name, value in attrs}, len(self._text)

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._open is not None:
            attributes, start = self._open
            self._open = None
            kind, number = attributes.get("linktype", ""), attributes.get("id", "")
            words = "".join(self._text[start:])
            if kind == "page" and number.isdigit():
                self._links.append(Link(words, page=int(number)))
            elif not kind or kind == "external":
                self._links.append(Link(words, href=attributes.get("href", "")))
        elif tag in _BREAKS:
            self.flush()

    def handle_data(self, data: str) -> None:
        self._text.append(data)

    def flush(self) -> None:
        text = "".join(self._text).strip()
        if text:
            self.found.append((text, tuple(self._links)))
        self._text, self._links, self._open = [], [], None


def paragraphs(html: str) -> list[tuple[str, tuple[Link, ...]]]:
    """The paragraphs of a rich text, in their order."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.flush()
    return reader.found
