"""Reads about people. What one may see of others goes through `people_visible_to`; a member sees their own row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet

from sixianghui.access.public import CENTRAL, Account, Held, Post, held_by, may, within
from sixianghui.access.public import Person as Asker
from sixianghui.common import time
from sixianghui.directory.actions import Action
from sixianghui.directory.models import (
    Affiliation,
    Appointment,
    AppointmentRequest,
    Guidance,
    Handover,
    Person,
    PersonNumbers,
    Standing,
    Status,
    Unit,
    UnitKind,
)
from sixianghui.directory.queries.relations import (
    Relations,
    may_correct_entry,
    may_leave_league,
    may_let_go,
    may_take_back,
    may_take_back_league,
    may_take_back_leaving,
    statuses_to_record,
)
from sixianghui.directory.rules import LEADING_POSTS, Number


def still(day: dt.date | None = None) -> Q:
    """Spells that are not over on a day, today unless one is given: without an end, or with one that is yet to come."""
    return Q(until__isnull=True) | Q(until__gt=day or time.today())


def in_office(day: dt.date | None = None) -> Q:
    """Spells that hold on a day, today unless one is given: begun, and not over. A post may begin or end on a day to come."""
    day = day or time.today()
    return Q(since__lte=day) & still(day)


def posts_of(account: Account) -> Iterable[Held]:
    """The posts an account holds today; whoever is on a roster is a member there."""
    today = time.today()
    posts = Appointment.objects.filter(in_office(today), person__account=account)
    units = Affiliation.objects.filter(in_office(today), person__account=account)
    return [
        *(Held(Post(post), unit) for post, unit in posts.values_list("post", "unit_id")),
        *(Held(Post.MEMBER, unit) for unit in units.values_list("unit_id", flat=True)),
    ]


def person_of(account: Asker) -> Person | None:
    """The person behind an account, or None for one that stands for nobody on a roster."""
    return Person.objects.filter(account_id=account.pk).first() if account.pk else None


def people_visible_to(asker: Asker, action: Action = Action.SEE_PERSON) -> QuerySet[Person]:
    """The people whom `asker` may do `action` to: those who belong, or belonged last, to a unit within reach; oneself."""
    where = within(asker, action)
    people = Person.objects.filter(erased_at__isnull=True)
    if where.everywhere:
        return people
    mine = Q(account_id=asker.pk) if asker.pk and action is Action.SEE_PERSON else Q(pk__in=())
    standing = Affiliation.objects.filter(person=OuterRef("pk"), until__isnull=True)
    here = Affiliation.objects.filter(person=OuterRef("pk"), unit_id__in=where.units)
    # What ended on one day on both lines was last on both; on one line only what began last.
    same_line = Q(line=OuterRef("line"), until=OuterRef("until"), pk__gt=OuterRef("pk"))
    later = Affiliation.objects.filter(same_line | Q(until__gt=OuterRef("until")), person=OuterRef("person"))
    # Staff whom no roster has, with a post here or none yet: the committee's clerks ask for their posts.
    is_clerk = action is not Action.EDIT_PERSON and any(
        one.post is Post.COMMITTEE_CLERK for one in held_by(asker)
    )
    new = Q(pk__in=())
    if is_clerk:
        placed = Affiliation.objects.filter(person=OuterRef("pk"))
        serves = Appointment.objects.filter(person=OuterRef("pk"))
        ours = ~Exists(serves) | Exists(serves.filter(unit_id__in=where.units))
        new = ~Exists(placed) & ours & Q(account__isnull=False, left_on__isnull=True)
    return people.filter(
        mine
        | new
        | Exists(here.filter(until__isnull=True))
        | (Exists(here.filter(~Exists(later))) & ~Exists(standing) & Q(left_on__isnull=False))
    )


def person_visible_to(asker: Asker, ref: str, action: Action = Action.SEE_PERSON) -> Person | None:
    """One of them by its ref, or None, whether it does not exist or is not theirs to see."""
    return people_visible_to(asker, action).filter(ref=ref).prefetch_related("affiliations__unit").first()


@dataclass(frozen=True)
class Filters:
    """How a list of people is narrowed: words, a unit, a status; with or without those who left."""

    words: str = ""
    unit: Unit | None = None
    status: str = ""
    left: bool = False


def search_people(asker: Asker, filters: Filters) -> QuerySet[Person]:
    """The people within reach that the filters leave, by pinyin. Words match a name, its pinyin or its initials."""
    people = people_visible_to(asker)
    people = people.filter(left_on__isnull=not filters.left)
    for word in filters.words.lower().split()[:4]:
        people = people.filter(
            Q(name__icontains=word)
            | Q(pinyin__startswith=word)
            | Q(pinyin__contains=f" {word}")
            | Q(initials__startswith=word)
            | Q(initials__contains=f" {word}")
            | Q(number__iexact=word)
        )
    if filters.unit is not None:
        below = filters.unit.descendants(include_self=True).values("pk")
        here = Affiliation.objects.filter(person=OuterRef("pk"), unit__in=below)
        people = people.filter(Exists(here if filters.left else here.filter(until__isnull=True)))
    if filters.status:
        people = people.filter(
            Exists(Standing.objects.filter(person=OuterRef("pk"), until__isnull=True, status=filters.status))
        )
    return people.order_by("pinyin", "pk").prefetch_related(*_now())


def _now() -> tuple[Prefetch[str], ...]:
    """What somebody is today, as a list says it; a post that ends on a day to come is held until then, one that begins
    later is not held yet."""
    return (
        Prefetch(
            "affiliations",
            Affiliation.objects.filter(until__isnull=True).select_related("unit"),
            "affiliations_now",
        ),
        Prefetch("standings", Standing.objects.filter(until__isnull=True).order_by("-line"), "standings_now"),
        Prefetch(
            "appointments",
            Appointment.objects.filter(in_office()).select_related("unit"),
            "appointments_now",
        ),
    )


def units_within(asker: Asker, action: Action) -> QuerySet[Unit]:
    """The open units where `asker` may do `action`, in the order of the tree."""
    where = within(asker, action)
    units = Unit.objects.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=time.today()))
    return (units if where.everywhere else units.filter(pk__in=where.units)).order_by("position", "pk")


def statuses_of(person: Person) -> frozenset[str]:
    """What somebody is to the Party and the League now."""
    return frozenset(person.standings.filter(until__isnull=True).values_list("status", flat=True))


def no_units() -> QuerySet[Unit]:
    """What a form offers before it knows who asks."""
    return Unit.objects.none()


def no_people() -> QuerySet[Person]:
    """What a form offers before it knows who asks."""
    return Person.objects.none()


def overseers(unit: Unit) -> list[Account]:
    """The committee's staff who see to a unit: those of its superiors and of whoever guides it or one of them."""
    line = [unit.pk, *unit.ancestors().values_list("pk", flat=True)]
    guides = Guidance.objects.filter(unit__in=line, struck_at__isnull=True, ended_at__isnull=True)
    posts = Appointment.objects.filter(
        in_office(),
        Q(unit__in=line) | Q(unit__in=guides.values("committee")),
        post=Post.COMMITTEE_CLERK,
        person__account__isnull=False,
    )
    return [one.person.account for one in posts.select_related("person__account") if one.person.account]


