"""The replay plays the article's half-year through the real commands, once, and the same way each time."""

from __future__ import annotations

import dataclasses
import re
import subprocess
from pathlib import Path

import pytest

from sixianghui.directory.public import Unit
from sixianghui.ledger.public import value_of
from sixianghui.project import supervisor
from sixianghui.project.models import Instance, ReplayStep
from sixianghui.project.replay import command
from sixianghui.project.replay.access import FOUNDERS, ROSTER, STAFF
from sixianghui.project.replay.play import play, scenario
from sixianghui.project.replay.steps import Scenario
from tests import demo
from tests.unit.project.short_replay import NAME, SHORT

pytestmark = pytest.mark.django_db


def test_replay_when_played_then_the_figures_it_can_show_are_the_articles(tmp_path: Path) -> None:
    environ = demo.environ_of(demo.copy_to(tmp_path / "data"))
    asked = subprocess.run(
        supervisor.python("replay", NAME, "--check"), env=environ, text=True, capture_output=True, check=False
    )
    assert (asked.returncode, asked.stderr) == (1, "")
    recounted = re.search(r"^ok +channel\.reads ([\d,]+) = ([\d,]+) ", asked.stdout, re.M)
    assert recounted is not None and recounted[1] == recounted[2]
    found = re.findall(r"^(ok|off) +(\S+)  ", asked.stdout, re.M)
    assert sorted(found) == [
        ("ok", "campaigns.carriers"),
        ("ok", "channel.articles"),
        ("ok", "channel.columns"),
        ("ok", "channel.reads"),
        ("ok", "directory.enterprises"),
        ("ok", "lectures.comments"),
        ("ok", "lectures.minutes"),
        ("ok", "lectures.on_site"),
        ("ok", "lectures.viewings"),
        ("ok", "wechat.branches"),
    ]


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


def test_replay_into_a_real_site_then_is_refused() -> None:
    Instance.objects.create(is_demo=False)
    assert command.run(NAME, check=False, report=None) == 3
    assert Unit.objects.count() == 0


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
