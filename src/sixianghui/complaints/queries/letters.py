"""Letters with their state, for those who wrote them and those on whose desk they lie. Nobody else sees one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sixianghui.access.public import Account, held_by, may, within
from sixianghui.common import ids, time
from sixianghui.complaints import rules
from sixianghui.complaints.actions import Action
from sixianghui.complaints.models import (
    Answer,
    Assignment,
    Complaint,
    Kind,
    Outcome,
    Part,
    Preparation,
    Sender,
    Verdict,
    Why,
    Withdrawal,
    Words,
)


@dataclass(frozen=True)
class Letter:
    """A letter as a page shows it: the facts, the state that follows from them, on whose desk it lies. No words."""

    complaint: Complaint
    state: rules.State
    desk: Assignment | None
    answered_on: dt.date | None
    publicity: rules.Publicity = rules.Publicity.PRIVATE

    @property
    def ref(self) -> str:
        return self.complaint.ref

    @property
    def received_on(self) -> dt.date:
        return _day(self.complaint.at)

    @property
    def is_burden(self) -> bool:
        return self.complaint.kind == Kind.BURDEN

    @property
    def late(self) -> int:
        """By how many days the organisation missed its promise."""
        return rules.days_late(self.complaint.promised_on, self.answered_on or time.today())

    @property
    def is_question(self) -> bool:
        return self.complaint.kind == Kind.QUESTION

    @property
    def to_prepare(self) -> bool:
        """Whether it was answered, everybody may read it, and nobody has prepared that yet."""
        return self.state is rules.State.ANSWERED and self.publicity.to_prepare

    @property
    def left(self) -> int:
        """How many working days are left to answer; below nought, how many too many have passed."""
        return rules.working_days_left(self.complaint.promised_on, time.today())

    @property
    def clock(self) -> str:
        """That in words, for those who answer."""
        if time.today() == self.complaint.promised_on:
            return _("今天到期")
        if self.left > 0:
            return ngettext("还有 %(days)d 个工作日", "还有 %(days)d 个工作日", self.left) % {
                "days": self.left
            }
        if self.left == 0:
            return _("刚过期，还不到一个工作日")
        return ngettext("晚了 %(days)d 个工作日", "晚了 %(days)d 个工作日", -self.left) % {"days": -self.left}

    @property
    def may_be_taken_back(self) -> bool:
        """Whether it was passed on so lately that it may still be taken back."""
        desk = self.desk
        return bool(
            self.state.is_open
            and desk is not None
            and desk.why == Why.PASSED_ON
            and time.now() - desk.at <= rules.TAKE_BACK
        )


def action_for(kind: str) -> Action:
    """The permission that answers letters of this kind."""
    return Action.ANSWER_BURDEN if kind == Kind.BURDEN else Action.ANSWER


def letters() -> QuerySet[Any]:
    """Every letter with what its state follows from."""
    answers = Answer.objects.standing().filter(complaint=OuterRef("pk"))
    withdrawals = Withdrawal.objects.standing().filter(complaint=OuterRef("pk"))
    senders = Sender.objects.filter(complaint=OuterRef("pk"))
    prepared = Preparation.objects.standing().filter(complaint=OuterRef("pk")).order_by("-pk")
    verdicts = Verdict.objects.standing().filter(preparation=OuterRef("prepared")).order_by("-pk")
    desks = Assignment.objects.standing().filter(ended_at__isnull=True).select_related("unit", "handler")
    return (
        Complaint.objects.standing()
        .select_related("unit")
        .annotate(
            answered_at=Subquery(answers.values("at")[:1]),
            withdrawn=Exists(withdrawals),
            wished=Subquery(senders.values("public")[:1]),
            prepared=Subquery(prepared.values("pk")[:1]),
        )
        .annotate(turn=Subquery(verdicts.values("what")[:1]))
        .prefetch_related(Prefetch("assignments", desks, to_attr="desks"))
    )


def open_letters() -> QuerySet[Any]:
    """Those to which an answer is still owed."""
    return letters().filter(answered_at__isnull=True, withdrawn=False)


def letter(pk: int) -> Letter:
    """One letter, whoever's it is: for commands, which ask whose."""
    return _letter(letters().get(pk=pk))