def successors(appointment: Appointment) -> QuerySet[Person]:
    """Who may take a post over: those on the roster of its unit, or staff with a post there, who have not left."""
    belongs = Affiliation.objects.filter(person=OuterRef("pk"), unit=appointment.unit, until__isnull=True)
    serves = Appointment.objects.filter(in_office(), person=OuterRef("pk"), unit=appointment.unit)
    able = Q()
    if appointment.post in LEADING_POSTS:
        known = Standing.objects.filter(person=OuterRef("pk"), until__isnull=True)
        fit = [
            Status.FULL,
            *([Status.LEAGUE_MEMBER] if appointment.unit.kind == UnitKind.LEAGUE_BRANCH else []),
        ]
        able = Exists(known.filter(status__in=fit)) | ~Exists(known)
    return (
        Person.objects.filter(
            able, Exists(belongs) | Exists(serves), left_on__isnull=True, erased_at__isnull=True
        )
        .exclude(pk=appointment.person_id)
        .select_related("account")
        .order_by("pinyin", "pk")
    )


def appointment_of(asker: Asker, ref: str) -> Appointment | None:
    """A standing post of one's own."""
    return (
        Appointment.objects.filter(ref=ref, person__account_id=asker.pk or 0, until__isnull=True)
        .select_related("unit", "person__account")
        .first()
    )


