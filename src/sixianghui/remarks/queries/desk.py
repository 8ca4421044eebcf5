"""What those who moderate see: what waits and for how long, what was reported, what is appealed. No account."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case as Choice
from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from sixianghui.access.public import Account, Person, Post, may, within
from sixianghui.common import time
from sixianghui.directory.public import Appointment
from sixianghui.remarks import places, rules
from sixianghui.remarks.actions import Action
from sixianghui.remarks.models import (
    Alias,
    Appeal,
    AppealAnswer,
    Author,
    HeldWord,
    Mute,
    Remark,
    Report,
    Switch,
    Thread,
    Verdict,
    Withdrawal,
    Words,
)
from sixianghui.remarks.queries.remarks import remarks, state_of
from sixianghui.remarks.rules import Hold, State

#: How many of those that wait are read together, so that what is alike comes together; how many heaps one page shows.
READ, SHOWN = 300, 30


@dataclass(frozen=True)
class Case:
    """One remark on the desk: its words, why it waits, what readers said, and where it hangs."""

    row: Any
    where: places.Where | None
    state: State
    holds: tuple[Hold, ...]
    reports: tuple[Report, ...] = ()

    @property
    def ref(self) -> str:
        return str(self.row.ref)

    @property
    def key(self) -> str:
        """How a form names it, as it stands on the page: with the numbers of its last wording and its last verdict."""
        return f"{self.ref}:{self.row.wording or 0}:{self.row.decision or 0}"

    @property
    def refusal(self) -> rules.Outcome:
        """What a no would be: what is shown is taken off."""
        return rules.Outcome.HIDDEN if self.state is State.SHOWN else rules.Outcome.REFUSED

    @property
    def waited(self) -> dt.timedelta:
        """For how long it has waited: since it was written, put right, reported or laid back."""
        return time.now() - self.row.since


@dataclass(frozen=True)
class Heap:
    """What says the same: the oldest, and the others."""

    first: Case
    others: tuple[Case, ...] = ()


@dataclass(frozen=True)
class Desk:
    """The queue: what waits, the oldest first, and the age of the oldest. `heaps`: the same, with what is alike together."""

    cases: list[Case]
    number: int
    oldest: dt.timedelta

    @property
    def heaps(self) -> list[Heap]:
        found = []
        for shown in (False, True):  # what waits and what is shown already are not decided on in one breath
            alike = [case for case in self.cases if (case.state is State.SHOWN) is shown]
            for same in rules.gather([case.row.text or "" for case in alike]):
                found.append(Heap(alike[same[0]], tuple(alike[place] for place in same[1:])))
        return sorted(found, key=lambda heap: (heap.first.row.since, heap.first.row.pk))[:SHOWN]


def reachable(person: Person, rows: QuerySet[Any], *, path: str = "thread__unit") -> QuerySet[Any]:
    reach = within(person, Action.MODERATE)
    if reach.everywhere:
        return rows
    return rows.filter(**{f"{path}__in": reach.units}) if reach.units else rows.none()


def may_moderate(person: Person) -> bool:
    """Whether there is a desk for this person at all."""
    return bool(within(person, Action.MODERATE))


def topics(person: Person) -> list[str]:
    """What the desk of this person listens to."""
    reach = within(person, Action.MODERATE)
    return ["all"] if reach.everywhere else sorted(str(unit) for unit in reach.units)


def open_reports() -> QuerySet[Any]:
    """Reports after which nobody has decided."""
    later = (
        Verdict.objects.standing()
        .filter(remark=OuterRef("remark"), actor__isnull=False, at__gte=OuterRef("at"))
        .values("pk")
    )
    return Report.objects.standing().filter(~Exists(later))


def may_moderate_thread(person: Person, thread: Thread) -> bool:
    """Whether this person looks after this thread: by their post, or because its place says so."""
    return may(person, Action.MODERATE, thread) or places.moderates(person, thread)


def waiting(person: Person) -> QuerySet[Any]:
    """What waits for a decision: not let through yet, or shown and reported. Never what one wrote oneself."""
    return _since(reachable(person, _undecided())).exclude(author__account=person.pk or 0)


def waiting_in(person: Person, threads: Iterable[Thread]) -> QuerySet[Any]:
    """The same of these threads, as far as this person looks after them."""
    theirs = [one.pk for one in threads if may_moderate_thread(person, one)]
    rows = _undecided().filter(thread__in=theirs)
    return _since(rows).exclude(author__account=person.pk or 0)


def _undecided() -> QuerySet[Any]:
    reported = open_reports().filter(remark=OuterRef("pk")).values("pk")
    rows = remarks().filter(withdrawn=False).annotate(reported=Exists(reported))
    return rows.filter(
        Q(last__isnull=True) | Q(last=rules.Outcome.HELD) | Q(last=rules.Outcome.SHOWN, reported=True)
    )


def _since(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Each with `since`: the moment from which it waits."""
    first_report = open_reports().filter(remark=OuterRef("pk")).order_by("at").values("at")[:1]
    return rows.annotate(
        since=Coalesce(
            Choice(
                When(last=rules.Outcome.SHOWN, then=Subquery(first_report)),
                When(last=rules.Outcome.HELD, then=F("decided_at")),
            ),
            F("at"),
        )
    )


