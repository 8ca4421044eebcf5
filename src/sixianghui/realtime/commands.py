"""Publishing: only when what happened is committed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from sixianghui.realtime.backend import Backend
from sixianghui.realtime.memory import Memory
from sixianghui.realtime.topics import topics

backend: Backend = Memory()


def publish(topic: str, event: Mapping[str, Any]) -> None:
    """Tell whoever listens to `topic`, once the present transaction is committed; never, if it is rolled back.

    Raises `ValueError` at once for a topic that nobody owns, `TypeError` for data that JSON cannot carry.
    """
    topics.parse(topic)
    data = json.loads(json.dumps(dict(event)))
    transaction.on_commit(lambda: _publish_now(topic, data))


def _publish_now(topic: str, data: Mapping[str, Any]) -> None:
    backend.publish(topic, data)
