"""What the committee publishes when the replay stops."""

from __future__ import annotations

from collections.abc import Callable

from sixianghui.common.time import shanghai
from sixianghui.ledger.public import Scope, publish
from sixianghui.project.replay.steps import Stage, Step

CLERK = "chenshuyan"
PUBLISHED = ("directory.enterprises", "wechat.branches")


def _publish(name: str) -> Callable[[Stage], object]:
    return lambda stage: publish(name, Scope(), by=stage.person(CLERK))


def closing_steps() -> list[Step]:
    """The figures of this half-year, frozen on the morning of 5 June."""
    at = shanghai(2018, 6, 5, 9)
    return [Step(f"publication:{name}", "ledger", at, _publish(name)) for name in PUBLISHED]