def oldest_waiting(person: Person) -> tuple[int, dt.datetime | None]:
    """How many wait, and since when the oldest does."""
    found = waiting(person).aggregate(many=Count("pk"), oldest=Min("since"))
    return found["many"], found["oldest"]


def next_waiting(person: Person, since: dt.datetime, key: int) -> str:
    """The ref of what stands in the queue after this moment and key, or of the first; nothing when nothing waits."""
    refs = waiting(person).order_by("since", "pk").values_list("ref", flat=True)
    return refs.filter(Q(since__gt=since) | Q(since=since, pk__gt=key)).first() or refs.first() or ""


def desk(person: Person) -> Desk:
    """The queue of this person, the oldest first: the first few hundred of it."""
    number, oldest = oldest_waiting(person)
    rows = list(waiting(person).order_by("since", "pk")[:READ])
    return Desk(cases(rows), number, time.now() - oldest if oldest else dt.timedelta())


def cases(rows: list[Any]) -> list[Case]:
    """Rows of `remarks` with what the desk knows of each."""
    where = places.find([row.thread for row in rows])
    reports: dict[int, list[Report]] = {}
    for report in open_reports().filter(remark__in=[row.pk for row in rows]).order_by("at"):
        reports.setdefault(report.remark_id, []).append(report)
    return [
        Case(
            row,
            where.get(row.thread_id),
            state_of(row),
            tuple(Hold(hold) for hold in (row.holds or "").split()),
            tuple(reports.get(row.pk, ())),
        )
        for row in rows
    ]


def may_judge(person: Person) -> QuerySet[Any]:
    """The remarks that this person may decide on, in whatever state; their own are not among them."""
    return _since(reachable(person, remarks())).exclude(author__account=person.pk or 0)


def cases_in(person: Person, threads: Iterable[Thread], *, most: int = 50) -> list[Case]:
    """What waits in these threads, the oldest first."""
    return cases(list(waiting_in(person, threads).order_by("since", "pk")[:most]))


def to_judge_in(person: Person, threads: Iterable[Thread], refs: Iterable[str]) -> list[Any]:
    """Those of these remarks that this person may decide on in these threads, whatever their state."""
    theirs = [one.pk for one in threads if may_moderate_thread(person, one)]
    rows = remarks().filter(thread__in=theirs, ref__in=list(refs))
    return list(rows.exclude(author__account=person.pk or 0))


def case(person: Person, ref: str) -> Case | None:
    """One remark that this person may moderate, in whatever state; their own is not among them."""
    found = cases(list(may_judge(person).filter(ref=ref)[:1]))
    return found[0] if found else None


def appeals(person: Person) -> list[Any]:
    """Appeals that wait and that this person may answer: not of their own verdict. With `text`.

    What was let through meanwhile, or taken back, needs no answer.
    """
    rows = open_appeals().exclude(verdict__actor=person.pk or 0)
    rows = rows.exclude(verdict__remark__author__account=person.pk or 0)
    return list(reachable(person, rows, path="verdict__remark__thread__unit").order_by("at", "pk"))


