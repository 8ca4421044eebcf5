"""A draft of the demo as a page of the channel, in its first version and in the one that puts it right."""

from __future__ import annotations

from html import escape

from sixianghui.channel.public import ArticlePage, GuidePage, Piece
from sixianghui.project.replay.content.drafts import Block, BlockKind, Draft
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
        body=[_block(block) for block in draft.body if block.kind is not BlockKind.PICTURE],
    )
    if isinstance(piece, GuidePage):
        piece.needs = "\n".join(draft.needs)
        piece.steps = [("step", {name: getattr(step, name) for name in _STEP}) for step in draft.steps]
    else:
        piece.occurs_on, piece.quote = draft.occurs_on, draft.quote
        piece.person, piece.role, piece.person_agreed = draft.person, draft.role, bool(draft.person)
    return piece


def _block(block: Block) -> tuple[str, object]:
    if block.kind is BlockKind.HEADING:
        return "heading", block.words
    if block.kind is BlockKind.QUOTE:
        return "quote", {"words": block.words, "who": ""}
    if block.kind is BlockKind.LIST:
        return "text", "<ul>" + "".join(f"<li>{escape(item)}</li>" for item in block.items) + "</ul>"
    if block.kind is BlockKind.FIGURE:
        return "figure", {"figure": block.of, "words": block.words}
    return "text", f"<p>{escape(block.words)}</p>"
