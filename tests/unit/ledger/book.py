"""A small book for the tests: a committee with its clerk, branches in turn, figures over the turns."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from sixianghui.access.posts import GRANTS, Grant, Reach
from sixianghui.access.public import Account, Post
from sixianghui.common import time
from sixianghui.common.errors import Conflict
from sixianghui.directory.public import Guidance, Unit, UnitKind
from sixianghui.ledger import public as ledger
from sixianghui.ledger.public import Column, Figure, Method, Scope
from sixianghui.wechat.models import AccountBranch, OfficialAccount
from tests import factories

#: An action of these tests alone: whoever has it sees the rows. No figure of the product asks for one like it.
ROWS = "tests:rows"
SEE_ROWS = {
    Post.COMMITTEE_CLERK: Reach.GUIDED,
    Post.SECRETARY: Reach.BELOW,
    Post.DEPUTY_SECRETARY: Reach.BELOW,
    Post.AUDITOR: Reach.EVERYWHERE,
}

TURNS = Figure(
    name="wechat.test_turns",
    label="轮值的支部",
    sentence="这么多个支部轮流写公众号。",
    measure="个",
    one_is="一个支部",
    method=Method(counted="每个支部算一个。", not_counted="划销的。", unknown="谁在写。"),
    version=1,
    evidence=lambda scope: scope.limit(AccountBranch.objects.select_related("unit").order_by("at", "pk")),
    columns=(
        Column("branch", "支部", "unit.name", sort="unit__name"),
        Column("since", "从何时起", "at", sort="at"),
    ),
    unit_path="unit",
    moment="at",
)
#: The same rows, but only for those who may see them, and with small numbers guarded.
GUARDED = replace(TURNS, name="wechat.test_guarded", rows_need=ROWS, small_numbers=True)
#: The same rows, shown to others only as published.
KEPT = replace(TURNS, name="wechat.test_kept", rows_need=ROWS, published_by_default=False)


@contextmanager
def registered(*figures: Figure) -> Iterator[None]:
    """Have these figures registered for the length of the block."""
    before, uses = dict(ledger.registry.figures), dict(ledger.registry.uses)
    granted = dict(GRANTS)
    for post, reach in SEE_ROWS.items():
        GRANTS[post] = (*GRANTS[post], Grant(ROWS, reach))
    for figure in figures:
        ledger.register(figure)
    try:
        yield
    finally:
        ledger.registry.figures, ledger.registry.uses = before, uses
        GRANTS.update(granted)


@dataclass
class Book:
    """Who and what the tests need."""

    committee: Unit
    clerk: Account
    official: OfficialAccount

    def branch(self, **more: Any) -> Unit:
        """A branch that the committee guides."""
        unit = factories.a_unit(**more)
        Guidance.objects.create(committee=self.committee, unit=unit, at=time.now())
        return unit

    def turn(self, unit: Unit | None = None, **more: Any) -> AccountBranch:
        """A fact: a branch takes its turn."""
        values: dict[str, Any] = {
            "account": self.official,
            "unit": unit or self.branch(),
            "at": time.now(),
            **more,
        }
        return AccountBranch.objects.create(**values)

    def strike(self, fact: AccountBranch, reason: str = "登记错了") -> AccountBranch:
        """Strike a fact as a command of its room would."""
        standing = AccountBranch.objects.standing().filter(pk=fact.pk)
        if not standing.fill_in(struck_at=time.now(), struck_by=self.clerk, struck_reason=reason):
            raise Conflict("struck before")
        return AccountBranch.objects.get(pk=fact.pk)

    def publish(self, name: str = TURNS.name, scope: Scope = ledger.WHOLE, **more: Any) -> ledger.Publication:
        """Publish a figure as the clerk."""
        return ledger.publish(name, scope, by=fresh(self.clerk), **more)


def open_book() -> Book:
    """A committee with a clerk, and an official account."""
    committee = factories.a_unit(kind=UnitKind.INDUSTRY_COMMITTEE)
    clerk = factories.someone_with(Post.COMMITTEE_CLERK, committee)
    official = OfficialAccount.objects.create(name="样例公众号", slug="sample")
    return Book(committee, clerk, official)


def fresh(account: Account) -> Account:
    """The account as the next request would find it, without what was remembered of its posts."""
    return Account.objects.get(pk=account.pk)
