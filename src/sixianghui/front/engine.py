"""What all connections of a front share, and the decision who answers a request."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor

from sixianghui.common import wire
from sixianghui.front import asking_apps, keeping
from sixianghui.front.beacons import Beacons
from sixianghui.front.cache import Fill, PageCache
from sixianghui.front.config import FrontConfig, within
from sixianghui.front.doorway import Doorway
from sixianghui.front.entry import FileEntry, Kept
from sixianghui.front.exchange import Exchange
from sixianghui.front.files import Files
from sixianghui.front.glance import Glance, site_of
from sixianghui.front.listening import Listening
from sixianghui.front.metrics import Metrics, exposition, of_app
from sixianghui.front.pages import OwnPages, made
from sixianghui.front.pool import Pool
from sixianghui.front.protocol import Connection
from sixianghui.front.request import Request
from sixianghui.front.static import StaticFiles
from sixianghui.front.subscriber import Subscriber

Waiter = tuple[Connection, Request]
_EVENTS = wire.EVENTS.encode("ascii")
_READY = wire.READY.encode("ascii")
_SERVING = wire.SERVING.encode("ascii")
_READS = wire.READS.encode("ascii")
_WATCHING = wire.WATCHING.encode("ascii")
_TEXT = b"text/plain; charset=utf-8"


class Engine:
    """Must be made inside the event loop that uses it."""

    def __init__(self, config: FrontConfig) -> None:
        self.config = config
        self.tls = config.tls_cert is not None
        self.clock = time.monotonic
        #: The clock at the last sweep: near enough for the hit path, which would pay for asking each time. A page may
        #: outlive its time limit by that much.
        self.tick = self.clock()
        self.loop = asyncio.get_running_loop()
        self.now = self.loop.time
        self.metrics = Metrics()
        self.pages = OwnPages(config.error_pages)
        self.cache: PageCache[Waiter] = PageCache(config.cache_bytes, self.clock)
        self.executor = ThreadPoolExecutor(1, thread_name_prefix="front-compress")
        self.files = Files(config.file_roots, self.metrics, tls=self.tls)
        self.static = StaticFiles(self, config.static_root, config.static_url) if config.static_root else None
        self.pool = Pool(
            config.app_sockets,
            config.app_connections,
            queue_length=config.queue_length,
            queue_timeout=config.queue_timeout,
            app_wait=config.app_wait,
            answer_timeout=config.answer_timeout,
            on_refused=self._count_refused,
        )
        self.connections: set[Connection] = set()
        #: Answers say that their connection ends; and, later, nothing new is begun.
        self.leaving = False
        self.closing = False
        #: With Redis: whether what is cached may be believed.
        self.subscriber: Subscriber | None = None
        self.listening = Listening(self)
        self.beacons = Beacons(self)
        self.idle_until = self.now() + config.keepalive_timeout
        self.session_cookie = config.session_cookie.encode("ascii")
        scheme = b"https" if self.tls else b"http"
        #: By whether the peer is a trusted proxy.
        self.glances = {
            trusted: Glance(self.session_cookie, scheme, trusted=trusted) for trusted in (False, True)
        }
        self.doorways = {
            trusted: Doorway(self.session_cookie, scheme, trusted=trusted) for trusted in (False, True)
        }
        self._tasks: set[asyncio.Task[None]] = set()

    # ---- connections

    def admit(self, connection: Connection) -> bool:
        """Take note of a new connection. False: there are too many."""
        self.connections.add(connection)
        self.metrics.accepted += 1
        return len(self.connections) + len(self.listening) <= self.config.max_connections

    def trusts(self, peer: str) -> bool:
        return bool(self.config.trusted_proxies) and within(peer, self.config.trusted_proxies)

    def sweep(self) -> None:
        """Called several times a second: everything that is late."""
        now = self.now()
        self.tick = self.clock()
        self.idle_until = now + self.config.keepalive_timeout
        for connection in [one for one in self.connections if one.deadline < now]:
            connection.expire(now)
        self.pool.sweep(now)
        self.listening.sweep(now)
        self.beacons.sweep(now)

    def spawn(self, work: Coroutine[None, None, None]) -> asyncio.Task[None]:
        task = self.loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def close(self) -> None:
        for task in list(self._tasks):
            task.cancel()
        self.pool.close()
        self.executor.shutdown(wait=False, cancel_futures=True)

    # ---- requests

    def ask(self, connection: Connection, request: Request) -> None:
        """Have this request answered: by the front itself, from the cache, or by `app`."""
        if not connection.owns(request):
            return
        path = request.path
        if path in (b"/healthz", _SERVING, _READY, b"/metrics") or path == b"*":
            self._answer_own(connection, request, path)
        elif self.static is not None and self.static.covers(path):
            self.static.answer(connection, request)
        elif path == _EVENTS:
            self.listening.arrive(connection, request)
        elif path == _READS:
            self.beacons.arrive(connection, request)
        elif path == _WATCHING:
            connection.send_error(request, 404)  # only the front itself tells `app` of viewers
        elif keeping.shareable(request, self.session_cookie):
            self._answer_shareable(connection, request)
        else:
            self.forward(connection, request)

    def _answer_shareable(self, connection: Connection, request: Request) -> None:
        if self.subscriber is not None and not self.subscriber.sure():
            self.forward(
                connection, request
            )  # nobody waits for a fill either: it may have begun before a purge
            return
        key = site_of(request.scheme, request.host) + request.line
        entry = self.cache.get(key)
        if entry is not None:
            self.send_kept(connection, request, entry, "hit")
        elif request.method == b"HEAD":
            self.forward(connection, request)
        elif not self.cache.join(key, (connection, request)):
            self.forward(connection, request, self.cache.begin(key))

    def send_kept(self, connection: Connection, request: Request, entry: Kept, kind: str) -> None:
        """Answer with what is kept: bytes, or the file that they name."""
        if isinstance(entry, FileEntry):
            self.files.send(connection, request, entry.path, entry.status, entry.lines)
        else:
            connection.send_entry(request, entry, kind)

    def forward(self, connection: Connection, request: Request, fill: Fill[Waiter] | None = None) -> None:
        """Pass the request to `app`; with a `fill`, the answer may be kept."""
        if not connection.owns(request):
            return
        exchange = Exchange(self, connection, request, fill)
        connection.exchange = exchange
        exchange.task = self.spawn(exchange.run())

    # ---- the front's own pages

    def _answer_own(self, connection: Connection, request: Request, path: bytes) -> None:
        if path == b"*":
            connection.send_plain(request, made(204, b"", _TEXT), b"", "own", 204)
        elif request.method not in (b"GET", b"HEAD"):
            connection.send_error(request, 405)
        elif path == b"/healthz":
            connection.send_plain(request, made(200, b"ok\n", _TEXT), b"ok\n", "own", 200)
        elif path in (_SERVING, _READY):
            self.spawn(self._answer_ready(connection, request, path))
        elif within(request.client, self.config.metrics_networks):
            body = self.exposition() + of_app(self.config.control_socket.parent)
            connection.send_plain(
                request, made(200, body, b"text/plain; version=0.0.4; charset=utf-8"), body, "own", 200
            )
        else:
            connection.send_error(request, 404)

    async def _answer_ready(self, connection: Connection, request: Request, path: bytes) -> None:
        status, body = await asking_apps.ask([app.path for app in self.pool.apps], path)
        if status == 503 and not within(request.client, self.config.metrics_networks):
            body = b"not ready\n"  # why is nobody's business but the operator's
        connection.send_plain(request, made(status, body, _TEXT), body, "own", status)

    def _count_refused(self) -> None:
        self.metrics.app_refused += 1

    def exposition(self) -> bytes:
        """Everything that is counted, for Prometheus."""
        cache, metrics, pool, hub = self.cache, self.metrics, self.pool, self.listening.hub
        outbox, dropped, watching = self.beacons.outbox, self.beacons.dropped, self.listening.watching
        return exposition(
            metrics.requests(),
            [
                ("cache_hits_total", "counter", "Answers from the page cache.", metrics.answers("hit")),
                ("cache_misses_total", "counter", "Pages fetched and kept.", metrics.answers("miss")),
                ("cache_entries", "gauge", "Answers that are kept.", len(cache.entries)),
                ("cache_bytes", "gauge", "Bytes that are kept.", cache.bytes),
                ("cache_evictions_total", "counter", "Entries that made room.", cache.evicted),
                ("cache_purges_total", "counter", "Purges.", cache.purges),
                (
                    "cache_losses_total",
                    "counter",
                    "Times that purges may have been missed over Redis.",
                    self.subscriber.losses if self.subscriber is not None else 0,
                ),
                ("cache_refreshes_total", "counter", "Pages fetched anew by purges.", cache.refreshed),
                ("app_lost_total", "counter", "App connections that died under a request.", metrics.app_lost),
                ("app_refused_total", "counter", "App connections refused.", metrics.app_refused),
                ("app_busy", "gauge", "Requests that app is working on.", pool.busy),
                ("app_queued", "gauge", "Requests that wait for a thread.", pool.queued),
                ("connections", "gauge", "Client connections.", len(self.connections)),
                ("connections_total", "counter", "Client connections accepted.", metrics.accepted),
                ("streams", "gauge", "Event streams that are open.", len(self.listening)),
                (
                    "streams_closed_total",
                    "counter",
                    "Streams ended for want of permission.",
                    self.listening.closed,
                ),
                ("streams_dropped_total", "counter", "Streams of readers who took nothing.", hub.dropped),
                ("events_total", "counter", "Events published.", hub.events),
                ("events_gaps_total", "counter", "Times that events may have been lost.", hub.gaps),
                ("events_writes_total", "counter", "Writes of events to streams.", hub.deliveries),
                ("reads_total", "counter", "Reads that app has written down.", outbox.recorded),
                ("reads_waiting", "gauge", "Reads that app has yet to take.", len(outbox)),
                *(
                    (f"reads_{reason.replace(' ', '_')}_total", "counter", "Reports that do not count.", n)
                    for reason, n in sorted(dropped.items())
                ),
                ("viewers", "gauge", "Viewers of all lectures.", sum(watching.presence.here.values())),
                ("spans_total", "counter", "News of viewers' stays that app has written.", watching.recorded),
                ("spans_waiting", "gauge", "News of viewers' stays that app has yet to take.", len(watching)),
                *(
                    (f"spans_{reason.replace(' ', '_')}_total", "counter", "Stays that were not told of.", n)
                    for reason, n in sorted(watching.dropped.items())
                ),
                ("in_flight", "gauge", "Requests that are being answered.", self.in_flight),
            ],
            metrics.app_waits.lines("app_seconds", "From a request to the first byte of app's answer."),
        )

    @property
    def in_flight(self) -> int:
        return sum(one.request is not None for one in self.connections)
