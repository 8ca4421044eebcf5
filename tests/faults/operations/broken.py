"""Installations that are broken, each in one way. By hand:

python -m tests.faults.operations.broken FOLDER          make a whole one in FOLDER and break copies of it in every way
python -m tests.faults.operations.broken FOLDER NAME     make that one alone, and let the doctor look at it
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import shutil
import socket
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests import databases

Environ = dict[str, str]
Break = Callable[[Path, Environ], contextlib.AbstractContextManager[None]]
COMMAND = [sys.executable, "-m", "sixianghui.project.cli", "doctor"]


@dataclass(frozen=True)
class Broken:
    """One way to break an installation: which check has to notice, and the words that have to be in its sentence."""

    name: str
    check: str
    sentence: str
    make: Break
    stops: bool = False


ALL: list[Broken] = []


def broken(check: str, sentence: str, *, stops: bool = False) -> Callable[[Callable[..., Any]], Break]:
    """`make(data, environ)` breaks the folder or the environment; what it yields for is undone afterwards.

    stops: the doctor does not come as far as Django.
    """

    def register(make: Callable[..., Any]) -> Break:
        def held(data: Path, environ: Environ) -> contextlib.AbstractContextManager[None]:
            made = make(data, environ)
            return contextlib.nullcontext() if made is None else contextlib.contextmanager(lambda: made)()

        ALL.append(Broken(make.__name__, check, sentence, held, stops))
        return held

    return register


def whole(parent: Path) -> tuple[Path, Environ]:
    """A data folder with nothing wrong in it, and the environment to look at it."""
    data = databases.a_data_folder(parent)
    secrets = data / "secrets"
    secrets.mkdir(mode=0o700)
    (secrets / "secret_key").touch(mode=0o600)
    (secrets / "secret_key").write_text("k" * 64)
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("SIXIANGHUI_", "DJANGO_", "TESTS_"))}
    return data, {
        **kept,
        "SIXIANGHUI_DATA": str(data),
        "SIXIANGHUI_PORT": "0",
        "SIXIANGHUI_DISK_FLOOR_MB": "16",
    }


def look(environ: Environ, *words: str) -> subprocess.CompletedProcess[str]:
    """Let the doctor look."""
    return subprocess.run(
        [*COMMAND, *words], env=environ, capture_output=True, text=True, check=False, timeout=120
    )


def _sql(data: Path, statement: str, *values: object) -> None:
    from sixianghui.project import sqlite_driver

    sqlite_driver.install()
    import sqlite3

    with contextlib.closing(sqlite3.connect(data / "sixianghui.sqlite3")) as connection, connection:
        connection.execute(statement, values)


@broken("project.settings", "没有叫 SIXIANGHUI_PROT 的设置。是不是 SIXIANGHUI_PORT？", stops=True)
def a_setting_misspelt(data: Path, environ: Environ) -> None:
    environ["SIXIANGHUI_PROT"] = "8000"


@broken("project.settings", "SIXIANGHUI_APP_THREADS 的值“many”不对：要一个 1 到 64 之间的整数", stops=True)
def a_setting_malformed(data: Path, environ: Environ) -> None:
    environ["SIXIANGHUI_APP_THREADS"] = "many"


@broken("project.data", "是一个文件，不是目录", stops=True)
def the_folder_is_a_file(data: Path, environ: Environ) -> None:
    shutil.rmtree(data)
    data.write_text("")


@broken("project.secrets", "别的用户读得到", stops=True)
def secrets_open_to_others(data: Path, environ: Environ) -> None:
    (data / "secrets" / "secret_key").chmod(0o644)


@broken("project.secrets", "太短，可能没有写完", stops=True)
def a_secret_half_written(data: Path, environ: Environ) -> None:
    (data / "secrets" / "secret_key").write_text("kkk")


@broken("project.data", "低于 SIXIANGHUI_DISK_FLOOR_MB 的 1,048,576 MB", stops=True)
def the_disk_nearly_full(data: Path, environ: Environ) -> None:
    environ["SIXIANGHUI_DISK_FLOOR_MB"] = "1048576"


@broken("operations.database", "数据库被别的程序锁着")
def the_database_locked(data: Path, environ: Environ) -> Iterator[None]:
    from sixianghui.project import sqlite_driver

    sqlite_driver.install()
    import sqlite3

    with contextlib.closing(sqlite3.connect(data / "sixianghui.sqlite3", isolation_level=None)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        yield


@broken("operations.integrity", "数据库文件坏了，有的页读不出来")
def the_database_rotten(data: Path, environ: Environ) -> None:
    """The first page of one table is full of nonsense; the list of tables is whole."""
    from sixianghui.project import sqlite_driver

    sqlite_driver.install()
    import sqlite3

    with contextlib.closing(sqlite3.connect(data / "sixianghui.sqlite3")) as connection:
        size = connection.execute("PRAGMA page_size").fetchone()[0]
        page = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'auth_permission'"
        ).fetchone()[0]
    with (data / "sixianghui.sqlite3").open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)


@broken("operations.database", "数据库文件坏了，读不出来")
def the_database_no_database(data: Path, environ: Environ) -> None:
    (data / "sixianghui.sqlite3").write_bytes(b"not a database at all, only words " * 4096)


@broken("operations.migrations", "数据库比程序新：1 个改动")
def a_release_gone_back(data: Path, environ: Environ) -> None:
    _sql(
        data,
        "INSERT INTO django_migrations (app, name, applied) VALUES ('tasks', '9999_of_later', '2026-01-01')",
    )


@broken("operations.migrations", "数据库比程序旧：还有 1 个改动没有做")
def tables_not_brought_up_to_date(data: Path, environ: Environ) -> None:
    from django.db.migrations.loader import MigrationLoader

    last = max(name for app, name in MigrationLoader(None).disk_migrations if app == "tasks")
    _sql(data, "DELETE FROM django_migrations WHERE app = 'tasks' AND name = ?", last)


@broken("vault.keys", "主密钥丢了，或者不是原来的：1 把数据密钥打不开")
def the_master_key_lost(data: Path, environ: Environ) -> None:
    _sql(
        data,
        "INSERT INTO vault_datakey (id, klass, suite, wrapped, made_at) VALUES ('d1', 'index', 'aes', 'm1.AAAA', '2026-01-01')",
    )


@broken("audit.chain", "审计链对不上")
def the_chain_cut_off(data: Path, environ: Environ) -> None:
    (data / "audit").mkdir()
    (data / "audit" / "anchors.jsonl").write_text(
        '{"at": "2026-01-01T00:00:00.000000Z", "digest": "%s", "seq": 5, "signature": ""}\n' % ("0" * 64)
    )


@broken("operations.clock", "机器的时钟慢了")
def the_clock_gone_back(data: Path, environ: Environ) -> None:
    from sixianghui.audit import verifier

    at = (dt.datetime.now(dt.UTC) + dt.timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    row: dict[str, Any] = dict.fromkeys(("object_kind", "object_id", "address"), "")
    row |= {"seq": 1, "at": at, "actor": None, "action": "job:retry", "result": "done", "detail": "{}"}
    row["previous"] = verifier.START
    row["digest"] = verifier.digest(row)
    _sql(
        data,
        f"INSERT INTO audit_auditevent ({','.join(row)}) VALUES ({','.join('?' * len(row))})",
        *row.values(),
    )


def _certificate(folder: Path, *, ends: dt.timedelta, other_key: bool = False) -> Environ:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key, other = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(now - dt.timedelta(days=100)).not_valid_after(now + ends)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        (other if other_key else key).private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return {"SIXIANGHUI_TLS_CERT": str(folder / "cert.pem"), "SIXIANGHUI_TLS_KEY": str(folder / "key.pem")}


@broken("project.certificate", "过期了，浏览器不让人进来")
def the_certificate_ended(data: Path, environ: Environ) -> None:
    environ |= _certificate(data, ends=-dt.timedelta(days=1))


@broken("project.certificate", "证书和私钥对不上")
def the_key_of_another_certificate(data: Path, environ: Environ) -> None:
    environ |= _certificate(data, ends=dt.timedelta(days=90), other_key=True)


@broken("project.exposure", "是所有人，谁都能冒充任何来源地址")
def everybody_a_trusted_proxy(data: Path, environ: Environ) -> None:
    environ["SIXIANGHUI_TRUSTED_PROXIES"] = "0.0.0.0/0"


@broken("project.redis", "连不上 Redis")
def redis_away(data: Path, environ: Environ) -> None:
    environ["SIXIANGHUI_REDIS_URL"] = f"unix://{data}/nobody.sock"


@broken("project.programs", "没有能用的 ffmpeg")
def ffmpeg_unusable(data: Path, environ: Environ) -> None:
    environ["SIXIANGHUI_FFMPEG"] = "/bin/false"


@broken("project.build", "静态文件不见了")
def static_files_thrown_away(data: Path, environ: Environ) -> None:
    (data / "prepared").write_text("some release")


@broken("project.port", "正被别的程序用着")
def the_port_taken(data: Path, environ: Environ) -> Iterator[None]:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        environ["SIXIANGHUI_PORT"] = str(taken.getsockname()[1])
        yield


@broken("notify.gateways", "连不上，信会一直等着")
def the_mail_server_away(data: Path, environ: Environ) -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        free = probe.getsockname()[1]
    environ |= {
        "SIXIANGHUI_MAIL_HOST": "127.0.0.1", "SIXIANGHUI_MAIL_PORT": str(free), "SIXIANGHUI_MAIL_TLS": "none",
        "SIXIANGHUI_MAIL_SENDER": "notice@sxh.example.cn",
    }  # fmt: skip


@broken("tasks.jobs", "1 个后台任务没做成")
def a_job_failed(data: Path, environ: Environ) -> None:
    _sql(
        data,
        "INSERT INTO django_tasks_database_dbtaskresult (id, status, enqueued_at, finished_at, args_kwargs, priority, task_path,"
        " worker_ids, queue_name, backend_name, run_after, exception_class_path, traceback)"
        " VALUES (?, 'FAILED', '2026-01-01', '2026-01-01', '{}', 0, 'x.y', '[]', 'default', 'default', '2026-01-01', '', '')",
        uuid.uuid4().hex,
    )


def main(words: list[str]) -> int:
    folder, names = Path(words[0]), set(words[1:])
    for one in ALL:
        if names and one.name not in names:
            continue
        parent = folder / one.name
        parent.mkdir(parents=True)
        data, environ = whole(parent)
        with one.make(data, environ):
            print(f"== {one.name}\n{look(environ).stdout}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
