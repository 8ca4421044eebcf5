"""What of HTML is let through: the few tags an editor can set, and links that lead to a page, a file or a letter.

Applied when a text is stored and again when it is shown, so that what came in by another way is clean as well.
"""

from __future__ import annotations

import re
from html import unescape

import nh3
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from wagtail.rich_text import expand_db_html

_TAGS = {"p", "br", "b", "strong", "i", "em", "ul", "ol", "li", "a"}
#: What goes together with everything inside it.
_GONE = {"script", "style", "template", "iframe", "object", "noscript", "textarea", "title", "svg", "math"}
_SCHEMES = {"http", "https", "mailto", "tel"}
_ENDS = re.compile(r"</(?:p|li|ul|ol)\s*>|<br\s*/?>", re.IGNORECASE)
_OUTSIDE = re.compile(r'<a href="(?=https?:)')
#: Two slashes, however they are written, lead to another site and look as if they did not.
_TWO_SLASHES = re.compile(r"^[\s\x00-\x20]*[/\\][\s\x00-\x20]*[/\\]")


def clean_stored(html: str) -> str:
    """A text as it is stored: links to our own pages and files are numbers."""
    return nh3.clean(
        html,
        tags=_TAGS,
        clean_content_tags=_GONE,
        attributes={"a": {"href", "linktype", "id"}},
        attribute_filter=_kept,
        url_schemes=_SCHEMES,
        link_rel=None,
    )


def clean_shown(html: str) -> str:
    """A text as it is shown. A link to another site does not tell it who sent, and lends it nothing."""
    clean = nh3.clean(
        html,
        tags=_TAGS,
        clean_content_tags=_GONE,
        attributes={"a": {"href"}},
        attribute_filter=_kept,
        url_schemes=_SCHEMES,
        link_rel=None,
    )
    return _OUTSIDE.sub('<a rel="noopener nofollow" href="', clean)


def shown(stored: str) -> SafeString:
    """A stored text as HTML for a page."""
    return SafeString(clean_shown(expand_db_html(clean_stored(stored))))


def plain(html: str) -> str:
    """The words of a text as somebody would type them: each paragraph and each entry of a list on lines of its own."""
    return unescape(strip_tags(_ENDS.sub("\n", html)))


def _kept(_tag: str, name: str, value: str) -> str | None:
    if name == "href" and _TWO_SLASHES.match(value):
        return None
    if name == "linktype" and value not in {"page", "document"}:
        return None
    if name == "id" and not value.isdecimal():
        return None
    return value
