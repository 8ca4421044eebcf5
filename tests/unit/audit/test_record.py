from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction

from sixianghui.audit import public as audit
from sixianghui.audit import verifier
from sixianghui.audit.public import AuditEvent
from sixianghui.common import time
from tests import factories


def test_act_when_recorded_then_says_who_when_what_to_what_with_what_result(db: None) -> None:
    unit, account = factories.a_unit(), factories.an_account()

    detail = {"field": "name", "tries": 2}
    event = audit.record("unit:edit", actor=account, thing=unit, result="refused", detail=detail)

    assert AuditEvent.objects.get() == event
    assert (event.seq, event.moment, event.actor, event.result) == (1, time.now(), account.pk, "refused")
    assert (event.action, event.object_kind, event.object_id) == ("unit:edit", "directory.unit", str(unit.pk))
    assert json.loads(event.detail) == detail


def test_acts_when_recorded_then_each_follows_the_one_before(db: None) -> None:
    events = [audit.record("unit:edit") for _ in range(3)]

    assert [event.seq for event in events] == [1, 2, 3]
    assert [event.previous for event in events] == ["0" * 64, events[0].digest, events[1].digest]


@pytest.mark.django_db(transaction=True)
def test_act_when_recorded_outside_a_transaction_then_is_refused() -> None:
    with pytest.raises(RuntimeError):
        audit.record("unit:edit")


@pytest.mark.django_db(transaction=True)
def test_act_when_its_transaction_fails_then_leaves_no_row_and_no_gap() -> None:
    def act(fail: bool) -> None:
        with transaction.atomic():
            audit.record("unit:edit")
            if fail:
                raise KeyError

    act(fail=False)
    with pytest.raises(KeyError):
        act(fail=True)
    act(fail=False)

    assert list(AuditEvent.objects.values_list("seq", flat=True)) == [1, 2]
    assert audit.verify().ok


def test_act_when_the_chain_cannot_be_written_then_is_not_done(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_auditevent RENAME TO audit_elsewhere")
    before = factories.a_unit()

    with pytest.raises(Exception, match="audit_auditevent"), transaction.atomic():
        factories.a_unit()
        audit.record("unit:register")

    assert list(type(before).objects.all()) == [before]


@pytest.mark.parametrize(
    "action", ["", "edit", "Unit:edit", "unit:", "单位:edit", "unit:edit now", "a:" + "b" * 70]
)
def test_act_when_its_name_is_no_action_then_is_refused(db: None, action: str) -> None:
    with pytest.raises(ValueError, match="not an action"):
        audit.record(action)


def test_thing_when_not_saved_then_is_refused(db: None) -> None:
    from sixianghui.directory.public import Unit

    with pytest.raises(ValueError, match="not a saved object"):
        audit.record("unit:edit", thing=Unit())


@pytest.mark.parametrize(
    "personal",
    [
        "张样例",
        "zhang@example.org",
        "13800138000",
        "tel:13800138000",
        "10.0.0.7",
        "fe80::1:2",
        "x y",
        "a" * 81,
        1.5,
        b"x",
    ],
)
def test_detail_when_it_could_name_a_person_then_is_refused(db: None, personal: object) -> None:
    with pytest.raises(ValueError, match="private"):
        audit.record("unit:edit", detail={"note": personal})
    assert not AuditEvent.objects.exists()


def test_personal_data_when_recorded_then_stands_nowhere_in_clear(db: None, data: Path) -> None:
    canaries = ["张样例金丝雀", "203.0.113.77", "13800138000", "canary@example.org"]
    account = factories.an_account(name=canaries[0], username="canary")

    event = audit.record(
        "account:enter",
        actor=account,
        thing=account,
        address=canaries[1],
        detail={"phone": audit.private(canaries[2]), "mails": [audit.private(canaries[3])]},
    )

    row = json.dumps(list(AuditEvent.objects.values()), ensure_ascii=False)
    assert [canary for canary in [*canaries, "canary"] if canary in row] == []
    assert (len(event.address), json.loads(event.detail).keys()) == (32, {"phone", "mails"})


def test_address_when_the_same_then_has_the_same_digest_and_only_with_the_same_key(
    db: None, settings: object
) -> None:
    first, second, third = (audit.record("unit:edit", address=one).address for one in ("::1", "::1", "::2"))
    settings.DATA = settings.DATA / "another"  # type: ignore[attr-defined]
    other = audit.record("unit:edit", address="::1").address

    assert first == second
    assert len({first, third, other}) == 3


def test_keys_when_made_then_are_for_their_owner_alone(db: None, data: Path) -> None:
    audit.record("unit:edit", address="::1")
    audit.anchor()

    modes = {path.name: oct(path.stat().st_mode & 0o777) for path in (data / "secrets").iterdir()}
    assert modes == {"audit_digest_key": "0o600", "audit_anchor_key": "0o600"}


def test_row_when_edited_or_deleted_in_code_then_is_refused(db: None) -> None:
    event = audit.record("unit:edit")
    event.action = "unit:close"

    for wrong in (
        event.save,
        event.delete,
        lambda: AuditEvent.objects.update(action="unit:close"),
        lambda: AuditEvent.objects.all().delete(),
    ):
        with pytest.raises(TypeError):
            wrong()


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM audit_auditevent",
        *(f"UPDATE audit_auditevent SET {name} = '7'" for name in verifier.FIELDS),
    ],
)
def test_row_when_edited_or_deleted_in_the_database_then_is_refused(db: None, statement: str) -> None:
    audit.record("unit:edit")

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert audit.verify().ok


@pytest.mark.django_db(transaction=True)
def test_database_when_flushed_whole_then_is_empty_and_guarded_again() -> None:
    from django.core.management import call_command

    with transaction.atomic():
        audit.record("unit:edit")

    call_command("flush", interactive=False, verbosity=0)

    assert not AuditEvent.objects.exists()
    with transaction.atomic():
        audit.record("unit:edit")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_auditevent")


@pytest.mark.django_db(transaction=True)
def test_acts_when_recorded_by_many_at_once_then_form_one_chain_without_gaps() -> None:
    def work(number: int) -> None:
        try:
            for _ in range(10):
                with transaction.atomic():
                    audit.record("unit:edit", actor=number)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))

    assert audit.verify()[:3] == (40, AuditEvent.objects.last().digest, None)  # type: ignore[union-attr]
