"""A post that is handed over while one of its letters is passed on: the letter lies where it was passed to."""

from __future__ import annotations

import pytest

from sixianghui.access.public import Post
from sixianghui.complaints.commands import pass_on
from sixianghui.complaints.models import Complaint
from sixianghui.directory.public import Appointment, accept_handover, offer_handover
from tests.together import at_once
from tests.unit.complaints.house import House, handler, to
from tests.unit.complaints.test_desks import a_successor


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_time", range(5))
def test_letter_when_passed_on_while_its_post_is_handed_over_then_lies_where_it_was_passed(
    house: House, _time: int
) -> None:
    written, successor = house.letter(), a_successor(house)
    post = Appointment.objects.get(person__account=house.clerk, post=Post.COMMITTEE_CLERK)
    offer = offer_handover(post, successor.person, by=house.clerk)  # type: ignore[attr-defined]
    complaint, there = Complaint.objects.get(pk=written.complaint.pk), to(written, house.discipline)
    passed, taken = at_once(
        lambda: pass_on(complaint, there, "这件事归纪检委员管。", by=house.clerk) and None,
        lambda: accept_handover(offer, by=successor) and None,
    )
    assert taken is None
    # Whoever had handed the post over before has no such letter any more, and is told so.
    assert handler(written) == (house.discipline if passed is None else successor)
    assert passed is None or "没有这封信" in passed
