"""What somebody reads of themselves here."""

from __future__ import annotations

import pytest

from sixianghui.access.public import Post
from sixianghui.activities import commands
from sixianghui.common.time import shanghai
from sixianghui.vault.public import Subject
from tests import factories
from tests.unit.privacy.telling import told_by

pytestmark = pytest.mark.django_db


def test_name_that_was_written_down_when_its_owner_reads_it_then_says_at_which_activity() -> None:
    unit = factories.a_unit()
    secretary, person = factories.someone_with(Post.SECRETARY, unit), factories.a_person(unit)
    meeting = commands.record_activity(
        unit=unit,
        kind="member-meeting",
        by=secretary,
        title="六月党员大会",
        starts_at=shanghai(2018, 6, 4, 15),
        present=5,
    )
    commands.name_attendees(meeting, [person], by=secretary)
    assert told_by("activities", Subject(person=person.pk)) == {"到会的人": [{"活动": "六月党员大会"}]}
    # The control: of whoever was not there nothing is told.
    assert told_by("activities", Subject(person=factories.a_person(unit).pk)) == {}