def all_open() -> list[Letter]:
    """Every letter to which an answer is owed, the oldest promise first: for finding desks."""
    return [_letter(row) for row in open_letters().order_by("promised_on", "at", "pk")]


def letters_of(account: int) -> list[Letter]:
    """Every letter written under this account: for export and erasure."""
    return [_letter(row) for row in letters().filter(sender__account=account).order_by("at", "pk")]


def ended_before(moment: dt.datetime) -> QuerySet[Complaint]:
    """Letters answered or withdrawn before a moment."""
    answered = Answer.objects.standing().filter(at__lt=moment).values("complaint")
    withdrawn = Withdrawal.objects.standing().filter(at__lt=moment).values("complaint")
    return Complaint.objects.filter(Q(pk__in=answered) | Q(pk__in=withdrawn))


def desk_before(desk: Assignment, account: Account) -> Assignment | None:
    """Where a letter lay before it came to `desk`, if that was this person's desk."""
    before = Assignment.objects.standing().filter(complaint=desk.complaint_id, handler=account)
    return before.exclude(pk=desk.pk).order_by("-at", "-pk").first()


def own_url(ref: str) -> str:
    """Where whoever wrote a letter reads it."""
    return reverse("complaints:letter", args=[ref])


def desk_url(ref: str) -> str:
    """Where whoever has a letter on the desk answers it."""
    return reverse("complaints:desk", args=[ref])


def _letter(row: Any) -> Letter:
    desk = row.desks[0] if row.desks else None
    state = rules.state(
        answered=row.answered_at is not None,
        withdrawn=row.withdrawn,
        passed_on=desk is not None and desk.why == Why.PASSED_ON,
    )
    publicity = rules.publicity(
        wished=bool(row.wished),
        prepared=row.prepared is not None,
        turn=rules.Turn(row.turn) if row.turn else None,
    )
    return Letter(row, state, desk, _day(row.answered_at) if row.answered_at else None, publicity)


def _day(moment: dt.datetime) -> dt.date:
    return moment.astimezone(time.SHANGHAI).date()


def written_by(account: Account) -> list[Letter]:
    """What somebody wrote under their name, the newest first."""
    return [_letter(row) for row in letters().filter(sender__account=account).order_by("-at", "-pk")]


def letter_of(account: Account, ref: str) -> Letter | None:
    """One of them, or None, whether it does not exist or is somebody else's."""
    row = letters().filter(sender__account=account, ref=ref).first()
    return None if row is None else _letter(row)


def by_code(code: str) -> Letter | None:
    """The letter that belongs to a receipt code, however it was typed."""
    digest = ids.digest_of(rules.plain_code(code))
    row = letters().filter(sender__code_digest=digest).first()
    return None if row is None else _letter(row)


def _on_desks_of(account: Account, *, withdrawn: bool = False) -> QuerySet[Any]:
    """What lies with somebody, as far as they may answer it today; or what lay there when its writer took it back."""
    desks = Assignment.objects.standing().filter(handler=account, ended_at__isnull=True)
    burden = Q(complaint__kind=Kind.BURDEN)
    theirs = desks.filter(
        burden & _in_reach(account, Action.ANSWER_BURDEN) | ~burden & _in_reach(account, Action.ANSWER)
    )
    return letters().filter(withdrawn=withdrawn, pk__in=theirs.values("complaint"))


def _in_reach(account: Account, action: Action) -> Q:
    reach = within(account, action)
    return Q() if reach.everywhere else Q(unit__in=reach.units)


