"""The permissions of this room."""

from __future__ import annotations

from enum import StrEnum

from sixianghui.channel.rules import Level


class Action(StrEnum):
    """What one may do with pages and articles."""

    ENTER_CMS = "cms:enter"
    EDIT_PAGE = "page:edit"
    PUBLISH_PAGE = "page:publish"
    CONTRIBUTE = "article:contribute"
    REVIEW_FIRST = "article:review_first"
    REVIEW_SECOND = "article:review_second"
    REVIEW_FINAL = "article:review_final"
    WITHDRAW = "article:withdraw"


REVIEWS = {
    Level.FIRST: Action.REVIEW_FIRST,
    Level.SECOND: Action.REVIEW_SECOND,
    Level.FINAL: Action.REVIEW_FINAL,
}
