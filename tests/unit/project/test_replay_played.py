"""What a played half-year holds. It is played once for all tests here: each is undone by itself, and at the end the play."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from sixianghui.audit import public as audit
from sixianghui.audit.public import AuditEvent
from sixianghui.channel.models import Review
from sixianghui.common import time
from sixianghui.directory.public import Guidance, Unit
from sixianghui.ledger.public import Publication
from sixianghui.project.models import Instance
from sixianghui.project.replay import command
from sixianghui.project.replay.checking import checked
from sixianghui.project.replay.play import play, scenario
from sixianghui.project.views import ROOM_WORDS
from tests.unit.project.short_replay import NAME, SHORT

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("replay")]


@pytest.fixture(scope="module")
def played(django_db_setup: None, django_db_blocker: Any) -> Iterator[int]:
    """Played once for all tests here, each of which is undone by itself, and then this."""
    with django_db_blocker.unblock(), transaction.atomic():
        Instance.objects.create(is_demo=True, replay=NAME)
        yield play(NAME, script=SHORT)
        transaction.set_rollback(True)


def test_replay_when_an_article_is_sent_back_then_it_comes_out_after_three_more_reviews(played: int) -> None:
    verdicts = Review.objects.filter(page__in=Review.objects.filter(verdict="returned").values("page"))
    assert verdicts.count() == 4 * verdicts.values("page").distinct().count() > 0


def test_replay_when_played_again_then_does_nothing_twice(played: int) -> None:
    before = (
        Unit.objects.count(),
        Guidance.objects.count(),
        AuditEvent.objects.count(),
        Publication.objects.count(),
    )
    assert play(NAME, script=SHORT) == 0
    assert (
        Unit.objects.count(),
        Guidance.objects.count(),
        AuditEvent.objects.count(),
        Publication.objects.count(),
    ) == before


def test_replay_then_takes_every_time_from_its_script(played: int) -> None:
    end = scenario(NAME).ends_at
    assert all(line.at < end and line.recorded_at < end for line in Guidance.objects.all())
    assert max(event.at for event in AuditEvent.objects.all())[:10] <= "2018-06-05"


def test_replay_when_played_then_the_demo_clock_stands_at_its_end(played: int) -> None:
    instance = Instance.objects.get()
    assert instance.clock_shift is not None
    distance = time.ShiftedClock(instance.clock_shift).now() - scenario(NAME).ends_at
    assert distance.total_seconds() < 600


def test_replay_when_played_then_the_audit_chain_holds(played: int) -> None:
    assert audit.verify().ok


def test_progress_when_shown_then_every_room_of_the_script_has_a_word(played: int) -> None:
    assert {step.room for step in scenario(NAME).steps} <= ROOM_WORDS.keys()
    rooms = Client().get("/replay/?format=json").json()["rooms"]
    assert {room["label"] for room in rooms} <= {str(word) for word in ROOM_WORDS.values()}


def test_check_when_a_figure_is_off_then_fails_and_otherwise_says_what_is_not_built(
    played: int, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [row for row in SHORT.expected if row.figure != "channel.articles"]
    built = [row for row in rows if row.figure == "directory.enterprises"]
    assert command.print_check(checked(built)) == 0
    assert command.print_check(checked(rows)) == 1
    said = capsys.readouterr().out
    assert "0 off" in said
    assert re.search(r"ok +directory\.enterprises +7 +7 +/figures/directory\.enterprises/ ", said)
    line = Guidance.objects.filter(unit__slug="sina-henan").get()
    Guidance.objects.filter(pk=line.pk).fill_in(struck_at=time.now(), struck_reason="控制：少一家就该不符")
    assert command.print_check(checked(rows)) == 1
    assert re.search(r"off +directory\.enterprises +6 ", capsys.readouterr().out)
