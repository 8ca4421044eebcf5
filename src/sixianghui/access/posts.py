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
    DEPUTY_SECRETARY = "deputy_secretary"
    ORGANISATION_MEMBER = "organisation_member"
    PUBLICITY_MEMBER = "publicity_member"
    DISCIPLINE_MEMBER = "discipline_member"
    GROUP_LEADER = "group_leader"
    GUIDE = "guide"
    MEMBER = "member"
    EDITOR = "editor"
    COLUMN_HEAD = "column_head"
    CHIEF_EDITOR = "chief_editor"
    VENUE_KEEPER = "venue_keeper"
    SYSTEM_ADMIN = "system_admin"
    SECURITY_ADMIN = "security_admin"
    AUDITOR = "auditor"


#: The three administrators are three people. Source: GB/T 22239-2019 8.1.5 (posts of system, audit and security
#: administration are separate).
ADMINISTRATORS = frozenset({Post.SYSTEM_ADMIN, Post.SECURITY_ADMIN, Post.AUDITOR})
#: Posts that are asked for and granted for the whole installation, by the security administrator alone.
CENTRAL = ADMINISTRATORS | {Post.COMMITTEE_CLERK, Post.CHIEF_EDITOR, Post.COLUMN_HEAD, Post.EDITOR}
#: Whoever holds one of these signs in with a second factor. Source: GB/T 22239-2019 8.1.4.1 d; ASVS 5.0 6.3.3.
SECOND_FACTOR = ADMINISTRATORS | {Post.COMMITTEE_CLERK, Post.CHIEF_EDITOR, Post.COLUMN_HEAD, Post.EDITOR}
#: Posts of staff: their sessions are short.
STAFF = CENTRAL | {Post.GUIDE}
#: Posts whose work stands on the Party branch; they may be handed over to a successor.
HANDED_OVER = frozenset(Post) - ADMINISTRATORS - {Post.MEMBER}


def clashes(held: frozenset[Post], wanted: Post) -> bool:
    """Whether someone who holds these posts must not also hold `wanted`: the three administrators are disjoint."""
    return wanted in ADMINISTRATORS and bool((held & ADMINISTRATORS) - {wanted})


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


#: What whoever holds a post or stands on a roster may do.
EVERYONE = (
    Grant("week:see", Reach.OWN_THINGS),
    Grant("post:hand_over", Reach.OWN_THINGS),
    Grant("article:contribute", Reach.OWN_THINGS),
    Grant("activity:see", Reach.OWN_UNIT),
)
_RECORDS = (
    Grant("activity:record", Reach.OWN_UNIT),
    Grant("activity:correct", Reach.OWN_UNIT),
    Grant("lecture:run", Reach.OWN_UNIT),
)
#: What whoever works on a unit's plan does: write it together, share what worked.
_PLANNING = (
    Grant("plan:write", Reach.OWN_UNIT),
    Grant("plan:see", Reach.OWN_UNIT),
    Grant("practice:share", Reach.OWN_UNIT),
)
_BRANCH_COMMITTEE = (
    *EVERYONE,
    *_PLANNING,
    Grant("person:see", Reach.OWN_UNIT),
    Grant("report:see", Reach.OWN_UNIT),
)
_SECRETARY = (
    *EVERYONE,
    Grant("remark:moderate", Reach.OWN_UNIT),
    *_RECORDS,
    Grant("activity:see", Reach.BELOW),
    Grant("plan:write", Reach.OWN_UNIT),
    Grant("plan:hand_in", Reach.OWN_UNIT),
    Grant("plan:see", Reach.BELOW),
    Grant("practice:share", Reach.OWN_UNIT),
    Grant("unit:edit", Reach.OWN_UNIT),
    Grant("person:see", Reach.BELOW),
    Grant("person:edit", Reach.BELOW),
    Grant("person:numbers", Reach.BELOW),
    Grant("account:invite", Reach.BELOW),
    Grant("roster:import", Reach.BELOW),
    Grant("roster:export", Reach.BELOW),
    Grant("appointment:ask", Reach.BELOW),
    Grant("appointment:end", Reach.BELOW),
    Grant("complaint:answer", Reach.OWN_UNIT),
    Grant("poll:run", Reach.OWN_UNIT),
    Grant("letter:release", Reach.OWN_UNIT),
    Grant("report:write", Reach.OWN_UNIT),
    Grant("report:review", Reach.BELOW),
    Grant("report:publish", Reach.OWN_UNIT),
    Grant("report:see", Reach.BELOW),
)

_DESK = (
    *EVERYONE,
    Grant("remark:moderate", Reach.EVERYWHERE),
    Grant("cms:enter", Reach.EVERYWHERE),
    Grant("page:edit", Reach.EVERYWHERE),
    Grant("panorama:edit", Reach.EVERYWHERE),
)

