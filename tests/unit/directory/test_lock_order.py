"""What an import of a roster waits for: it holds units and people first and the audit chain last, and so does everybody."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sixianghui.access.public import Post, open_account
from sixianghui.audit.public import AuditEvent
from sixianghui.directory.commands import change_unit, close_unit, enter_unit, show_card
from sixianghui.directory.erasing import erase
from sixianghui.directory.models import Person, RosterImport, Unit, UnitKind
from sixianghui.vault.public import Subject
from tests.factories import a_person, a_unit, an_account, someone_with

pytestmark = pytest.mark.django_db
_WRITES = re.compile(r'(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM) "(\w+)"')
UNITS, PEOPLE, UPLOADS, CHAIN = (model._meta.db_table for model in (Unit, Person, RosterImport, AuditEvent))


def written(act: Callable[[], object]) -> list[str]:
    """The tables to which an act writes, in the order in which it does."""
    with CaptureQueriesContext(connection) as asked:
        act()
    return [found[1] for one in asked if (found := _WRITES.match(one["sql"]))]


def test_unit_when_entered_changed_or_closed_then_units_are_written_before_anything_else() -> None:
    committee = a_unit(kind=UnitKind.INDUSTRY_COMMITTEE)
    clerk = someone_with(Post.COMMITTEE_CLERK, committee)
    unit = a_unit(parent=committee)
    acts: tuple[Callable[[], object], ...] = (
        lambda: enter_unit(
            kind=UnitKind.BRANCH, name="样例网党支部", short_name="样例网", new_enterprise="样例网", by=clerk
        ),
        lambda: change_unit(unit, name="新的", new_enterprise="另一家", by=clerk),
        lambda: close_unit(unit, on=dt.date(2018, 6, 5), by=clerk),
    )
    for act in acts:
        tables = written(act)
        assert tables[0] == UNITS
        assert CHAIN in tables


def test_account_when_opened_then_its_person_is_written_before_the_chain() -> None:
    admin = someone_with(Post.SECURITY_ADMIN)
    tables = written(lambda: open_account(username="linwan", name="林晚", by=admin))
    assert tables.index(PEOPLE) < tables.index(CHAIN)
    assert set(AuditEvent.objects.order_by("-seq").values_list("action", flat=True)[:2]) == {
        "account:open",
        "person:enter",
    }


def test_person_when_erased_then_their_uploads_and_the_roster_are_written_before_anything_else() -> None:
    """An import too holds the row of what was uploaded first, and the roster next."""
    account = an_account()
    person = a_person(account=account)
    show_card(line="x", by=account)
    assert written(lambda: erase(Subject(account=account.pk, person=person.pk)))[:2] == [UPLOADS, PEOPLE]
    assert written(lambda: erase(Subject(account=account.pk))) == [UPLOADS, PEOPLE]
