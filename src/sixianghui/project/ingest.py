"""The `ingest` process: from the settings to `ingest.run`. Imports no Django."""

from __future__ import annotations

import signal

from sixianghui.ingest import public as ingest
from sixianghui.ingest.public import IngestConfig, NoProgram
from sixianghui.project import lifeline, logs
from sixianghui.project.config import Config

MIB = 1024 * 1024


def configure(config: Config) -> IngestConfig:
    """What it is told. Raises `NoProgram` where there is no ffmpeg."""
    return IngestConfig(
        app_sockets=tuple(config.run / f"app-{number}.socket" for number in range(config.app_processes)),
        knocker=config.run / "ingest.knock",
        ports=config.run / "ingest.json",
        streams=config.data / "media" / "streams",
        ffmpeg=ingest.ffmpeg_program(config.ffmpeg),
        host=config.host,
        rtmp_port=config.rtmp_port,
        srt_port=config.srt_port,
        tls_cert=config.tls_cert,
        tls_key=config.tls_key,
        pull_url=config.pull_url or "",
        floor=config.disk_floor_mb * MIB,
        small=config.small_picture,
    )


def run(config: Config) -> int:
    """Take in what is sent until asked to stop."""
    lifeline.hold()
    logs.configure(config.log_format, config.log_level)
    try:
        told = configure(config)
    except NoProgram:
        return _wait()  # recordings say what is missing; there is nothing to take in
    return ingest.run(told)


def _wait() -> int:
    signal.sigwait({signal.SIGTERM, signal.SIGINT})
    return 0
