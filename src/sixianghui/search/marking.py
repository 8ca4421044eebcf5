"""Results as a reader sees them: the part of a text where the words stand, marked. Pure."""

from __future__ import annotations

import re

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from sixianghui.search.tokens import pieces

AROUND = 30


def marked(text: str, query: str, length: int = 120) -> SafeString:
    """About `length` characters of `text` around the first match of `query`, escaped, each match in `<mark>`."""
    pattern = _pattern(query)
    first = pattern.search(text) if pattern else None
    start = max(0, first.start() - AROUND) if first else 0
    shown = text[start : start + length]
    parts, last = [], 0
    for match in pattern.finditer(shown) if pattern else ():
        parts += [escape(shown[last : match.start()]), f"<mark>{escape(match[0])}</mark>"]
        last = match.end()
    parts.append(escape(shown[last:]))
    before = "…" if start else ""
    after = "…" if start + length < len(text) else ""
    return mark_safe(f"{before}{''.join(parts)}{after}")


def _pattern(query: str) -> re.Pattern[str] | None:
    words = sorted(set(pieces(query)), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)), re.IGNORECASE) if words else None