def on_desk(account: Account) -> list[Letter]:
    """What lies open on somebody's desk, the oldest promise first."""
    rows = _on_desks_of(account).filter(answered_at__isnull=True).order_by("promised_on", "at", "pk")
    return as_rows(rows)


def answered_by(account: Account) -> QuerySet[Any]:
    """What somebody answered, the newest first; `as_rows` makes a page of it readable."""
    return _on_desks_of(account).filter(answered_at__isnull=False).order_by("-answered_at", "-pk")


def as_rows(rows: Iterable[Any]) -> list[Letter]:
    """Letters for a page."""
    return [_letter(row) for row in rows]


def letter_on_desk(account: Account, ref: str, *, withdrawn: bool = False) -> Letter | None:
    """One letter on somebody's desk, or None, whether it does not exist or lies on another.

    `withdrawn`: instead one that its writer took back while it lay there.
    """
    row = _on_desks_of(account, withdrawn=withdrawn).filter(ref=ref).first()
    found = None if row is None else _letter(row)
    return found if found is not None and _may_answer(account, found) else None


def passed_on_by(account: Account, ref: str) -> Letter | None:
    """A letter that somebody passed on and that lies where they laid it, or None."""
    desks = Assignment.objects.standing().filter(actor=account, why=Why.PASSED_ON, ended_at__isnull=True)
    row = letters().filter(ref=ref, pk__in=desks.values("complaint")).first()
    return None if row is None else _letter(row)


def took_over(account: Account, letter: Letter) -> bool:
    """Whether everybody reads this letter, and this person holds today the post by which it was answered, in the same unit.

    What changed since is theirs to say; the letter itself stays with whoever answered it. Never its writer.
    """
    desk, sender = letter.desk, sender_of(letter.complaint)
    return (
        desk is not None
        and letter.publicity is rules.Publicity.RELEASED
        and any((one.unit, str(one.post)) == (desk.unit_id, desk.post) for one in held_by(account))
        and _may_answer(account, letter)
        and (sender is None or sender.account_id != account.pk)
    )


def _may_answer(account: Account, letter: Letter) -> bool:
    return may(account, action_for(letter.complaint.kind), letter.desk)


def to_prepare(account: Account) -> list[Letter]:
    """What somebody answered and has yet to prepare for everybody, the oldest answer first."""
    rows = _on_desks_of(account).filter(answered_at__isnull=False, wished=True).order_by("answered_at", "pk")
    return [letter for letter in map(_letter, rows) if letter.to_prepare]


def all_to_prepare() -> list[Letter]:
    """The same of everybody: for finding desks."""
    rows = letters().filter(answered_at__isnull=False, withdrawn=False, wished=True).order_by("answered_at")
    return [letter for letter in map(_letter, rows) if letter.to_prepare]


def words_of(letter: Letter) -> list[Words]:
    """The words of a letter in their order. The caller has asked whose letter it is."""
    rows = Words.objects.filter(complaint=letter.complaint)
    return list(rows.exclude(part__in=(Part.TITLE, Part.OUTCOME)))


def title_of(letter: Letter) -> str:
    """The title of a question; other letters have none. The caller has asked whose letter it is."""
    if not letter.is_question:
        return ""
    found = Words.objects.filter(complaint=letter.complaint, part=Part.TITLE).first()
    return found.text if found is not None else ""


def outcomes_of(letter: Letter) -> list[Outcome]:
    """What changed because of a letter, the latest first, each with its words. Empty before it is answered."""
    if letter.state is not rules.State.ANSWERED:
        return []
    rows = Outcome.objects.standing().filter(complaint=letter.complaint, words__isnull=False)
    return list(rows.select_related("words").order_by("-day", "-pk"))


def sender_of(complaint: Complaint) -> Sender | None:
    """Who wrote it, as far as they said; None once that is forgotten."""
    return Sender.objects.select_related("account").filter(complaint=complaint).first()