def appointment_to_end(asker: Asker, ref: str) -> Appointment | None:
    """A standing post that `asker` may end, sooner too than on the day on which it ends anyway."""
    found = Appointment.objects.filter(still(), ref=ref).select_related("unit", "person__account").first()
    return found if found is not None and may_end(asker, found) else None


def may_end(asker: Asker, appointment: Appointment) -> bool:
    """Whether `asker` may end a post: not their own, and a secretary's only from above."""
    if not may(asker, Action.END_APPOINTMENT, appointment) or appointment.owner_id == asker.pk:
        return False
    leads = {Post.SECRETARY, Post.DEPUTY_SECRETARY}
    here = {one.post for one in held_by(asker) if one.unit == appointment.unit_id}
    return appointment.post != Post.SECRETARY or not here & leads


def own_appointments(asker: Asker, *, coming: bool = False) -> QuerySet[Appointment]:
    """The posts someone holds, each with its unit; `coming`: and those that begin on a day to come, unless that was undone."""
    spells = still() & (Q(until__isnull=True) | Q(until__gt=F("since"))) if coming else in_office()
    return (
        Appointment.objects.filter(spells, person__account_id=asker.pk or 0)
        .select_related("unit", "person")
        .order_by("since", "pk")
    )


def handovers_of(asker: Asker) -> QuerySet[Handover]:
    """Handovers that someone offered or is offered; others do not exist for them."""
    return (
        Handover.objects.filter(
            Q(successor__account_id=asker.pk or 0) | Q(appointment__person__account_id=asker.pk or 0)
        )
        .select_related("appointment__unit", "appointment__person__account", "successor__account")
        .order_by("-offered_at", "-pk")
    )


def open_requests_to_decide(asker: Asker) -> list[AppointmentRequest]:
    """What waits for this person's decision, the oldest first; their own requests wait for somebody else."""
    where = within(asker, Action.APPROVE_APPOINTMENT)
    if not where or asker.pk is None:
        return []
    waiting = _requests().filter(outcome="").exclude(asked_by=asker).exclude(person__account_id=asker.pk)
    if not where.everywhere:
        waiting = waiting.filter(unit_id__in=where.units).exclude(post__in=[str(one) for one in CENTRAL])
    return list(waiting)


def requests_of(asker: Asker) -> QuerySet[AppointmentRequest]:
    """What someone asked for, the newest first."""
    return _requests().filter(asked_by_id=asker.pk or 0).order_by("-asked_at", "-pk")


def request_visible_to(asker: Asker, ref: str) -> AppointmentRequest | None:
    """A request of one's own, or one that waits for oneself to decide."""
    found = _requests().filter(ref=ref).first()
    if found is None or asker.pk is None:
        return None
    mine = found.asked_by_id == asker.pk
    return found if mine or may(asker, Action.APPROVE_APPOINTMENT, found) else None


def _requests() -> QuerySet[AppointmentRequest]:
    return AppointmentRequest.objects.select_related("person", "unit", "asked_by", "decided_by")


