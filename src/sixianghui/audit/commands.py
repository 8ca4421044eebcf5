"""Writes of the chain: a row, and an anchor."""

from __future__ import annotations

import json
import re
from typing import Any

from django.db import connection, models

from sixianghui.audit import verifier
from sixianghui.audit.keys import digest_of
from sixianghui.audit.models import MOMENT, AuditEvent
from sixianghui.common import time

RESULTS = ("done", "refused", "failed")
_ACTION = re.compile(r"[a-z][a-z_-]*:[a-z][a-z_-]*")
_CODE = re.compile(r"[A-Za-z0-9._:/+-]{0,80}")
_PERSONAL = re.compile(r"\d{11}|\d+\.\d+\.\d+\.\d+|:.*:.*:")  # phone and ID numbers, addresses of machines
#: "sixianghui audit chain" as a number: the lock that makes writers wait for each other on PostgreSQL.
_LOCK = int.from_bytes(b"sxh-audt", "big", signed=True)

Thing = models.Model | tuple[str, str | int]


class private(str):  # noqa: N801  (reads as a word in a call: detail={"name": private(name)})
    """A text about a person: its keyed digest goes into the chain instead."""


def record(
    action: str,
    *,
    actor: models.Model | int | None = None,
    thing: Thing | None = None,
    result: str = "done",
    address: str = "",
    detail: dict[str, Any] | None = None,
) -> AuditEvent:
    """Append one act to the chain, in the caller's transaction: either both are kept or neither.

    `action` is noun:verb. `actor` is an account or its id, `thing` a saved object or (kind, id). `address` is
    the client's, kept as a keyed digest. `detail` holds numbers, truth values and codes of plain letters; a
    text about a person is wrapped in `private`. Raises `RuntimeError` outside a transaction, `ValueError` for
    other contents.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("audit.record belongs into the transaction of the act")
    if not _ACTION.fullmatch(action) or len(action) > 64 or result not in RESULTS:
        raise ValueError(f"not an action and a result: {action!r}, {result!r}")
    kind, number = _named(thing)
    _one_at_a_time()
    last = AuditEvent.objects.order_by("-seq").values_list("seq", "digest").first() or (0, verifier.START)
    event = AuditEvent(
        seq=last[0] + 1,
        at=time.now().strftime(MOMENT),
        actor=actor.pk if isinstance(actor, models.Model) else actor,
        action=action,
        object_kind=kind,
        object_id=number,
        result=result,
        address=digest_of("address", address) if address else "",
        detail=json.dumps(_plain(detail or {}), sort_keys=True, separators=(",", ":")),
        previous=last[1],
    )
    event.digest = verifier.digest({name: getattr(event, name) for name in verifier.FIELDS})
    event.save(force_insert=True)
    return event


def _one_at_a_time() -> None:
    """Let one writer append at a time. SQLite has one writer anyway; a transaction there begins IMMEDIATE."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _named(thing: Thing | None) -> tuple[str, str]:
    if thing is None:
        return "", ""
    kind, number = (thing._meta.label_lower, thing.pk) if isinstance(thing, models.Model) else thing
    if number is None or not _CODE.fullmatch(kind) or not _CODE.fullmatch(str(number)):
        raise ValueError(f"not a saved object: {kind} {number}")
    return kind, str(number)


def _plain(detail: dict[str, Any]) -> dict[str, Any]:
    return {str(name): _value(name, value) for name, value in detail.items()}


def _value(name: str, value: Any) -> Any:
    if isinstance(value, private):
        return digest_of(name, value)
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, list | tuple):
        return [_value(name, one) for one in value]
    if isinstance(value, str) and _CODE.fullmatch(value) and not _PERSONAL.search(value):
        return str(value)
    raise ValueError(f"detail {name!r} holds a text that is no code; wrap it in private() or leave it out")
