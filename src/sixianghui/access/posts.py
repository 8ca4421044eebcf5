"""The posts people hold, and the one table of permissions: post → {(action, reach)}. Pure.

Two questions are answered from the same table: `may` (this person, this action, this object) and `within` (which
units a list may show). What is not in the table is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Reach(StrEnum):
    """How far a grant goes, seen from the unit in which the post is held."""

    OWN_UNIT = "own unit"
    BELOW = "unit and below"
    GUIDED = "guided units"
    OWN_THINGS = "own things"
    EVERYWHERE = "everywhere"


class Post(StrEnum):
    """A post, by its standard name."""

    COMMITTEE_CLERK = "committee_clerk"
    SECRETARY = "secretary"
    MEMBER = "member"
    EDITOR = "editor"
    CHIEF_EDITOR = "chief_editor"
    VENUE_KEEPER = "venue_keeper"
    SYSTEM_ADMIN = "system_admin"
    SECURITY_ADMIN = "security_admin"
    AUDITOR = "auditor"


@dataclass(frozen=True)
class Held:
    """A post that someone holds now, and the unit in which they hold it."""

    post: Post
    unit: int


@dataclass(frozen=True)
class Grant:
    """One line of the table."""

    action: str
    reach: Reach


_EVERYONE = (Grant("week:see", Reach.OWN_THINGS),)

GRANTS: dict[Post, tuple[Grant, ...]] = {
    Post.COMMITTEE_CLERK: (
        *_EVERYONE,
        Grant("unit:edit", Reach.BELOW),
        Grant("unit:guide", Reach.GUIDED),
        Grant("figure:publish", Reach.EVERYWHERE),
        Grant("evidence:see", Reach.GUIDED),
        Grant("fact:strike", Reach.GUIDED),
        Grant("wechat:run", Reach.GUIDED),
    ),
    Post.SECRETARY: (*_EVERYONE, Grant("unit:edit", Reach.OWN_UNIT), Grant("evidence:see", Reach.BELOW)),
    Post.MEMBER: _EVERYONE,
    Post.EDITOR: (*_EVERYONE, Grant("cms:enter", Reach.EVERYWHERE), Grant("page:edit", Reach.EVERYWHERE)),
    Post.CHIEF_EDITOR: (
        *_EVERYONE,
        Grant("cms:enter", Reach.EVERYWHERE),
        Grant("page:edit", Reach.EVERYWHERE),
        Grant("page:publish", Reach.EVERYWHERE),
    ),
    Post.VENUE_KEEPER: _EVERYONE,
    Post.SYSTEM_ADMIN: (*_EVERYONE, Grant("instance:run", Reach.EVERYWHERE)),
    Post.SECURITY_ADMIN: (
        *_EVERYONE,
        Grant("appointment:make", Reach.EVERYWHERE),
        Grant("account:open", Reach.EVERYWHERE),
    ),
    Post.AUDITOR: (
        *_EVERYONE,
        Grant("audit:read", Reach.EVERYWHERE),
        Grant("evidence:see", Reach.EVERYWHERE),
    ),
}


def grants_of(held: frozenset[Held], action: str) -> frozenset[tuple[Reach, int]]:
    """How far `action` reaches for someone with these posts, as (reach, unit in which the post is held)."""
    return frozenset(
        (grant.reach, one.unit)
        for one in held
        for grant in GRANTS.get(one.post, ())
        if grant.action == action
    )
