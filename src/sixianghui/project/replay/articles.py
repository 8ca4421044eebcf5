"""The channel's articles: each is written, handed in, and passed by three people, as the desk would do it."""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Callable, Sequence
from html import escape

from sixianghui.channel.public import (
    ArticlePage,
    ColumnPage,
    GuidePage,
    Piece,
    columns,
    pass_review,
    submit_article,
    write_draft,
)
from sixianghui.project.replay.content.drafts import Block, BlockKind, Draft
from sixianghui.project.replay.steps import Stage, Step

WRITERS = ("hejing", "fangting")
HEADS = ("mengshan", "jiangyue")
CHIEF = "xuyian"
#: How long after it was handed in each review is passed, in minutes.
REVIEWED_AFTER = (35, 80, 130)


def steps(drafts: Sequence[Draft]) -> list[Step]:
    """Four steps an article: handed in, and three reviews."""
    return [step for draft in drafts for step in _steps_of(draft)]


def _steps_of(draft: Draft) -> list[Step]:
    key = zlib.crc32(draft.key.encode())
    writer, other = WRITERS[key % 2], WRITERS[(key + 1) % 2]
    head = HEADS[key // 2 % 2]
    handed = Step(f"article:{draft.key}", "channel", draft.at, _hand_in(draft, writer))
    return [
        handed,
        *(
            Step(
                f"article:{draft.key}:{number}",
                "channel",
                draft.at + dt.timedelta(minutes=after + key % 25),
                _pass(draft, who),
            )
            for number, (after, who) in enumerate(zip(REVIEWED_AFTER, (other, head, CHIEF), strict=True), 1)
        ),
    ]


def _column(stage: Stage, slug: str) -> ColumnPage:
    if slug not in stage.columns:
        stage.columns.update({column.slug: column for column in columns()})
    return stage.columns[slug]


def _hand_in(draft: Draft, writer: str) -> Callable[[Stage], object]:
    def run(stage: Stage) -> object:
        by = stage.person(writer)
        piece = write_draft(_column(stage, draft.column), _piece(draft, stage), by=by)
        stage.pieces[draft.key] = piece.pk
        return submit_article(piece, by=by)

    return run


def _pass(draft: Draft, who: str) -> Callable[[Stage], object]:
    return lambda stage: pass_review(_found(draft, stage), by=stage.person(who))


def _found(draft: Draft, stage: Stage) -> Piece:
    kind = GuidePage if draft.steps else ArticlePage
    key = stage.pieces.get(draft.key)
    if key is not None:
        return kind.objects.get(pk=key)
    return kind.objects.get(title=draft.title)


def _piece(draft: Draft, stage: Stage) -> Piece:
    kind = GuidePage if draft.steps else ArticlePage
    unit = stage.unit(draft.unit) if draft.unit else None
    piece = kind(
        title=draft.title,
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


_STEP = ("title", "text", "who", "how_long", "rule", "article", "confirmed")


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
