"""What a front is told at its start, and what the machine allows it."""

from __future__ import annotations

import resource
from collections.abc import Iterable
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from pathlib import Path

from sixianghui.common import wire

Network = IPv4Network | IPv6Network

MIB = 1024 * 1024

#: Descriptors that are not connections: listening sockets, app connections, spool files, libraries.
RESERVED_DESCRIPTORS = 256


def networks(*names: str) -> tuple[Network, ...]:
    """`networks("127.0.0.0/8", "::1")`: addresses or networks in their usual notation."""
    return tuple(ip_network(name) for name in names)


def raise_descriptor_limit() -> int:
    """Lift the soft limit of open files to the hard one; returns the limit that now holds."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != hard and hard != resource.RLIM_INFINITY:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        soft = hard
    return soft


def viewers_that_fit() -> int:
    """How many client connections one front can hold with this process's hard limit of open files."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    if hard == resource.RLIM_INFINITY:
        hard = 1_048_576
    return max(64, hard - RESERVED_DESCRIPTORS)


def streams_that_fit() -> int:
    """How many event streams one front can hold and still answer everybody else."""
    return viewers_that_fit() * 15 // 16


@dataclass(frozen=True, kw_only=True)
class FrontConfig:
    """Everything one front process needs to know. Times are seconds, sizes bytes."""

    app_sockets: tuple[Path, ...]
    control_socket: Path
    spool_dir: Path
    #: Where fronts on several machines are told; without it, by the control socket alone.
    redis_url: str | None = None
    static_url: str = "/static/"
    static_root: Path | None = None
    #: Only files below these folders are sent when `app` names one through `wire.FILE`.
    file_roots: tuple[Path, ...] = ()
    #: A folder with 400.html, 408.html, 413.html, 431.html, 502.html, 503.html.
    error_pages: Path | None = None
    tls_cert: Path | None = None
    tls_key: Path | None = None

    max_header_bytes: int = 32 * 1024
    max_body_bytes: int = 100 * MIB
    #: A body or answer above this goes to disk.
    spool_memory_bytes: int = 256 * 1024
    #: No body goes to disk where less than this would be left free: the database is on it too. 0: nobody looks.
    disk_floor_bytes: int = 0
    #: How much of one answer may wait on disk for a slow client before `app` is made to wait too.
    max_answer_spool_bytes: int = 1024 * MIB
    cache_bytes: int = 256 * MIB
    #: The largest answer that is kept.
    max_entry_bytes: int = 4 * MIB

    header_timeout: float = 10.0
    body_timeout: float = 30.0
    #: In so many seconds so much of a body must come, or its rest.
    body_pace: float = 60.0
    body_pace_bytes: int = 64 * 1024
    keepalive_timeout: float = 75.0
    write_stall_timeout: float = 30.0
    #: How long an answer that ends the connection waits for the client to stop sending.
    linger_timeout: float = 2.0
    #: How long a request waits for an app that is being restarted.
    app_wait: float = 15.0
    #: How long a request waits in the queue for a free thread of `app`.
    queue_timeout: float = 30.0
    #: How long `app` may think before its answer begins, and pause within it.
    answer_timeout: float = 120.0
    #: How long a purge waits for pages that are fetched anew; 0: none are. Less than the 2 s of `purge()`.
    refresh_timeout: float = 0.5
    #: A page that was asked within so many seconds before its purge is fetched anew.
    refresh_recent: float = 2.0
    #: How long what `app` said of a listener holds.
    stream_recheck: float = 60.0
    #: How often an event stream gives a sign of life; less than what proxies wait.
    stream_beat: float = 20.0
    #: How long a listener may take nothing of what is sent.
    stream_stall: float = 5.0
    #: How long requests in flight are waited for after SIGTERM.
    shutdown_grace: float = 4.0

    #: Connections per app socket: the number of threads there.
    app_connections: int = 4
    queue_length: int = 1024
    max_connections: int = field(default_factory=viewers_that_fit)

    #: Event streams in all, and of one session. Other requests need connections too.
    max_streams: int = field(default_factory=streams_that_fit)
    streams_per_session: int = 8

    #: Proxies whose `X-Forwarded-For` and `-Proto` are believed.
    trusted_proxies: tuple[Network, ...] = ()
    metrics_networks: tuple[Network, ...] = networks("127.0.0.0/8", "::1/128")
    session_cookie: str = wire.SESSION_COOKIE

    def __post_init__(self) -> None:
        if not self.app_sockets:
            raise ValueError("a front needs at least one app socket")
        if not (self.static_url.startswith("/") and self.static_url.endswith("/")):
            raise ValueError("static_url must start and end with a slash")
        if (self.tls_cert is None) != (self.tls_key is None):
            raise ValueError("tls_cert and tls_key come together")


def within(address: str, allowed: Iterable[Network]) -> bool:
    """Is this address in one of the networks? Something that is no address is in none."""
    try:
        ip = ip_address(address)
    except ValueError:
        return False
    mapped = getattr(ip, "ipv4_mapped", None)
    ip = mapped or ip
    return any(ip.version == network.version and ip in network for network in allowed)
