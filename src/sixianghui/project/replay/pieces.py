"""A draft of the demo as a page of the channel, in its first version and in the one that puts it right."""

from __future__ import annotations

import zlib
from html import escape

from sixianghui.channel.public import ArticlePage, GuidePage, Piece
from sixianghui.media.public import Picture
from sixianghui.project.replay.content.drafts import Block, BlockKind, Draft
from sixianghui.project.replay.gallery import picture_of
from sixianghui.project.replay.steps import Stage

#: By whether a draft has steps.
KINDS: dict[bool, type[ArticlePage] | type[GuidePage]] = {False: ArticlePage, True: GuidePage}
_STEP = ("title", "text", "who", "how_long", "rule", "article", "confirmed")


def first_version(draft: Draft, stage: Stage, *, returned: bool = False, corrected: bool = False) -> Piece:
    """The page as it is first handed in; one that will be sent back or put right has its fault."""
    piece = _piece(draft, stage)
    if returned:
        piece.title = f"关于“{draft.title}”有关情况的报道"
    if corrected:
        piece.summary = _without_last_sentence(draft.summary)
    return piece


def finish(draft: Draft, stage: Stage) -> dict[str, object]:
    """What an editor adds to an article that a branch has sent in."""
    return {
        "summary": draft.summary,
        "kicker": draft.kicker,
        "slug": draft.key,
        "lead_picture": _picture(draft, stage, draft.picture, 0),
    }


def _picture(draft: Draft, stage: Stage, theme: str, number: int) -> Picture | None:
    return picture_of(stage, theme, zlib.crc32(draft.key.encode()) + number) if theme else None


def put_right(draft: Draft) -> tuple[str, str]:
    """The summary that a correction gives a piece, and what it tells the readers."""
    missing = draft.summary[len(_without_last_sentence(draft.summary)) :]
    return draft.summary, f"导语漏了一句，已经补上：“{missing}”"


def _without_last_sentence(summary: str) -> str:
    head = summary.rstrip("。").rpartition("。")[0]
    return f"{head}。" if head else ""


def _piece(draft: Draft, stage: Stage) -> Piece:
    unit = stage.unit(draft.unit) if draft.unit else None
    piece = KINDS[bool(draft.steps)](
        title=draft.title,
        slug=draft.key,
        summary=draft.summary,
        kicker=draft.kicker,
        source=draft.source,
        unit=unit,
        is_sample=True,
        lead_picture=_picture(draft, stage, draft.picture, 0),
        body=[_block(block, draft, stage, number) for number, block in enumerate(draft.body, 1)],
    )
    if isinstance(piece, GuidePage):
        piece.needs = "\n".join(draft.needs)
        piece.steps = [("step", {name: getattr(step, name) for name in _STEP}) for step in draft.steps]
    else:
        piece.occurs_on, piece.quote = draft.occurs_on, draft.quote
        piece.person, piece.role, piece.person_agreed = draft.person, draft.role, bool(draft.person)
    return piece


def _block(block: Block, draft: Draft, stage: Stage, number: int) -> tuple[str, object]:
    if block.kind is BlockKind.PICTURE:
        return "picture", {"picture": _picture(draft, stage, block.of, number), "caption": block.words}
    if block.kind is BlockKind.HEADING:
        return "heading", block.words
    if block.kind is BlockKind.QUOTE:
        return "quote", {"words": block.words, "who": ""}
    if block.kind is BlockKind.LIST:
        return "text", "<ul>" + "".join(f"<li>{escape(item)}</li>" for item in block.items) + "</ul>"
    if block.kind is BlockKind.FIGURE:
        return "figure", {"figure": block.of, "words": block.words}
    return "text", f"<p>{escape(block.words)}</p>"
