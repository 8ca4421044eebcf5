"""An ingest process from its start to its end."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket
from pathlib import Path

from sixianghui.ingest.config import IngestConfig
from sixianghui.ingest.gate import Gate
from sixianghui.ingest.house import House
from sixianghui.ingest.inbox import Inbox
from sixianghui.ingest.pull import Puller
from sixianghui.ingest.srt import Listeners
from sixianghui.ingest.whip import Whip


def run(config: IngestConfig) -> int:
    """Take in what is sent, until SIGTERM or SIGINT; returns the exit status."""
    config.streams.mkdir(mode=0o700, parents=True, exist_ok=True)
    asyncio.run(_serve(config))
    return 0


async def _serve(config: IngestConfig) -> None:
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    house = House(config)
    knocker = _open(config.knocker)
    loop.add_reader(knocker, _heard, knocker, house)
    inbox = Inbox(house)
    gate, listeners, puller, whip = Gate(house), Listeners(house), Puller(house), Whip(house)
    house.ways = [inbox.look, gate.look, listeners.look, puller.look, whip.look]
    rounds = loop.create_task(house.run())
    await stop.wait()
    rounds.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await rounds
    await house.close()
    for way in (gate, listeners, puller, whip):
        await way.close()
    loop.remove_reader(knocker)
    knocker.close()
    config.knocker.unlink(missing_ok=True)


def _open(path: Path) -> socket.socket:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    made = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    made.setblocking(False)
    made.bind(str(path))
    path.chmod(0o600)
    return made


def _heard(knocker: socket.socket, house: House) -> None:
    with contextlib.suppress(BlockingIOError):
        while knocker.recv(64):
            pass
    house.knock()


def knock(path: Path) -> None:
    """Tell the ingest process of this machine that something has changed. Where none runs, nobody hears it."""
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as one:
        one.setblocking(False)
        one.sendto(b"look", str(path))
