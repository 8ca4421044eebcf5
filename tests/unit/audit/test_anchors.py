from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from django.db import connection

from sixianghui.audit import anchors, guards, verifier
from sixianghui.audit import public as audit
from sixianghui.audit.public import Anchor, ChainBroken
from sixianghui.common import time
from sixianghui.common.errors import Conflict


def lines(data: Path) -> list[str]:
    return (data / "audit" / "anchors.jsonl").read_text().splitlines()


def tamper(statement: str) -> None:
    """What somebody who owns the database can do."""
    guards.lift()
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_head_when_anchored_then_is_a_signed_line(db: None, data: Path, clock: time.ManualClock) -> None:
    event = audit.record("unit:edit")

    anchor = audit.anchor()

    assert anchor is not None
    assert (anchor.seq, anchor.digest, anchor.at) == (1, event.digest, "2018-06-05T04:00:00.000000Z")
    assert [json.loads(line) for line in lines(data)] == [asdict(anchor)]
    public = load_pem_public_key((data / "audit" / "anchor_key.pem").read_bytes())
    assert isinstance(public, Ed25519PublicKey)
    public.verify(bytes.fromhex(anchor.signature), anchor.message())


def test_head_when_anchored_each_hour_then_has_a_line_for_each_change(
    db: None, data: Path, clock: time.ManualClock
) -> None:
    for acts in (1, 0, 2):
        for _ in range(acts):
            audit.record("unit:edit")
        audit.anchor()
        clock.set(clock.at + dt.timedelta(hours=1))

    assert [json.loads(line)["seq"] for line in lines(data)] == [1, 3]
    assert audit.verify().ok


def test_empty_chain_when_anchored_then_nothing_is_written(db: None, data: Path) -> None:
    assert audit.anchor() is None
    assert not (data / "audit" / "anchors.jsonl").exists()


def test_tail_when_cut_then_the_anchor_shows_it(db: None) -> None:
    for _ in range(5):
        audit.record("unit:edit")
    audit.anchor()
    tamper("DELETE FROM audit_auditevent WHERE seq > 3")

    assert audit.verify() == (3, audit.AuditEvent.objects.get(seq=3).digest, 4, "cut")
    assert audit.verify([]).ok  # the control: the chain alone does not show it


def test_whole_when_deleted_then_the_anchor_shows_it(db: None) -> None:
    audit.record("unit:edit")
    audit.anchor()
    tamper("DELETE FROM audit_auditevent")

    assert audit.verify() == (0, verifier.START, 1, "cut")


def test_whole_when_written_anew_then_the_anchor_shows_it(db: None, clock: time.ManualClock) -> None:
    for _ in range(3):
        audit.record("unit:edit")
    audit.anchor()
    tamper("DELETE FROM audit_auditevent")
    for _ in range(4):
        audit.record("unit:close")

    assert (audit.verify().bad, audit.verify().fault) == (3, "anchor")
    assert audit.verify([]).ok


def test_broken_chain_when_an_anchor_is_asked_for_then_is_not_vouched_for(db: None, data: Path) -> None:
    for _ in range(3):
        audit.record("unit:edit")
    audit.anchor()
    audit.record("unit:edit")
    tamper("UPDATE audit_auditevent SET actor = 7 WHERE seq = 2")

    with pytest.raises(ChainBroken) as caught:
        audit.anchor()
    assert caught.value.verdict.bad == 2
    assert len(lines(data)) == 1


def test_anchor_when_signed_by_somebody_else_then_is_found(db: None) -> None:
    event = audit.record("unit:edit")
    genuine = audit.anchor()
    assert genuine is not None
    forged = Anchor(1, event.digest, genuine.at).signed(Ed25519PrivateKey.generate())

    assert audit.verify([genuine]).ok
    for wrong in (
        forged,
        replace(genuine, at="2018-06-05T05:00:00.000000Z"),
        replace(genuine, signature="zz"),
    ):
        assert (audit.verify([wrong]).bad, audit.verify([wrong]).fault) == (1, "anchor")


