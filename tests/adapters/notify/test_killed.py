"""A worker is killed while it sends: the letter is neither lost, nor doubled without a mark to tell it by."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.adapters.notify.far_ends import MailServer
from tests.contract.house import ROOT

pytestmark = pytest.mark.deep


def _command(call: str) -> list[str]:
    return [
        sys.executable,
        "-c",
        f"import django; django.setup(); from tests.adapters.notify import process; process.{call}",
    ]


class House:
    """The product's processes with a mail server."""

    def __init__(self, server: MailServer, environ: dict[str, str]) -> None:
        self.server = server
        self.environ = {
            **environ,
            "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}",
            "SSL_CERT_FILE": str(server.certificate),
            "SIXIANGHUI_MAIL_HOST": "127.0.0.1",
            "SIXIANGHUI_MAIL_PORT": str(server.port),
            "SIXIANGHUI_MAIL_SENDER": "notice@sxh.example",
        }

    def run(self, call: str) -> str:
        done = subprocess.run(_command(call), env=self.environ, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    def kill_a_worker(self, hold: str) -> None:
        """Start a worker and kill it while the mail server keeps it waiting."""
        self.server.hold = hold
        worker = subprocess.Popen(_command("work()"), env=self.environ, stderr=subprocess.DEVNULL)
        try:
            assert self.server.holding.wait(60), "nothing was being sent"
        finally:
            worker.kill()
            worker.wait()
            self.server.hold = ""


@pytest.fixture
def house(tmp_path: Path, product_environ: dict[str, str]) -> Iterator[House]:
    with MailServer(tmp_path / "mail") as server:
        made = House(server, product_environ)
        made.run("begin()")
        yield made


def test_letter_when_its_worker_is_killed_before_the_server_has_it_then_arrives_once(house: House) -> None:
    house.kill_a_worker("before")
    house.run("round_at(1)")
    assert (house.server.letters, house.run("states()")) == ([], "[('waiting', 1)]")
    house.run("round_at(11)")
    assert ([one["Subject"] for one in house.server.letters], house.run("states()")) == (
        ["验证"],
        "[('sent', 2)]",
    )


def test_letter_when_its_worker_is_killed_after_the_server_has_it_then_comes_again_under_the_same_message_id(
    house: House,
) -> None:
    """Nobody can know whether the dead one's letter was taken. Twice is better than never, and both are marked alike."""
    house.kill_a_worker("after")
    house.run("round_at(11)")
    assert (len(house.server.letters), len(set(house.server.tokens()))) == (2, 1)
    house.run("round_at(30)")
    assert (len(house.server.letters), house.run("states()")) == (2, "[('sent', 2)]")


def test_letter_when_its_worker_is_killed_and_no_round_follows_then_is_lost(house: House) -> None:
    """The control: it is the round that brings it back, not luck."""
    house.kill_a_worker("before")
    house.run("round_at(5)")
    house.run("round_at(9)")
    assert (house.server.letters, house.run("states()")) == ([], "[('waiting', 1)]")
