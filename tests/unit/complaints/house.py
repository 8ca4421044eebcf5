"""A small organisation with people to write and people to answer."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Any

from sixianghui.access.public import Account, Post
from sixianghui.complaints import queries
from sixianghui.complaints.commands import Written, answer, prepare, release, write
from sixianghui.complaints.models import Kind, Preparation
from sixianghui.complaints.queries import Destination, Letter
from sixianghui.complaints.rules import Asking, Told
from sixianghui.directory.public import Unit, UnitKind
from tests.factories import a_unit, an_account, an_appointment, someone_with

_number = itertools.count(1)
TEXT = "楼下的灯坏了两天，晚上看不清路。"
TITLE = "楼道的灯什么时候修好"
ANSWERED = "灯已经换过，今晚就亮。"


@dataclass
class House:
    """A committee with a clerk and a discipline member; below it a general branch and a branch."""

    committee: Unit
    general: Unit
    branch: Unit
    clerk: Account
    discipline: Account
    writer: Account

    def again(self) -> House:
        """The same as the database has it now, without what anybody has remembered of it."""
        units, accounts = Unit.objects.in_bulk(), Account.objects.in_bulk()
        return House(
            *(units[one.pk] for one in (self.committee, self.general, self.branch)),
            *(accounts[one.pk] for one in (self.clerk, self.discipline, self.writer)),
        )

    def letter(self, kind: Kind = Kind.SUGGESTION, text: str = TEXT, **more: Any) -> Written:
        """A letter, by the writer under their name unless told otherwise."""
        values: dict[str, Any] = {"by": self.writer, "nonce": f"nonce-{next(_number)}", **more}
        if kind == Kind.QUESTION:
            values.setdefault("asking", Asking(TITLE, public=True))
        return write(kind, text, **values)

    def prepared(self, written: Written | None = None, **told: str) -> Preparation:
        """A question that the clerk answered, and the text for everybody that the clerk prepared of it."""
        written = written or self.letter(Kind.QUESTION)
        answer(written.complaint, ANSWERED, by=self.clerk)
        words = {"title": TITLE, "question": TEXT, "answer": ANSWERED, **told}
        return prepare(written.complaint, Told(**words), by=self.clerk)

    def released(self, written: Written | None = None, **told: str) -> Preparation:
        """The same, released by a second clerk."""
        found = self.prepared(written, **told)
        release(found, by=self.second())
        return found

    def second(self) -> Account:
        """Somebody who may release what the clerk prepared."""
        return someone_with(Post.CHIEF_EDITOR, self.committee)


def a_house() -> House:
    committee = a_unit(kind=UnitKind.INDUSTRY_COMMITTEE, name="样例市互联网行业党委", short_name="行业党委")
    general = a_unit(kind=UnitKind.GENERAL_BRANCH, parent=committee, short_name="总支")
    branch = a_unit(parent=general, short_name="支部")
    return House(
        committee=committee,
        general=general,
        branch=branch,
        clerk=someone_with(Post.COMMITTEE_CLERK, committee),
        discipline=someone_with(Post.DISCIPLINE_MEMBER, committee),
        writer=an_account(),
    )


def now(written: Written) -> Letter:
    """The letter as it is now."""
    return queries.letter(written.complaint.pk)


def handler(written: Written) -> Account | None:
    """Whose desk it lies on."""
    desk = now(written).desk
    return desk.handler if desk else None


def to(written: Written, account: Account) -> Destination:
    """Somebody as a destination of a letter."""
    found = queries.destinations(written.complaint, frozenset())
    return next(one for one in found if one.desk.account == account.pk)


def discipline_member(unit: Unit) -> Account:
    account = an_account()
    an_appointment(account, unit, Post.DISCIPLINE_MEMBER)
    return account
