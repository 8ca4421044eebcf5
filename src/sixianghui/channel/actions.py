"""The permissions of this room."""

from __future__ import annotations

from enum import StrEnum


class Action(StrEnum):
    """What one may do with pages."""

    ENTER_CMS = "cms:enter"
    EDIT_PAGE = "page:edit"
    PUBLISH_PAGE = "page:publish"