def test_anchor_line_when_a_crash_left_it_unfinished_then_gives_way_to_the_next(db: None, data: Path) -> None:
    audit.record("unit:edit")
    audit.anchor()
    with (data / "audit" / "anchors.jsonl").open("a") as file:
        file.write('{"seq": 2, "dig')
    assert audit.verify().ok
    audit.record("unit:edit")

    audit.anchor()

    assert [anchor.seq for anchor in anchors.kept()] == [1, 2]


def set_back(data: Path) -> list[str]:
    return (data / "audit" / "anchors-set-back.jsonl").read_text().splitlines()


def test_restore_when_the_key_of_the_anchors_is_lost_then_they_are_laid_beside_and_new_ones_can_be_made(
    db: None, data: Path
) -> None:
    for _ in range(2):
        audit.record("unit:edit")
        audit.anchor()
    public, before = data / "audit" / "anchor_key.pem", lines(data)
    old = public.read_text()
    (data / "secrets" / "audit_anchor_key").unlink()

    # The control: without it the chain is called broken, and no anchor is made any more.
    assert audit.verify().fault == "anchor"
    with pytest.raises(ChainBroken):
        audit.anchor()
    assert audit.settle_anchors() == 2

    assert audit.verify().ok
    assert set_back(data) == before
    audit.record("unit:edit")
    assert audit.anchor() is not None
    assert [anchor.seq for anchor in anchors.kept()] == [3]
    assert public.read_text() != old == (data / "audit" / "anchor_key-set-back.pem").read_text()


@pytest.mark.parametrize("went_on", [False, True])
def test_restore_when_anchors_are_ahead_of_the_chain_then_those_alone_are_laid_beside(
    db: None, data: Path, went_on: bool
) -> None:
    for _ in range(3):
        audit.record("unit:edit")
        audit.anchor()
    first, *later = lines(data)
    tamper("DELETE FROM audit_auditevent WHERE seq > 1")
    for _ in range(3 if went_on else 0):
        audit.record("unit:close")
    assert audit.verify().fault == ("anchor" if went_on else "cut")

    assert [audit.settle_anchors(), audit.settle_anchors()] == [2, 0]

    assert audit.verify().ok
    assert audit.newest_holds()
    assert (lines(data), set_back(data)) == ([first], later)
    audit.record("unit:edit")
    assert audit.anchor() is not None


def test_restore_when_a_line_of_the_anchors_is_none_then_it_is_laid_beside_as_it_is(
    db: None, data: Path
) -> None:
    audit.record("unit:edit")
    audit.anchor()
    whole = lines(data)
    with (data / "audit" / "anchors.jsonl").open("a") as file:
        file.write('rubbish\n[]\n{"seq": [], "digest": 1, "at": 2, "signature": 3}\n{"seq": 2, "dig')

    assert audit.settle_anchors() == 3

    assert audit.verify().ok
    assert (lines(data), len(set_back(data))) == (whole, 3)


def test_restore_when_every_anchor_stands_then_nothing_is_touched(db: None, data: Path) -> None:
    assert (audit.settle_anchors(), data.exists()) == (0, False)
    audit.record("unit:edit")
    audit.anchor()
    before = (data / "audit" / "anchors.jsonl").stat().st_ino
    assert audit.settle_anchors() == 0
    assert (data / "audit" / "anchors.jsonl").stat().st_ino == before
    assert not list((data / "audit").glob("*set-back*"))


def test_restore_when_a_row_of_the_chain_was_changed_then_settling_does_not_hide_it(
    db: None, data: Path
) -> None:
    for _ in range(2):
        audit.record("unit:edit")
    audit.anchor()
    tamper("UPDATE audit_auditevent SET actor = 7 WHERE seq = 2")
    audit.settle_anchors()
    assert (audit.verify().bad, audit.verify().fault) == (2, "content")


@pytest.mark.parametrize("line", ["rubbish", "{}", "[]", '{"seq": 1, "digest": "", "at": "", "more": 1}'])
def test_anchor_line_when_it_is_none_then_is_told_in_a_sentence(db: None, data: Path, line: str) -> None:
    audit.record("unit:edit")
    audit.anchor()
    with (data / "audit" / "anchors.jsonl").open("a") as file:
        file.write(f"{line}\n")

    for asked in (audit.verify, audit.anchor):
        with pytest.raises(Conflict):
            asked()
