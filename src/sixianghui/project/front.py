"""The `front` process: from the settings to `front.run`. Imports no Django."""

from __future__ import annotations

import signal
import socket
from collections.abc import Sequence
from pathlib import Path

import sixianghui
from sixianghui.front import public as front
from sixianghui.project import lifeline, logs, supervisor
from sixianghui.project.config import Config

MIB = 1024 * 1024


def configure(config: Config, index: int) -> front.FrontConfig:
    """What this front is told."""
    apps = tuple(config.run / f"app-{number}.socket" for number in range(config.app_processes))
    package = Path(sixianghui.__file__).parent
    return front.FrontConfig(
        app_sockets=apps,
        control_socket=config.run / f"front-{index}.control",
        spool_dir=config.run / "spool",
        disk_floor_bytes=config.disk_floor_mb * MIB,
        redis_url=config.redis_url,
        static_root=config.data / "static",
        file_roots=(config.data / "media",),
        error_pages=package / "ui" / "front_errors",
        tls_cert=config.tls_cert,
        tls_key=config.tls_key,
        max_body_bytes=config.max_upload_mb * MIB,
        cache_bytes=config.cache_mb * MIB,
        # The threads of each app are shared out among the fronts, so that none waits behind another's requests.
        app_connections=max(1, config.app_threads // config.front_processes),
        max_streams=config.streams or front.streams_that_fit(),
        trusted_proxies=front.networks(*config.trusted_proxies),
        metrics_networks=front.networks(*config.metrics_networks),
    )


def run(config: Config, *, index: int, descriptors: Sequence[int]) -> int:
    """Serve on the inherited sockets, or on our own when started alone."""
    lifeline.hold()
    logs.configure(config.log_format, config.log_level)
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    (config.run / "spool").mkdir(parents=True, exist_ok=True, mode=0o700)
    listening = [socket.socket(fileno=number) for number in descriptors]
    return front.run(
        configure(config, index),
        listening or supervisor.widen(supervisor.listen(config.host, config.port)),
    )
