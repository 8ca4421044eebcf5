"""A worker is killed around the moment at which it speaks to the outside: that happens once, or the row says unknown."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.contract.house import ROOT
from tests.faults.tasks.outside import Outside

#: The product's own environment has SQLite, whatever the tests have.
pytestmark = pytest.mark.sqlite
BEGIN = "import django; django.setup(); import datetime as dt; from tests.faults.tasks import outside; from sixianghui.tasks import clock, leases, outbox; from sixianghui.tasks.models import Outgoing; from sixianghui.tasks.public import work_off; "
#: The same a while later: leases have lapsed, rows that are being sent are given up.
LATER = "now = clock.now() + dt.timedelta(minutes=6); leases.reap(now); outbox.tend(now=now); Outgoing.objects.update(due_at=clock.now()); outbox.tend(); work_off(); print(Outgoing.objects.get().state)"


class Site:
    def __init__(self, environ: dict[str, str], outside: Outside) -> None:
        self.outside = outside
        self.environ = {**environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}", "TESTS_OUTSIDE": outside.address}

    def run(self, code: str, **environ: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", BEGIN + code],
            env={**self.environ, **environ},
            capture_output=True,
            text=True,
            check=False,
        )

    def killed(self, code: str, when: str) -> None:
        assert self.run(code, TESTS_DIE=when).returncode == -signal.SIGKILL

    def later(self, **environ: str) -> str:
        done = self.run(LATER, **environ)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()


@pytest.fixture
def site(product_environ: dict[str, str]) -> Iterator[Site]:
    with Outside() as outside:
        yield Site(product_environ, outside)


@pytest.mark.deep
def test_sending_when_the_worker_dies_after_it_then_the_outside_has_seen_it_once(site: Site) -> None:
    site.killed("outside.act('one'); work_off()", "after")
    assert site.outside.seen["one"] == 1
    assert site.later(TESTS_LOOKS="yes") == "sent"
    assert site.outside.seen["one"] == 1


def test_sending_when_the_worker_dies_after_it_and_nobody_can_look_then_is_unknown_and_not_sent_again(
    site: Site,
) -> None:
    site.killed("outside.act('one'); work_off()", "after")
    assert [site.later(), site.later()] == ["unknown", "unknown"]
    assert site.outside.seen["one"] == 1
    done = site.run(
        "outbox.settle(Outgoing.objects.get().pk, sent=True); work_off(); print(Outgoing.objects.get().state)"
    )
    assert (done.stdout.strip(), site.outside.seen["one"]) == ("sent", 1)


@pytest.mark.deep
def test_sending_when_the_worker_dies_before_it_then_looking_tells_and_it_is_sent_once(site: Site) -> None:
    site.killed("outside.act('one'); work_off()", "before")
    assert site.outside.seen["one"] == 0
    assert site.later(TESTS_LOOKS="yes") == "sent"
    assert site.outside.seen["one"] == 1


@pytest.mark.deep
def test_sending_without_an_outbox_when_the_process_dies_then_is_lost_or_doubled(site: Site) -> None:
    """The controls: speaking on commit loses it, a job that speaks by itself says it twice."""
    site.killed("outside.act_and_tell_on_commit('lost')", "before")
    site.run("work_off()")
    assert site.outside.seen["lost"] == 0
    site.killed("outside.bare.enqueue('doubled'); work_off()", "after")
    site.run("leases.reap(clock.now() + dt.timedelta(minutes=6)); work_off()")
    assert site.outside.seen["doubled"] == 2
