"""`sixianghui doctor` on broken installations: for each the right sentence, and no other."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.factories.apart import started_apart
from tests.faults.operations.broken import ALL, Broken, look, whole

pytestmark = pytest.mark.sqlite


#: None of these was ever backed up, and the doctor says so of each; `test_restored.py` asks about that.
BACKUP = "operations.backup"


def complaints(done: Any, levels: tuple[str, ...] = ("bad", "warn")) -> list[tuple[str, str]]:
    """(check, sentence) of all that is bad or to be watched, but for backups."""
    found = [line for line in json.loads(done.stdout)["found"] if line["check"] != BACKUP]
    return [(line["check"], line["text"]) for line in found if line["level"] in levels]


def fault(one: Broken, parent: Path) -> str:
    """What the doctor said wrongly of one broken installation; nothing when it said the right sentence alone."""
    parent.mkdir()
    data, environ = whole(parent)
    with one.make(data, environ):
        done = look(environ, "--json")
    said = complaints(done)
    if [check for check, _text in said] != [one.check] or one.sentence not in said[0][1]:
        return f"{one.name}: {said} {done.stderr[-500:]}"
    bad = any(line["level"] == "bad" for line in json.loads(done.stdout)["found"])  # backups count here
    return "" if done.returncode == int(bad) else f"{one.name}: exit {done.returncode}"


def of_all(tmp_path: Path, which: list[Broken]) -> list[str]:
    with ThreadPoolExecutor(2) as two:
        return [said for said in two.map(lambda one: fault(one, tmp_path / one.name), which) if said]


def test_doctor_when_django_cannot_start_then_says_the_one_right_sentence(
    tmp_path: Path, record_property: Callable[..., None]
) -> None:
    which = [one for one in ALL if one.stops]
    assert of_all(tmp_path, which) == []
    record_property(
        "counted", f"doctor: {len(which)} installations that cannot start, as many right sentences"
    )


@pytest.mark.deep
def test_doctor_when_an_installation_is_broken_then_says_the_one_right_sentence(
    tmp_path: Path, record_property: Callable[..., None]
) -> None:
    which = [one for one in ALL if not one.stops]
    assert len(ALL) >= 20
    assert of_all(tmp_path, which) == []
    record_property(
        "counted", f"doctor: {len(which)} broken installations, as many right sentences, no other"
    )


def test_doctor_when_nothing_is_broken_then_has_no_complaint(tmp_path: Path) -> None:
    """The control: what the broken ones are made from."""
    done = look(whole(tmp_path)[1], "--json")
    assert complaints(done) == []
    assert complaints(done, ("bad",)) == []
    assert {line["check"] for line in json.loads(done.stdout)["found"]} >= {
        one.check for one in ALL if not one.stops
    } - {"project.port"}


def test_doctor_when_the_sites_processes_were_started_apart_then_takes_it_for_running_and_asks_who_does_its_jobs(
    tmp_path: Path,
) -> None:
    data, environ = whole(tmp_path)
    with socket.socket() as front, started_apart(data / "run"):
        front.bind(("127.0.0.1", 0))
        front.listen()
        done = look({**environ, "SIXIANGHUI_PORT": str(front.getsockname()[1])}, "--json")
    # Nobody does the jobs of this one: that is its only fault.
    assert [check for check, _text in complaints(done)] == ["tasks.workers"]


def test_doctor_when_read_by_a_person_then_comes_to_the_point(tmp_path: Path) -> None:
    data, environ = whole(tmp_path)
    (data / "secrets" / "secret_key").chmod(0o644)
    done = look(environ)
    first, advice = done.stdout.splitlines()[:2]
    assert first == f"要处理　密钥文件：别的用户读得到 {data}/secrets/secret_key。"
    assert "chmod 600" in advice
    assert done.stdout.rstrip().endswith("1 处要处理，0 处要留意，1 处没有查。")
