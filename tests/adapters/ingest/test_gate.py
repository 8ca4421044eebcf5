"""The port for RTMP, without a studio: where it opens, and that it is only encrypted once there is a certificate."""

from __future__ import annotations

import asyncio
import json
import socket
import ssl
import subprocess
from pathlib import Path

from sixianghui.ingest.config import IngestConfig
from sixianghui.ingest.gate import Gate
from sixianghui.ingest.house import Armed, House
from tests.faults.lectures.studio import free_port

HELLO = bytes([3]) + bytes(1536)


def a_house(folder: Path, **more: object) -> House:
    """One with nobody to ask, at a port that was free."""
    config = IngestConfig(
        app_sockets=(folder / "nobody",), knocker=folder / "knock", ports=folder / "ports", streams=folder,
        ffmpeg="none", rtmp_port=free_port(), **more,  # type: ignore[arg-type]
    )  # fmt: skip
    house = House(config)
    house.armed = {"one": Armed("one", None, "")}
    return house


async def greeted(port: int, context: ssl.SSLContext | None) -> bytes:
    """What is answered to a handshake."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=context)
    writer.write(HELLO)
    try:
        return await reader.read(1)
    except OSError:
        return b""
    finally:
        writer.close()


def said(folder: Path) -> int | None:
    port: int | None = json.loads((folder / "ports").read_text())["rtmp"]
    return port


def test_port_when_it_is_taken_then_the_next_one_is_opened_and_said(tmp_path: Path) -> None:
    async def run() -> None:
        house = a_house(tmp_path)
        gate = Gate(house)
        with socket.create_server(("127.0.0.1", house.config.rtmp_port)):
            await gate.look()
        port = said(tmp_path)
        assert port is not None
        assert port > house.config.rtmp_port
        assert await greeted(port, None) == b"\x03"
        house.armed = {}
        await gate.look()
        assert said(tmp_path) is None
        await gate.close()
        await house.asking.close()

    asyncio.run(run())


def test_port_when_there_is_a_certificate_then_nothing_is_said_unencrypted(tmp_path: Path) -> None:
    cert, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    line = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-subj",
        "/CN=localhost",
        "-days",
        "1",
    ]
    subprocess.run([*line, "-keyout", key, "-out", cert], check=True, capture_output=True)

    async def run() -> None:
        house = a_house(tmp_path, tls_cert=cert, tls_key=key)
        gate = Gate(house)
        await gate.look()
        context = ssl.create_default_context(cafile=str(cert))
        context.check_hostname = False
        assert await greeted(house.config.rtmp_port, context) == b"\x03"
        assert await greeted(house.config.rtmp_port, None) != b"\x03"
        await gate.close()
        await house.asking.close()

    asyncio.run(run())
