"""The text of a piece as the proofs read it, and what they find in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import Resolver404, resolve
from wagtail.models import TaskState

from sixianghui.channel.models import BasePage, Piece
from sixianghui.channel.proofing import Around, Finding, Part, Passage, confirmed, links, paragraphs, proof
from sixianghui.channel.queries.links import operators_words
from sixianghui.common import time
from sixianghui.directory.public import open_units


def piece_in(state_id: str) -> Piece | None:
    """The piece in a review, by the number of Wagtail's state of it; None for nonsense."""
    if not state_id.isascii() or not state_id.isdigit() or len(state_id) > 15:
        return None
    state = TaskState.objects.filter(pk=int(state_id)).select_related("workflow_state").first()
    page = state.workflow_state.content_object if state is not None else None
    piece = page.specific if page is not None else None
    return piece if isinstance(piece, Piece) else None


def findings_of(piece: Piece) -> list[Finding]:
    """What the proofs find in the latest version of a piece."""
    return findings_in(piece.get_latest_revision_as_object())


def all_confirmed(piece: Piece) -> dict[str, Any]:
    """What somebody says of a piece's latest version who has looked at everything and found it in order."""
    return confirmed(findings_of(piece))


def findings_in(piece: Piece) -> list[Finding]:
    """What the proofs find in these words, saved or not."""
    passages = list(passages_of(piece))
    return proof(passages, _around(passages))


def _around(passages: list[Passage]) -> Around:
    return Around(
        today=time.today(),
        units=tuple(open_units().order_by("name").values_list("name", flat=True).distinct()),
        dead=_dead(passages),
        words=operators_words(),
    )


def _dead(passages: list[Passage]) -> frozenset[int | str]:
    """The pages linked to that are not out, and the paths of ours that lead nowhere."""
    pages, paths = links.addresses_in(passages)
    dead: set[int | str] = set()
    if pages:
        dead |= pages - set(BasePage.objects.live().filter(pk__in=pages).values_list("pk", flat=True))
    return frozenset(dead | {path for path in paths if not _leads_somewhere(path)})


def _leads_somewhere(path: str) -> bool:
    bare = path.split("#")[0].split("?")[0]
    try:
        found = resolve(bare)
    except (Resolver404, ValueError):
        return False
    if found.url_name != "wagtail_serve":
        return True
    return any(page.url == bare for page in _named(bare.rstrip("/").rsplit("/", 1)[-1]))


def _named(slug: str) -> Iterator[BasePage]:
    if slug:
        yield from BasePage.objects.live().filter(slug=slug)[:20]
    else:
        yield from BasePage.objects.live().filter(depth=2)[:5]


def passages_of(piece: Piece) -> Iterator[Passage]:
    """All that readers will read of a piece, paragraph by paragraph."""
    for part, name in (
        (Part.TITLE, "title"),
        (Part.KICKER, "kicker"),
        (Part.SUMMARY, "summary"),
        (Part.SOURCE, "source"),
        (Part.SOURCE, "byline"),
        (Part.CAPTION, "lead_caption"),
        (Part.PERSON, "person"),
        (Part.PERSON, "role"),
        (Part.QUOTE, "quote"),
        (Part.CORRECTION, "correction"),
    ):
        yield from _line(part, getattr(piece, name, ""))
    for number, block in enumerate(_blocks(piece, "body"), start=1):
        yield from _block(block, number)
    for line in str(getattr(piece, "needs", "") or "").splitlines():
        yield from _line(Part.NEEDS, line)
    for number, block in enumerate(_blocks(piece, "steps"), start=1):
        value = block.get("value") or {}
        for name in ("title", "text", "who", "how_long"):
            for line in str(value.get(name) or "").splitlines():
                yield from _line(Part.STEP if name == "text" else Part.NEEDS, line, number)


def _blocks(piece: Piece, name: str) -> list[Any]:
    stream = getattr(piece, name, None)
    return list(stream.raw_data) if stream else []


def _block(block: Any, number: int) -> Iterator[Passage]:
    kind, value = block.get("type"), block.get("value")
    if kind == "text":
        for text, found in paragraphs(str(value or "")):
            yield Passage(Part.TEXT, text, number, found)
    elif kind == "heading":
        yield from _line(Part.HEADING, value, number)
    elif isinstance(value, dict):
        for part, name in (
            (Part.QUOTE, "words"),
            (Part.PERSON, "who"),
            (Part.CAPTION, "caption"),
            (Part.FILE, "label"),
        ):
            as_part = Part.FIGURE if kind == "figure" else part
            yield from _line(as_part, value.get(name), number)


def _line(part: Part, text: Any, number: int = 0) -> Iterator[Passage]:
    if isinstance(text, str) and text.strip():
        yield Passage(part, text.strip(), number)