GRANTS: dict[Post, tuple[Grant, ...]] = {
    Post.COMMITTEE_CLERK: (
        *EVERYONE,
        *_RECORDS,
        Grant("activity:see", Reach.GUIDED),
        Grant("activity:kinds", Reach.EVERYWHERE),
        Grant("unit:edit", Reach.BELOW),
        Grant("unit:guide", Reach.GUIDED),
        Grant("figure:publish", Reach.EVERYWHERE),
        Grant("report:write", Reach.OWN_UNIT),
        Grant("report:publish", Reach.OWN_UNIT),
        Grant("report:see", Reach.OWN_UNIT),
        Grant("report:templates", Reach.EVERYWHERE),
        Grant("remark:moderate", Reach.EVERYWHERE),
        Grant("remark:switch", Reach.EVERYWHERE),
        Grant("wechat:run", Reach.GUIDED),
        Grant("campaign:run", Reach.OWN_UNIT),
        Grant("notice:send", Reach.OWN_UNIT),
        Grant("plan:see", Reach.GUIDED),
        Grant("plan:advise", Reach.GUIDED),
        Grant("plan:agree", Reach.GUIDED),
        Grant("plan:approve", Reach.BELOW),
        Grant("privacy:answer", Reach.GUIDED),
        Grant("person:see", Reach.GUIDED),
        Grant("person:edit", Reach.BELOW),
        Grant("person:numbers", Reach.BELOW),
        Grant("account:invite", Reach.GUIDED),
        Grant("account:approve_reset", Reach.EVERYWHERE),
        Grant("roster:import", Reach.GUIDED),
        Grant("roster:export", Reach.GUIDED),
        Grant("appointment:ask", Reach.GUIDED),
        Grant("appointment:approve", Reach.GUIDED),
        Grant("appointment:end", Reach.GUIDED),
        Grant("complaint:answer", Reach.OWN_UNIT),
        Grant("poll:run", Reach.OWN_UNIT),
        Grant("letter:release", Reach.GUIDED),
    ),
    Post.SECRETARY: _SECRETARY,
    Post.DEPUTY_SECRETARY: _SECRETARY,
    Post.ORGANISATION_MEMBER: (
        *_BRANCH_COMMITTEE,
        *_RECORDS,
        Grant("person:edit", Reach.OWN_UNIT),
        Grant("roster:import", Reach.OWN_UNIT),
        Grant("roster:export", Reach.OWN_UNIT),
    ),
    Post.PUBLICITY_MEMBER: (
        *EVERYONE,
        *_PLANNING,
        *_RECORDS,
        Grant("remark:moderate", Reach.OWN_UNIT),
    ),
    Post.DISCIPLINE_MEMBER: (
        *_BRANCH_COMMITTEE,
        Grant("burden:answer", Reach.OWN_UNIT),
        Grant("report:review", Reach.OWN_UNIT),
        Grant("complaint:answer", Reach.OWN_UNIT),
    ),
    Post.GROUP_LEADER: (*_BRANCH_COMMITTEE, *_RECORDS),
    Post.GUIDE: (*EVERYONE, *_PLANNING, *_RECORDS, Grant("plan:hand_in", Reach.OWN_UNIT)),
    Post.MEMBER: EVERYONE,
    Post.EDITOR: (*_DESK, Grant("article:review_first", Reach.EVERYWHERE)),
    Post.COLUMN_HEAD: (
        *_DESK,
        Grant("remark:words", Reach.EVERYWHERE),
        Grant("article:review_first", Reach.EVERYWHERE),
        Grant("article:review_second", Reach.EVERYWHERE),
    ),
    Post.CHIEF_EDITOR: (
        *_DESK,
        Grant("article:review_second", Reach.EVERYWHERE),
        Grant("article:review_final", Reach.EVERYWHERE),
        Grant("article:withdraw", Reach.EVERYWHERE),
        Grant("remark:switch", Reach.EVERYWHERE),
        Grant("remark:words", Reach.EVERYWHERE),
        Grant("remark:unmask", Reach.EVERYWHERE),
        Grant("page:publish", Reach.EVERYWHERE),
        Grant("poll:run", Reach.OWN_UNIT),
        Grant("letter:release", Reach.EVERYWHERE),
    ),
    Post.VENUE_KEEPER: EVERYONE,
    Post.SYSTEM_ADMIN: (*EVERYONE, Grant("instance:run", Reach.EVERYWHERE)),
    Post.SECURITY_ADMIN: (
        *EVERYONE,
        Grant("account:open", Reach.EVERYWHERE),
        Grant("account:approve_reset", Reach.EVERYWHERE),
        Grant("appointment:approve", Reach.EVERYWHERE),
        Grant("appointment:end", Reach.EVERYWHERE),
    ),
    Post.AUDITOR: (*EVERYONE,),
}


def grants_of(held: frozenset[Held], action: str) -> frozenset[tuple[Reach, int]]:
    """How far `action` reaches for someone with these posts, as (reach, unit in which the post is held)."""
    return frozenset(
        (grant.reach, one.unit)
        for one in held
        for grant in GRANTS.get(one.post, ())
        if grant.action == action
    )


def is_for_staff_alone(action: str) -> bool:
    """Whether an action is granted to posts of staff and to no other."""
    posts = {post for post, grants in GRANTS.items() for grant in grants if grant.action == action}
    return bool(posts) and posts <= STAFF
