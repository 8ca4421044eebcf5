"""`sixianghui serve` as a person meets it: a first start, a second one, a taken folder, a taken port, Ctrl-C."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from sixianghui.project import config, prepare
from tests import demo

pytestmark = pytest.mark.sqlite
COMMAND = [sys.executable, "-m", "sixianghui.project.cli"]


class Terminal:
    """A running `serve` and what it has said so far."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.said = ""

    def read_until(self, pattern: str) -> re.Match[str]:
        """Read its output until a line matches; a process that ends before fails the test."""
        assert self.process.stdout is not None
        while not (found := re.search(pattern, self.said)):
            line = self.process.stdout.readline()
            assert line, f"serve ended before it said {pattern!r}:\n{self.said}"
            self.said += line
        return found

    def stop(self, number: int = signal.SIGINT) -> int:
        """Ctrl-C; the exit status."""
        self.process.send_signal(number)
        return self.process.wait(20)


@contextmanager
def serving(environ: dict[str, str], *words: str) -> Iterator[Terminal]:
    process = subprocess.Popen(
        [*COMMAND, "serve", *words], env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        yield Terminal(process)
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()


def ask(address: str, method: str = "GET", body: str = "", **headers: str) -> tuple[int, dict[str, str], str]:
    """One request to an address that `serve` printed."""
    url = urlsplit(address)
    connection = http.client.HTTPConnection(url.hostname or "", url.port, timeout=30)
    connection.request(method, url.path, body or None, headers)
    answer = connection.getresponse()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read().decode()


@pytest.fixture
def prepared_environ(product_environ: dict[str, str], data_folder: Path) -> dict[str, str]:
    """A data folder that an earlier start has prepared, so that this one has nothing to do."""
    (data_folder / prepare.STAMP).write_text(prepare.fingerprint(config.load(product_environ)))
    return product_environ


def test_first_start_then_replays_the_half_year_and_its_links_sign_in(tmp_path: Path) -> None:
    said = demo.first_start()
    assert said.index("思享汇已启动：http://127.0.0.1:") < said.index("李一鸣（示例）　样例研发支部 书记\n")
    environ = demo.environ_of(demo.copy_to(tmp_path / "data"))
    with serving(environ, "--port", "0") as terminal:
        address = terminal.read_until(r"思享汇已启动：(http://127\.0\.0\.1:\d+/)")[1]
        link = terminal.read_until(r"李一鸣（示例）　样例研发支部 书记\n +(http\S+)\n")[1]
        status, _, home = ask(address)
        assert (status, "方案让企业自己写" in re.sub(r"<[^>]+>", "", home)) == (200, True)
        _, headers, _ = ask(link)
        token = re.search(r"csrftoken=(\w+)", headers["set-cookie"])
        assert token is not None
        form = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": f"csrftoken={token[1]}"}
        status, headers, _ = ask(link, "POST", f"csrfmiddlewaretoken={token[1]}", **form)
        assert (status, headers["location"]) == (302, "/week/")
        session = re.search(r"sxh_session=(\w+)", headers["set-cookie"])
        assert session is not None
        status, headers, week = ask(f"{address}week/", Cookie=f"sxh_session={session[1]}")
        assert (status, headers["cache-control"], "李一鸣（示例）" in week) == (200, "no-store", True)
        assert terminal.stop() == 0


def test_empty_start_then_says_how_to_found_and_founding_opens_the_channel(
    product_environ: dict[str, str],
) -> None:
    found = ["found", "--committee", "样例市互联网行业党委", "--name", "某人", "--username", "someone",
             "--security-name", "另一人", "--security-username", "another"]  # fmt: skip
    with serving(product_environ, "--port", "0", "--empty") as terminal:
        address = terminal.read_until(r"思享汇已启动：(\S+)")[1]
        terminal.read_until(r"sixianghui found")
        assert ask(address)[0] == 200
        done = subprocess.run(
            [*COMMAND, *found], env=product_environ, capture_output=True, text=True, check=True
        )
        link = re.search(r"(http\S+/links/\S+/)", done.stdout)
        assert link is not None
        assert ask(link[1])[0] == 200
        assert "党务指南" in ask(address)[2]
        again = subprocess.run(
            [*COMMAND, *found], env=product_environ, capture_output=True, text=True, check=False
        )
        assert again.returncode == 3


def test_second_server_when_the_folder_is_taken_then_is_refused_with_a_sentence(
    prepared_environ: dict[str, str],
) -> None:
    with serving(prepared_environ, "--port", "0", "--empty") as terminal:
        terminal.read_until("已启动")
        second = subprocess.run(
            [*COMMAND, "serve"], env=prepared_environ, capture_output=True, text=True, check=False
        )
        assert second.returncode == 3
        assert "正由另一个思享汇使用" in second.stdout
        assert terminal.stop(signal.SIGTERM) == 0


def test_port_when_taken_then_the_next_one_is_used_and_said(prepared_environ: dict[str, str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with serving(prepared_environ, "--port", str(port), "--empty") as terminal:
            used = terminal.read_until(rf"端口 {port} 已被占用，改用 (\d+)")[1]
            assert terminal.read_until(r"已启动：http://127\.0\.0\.1:(\d+)/")[1] == used


def test_host_beyond_this_machine_without_a_certificate_then_warns_and_says_so_on_the_page(
    prepared_environ: dict[str, str],
) -> None:
    with serving(prepared_environ, "--port", "0", "--host", "0.0.0.0", "--empty") as terminal:
        terminal.read_until("会明文传输")
        port = terminal.read_until(r"已启动：http://0\.0\.0\.0:(\d+)/")[1]
        assert "连接没有加密" in ask(f"http://127.0.0.1:{port}/sign-in/")[2]


def test_front_when_it_has_a_certificate_then_ends_tls_itself(
    prepared_environ: dict[str, str], tmp_path: Path
) -> None:
    import ssl

    key, certificate = tmp_path / "key.pem", tmp_path / "cert.pem"
    _make_certificate(key, certificate)
    environ = {**prepared_environ, "SIXIANGHUI_TLS_CERT": str(certificate), "SIXIANGHUI_TLS_KEY": str(key)}
    with serving(environ, "--port", "0", "--empty") as terminal:
        port = int(terminal.read_until(r"已启动：https://127\.0\.0\.1:(\d+)/")[1])
        context = ssl.create_default_context(cafile=str(certificate))
        connection = http.client.HTTPSConnection("localhost", port, context=context, timeout=20)
        connection.request("GET", "/sign-in/")
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 200
        assert "max-age" in (answer.getheader("Strict-Transport-Security") or "")
        assert "secure" in (answer.getheader("Set-Cookie") or "").lower()


def _make_certificate(key_file: Path, certificate_file: Path) -> None:
    """A certificate for localhost, signed by itself."""
    import datetime as dt

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    key_file.write_bytes(private)
    certificate_file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))


@pytest.mark.parametrize(
    "command", ["serve", "front", "app", "worker", "replay", "figures", "demo", "found", "audit"]
)
def test_help_then_is_there_for_each_command(command: str) -> None:
    done = subprocess.run([*COMMAND, command, "--help"], capture_output=True, text=True, check=False)
    assert (done.returncode, "usage" in done.stdout) == (0, True)


def test_setting_when_unknown_then_stops_the_start_and_is_named(product_environ: dict[str, str]) -> None:
    environ = {**product_environ, "SIXIANGHUI_COLOUR": "red"}
    done = subprocess.run([*COMMAND, "serve"], env=environ, capture_output=True, text=True, check=False)
    assert (done.returncode, "SIXIANGHUI_COLOUR" in done.stderr) == (2, True)


@pytest.mark.deep
def test_wheel_when_installed_without_node_then_renders_home(
    product_environ: dict[str, str], tmp_path: Path
) -> None:
    root = Path(__file__).resolve().parents[2]
    hatch = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path / "wheel")]
    subprocess.run(hatch, cwd=root, capture_output=True, check=True)
    (wheel,) = (tmp_path / "wheel").glob("*.whl")
    site = tmp_path / "site"
    import zipfile

    zipfile.ZipFile(wheel).extractall(site)
    empty = tmp_path / "no-node"
    empty.mkdir()
    environ = {**product_environ, "PATH": str(empty), "PYTHONPATH": str(site)}
    where = [sys.executable, "-c", "import sixianghui; print(sixianghui.__file__)"]
    assert subprocess.run(where, env=environ, capture_output=True, text=True, check=True).stdout.startswith(
        str(site)
    )
    os.chdir(tmp_path)
    with serving(environ, "--port", "0") as terminal:
        address = terminal.read_until(r"思享汇已启动：(\S+)")[1]
        terminal.read_until(r"重放完成")
        status, _, home = ask(address)
        styles = re.search(r'href="(/static/dist/assets/main-[^"]+\.css)"', home)
        assert (status, "党务指南" in home, styles is not None) == (200, True, True)
        assert styles is not None
        assert ask(address.rstrip("/") + styles[1])[0] == 200
