"""Another process holds SQLite's lock for longer than we wait: reading goes on, writing is told when to come back."""

from __future__ import annotations

import http.client
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.contract.house import ROOT
from tests.faults.house import House

pytestmark = pytest.mark.sqlite

APP = [sys.executable, str(Path(__file__).with_name("hasty_app.py"))]
CSRF = "s" * 32
FORM = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": f"csrftoken={CSRF}"}
TEXT = "楼道里的灯坏了两天。\n“请修” & <谢谢>"
HOLD = """
import sys
from sixianghui.project import sqlite_driver
sqlite_driver.install()
import sqlite3
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
connection.execute("CREATE TABLE held (number)")
print("held", flush=True)
sys.stdin.read()
connection.execute("ROLLBACK")
"""


@contextmanager
def locked(data: Path) -> Iterator[None]:
    """While another process is in the middle of writing."""
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(data / "sixianghui.sqlite3")],
        env={"PYTHONPATH": str(ROOT / "src")}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert holder.stdin is not None
    assert holder.stdout is not None
    try:
        assert holder.stdout.readline() == "held\n"
        yield
    finally:
        holder.stdin.close()
        assert holder.wait(20) == 0


def post(house: House, path: str, **fields: str) -> tuple[int, http.client.HTTPMessage, str]:
    connection = http.client.HTTPConnection("127.0.0.1", house.port, timeout=60)
    try:
        connection.request("POST", path, urlencode({"csrfmiddlewaretoken": CSRF, **fields}), FORM)
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read().decode()
    finally:
        connection.close()


def hasty(environ: dict[str, str], *words: str) -> House:
    return House({**environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"}, app=[*APP, *words])


def test_link_when_the_database_is_locked_then_503_and_it_is_spent_from_that_page_later(
    product_environ: dict[str, str], data_folder: Path
) -> None:
    path = f"/links/{a_link(product_environ)}/"
    with hasty(product_environ) as house:
        with locked(data_folder):
            status, headers, page = post(house, path, typed=TEXT)
            assert (status, headers["Retry-After"], headers["Cache-Control"]) == (503, "5", "no-store")
            assert "没有存上" in page
            assert f'action="{path}"' in page
            for other in ("/", "/en/", "/figures/", path):
                assert house.get(other)[0] == 200
        kept = hidden(page)
        assert kept == {"csrfmiddlewaretoken": CSRF, "typed": TEXT}
        assert post(house, path, **kept)[0] == 302


def test_control_when_nobody_answers_for_the_lock_then_500(
    product_environ: dict[str, str], data_folder: Path
) -> None:
    path = f"/links/{a_link(product_environ)}/"
    with hasty(product_environ, "--bare") as house, locked(data_folder):
        assert post(house, path)[0] == 500


def a_link(environ: dict[str, str]) -> str:
    seed = [sys.executable, "-m", "tests.faults.seed", "1"]
    return subprocess.run(
        seed,
        env=environ | {"PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"},
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of the form that is sent again."""
    form = page[page.index('<form class="row act"') :]
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form[: form.index("</form>")])
    return {name: unescape(value) for name, value in found}
