"""Debian's nginx-rtmp takes encoders in, configured as `deploy/` says, and asks by its hooks."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.adapters.ingest.conftest import feeds, is_open, laid_down, said
from tests.faults.lectures.studio import ROOT, Encoder, Studio, free_port

NGINX, MODULE = Path("/usr/sbin/nginx"), Path("/usr/lib/nginx/modules/ngx_rtmp_module.so")
TOKEN = "a-token-of-the-foreign-server"
pytestmark = [
    pytest.mark.sqlite,
    pytest.mark.deep,
    pytest.mark.skipif(not (NGINX.exists() and MODULE.exists()), reason="nginx-rtmp is not installed"),
]


@contextmanager
def foreign(folder: Path, port: int, house: int) -> Iterator[None]:
    """nginx-rtmp with the configuration that we give to people, and only its addresses changed."""
    text = (ROOT / "deploy" / "nginx-rtmp.conf").read_text(encoding="utf-8")
    text = text.replace("modules/ngx_rtmp_module.so", str(MODULE)).replace(
        "/run/nginx-rtmp.pid", f"{folder}/pid"
    )
    text = text.replace("listen 1935", f"listen 127.0.0.1:{port}").replace(":8000/", f":{house}/")
    text = text.replace("REPLACE-ME", TOKEN)
    (folder / "nginx.conf").write_text(text, encoding="utf-8")
    (folder / "logs").mkdir()
    line = [NGINX, "-p", folder, "-c", folder / "nginx.conf", "-e", folder / "error.log", "-g", "daemon off;"]
    with subprocess.Popen(line) as process:
        try:
            yield
        finally:
            process.terminate()


def test_nginx_rtmp_when_the_key_is_right_then_pieces_flow_and_otherwise_it_is_sent_away(
    product_environ: dict[str, str], program: str, tmp_path: Path
) -> None:
    port = free_port()
    token = tmp_path / "token"
    token.write_text(f"{TOKEN}\n", encoding="utf-8")
    pulls = {
        "SIXIANGHUI_HOOK_TOKEN_FILE": str(token),
        "SIXIANGHUI_PULL_URL": f"rtmp://127.0.0.1:{port}/live",
        "SIXIANGHUI_RTMP_PORT": "0",
    }
    folder = tmp_path / "nginx"
    folder.mkdir()
    with Studio(product_environ, **pulls) as studio, foreign(folder, port, studio.port):
        studio.wait_for(lambda: is_open(port))
        address = f"rtmp://127.0.0.1:{port}/live"
        with Encoder(program, f"{address}/not-the-key") as wrong:
            assert wrong.refused()
        assert (feeds(studio), laid_down(studio)) == ([], 0)
        studio.host("begin")
        with Encoder(program, f"{address}/{studio.made['key']}") as one:
            studio.wait_for(lambda: studio.pieces()[1:])
            assert said(studio)["way"] == "pull"
            with Encoder(program, f"{address}/{studio.made['key']}") as second:
                assert second.refused()
            before = laid_down(studio)
            studio.wait_for(lambda: laid_down(studio) > before + 4)
            assert one.process.poll() is None
        studio.wait_for(lambda: said(studio).get("over"))
        # It comes back, and is sent away when the picture is cut.
        with Encoder(program, f"{address}/{studio.made['key']}") as again:
            studio.wait_for(lambda: not said(studio).get("over"))
            known = len(feeds(studio))
            studio.kill("ingest")
            studio.wait_for(lambda: len(feeds(studio)) > known)
            studio.host("cut")
            studio.wait_for(lambda: said(studio).get("over"))
            assert again.refused()
        before = laid_down(studio)
        time.sleep(2)
        assert laid_down(studio) == before
    assert studio.made["key"] not in (folder / "error.log").read_text(encoding="utf-8")
