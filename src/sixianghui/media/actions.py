"""The permissions of this room."""

from __future__ import annotations

from enum import StrEnum


class Action(StrEnum):
    """What one may do with panoramas."""

    EDIT_PANORAMA = "panorama:edit"


#: Whoever works at the editor's desk sees what is not public yet. The room above owns the word.
SEES_DRAFTS = "cms:enter"
