from __future__ import annotations

import contextlib
import json
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sixianghui.audit import public as audit
from sixianghui.audit import queries, verifier
from tests import factories
from tests.unit.audit import chain

#: T21, and how often each kind comes.
TAMPERINGS: dict[chain.Tampering, int] = {
    chain.edit: 400,
    chain.renumber: 100,
    chain.delete: 100,
    chain.delete_and_close_up: 100,
    chain.swap: 100,
    chain.insert: 100,
    chain.cut: 50,
    chain.rewrite: 50,
}
COUNT = 40


@pytest.fixture
def rows(db: None) -> list[dict[str, Any]]:
    """A chain made by the real command."""
    account, unit = factories.an_account(), factories.a_unit()
    for number in range(COUNT):
        audit.record("unit:edit", actor=account, thing=unit, address=f"::{number}", detail={"number": number})
    return list(queries.rows())


def test_chain_when_untouched_then_holds(rows: list[dict[str, Any]]) -> None:
    with contextlib.closing(chain.copy_of(rows)) as copy:
        found = verifier.check(chain.rows_in(copy))

    assert (found.ok, found.total, found.head) == (True, COUNT, rows[-1]["digest"])


def test_thousand_tamperings_when_verified_with_an_anchor_then_all_are_found_at_the_first_bad_row(
    rows: list[dict[str, Any]], record_property: Callable[[str, object], None]
) -> None:
    dice = random.Random(21)
    anchor = {"seq": COUNT, "digest": rows[-1]["digest"]}
    wrong: list[str] = []
    found: Counter[str] = Counter()
    with contextlib.closing(chain.copy_of(rows)) as original:
        for tampering, times in TAMPERINGS.items():
            for _ in range(times):
                with contextlib.closing(chain.sqlite3.connect(":memory:")) as copy:
                    original.backup(copy)
                    expected = tampering(copy, dice, COUNT)
                    verdict = verifier.check(chain.rows_in(copy), [anchor])
                    found[verdict.fault] += 1
                    if verdict.bad != expected:
                        wrong.append(f"{tampering.__name__}: {verdict}, expected {expected}")
    record_property(
        "counted", f"audit: {sum(found.values())} tamperings, {found['']} missed; by fault: {dict(found)}"
    )

    assert wrong == []
    assert (sum(found.values()), found[""]) == (1000, 0)


@pytest.mark.parametrize("tampering", [chain.cut, chain.rewrite])
def test_tampering_that_keeps_the_chain_whole_when_verified_without_an_anchor_then_is_missed(
    rows: list[dict[str, Any]], tampering: chain.Tampering
) -> None:
    """The control: it is the anchor, and nothing else, that shows these."""
    with contextlib.closing(chain.copy_of(rows)) as copy:
        tampering(copy, random.Random(21), COUNT)
        tampered = chain.rows_in(copy)

    assert verifier.check(tampered).ok
    assert not verifier.check(tampered, [{"seq": COUNT, "digest": rows[-1]["digest"]}]).ok


def run(*arguments: object) -> tuple[int, str]:
    """The verifier as a program of its own, with a Python that knows nothing of the site."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", verifier.__file__, *map(str, arguments)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode, (done.stdout or done.stderr).strip()


@pytest.fixture
def database(rows: list[dict[str, Any]], tmp_path: Path) -> Path:
    chain.copy_of(rows, str(tmp_path / "copy.sqlite3")).close()
    return tmp_path / "copy.sqlite3"


def test_verifier_alone_when_the_chain_holds_then_says_ok_with_count_and_head(
    rows: list[dict[str, Any]], database: Path, tmp_path: Path
) -> None:
    count = audit.export(tmp_path / "chain.jsonl")

    said = (0, f"ok {COUNT} {rows[-1]['digest']}")
    assert (count, run(database), run(tmp_path / "chain.jsonl")) == (COUNT, said, said)


def test_verifier_alone_when_a_row_was_changed_then_names_it(database: Path) -> None:
    with contextlib.closing(chain.sqlite3.connect(database)) as connection:
        connection.execute("UPDATE audit_auditevent SET actor = 7 WHERE seq = 23")
        connection.commit()

    assert run(database) == (1, f"bad 23: {verifier.FAULTS['content']}")


def test_verifier_alone_when_the_tail_was_cut_then_only_the_anchors_show_it(
    database: Path, data: Path
) -> None:
    audit.anchor()
    with contextlib.closing(chain.sqlite3.connect(database)) as connection:
        connection.execute("DELETE FROM audit_auditevent WHERE seq > 30")
        connection.commit()

    assert run(database)[0] == 0
    assert run(database, "--anchors", data / "audit" / "anchors.jsonl") == (
        1,
        f"bad 31: {verifier.FAULTS['cut']}",
    )


@pytest.mark.parametrize(
    "content", [b"", b"no chain\n", b'{"seq": 1}\n', b"\xff\xfe\n", b"SQLite format 3\0rubbish"]
)
def test_verifier_alone_when_the_file_is_no_chain_then_says_so(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "file").write_bytes(content)

    code, said = run(tmp_path / "file")

    assert code == (2 if content else 0)
    assert said.startswith("读不出来" if content else "ok 0")


def test_verifier_alone_when_there_is_no_file_then_says_so(tmp_path: Path) -> None:
    assert run(tmp_path / "nothing")[0] == 2


def test_verifier_when_read_then_is_short_and_needs_python_alone() -> None:
    source = Path(verifier.__file__).read_text(encoding="utf-8")

    assert len(source.splitlines()) < 100
    assert "django" not in source.casefold().replace("https://", "")


def test_export_when_written_then_appears_whole(rows: list[dict[str, Any]], tmp_path: Path) -> None:
    target = tmp_path / "chain.jsonl"
    target.write_text("what was there before")

    audit.export(target)

    assert [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()] == rows
    assert list(tmp_path.glob("*.new")) == []
