"""What an enterprise is called, and the unit by which it was entered itself: they follow each other by whoever may say so."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from sixianghui.access.public import Account, Post
from sixianghui.audit.public import AuditEvent
from sixianghui.common.errors import Conflict
from sixianghui.directory.commands import change_unit, enter_unit, rename_enterprise
from sixianghui.directory.models import Enterprise, Unit, UnitKind
from tests.factories import a_unit, an_enterprise, someone_with
from tests.together import at_once

pytestmark = pytest.mark.django_db


@dataclass
class Firm:
    """An enterprise of which no organisation is known, guided by a committee; a clerk of the one, a secretary of the other."""

    itself: Unit
    clerk: Account
    secretary: Account

    def names(self) -> tuple[tuple[str, str], tuple[str, str]]:
        """The unit's, and the enterprise's."""
        unit = Unit.objects.select_related("enterprise").get(pk=self.itself.pk)
        assert unit.enterprise is not None
        firm = unit.enterprise
        return (unit.name, unit.short_name), (firm.name, firm.short_name)


def a_firm() -> Firm:
    clerk = someone_with(Post.COMMITTEE_CLERK, a_unit(kind=UnitKind.INDUSTRY_COMMITTEE))
    itself = enter_unit(kind=UnitKind.ENTERPRISE, name="样例网有限公司", short_name="样例网", by=clerk)
    Enterprise.objects.filter(pk=itself.enterprise_id).update(short_name="样网")
    return Firm(itself, clerk, someone_with(Post.SECRETARY, itself))


@pytest.fixture
def firm() -> Firm:
    return a_firm()


def written() -> list[tuple[str, list[str]]]:
    """What the chain has of changed names."""
    rows = AuditEvent.objects.filter(action__in=("unit:change", "enterprise:rename")).order_by("seq")
    return [(one.action, json.loads(one.detail)["fields"]) for one in rows]


def test_enterprise_when_something_else_of_its_own_entry_is_put_right_then_keeps_its_names(
    firm: Firm,
) -> None:
    before = firm.names()
    change_unit(firm.itself, summary="做样例的", by=firm.clerk)
    assert (firm.names(), written()) == (before, [("unit:change", ["summary"])])


def test_enterprise_when_its_own_entry_is_renamed_then_follows_in_that_name_alone(firm: Firm) -> None:
    change_unit(firm.itself, name="新样例网有限公司", by=firm.clerk)
    assert firm.names() == (("新样例网有限公司", "样例网"), ("新样例网有限公司", "样网"))
    change_unit(firm.itself, short_name="新样", by=firm.clerk)
    assert firm.names() == (("新样例网有限公司", "新样"), ("新样例网有限公司", "新样"))
    assert [acted for acted, _fields in written()] == ["unit:change", "enterprise:rename"] * 2


def test_enterprise_when_who_does_not_guide_it_changes_its_own_entry_then_is_called_as_before(
    firm: Firm,
) -> None:
    before = firm.names()
    with pytest.raises(Conflict, match="由行业党委的工作人员来改"):
        change_unit(firm.itself, name="书记改的", by=firm.secretary)
    assert (firm.names(), written()) == (before, [])
    change_unit(firm.itself, short_name="样例", summary="做样例的", by=firm.secretary)
    assert firm.names() == (("样例网有限公司", "样例"), before[1])
    assert written() == [("unit:change", ["short_name", "summary"])]
    # Where the entry is called otherwise already, it is a unit like any other.
    Enterprise.objects.filter(pk=firm.itself.enterprise_id).update(name="样例集团")
    change_unit(firm.itself, name="样例网", by=firm.secretary)
    assert firm.names() == (("样例网", "样例"), ("样例集团", "样网"))


def test_own_entry_when_another_enterprise_is_called_so_then_says_that_and_nothing_is_written(
    firm: Firm,
) -> None:
    an_enterprise(name="另一家")
    before = firm.names()
    with pytest.raises(Conflict, match="“另一家”已经登记过了"):
        change_unit(firm.itself, name="另一家", by=firm.clerk)
    assert (firm.names(), written()) == (before, [])


def test_own_entry_when_its_enterprise_is_renamed_then_follows_in_what_differs_and_the_chain_says_so(
    firm: Firm,
) -> None:
    rename_enterprise(firm.itself, name="新样例网有限公司", short_name="样网", by=firm.clerk)
    assert firm.names() == (("新样例网有限公司", "样例网"), ("新样例网有限公司", "样网"))
    rename_enterprise(firm.itself, name="新样例网有限公司", short_name="样例网", by=firm.clerk)
    assert firm.names() == (("新样例网有限公司", "样例网"), ("新样例网有限公司", "样例网"))
    assert written() == [
        ("unit:change", ["name"]),
        ("enterprise:rename", ["name"]),
        ("enterprise:rename", ["short_name"]),
    ]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_time", range(5))
def test_enterprise_when_renamed_here_and_there_at_once_then_nobody_waits_for_ever(_time: int) -> None:
    firm = a_firm()
    one, other = Unit.objects.get(pk=firm.itself.pk), Unit.objects.get(pk=firm.itself.pk)
    acts: tuple[Callable[[], str], ...] = (
        lambda: rename_enterprise(one, name="甲有限公司", short_name="甲", by=firm.clerk).name,
        lambda: change_unit(other, name="乙有限公司", short_name="乙", by=firm.clerk).name,
    )
    assert at_once(*acts) == ["甲有限公司", "乙有限公司"]
    assert firm.names() in [(names, names) for names in (("甲有限公司", "甲"), ("乙有限公司", "乙"))]
