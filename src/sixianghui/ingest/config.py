"""What an ingest process is told at its start."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class IngestConfig:
    """Everything it needs to know. Sizes are bytes; port 0: that way in is shut."""

    app_sockets: tuple[Path, ...]
    #: Where `app` knocks when something has changed.
    knocker: Path
    #: Where it says at which ports encoders come in.
    ports: Path
    #: The folder of all streams.
    streams: Path
    ffmpeg: str
    host: str = "127.0.0.1"
    rtmp_port: int = 1935
    srt_port: int = 8890
    tls_cert: Path | None = None
    tls_key: Path | None = None
    #: Where encoders speak to a server of somebody else's (nginx-rtmp, SRS) that lets us fetch: `rtmp://host/app`.
    pull_url: str = ""
    #: A recording stops while so much of the disk is still free; so much is laid aside for going on without it.
    floor: int = 512 * 1024 * 1024
    reserve: int = 48 * 1024 * 1024
    #: A smaller picture is made too: "auto" while a core is free, "on", "off".
    small: str = "auto"
