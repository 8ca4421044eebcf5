"""A front process from its start to its end."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import signal
import socket
import ssl
from collections.abc import Mapping

from sixianghui.common import wire
from sixianghui.front.config import FrontConfig, raise_descriptor_limit
from sixianghui.front.control import Control, Doing
from sixianghui.front.engine import Engine
from sixianghui.front.protocol import Connection
from sixianghui.front.refresh import Refresher
from sixianghui.front.subscriber import Subscriber

BACKLOG = 4096
#: Seconds after which the kernel gives up a client whose machine does not say that it got bytes, or takes none: it may
#: hold many for a reader who takes nothing before it says so to us.
_GONE_SECONDS = 60
#: After the listening sockets are given up, requests that are already on the wire get this long to arrive.
_LAST_CALL = 0.05
#: As long as that when another front has taken this one's place: connections that are kept are used again and told to end.
_LEAVING = 2.0
#: Seconds that what is being answered may take then: nobody waits for the place.
_UNHURRIED = 60.0
#: How long the last reads and spans may take to be written, in seconds.
_LAST_NEWS = 1.0


def run(config: FrontConfig, listening: list[socket.socket]) -> int:
    """Serve until SIGTERM or SIGINT, or until SIGHUP, which means that another front has taken the place already and
    nothing need be cut short; returns the exit status.

    `listening` are bound stream sockets. They may be shared with other processes and stay open in whoever
    else holds them, so that no client is refused while this front is replaced.
    """
    import uvloop  # here, so that `public` can be imported where there is none

    raise_descriptor_limit()
    config.spool_dir.mkdir(parents=True, exist_ok=True)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_serve(config, listening))
    return 0


async def _serve(config: FrontConfig, listening: list[socket.socket]) -> None:
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    replaced = asyncio.Event()
    loop.add_signal_handler(signal.SIGHUP, _both, replaced, stop)
    engine = Engine(config)
    refresher = Refresher(engine)
    doings: dict[str, Doing] = {
        "purge": lambda rest: refresher.purge(rest.split()),
        **engine.listening.doings,
    }
    control = Control(config.control_socket, doings)
    await control.open()
    subscription = _subscribe(engine, doings)
    engine.listening.begin()
    context = tls_context(config)
    sweeper = loop.create_task(_sweep(engine))
    for sock in listening:
        with contextlib.suppress(OSError, AttributeError):  # a system that lacks it does without
            # Every connection inherits it from the socket by which it came.
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, _GONE_SECONDS * 1000)
    servers = [
        await loop.create_server(
            lambda: Connection(engine),
            sock=sock,
            backlog=BACKLOG,
            ssl=context,
            ssl_handshake_timeout=config.header_timeout if context else None,
        )
        for sock in listening
    ]
    doings["ready"] = lambda _rest: _ready(engine)
    gc.collect()
    gc.freeze()
    await stop.wait()
    for server in servers:
        server.close()
    engine.leaving = True
    for connection in engine.connections:
        connection.ready = False  # the next answer has to say that it is the last
    await asyncio.sleep(_LEAVING if replaced.is_set() else _LAST_CALL)
    await _finish(engine, _UNHURRIED if replaced.is_set() else config.shutdown_grace)
    sweeper.cancel()
    # Last: as long as a byte can be served, it can be purged.
    if engine.subscriber is not None and subscription is not None:
        subscription.cancel()
        await engine.subscriber.leave()
    await control.close()


def _subscribe(engine: Engine, doings: Mapping[str, Doing]) -> asyncio.Task[None] | None:
    """With Redis: listen there too. Until it has been reached, nothing is served from the cache."""
    if engine.config.redis_url is None:
        return None

    def forget(number: int) -> None:
        engine.cache.purge([wire.EVERYTHING])
        engine.listening.forget(number)

    engine.subscriber = Subscriber(engine.config.redis_url, doings, forget)
    engine.listening.sequence = engine.subscriber
    return asyncio.get_running_loop().create_task(engine.subscriber.run())


def _both(replaced: asyncio.Event, stop: asyncio.Event) -> None:
    replaced.set()
    stop.set()


async def _ready(engine: Engine) -> int:
    """Whether this front serves, and from its cache: 1 or 0."""
    return int(engine.subscriber is None or engine.subscriber.sure())


async def _finish(engine: Engine, grace: float) -> None:
    """Answer what is in flight, for a while; then go."""
    engine.closing = True
    for connection in list(engine.connections):
        connection.close_if_idle()
    engine.listening.close()
    until = engine.now() + grace
    while (engine.connections or engine.listening.hub.slow) and engine.now() < until:
        await asyncio.sleep(0.02)
    for connection in list(engine.connections):
        connection.abort()
    engine.listening.watching.presence.end_all(engine.now())
    await asyncio.gather(engine.beacons.outbox.flush(_LAST_NEWS), engine.listening.watching.flush(_LAST_NEWS))
    engine.close()
    await asyncio.sleep(0)


async def _sweep(engine: Engine) -> None:
    config = engine.config
    shortest = min(
        config.header_timeout,
        config.body_timeout,
        config.keepalive_timeout,
        config.write_stall_timeout,
        config.linger_timeout,
        config.answer_timeout,
        1.0,
    )
    while True:
        await asyncio.sleep(shortest / 4)
        engine.sweep()


def tls_context(config: FrontConfig) -> ssl.SSLContext | None:
    """TLS 1.2 and above with HTTP/1.1, or None when no certificate is configured."""
    if config.tls_cert is None or config.tls_key is None:
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_alpn_protocols(["http/1.1"])
    context.load_cert_chain(config.tls_cert, config.tls_key)
    return context
