"""Whose desk a letter comes to. Never the writer's, and of “this asks too much” never the asker's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from sixianghui.access.public import GRANTS, Account, Post, may, post_words
from sixianghui.common import time
from sixianghui.complaints import rules
from sixianghui.complaints.actions import Action
from sixianghui.complaints.models import Assignment, Complaint, Kind
from sixianghui.complaints.queries.letters import action_for, open_letters
from sixianghui.directory.public import Appointment, Unit, UnitKind, open_units

#: Who is asked first. A question goes to the secretary, else to the committee's staff, as ordinary letters do; a burden to a
#: discipline member, going up.
_POSTS: dict[str, tuple[Post, ...]] = {
    Kind.QUESTION: (Post.SECRETARY, Post.DEPUTY_SECRETARY, Post.COMMITTEE_CLERK),
    Kind.SUGGESTION: (Post.COMMITTEE_CLERK, Post.DISCIPLINE_MEMBER),
    Kind.COMPLAINT: (Post.COMMITTEE_CLERK, Post.DISCIPLINE_MEMBER),
    Kind.BURDEN: (Post.DISCIPLINE_MEMBER,),
}


@dataclass(frozen=True)
class Destination:
    """Someone to whom a letter may be passed on, in words for a list of choices."""

    desk: rules.Desk
    label: str

    @property
    def key(self) -> str:
        """Names it in a form."""
        return f"{self.desk.unit}-{self.desk.post}-{self.desk.account}"


def committee() -> Unit | None:
    """The industry committee."""
    return open_units().filter(kind=UnitKind.INDUSTRY_COMMITTEE).first()


def superiors(unit: Unit) -> Iterator[Unit]:
    """A unit, its superior, the superior's, and so on; above them all the industry committee."""
    here: Unit | None = unit
    last = unit
    while here is not None:
        yield here
        last, here = here, here.parent
    top = committee()
    if top is not None and top.pk != last.pk:
        yield top


def route(kind: str, start: Unit | None, barred: frozenset[int]) -> rules.Desk | None:
    """The desk a letter comes to, looking from `start` upwards; None when nobody may have it."""
    for unit in superiors(start) if start is not None else ():
        for post in _POSTS[kind]:
            found = rules.pick(_desks(post, unit), barred)
            if found is not None:
                return found
    return None


def destinations(complaint: Complaint, barred: frozenset[int]) -> list[Destination]:
    """Everybody to whom it may be passed on, but for `barred`, by unit and post."""
    action = action_for(complaint.kind)
    posts = [post for post, grants in GRANTS.items() if any(grant.action == action for grant in grants)]
    rows = _holding(posts).exclude(person__account__in=barred)
    return [
        Destination(
            rules.Desk(row.person.account_id, row.unit_id, row.post),
            f"{row.unit.short_name} {post_words(row.post)} {row.person.name}",
        )
        for row in rows.order_by("unit__position", "unit_id", "post", "person_id")
        if row.person.account_id is not None
    ]


def may_handle(account: Account) -> bool:
    """Whether letters may come to this person's desk at all."""
    return may(account, Action.ANSWER) or may(account, Action.ANSWER_BURDEN)


def _desks(post: Post, unit: Unit) -> Iterable[rules.Desk]:
    holders = list(_holding([post]).filter(unit=unit).values_list("person__account", flat=True))
    standing = Assignment.objects.standing().filter(ended_at__isnull=True, handler__in=holders)
    waiting = Counter(
        standing.filter(complaint__in=open_letters().values("pk")).values_list("handler", flat=True)
    )
    return [rules.Desk(account, unit.pk, post, waiting[account]) for account in holders]


def _holding(posts: Iterable[Post]) -> QuerySet[Appointment]:
    """Those who hold one of these posts today and can sign in. What a post may do stands in `access`' table."""
    today = time.today()
    return Appointment.objects.filter(
        Q(until__isnull=True) | Q(until__gt=today),
        since__lte=today,
        post__in=list(posts),
        person__account__is_active=True,
        unit__in=open_units(),
    ).select_related("person", "unit")
