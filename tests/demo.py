"""The demo's data folder, made once by a first start and copied: playing the half-year takes a minute, a copy a moment.

The template is kept in the temporary folder under a name made from all the product's sources.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import fcntl
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

import psutil

from sixianghui.common.time import shanghai
from sixianghui.project import prepare
from tests import databases

NAME = "zhengzhou-2018"
#: Where the replay leaves the demo's clock.
ENDS = shanghai(2018, 6, 5, 11, 29)
#: Seconds for which the template of another state of the sources is left alone.
KEPT = 3 * 3600
_SAID = "first-start.txt"
#: What was under way when the server ended is free again, and everything is done that waits.
_REST = (
    "import datetime as dt; import django; django.setup(); from sixianghui.tasks import clock, leases; "
    "from sixianghui.tasks.public import work_off; leases.reap(clock.now() + dt.timedelta(minutes=1)); work_off()"
)
_LEFT_OUT = shutil.ignore_patterns("run", "static", "cache", "*.lock", prepare.STAMP, _SAID)


def template() -> Path:
    """The folder as the product's own first start leaves it; made by one when it is not there yet."""
    base = Path(tempfile.gettempdir()) / f"sixianghui-demo-{os.getuid()}"
    base.mkdir(mode=0o700, exist_ok=True)
    wanted = base / _name()
    with (base / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not wanted.exists():
            for old in base.glob("demo-*"):
                # Another checkout may be copying from a younger one.
                if time.time() - old.stat().st_mtime > KEPT:
                    shutil.rmtree(old, ignore_errors=True)
            making = base / "making"
            shutil.rmtree(making, ignore_errors=True)
            _make(making)
            making.rename(wanted)
    return wanted


def first_start() -> str:
    """What the first start said in the terminal, from its first line to the sign-in links."""
    return (template() / _SAID).read_text()


def copy_to(folder: Path) -> Path:
    """A data folder of one's own, whose demo clock stands where the replay ended."""
    shutil.copytree(template(), folder, ignore=_LEFT_OUT, dirs_exist_ok=True)
    folder.chmod(0o700)
    _set_clock(folder / "sixianghui.sqlite3")
    return folder


def environ_of(folder: Path, environ: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment in which the product's commands use that folder."""
    kept = {
        key: value
        for key, value in (environ or os.environ).items()
        if not key.startswith(("SIXIANGHUI_", "DJANGO_", "TESTS_"))
    }
    return {
        **kept,
        "SIXIANGHUI_DATA": str(folder),
        "SIXIANGHUI_PORT": "0",
        "PYTHONUNBUFFERED": "1",
        "DJANGO_SETTINGS_MODULE": "sixianghui.project.settings",
    }


def _make(folder: Path) -> None:
    folder.mkdir(mode=0o700)
    shutil.copyfile(databases.sqlite_template(), folder / "sixianghui.sqlite3")
    ours = environ_of(folder)
    (folder / _SAID).write_text(_start(ours))
    done = subprocess.run(
        [sys.executable, "-c", _REST], env=ours, text=True, capture_output=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"the demo could not be made:\n{done.stdout}\n{done.stderr}")


def _start(environ: Mapping[str, str]) -> str:
    """Serve until the half-year is played and the links are out, then stop; what was said."""
    process = subprocess.Popen(
        [sys.executable, "-m", "sixianghui.project.cli", "serve"],
        env={key: value for key, value in environ.items() if key != "DJANGO_SETTINGS_MODULE"},
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    assert process.stdout is not None
    said: list[str] = []
    for line in process.stdout:
        said.append(line)
        if "/links/" in line:
            break
    else:
        raise RuntimeError("the demo could not be made:\n" + "".join(said))
    until = time.monotonic() + 900
    while _is_welcoming(process):  # the other links stand right below
        if time.monotonic() > until:
            process.kill()
            raise RuntimeError("the demo never ended saying its links:\n" + "".join(said))
        time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    said.append(process.stdout.read())
    process.wait(60)
    return "".join(said)


def _is_welcoming(server: subprocess.Popen[str]) -> bool:
    """Whether the process that says the links is still at it."""
    for child in psutil.Process(server.pid).children(recursive=True):
        with contextlib.suppress(psutil.Error):
            if "welcome" in child.cmdline():
                return True
    return False


def _name() -> str:
    digest = hashlib.sha256(Path(__file__).read_bytes())
    for file in sorted(databases.SOURCES.rglob("*")):
        if file.is_file() and file.suffix not in {".pyc", ".mo"} and "static/dist" not in file.as_posix():
            digest.update(f"{file.relative_to(databases.SOURCES)} {file.stat().st_size} ".encode())
            digest.update(file.read_bytes() if file.stat().st_size < 1_000_000 else b"")
    return f"demo-{digest.hexdigest()[:24]}"


def _set_clock(database: Path) -> None:
    """The clock goes on from the end of the script, not from when the template was made."""
    from sixianghui.project import sqlite_driver

    sqlite_driver.install()
    import sqlite3

    shift = ENDS - dt.datetime.now(dt.UTC)
    with contextlib.closing(sqlite3.connect(database)) as connection, connection:
        connection.execute(
            "UPDATE project_instance SET clock_shift = ?", (int(shift / dt.timedelta(microseconds=1)),)
        )
