"""Impact assessments and processing records are kept for three years."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from sixianghui.access.public import Post
from sixianghui.audit.public import AuditEvent
from sixianghui.common.errors import Conflict, Refused
from sixianghui.privacy import commands, queries, rules
from sixianghui.privacy.models import Assessment
from tests.factories import someone_with

pytestmark = pytest.mark.django_db


def an_assessment(by: Any) -> Assessment:
    return commands.write_assessment(
        kind=Assessment.Kind.IMPACT, title="导入名册", purpose="管理组织关系", risks="泄露政治面貌",
        measures="加密、留痕", conclusion="可以做", by=by,
    )  # fmt: skip


def test_record_when_three_years_have_not_passed_then_stays_and_after_may_go(clock: Any) -> None:
    clerk = someone_with(Post.COMMITTEE_CLERK)
    made = an_assessment(clerk)
    clock.set(clock.at.replace(year=2021) - dt.timedelta(days=1))
    with pytest.raises(Conflict, match="2021年6月5日"):
        commands.discard_assessment(made, by=clerk)
    clock.set(clock.at + dt.timedelta(days=1))
    commands.discard_assessment(made, by=clerk)
    assert list(queries.assessments_of(clerk)) == []
    assert [event.action for event in AuditEvent.objects.filter(action__startswith="assessment:")] == [
        "assessment:write",
        "assessment:discard",
    ]


def test_record_when_made_on_29_february_then_no_day_is_lost() -> None:
    assert rules.kept_until(dt.date(2020, 2, 29)) == dt.date(2023, 3, 1)


def test_records_when_somebody_else_looks_or_writes_then_there_are_none() -> None:
    made = an_assessment(someone_with(Post.COMMITTEE_CLERK))
    assert queries.assessment_of(someone_with(Post.COMMITTEE_CLERK), made.ref) is None  # another committee's
    for post in (Post.SECRETARY, Post.SECURITY_ADMIN, Post.SYSTEM_ADMIN, Post.AUDITOR):
        other = someone_with(post)
        assert queries.assessment_of(other, made.ref) is None
        with pytest.raises(Refused):
            an_assessment(other)
