"""The permissions of this room. Writing needs none: anybody may."""

from __future__ import annotations

from enum import StrEnum


class Action(StrEnum):
    """Who answers what. Holding one is not enough: the letter must also lie on one's own desk. And who lets everybody read an
    answer that somebody else prepared."""

    ANSWER = "complaint:answer"
    ANSWER_BURDEN = "burden:answer"
    RELEASE = "letter:release"
