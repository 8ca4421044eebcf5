"""The channel: its front page and seven columns, and the lead of the day."""

from __future__ import annotations

from collections.abc import Callable

from sixianghui.channel.public import (
    ArticlePage,
    ColumnFace,
    HomePage,
    home,
    open_channel,
    open_column,
    set_lead,
)
from sixianghui.common.time import shanghai
from sixianghui.project.columns import COLUMNS, SUMMARY
from sixianghui.project.replay.steps import Stage, Step

EDITOR = "xuyian"


def _home() -> HomePage:
    found = home()
    if found is None:
        raise LookupError("the channel has not been opened")
    return found


def _open(stage: Stage) -> object:
    return open_channel(title="思享汇", summary=SUMMARY, by=stage.person(EDITOR))


def _column(
    title: str, short_title: str, face: ColumnFace, promise: str, slug: str
) -> Callable[[Stage], object]:
    return lambda stage: open_column(
        _home(),
        title=title,
        short_title=short_title,
        face=face,
        promise=promise,
        slug=slug,
        by=stage.person(EDITOR),
    )


LEAD = "news-campaign-begins"


def _lead(stage: Stage) -> object:
    piece = ArticlePage.objects.filter(slug=LEAD, live=True).first()
    return set_lead(_home(), label="主题活动 · 双比双争（示例）", piece=piece, by=stage.person(EDITOR))


def steps() -> list[Step]:
    """The channel opens on 9 January; the lead is the one of the article's week."""
    at = shanghai(2018, 1, 9, 9)
    return [
        Step("channel:open", "channel", at, _open),
        *(Step(f"column:{column.slug}", "channel", at, _column(*column)) for column in COLUMNS),
    ]


def closing_steps() -> list[Step]:
    """The front page as it stands when the replay stops."""
    return [Step("home:lead", "channel", shanghai(2018, 6, 5, 8, 30), _lead)]
