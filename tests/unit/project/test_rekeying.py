"""The key that signs sessions is renewed in steps: known, in force, alone. Each says where one stands and what is next."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from sixianghui.project import rekeying, secrets
from sixianghui.project.config import Config, load
from sixianghui.project.secrets import Kept

Step = Callable[[str], tuple[int, str]]
OLD = "o" * 64


@pytest.fixture
def config(tmp_path: Path) -> Config:
    """A site that was never renewed."""
    found = load({"SIXIANGHUI_DATA": str(tmp_path)})
    secrets.read_or_make(found.data, rekeying.NAME, first=[OLD])
    return found


@pytest.fixture
def step(config: Config, capsys: pytest.CaptureFixture[str]) -> Step:
    """Run the command: its status and what it said. Django runs already."""

    def taken(what: str) -> tuple[int, str]:
        status = rekeying.run(what, config, start=lambda: None)
        return status, capsys.readouterr().out

    return taken


def held(config: Config) -> Kept:
    return secrets.kept(config.data, rekeying.NAME)


@pytest.mark.django_db
def test_key_when_renewed_step_by_step_then_each_step_is_known_to_processes_of_the_one_before(
    config: Config, step: Step
) -> None:
    states = [held(config)]
    said: list[str] = []
    for what in ("renew", "use", "forget"):
        status, text = step(what)
        assert status == 0
        states.append(held(config))
        said.append(text)
    for one, other in pairwise(states):
        assert one.current in {other.current, *other.others}
        assert other.current in {one.current, *one.others}
    new = states[1].upcoming
    assert states == [Kept(OLD), Kept(OLD, (), new), Kept(new, (OLD,)), Kept(new)]
    assert ["secret-key use" in text for text in said] == [True, False, False]
    assert ["secret-key forget" in text for text in said] == [False, True, False]
    assert all("sixianghui restart" in text and "sixianghui worker" in text for text in said)


@pytest.mark.parametrize(
    ("before", "what", "next_step"),
    [
        (Kept(OLD, (), "n" * 64), "renew", "secret-key use"),
        (Kept("n" * 64, (OLD,)), "renew", "secret-key forget"),
        (Kept(OLD), "use", "secret-key renew"),
        (Kept("n" * 64, (OLD,)), "use", "secret-key forget"),
        (Kept(OLD, (), "n" * 64), "forget", "secret-key use"),
    ],
)
def test_step_when_it_is_not_its_turn_then_changes_nothing_and_says_what_is(
    config: Config, step: Step, before: Kept, what: str, next_step: str
) -> None:
    secrets.write(config.data, rekeying.NAME, before)
    status, text = step(what)
    assert (status, held(config)) == (1, before)
    assert next_step in text and step("status") == (0, text.partition("\n")[2])


def test_status_when_nothing_is_under_way_or_no_site_is_there_then_says_so(
    config: Config, step: Step, tmp_path: Path
) -> None:
    assert "secret-key renew" in step("status")[1]
    assert step("forget") == (0, "没有旧的签名密钥。\n")
    (tmp_path / "secrets" / rekeying.NAME).unlink()
    assert (step("status")[0], step("renew")[0]) == (3, 3)


def test_step_when_another_one_is_being_taken_then_changes_nothing(config: Config, step: Step) -> None:
    with secrets.alone(config.data, rekeying.NAME):
        assert step("renew")[0] == 1
    assert held(config) == Kept(OLD)
    assert step("renew")[0] == 0  # the control


@pytest.mark.parametrize("before", [Kept(OLD, (), "n" * 64), Kept("n" * 64, (OLD,))])
def test_step_when_an_app_here_was_not_restarted_since_the_last_one_then_waits_for_it(
    config: Config, step: Step, before: Kept
) -> None:
    secrets.write(config.data, rekeying.NAME, before)
    config.run.mkdir()
    path = config.run / "app-0.socket"
    changed = (config.data / "secrets" / rekeying.NAME).stat().st_mtime
    with socket.socket(socket.AF_UNIX) as app:
        app.bind(str(path))
        app.listen()
        os.utime(path, (changed - 1, changed - 1))
        assert step("use" if before.upcoming else "forget")[0] == 1
        assert held(config) == before
        assert "还没有重启过" in step("status")[1]
        os.utime(path, (changed + 1, changed + 1))
        assert "还没有重启过" not in step("status")[1]
    os.utime(path, (changed - 1, changed - 1))  # nobody is behind it any more
    assert "还没有重启过" not in step("status")[1]


def test_key_when_it_got_out_then_nothing_is_accepted_that_it_signed_but_links_in_letters(
    config: Config, step: Step
) -> None:
    step("renew")
    status, text = step("replace")
    now, lasting = held(config), secrets.kept(config.data, rekeying.LASTING)
    assert status == 0 and "所有人重新登录" in text
    assert now.current != OLD and now.others == []
    assert lasting.current not in {OLD, now.current} and lasting.others == [OLD]


@pytest.mark.django_db
def test_key_that_lasts_when_the_other_is_renewed_then_stays(config: Config, step: Step) -> None:
    for what in ("renew", "use", "forget"):
        step(what)
    assert secrets.kept(config.data, rekeying.LASTING) == Kept(OLD)
