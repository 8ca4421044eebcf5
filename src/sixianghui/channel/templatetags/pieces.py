"""Template words of pieces: their furniture, their text, and what machines read of them."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import dataclass
from typing import Any

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sixianghui.access.public import draw_qr
from sixianghui.channel import queries
from sixianghui.channel.models import BasePage, Piece
from sixianghui.channel.safe_html import shown
from sixianghui.common import time
from sixianghui.ledger.public import Scope, UnknownFigure
from sixianghui.ledger.public import get as figure_called
from sixianghui.media.public import Picture, may_be_published
from sixianghui.notify.public import whole as whole_address
from sixianghui.remarks.public import Part, part

register = template.Library()
_NOT_XML = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
#: What could end a script element, or be read as something else than the text it is.
_IN_SCRIPT = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


@register.simple_tag
def furniture(piece: Piece) -> queries.Furniture:
    """Everything around a piece; a page asks for its head and for its body."""
    known: queries.Furniture | None = getattr(piece, "_furniture", None)
    if known is None:
        known = piece._furniture = queries.furniture_of(piece)
    return known


@register.simple_tag
def talk_about(piece: Piece) -> Part | None:
    """What readers say about a piece that is out, or nothing where they may not."""
    thread = queries.thread_of(piece)
    piece.talk = None if thread is None else part(thread)
    return piece.talk


@register.simple_tag
def taken_back(piece: Piece) -> Any:
    """When a piece was taken back."""
    return queries.taken_back_on(piece)


@register.simple_tag
def reads_of(piece: Piece) -> Scope:
    """What the number of reads is narrowed to on the page of a piece."""
    return Scope(thing=("piece", piece.pk))


@register.filter
def publishable(picture: Picture | None) -> bool:
    """Whether a picture may stand on a page for everybody."""
    return picture is not None and may_be_published(picture)


@register.filter
def cleaned(value: Any) -> SafeString:
    """Paragraphs as HTML, cleaned once more."""
    return shown(getattr(value, "source", None) or str(value or ""))


@dataclass(frozen=True)
class Sentence:
    """A sentence around a number, and whether there is such a figure."""

    before: str
    after: str
    known: bool


@register.simple_tag
def sentence_around(name: str, words: str) -> Sentence:
    """A sentence cut where its number goes: at {}, or at its end."""
    before, _mark, after = str(words).partition("{}")
    try:
        figure_called(str(name))
    except UnknownFigure:
        return Sentence(before, after, known=False)
    return Sentence(before, after, known=True)


@register.filter
def xml(text: object) -> str:
    """A text without the characters that no XML may hold; the template escapes the rest."""
    return _NOT_XML.sub("", str(text or ""))


@register.filter
def whole(path: str) -> str:
    """A path of this site as an address that works anywhere."""
    return whole_address(path)


@register.simple_tag(takes_context=True)
def whole_url(context: Context, page: BasePage) -> str:
    """A page's address that works anywhere, in the language of this page."""
    return whole_address(page.get_url(context.get("request")) or "/")


@register.filter
def tag_uri(page: BasePage) -> str:
    """A name that a page keeps wherever the site moves."""
    return f"urn:uuid:{page.translation_key}"


@register.simple_tag
def latest_of(page: BasePage, pieces: list[Piece]) -> dt.datetime | None:
    """When a feed last changed: the latest moment among its entries, or that of the page it is about."""
    moments = [piece.last_published_at for piece in pieces] or [page.last_published_at]
    return max((one for one in moments if one), default=page.latest_revision_created_at)


@register.simple_tag
def qr(address: str) -> Any:
    """A QR code to draw."""
    return draw_qr(address)


@register.simple_tag(takes_context=True)
def structured(
    context: Context, piece: Piece, around: queries.Furniture, picture: str | None = None
) -> SafeString:
    """What search engines read of a piece, as JSON that cannot end the element it stands in."""
    request = context.get("request")
    address = whole_address(piece.get_url(request) or "/")
    corrections = [one.what for one in around.corrections]
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle" if hasattr(piece, "occurs_on") else "Article",
        "@id": address,
        "mainEntityOfPage": address,
        "url": address,
        "headline": piece.title[:110],
        "description": piece.summary or piece.title,
        "inLanguage": "zh-Hans",
        "articleSection": piece.column.title,
        "isAccessibleForFree": True,
        "author": {"@type": "Organization", "name": piece.source or piece.byline or _("思享汇")},
        "publisher": {
            "@type": "Organization",
            "name": _("思享汇"),
            "url": whole_address(reverse("wagtail_serve", args=[""])),
        },
    }
    if around.at is not None:
        data["datePublished"] = _here(around.at)
        data["dateModified"] = _here(piece.last_published_at or around.at)
    if piece.byline:
        data["author"] = {"@type": "Person", "name": piece.byline}
    if around.editor:
        data["editor"] = {"@type": "Person", "name": around.editor}
    if piece.kicker:
        data["keywords"] = piece.kicker
    if corrections:
        data["correction"] = corrections
    if picture:
        data["image"] = [whole_address(picture)]
    text = json.dumps(data, ensure_ascii=False)
    for mark, escaped in _IN_SCRIPT.items():
        text = text.replace(mark, escaped)
    return SafeString(text)


def _here(moment: dt.datetime) -> str:
    return moment.astimezone(time.SHANGHAI).isoformat(timespec="seconds")