def open_appeals() -> QuerySet[Any]:
    """Appeals without an answer, of verdicts that are the last ones of remarks that still stand. With `text`.

    Of what was said so long ago that its words are gone there is nothing to let through."""
    answered = AppealAnswer.objects.standing().filter(appeal=OuterRef("pk")).values("pk")
    later = (
        Verdict.objects.standing()
        .filter(remark=OuterRef("verdict__remark"), number__gt=OuterRef("verdict__number"))
        .values("pk")
    )
    withdrawn = Withdrawal.objects.standing().filter(remark=OuterRef("verdict__remark")).values("pk")
    rows = Appeal.objects.standing().filter(~Exists(answered), ~Exists(later), ~Exists(withdrawn))
    worded = rows.annotate(text=Subquery(_text_of("verdict__remark"))).filter(text__isnull=False)
    return worded.select_related(
        "verdict__actor", "verdict__remark__thread__unit", "verdict__remark__author", "said"
    )


def _text_of(path: str) -> Any:
    return Words.objects.filter(remark=OuterRef(path)).order_by("-number").values("text")[:1]


@dataclass(frozen=True)
class Powers:
    """What somebody may do beside deciding."""

    switch: bool
    words: bool


def powers(person: Person) -> Powers:
    """Whether this person may switch the whole site, and keep the list of words."""
    return Powers(may(person, Action.SWITCH), may(person, Action.WORDS))


def switched_off_everywhere() -> Switch | None:
    """The switch by which remarks of the whole site are off, if they are."""
    running = Switch.objects.standing().filter(ended_at__isnull=True, everywhere=True)
    found: Switch | None = running.select_related("actor").first()
    return found


def running_switches() -> list[Switch]:
    """What is off now, the whole site first."""
    rows = Switch.objects.standing().filter(ended_at__isnull=True).select_related("thread", "actor")
    return list(rows.order_by("-everywhere", "at"))


@dataclass(frozen=True)
class Silent:
    """Somebody who must be silent now: the name they write under, no account."""

    mute: Mute
    name: str


def mutes(person: Person) -> list[Silent]:
    """Who must be silent now, of the mutes this person may end, by the time each ends."""
    now = time.now()
    rows: QuerySet[Any] = (
        Mute.objects.standing().filter(until__gt=now, ended_at__isnull=True).exclude(account=person.pk or 0)
    )
    names = Alias.objects.filter(account=OuterRef("account")).values("name")[:1]
    rows = reachable(person, rows.annotate(name=Subquery(names)), path="unit")
    return [Silent(one, one.name or "") for one in rows.select_related("actor").order_by("until")]


def with_places(found: list[Any]) -> list[tuple[Any, places.Where | None]]:
    """Appeals with where their remarks hang."""
    where = places.find([one.verdict.remark.thread for one in found])
    return [(one, where.get(one.verdict.remark.thread_id)) for one in found]


@dataclass(frozen=True)
class Listed:
    """A word of the list, and how many that wait now contain it."""

    word: HeldWord
    waiting: int


def held_words() -> QuerySet[HeldWord]:
    """The operators' own list, to be paged."""
    return HeldWord.objects.all()


def with_waiting(words: Iterable[HeldWord]) -> list[Listed]:
    """Each of these words with how many that wait contain it. Every word and every text is made plain once."""
    waits = remarks().filter(withdrawn=False, holds__contains=Hold.WORD)
    waits = waits.filter(Q(last__isnull=True) | Q(last=rules.Outcome.HELD))
    texts = [rules.normal(text) for text in waits.values_list("text", flat=True)[:READ]]
    plain = [(one, rules.normal(one.word)) for one in words]
    return [Listed(one, sum(word in text for text in texts)) for one, word in plain]


def held_word(number: int) -> HeldWord | None:
    """One word of the list, by its key."""
    return HeldWord.objects.filter(pk=number).first()


def writer_of(remark: Remark) -> Author | None:
    """Who wrote it. Only `commands.unmask` and what concerns one's own remarks may ask."""
    return Author.objects.filter(remark=remark).select_related("account").first()


def told_of_unmasking(by: Account) -> list[Account]:
    """Who else learns that somebody looked up a writer: the auditors, or, without one, the security administrators."""
    today = time.today()
    for post in (Post.AUDITOR, Post.SECURITY_ADMIN):
        holders = Appointment.objects.filter(
            Q(until__isnull=True) | Q(until__gt=today),
            since__lte=today,
            post=post,
            person__account__is_active=True,
        ).exclude(person__account=by)
        found = [one.person.account for one in holders.select_related("person__account")]
        if found:
            return [one for one in found if one is not None]
    return []