@dataclass(frozen=True)
class PersonPage:
    """What the page of a person shows: relations, statuses and posts with their history, the newest first.

    `held`: the posts in which they are today. `wrong_statuses`, `wrong_moves`: what may be taken back if it was recorded
    wrongly. `may_record_status`: a status is left that they are not. `awaits_party_status`: what has to be recorded before
    the League can be left.
    """

    person: Person
    affiliations: list[Affiliation]
    standings: list[Standing]
    appointments: list[Appointment]
    held: frozenset[int]
    may_edit: bool
    may_record_status: bool
    may_correct_entry: bool
    awaits_party_status: bool
    may_let_go: bool
    may_leave_league: bool
    may_take_back_league: bool
    may_take_back_leaving: bool
    wrong_statuses: frozenset[int]
    wrong_moves: frozenset[int]
    may_invite: bool
    may_ask: bool
    may_end: frozenset[int]
    numbers: list[Number]
    may_see_numbers: bool


def numbers_of(person: Person) -> PersonNumbers | None:
    """Somebody's phone and identity number, still sealed."""
    return PersonNumbers.objects.filter(person=person).select_related("person").first()


def kept_numbers(person: Person) -> list[Number]:
    """Which numbers are kept of somebody. Whether one is there tells no more than that."""
    numbers = PersonNumbers.objects.filter(person=person)
    found = {
        Number.PHONE: numbers.exclude(phone_index="").exists(),
        Number.ID_NUMBER: numbers.exclude(id_number_index="").exists(),
    }
    return [one for one, there in found.items() if there]


def person_page(asker: Asker, person: Person) -> PersonPage:
    """The page of someone whom `asker` may see."""
    appointments = list(person.appointments.select_related("unit", "person").order_by("-since", "-pk"))
    known = Relations(
        list(person.affiliations.select_related("unit").order_by("-since", "-pk")),
        list(person.standings.order_by("-since", "-pk")),
    )
    here = person.left_on is None
    may_edit = may(asker, Action.EDIT_PERSON, person)
    return PersonPage(
        person=person,
        affiliations=known.affiliations,
        standings=known.standings,
        appointments=appointments,
        held=frozenset(one.pk for one in appointments if one.holds_on(time.today())),
        may_edit=may_edit,
        may_record_status=here and may_edit and bool(statuses_to_record(asker, known)),
        may_correct_entry=may_correct_entry(asker, person, known),
        awaits_party_status=known.awaits_party_status,
        may_let_go=here and may_let_go(asker, person, known),
        may_leave_league=here and may_leave_league(asker, known),
        may_take_back_league=may_take_back_league(asker, person, known),
        may_take_back_leaving=may_take_back_leaving(asker, person, known),
        wrong_statuses=frozenset(
            one.pk for one in known.standings if here and may_take_back(asker, person, known, one)
        ),
        wrong_moves=frozenset(
            one.pk for one in known.affiliations if here and may_take_back(asker, person, known, one)
        ),
        may_invite=person.account_id is None and may(asker, Action.INVITE, person),
        may_ask=may(asker, Action.ASK_APPOINTMENT),
        may_end=frozenset(
            one.pk
            for one in appointments
            if (one.until is None or one.until > time.today()) and may_end(asker, one)
        ),
        numbers=kept_numbers(person),
        may_see_numbers=may(asker, Action.SEE_NUMBERS, person),
    )


@dataclass(frozen=True)
class Headcount:
    """How many people of each status a unit and those below have now."""

    status: Status
    people: int


def headcounts(asker: Asker) -> list[Headcount]:
    """The people within reach by status, for the head of a list."""
    people = people_visible_to(asker).filter(left_on__isnull=True)
    rows = Standing.objects.filter(person__in=people, until__isnull=True).order_by()
    counted = dict(rows.values_list("status").annotate(many=Count("pk")))
    return [Headcount(status, counted[status]) for status in reversed(Status) if status in counted]
