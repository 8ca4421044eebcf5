"""Topics: what can be listened to, and who may. A topic is `kind:id`; the room that owns the kind says who may listen."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sixianghui.common import wire

#: (person, id within the kind) → whether that person may listen. The person may be anonymous.
MaySubscribe = Callable[[Any, str], bool]
_TOPIC = re.compile(r"([a-z]+(?:-[a-z]+)*):([A-Za-z0-9_-]{1,64})")


@dataclass
class Topics:
    """Kinds of topics, filled in `AppConfig.ready()`."""

    kinds: dict[str, MaySubscribe] = field(default_factory=dict)

    def register(self, kind: str, may_subscribe: MaySubscribe) -> None:
        """Say who may listen to topics of `kind`. Raises `ValueError` for a malformed or taken kind."""
        if not _TOPIC.fullmatch(f"{kind}:0"):
            raise ValueError(f"{kind!r} is no name for a kind of topic")
        if self.kinds.get(kind, may_subscribe) is not may_subscribe:
            raise ValueError(f"topics of kind {kind} have an owner already")
        self.kinds[kind] = may_subscribe

    def parse(self, topic: str) -> tuple[str, str]:
        """(kind, id) of a topic; raises `ValueError` when it is malformed or nobody owns its kind."""
        found = _TOPIC.fullmatch(topic)
        if found is None or found[1] not in self.kinds:
            raise ValueError(f"{topic!r} is no topic")
        return found[1], found[2]

    def may_subscribe(self, person: Any, topic: str) -> bool:
        """Whether this person may listen. What is no topic, nobody may listen to."""
        try:
            kind, name = self.parse(topic)
        except ValueError:
            return False
        return self.kinds[kind](person, name)

    def may_listen(self, person: Any, asked: Sequence[str]) -> bool:
        """Whether this person may listen to each of these topics, and they are as many as one stream carries."""
        return 0 < len(asked) <= wire.MAX_TOPICS and all(self.may_subscribe(person, topic) for topic in asked)


topics = Topics()
