"""The replay plays the article's half-year through the real commands, once, and the same way each time."""

from __future__ import annotations

import dataclasses
import re
import subprocess
from pathlib import Path

import pytest
from django.test import Client

from sixianghui.audit import public as audit
from sixianghui.audit.public import AuditEvent
from sixianghui.channel.models import Review
from sixianghui.common import time
from sixianghui.directory.public import Guidance, Unit
from sixianghui.ledger.public import Publication, strike, value_of
from sixianghui.project import supervisor
from sixianghui.project.models import Instance, ReplayStep
from sixianghui.project.replay import command
from sixianghui.project.replay.access import FOUNDERS, ROSTER, STAFF
from sixianghui.project.replay.articles import plans
from sixianghui.project.replay.command import checked
from sixianghui.project.replay.content import drafts
from sixianghui.project.replay.play import play, scenario
from sixianghui.project.replay.steps import Scenario
from sixianghui.project.views import ROOM_WORDS
from tests import demo
from tests.factories import someone_with

NAME = "zhengzhou-2018"
pytestmark = pytest.mark.django_db


def _short() -> Scenario:
    """The script with the first few of its articles, one of which is put right and one sent back."""
    full = scenario(NAME)
    kept = [plan for plan in plans(drafts()) if plan.corrected or plan.returned][:4]
    names = {f"article:{plan.draft.key}" for plan in kept}
    return dataclasses.replace(
        full,
        steps=[
            step
            for step in full.steps
            if not step.key.startswith(("article:", "picture:", "panorama:"))
            or ":".join(step.key.split(":")[:2]) in names
        ],
    )


SHORT = _short()


@pytest.fixture
def played() -> int:
    Instance.objects.create(is_demo=True, replay=NAME)
    return play(NAME, script=SHORT)


def test_replay_when_played_then_the_figures_it_can_show_are_the_articles(tmp_path: Path) -> None:
    environ = demo.environ_of(demo.copy_to(tmp_path / "data"))
    asked = subprocess.run(
        supervisor.python("replay", NAME, "--check"), env=environ, text=True, capture_output=True, check=False
    )
    assert (asked.returncode, asked.stderr) == (command.NOT_BUILT, "")
    recounted = re.search(r"^ok +channel\.reads ([\d,]+) = ([\d,]+) ", asked.stdout, re.M)
    assert recounted is not None and recounted[1] == recounted[2]
    found = re.findall(r"^(ok|off) +(\S+)  ", asked.stdout, re.M)
    assert sorted(found) == [
        ("ok", "channel.articles"),
        ("ok", "channel.columns"),
        ("ok", "channel.reads"),
        ("ok", "directory.enterprises"),
        ("ok", "wechat.branches"),
    ]


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


def test_replay_when_broken_off_then_goes_on_where_it_stood() -> None:
    Instance.objects.create(is_demo=True, replay=NAME)

    def stop(number: int, _total: int, _step: object) -> None:
        if number == 20:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        play(NAME, tell=stop, script=SHORT)
    assert ReplayStep.objects.count() == 20
    assert play(NAME, script=SHORT) == len(SHORT.steps) - 20
    assert value_of("directory.enterprises") == 7


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


def test_replay_into_a_real_site_then_is_refused() -> None:
    Instance.objects.create(is_demo=False)
    assert command.run(NAME, check=False, report=None) == 3
    assert Unit.objects.count() == 0


def test_check_when_a_figure_is_off_then_fails_and_otherwise_says_what_is_not_built(
    played: int, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [row for row in SHORT.expected if row.figure != "channel.articles"]
    assert command.print_check(checked(rows)) == command.NOT_BUILT
    assert "0 off" in capsys.readouterr().out
    line = Guidance.objects.filter(unit__slug="sina-henan").get()
    strike(line, by=someone_with("committee_clerk", line.committee), reason="控制：少一家就该不符")
    assert command.print_check(checked(rows)) == 1
    assert re.search(r"off +directory\.enterprises +6 ", capsys.readouterr().out)


def test_people_of_the_replay_then_are_plainly_invented() -> None:
    assert [
        name
        for name in (*(one[1] for one in (*FOUNDERS, *STAFF)), *(row.name for row in ROSTER))
        if not name.endswith("（示例）")
    ] == []


def test_scenario_when_its_steps_are_out_of_order_or_share_a_key_then_is_refused() -> None:
    first, second, *_ = scenario(NAME).steps[5:]
    with pytest.raises(ValueError, match="order of time"):
        dataclasses.replace(
            scenario(NAME), steps=(dataclasses.replace(second, key="later"), scenario(NAME).steps[0])
        )
    with pytest.raises(ValueError, match="same key"):
        Scenario("x", (first, first), scenario(NAME).ends_at, ())
