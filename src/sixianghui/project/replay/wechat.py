"""The official account 红谷中原 and the three branches that run it in turn."""

from __future__ import annotations

from collections.abc import Callable

from sixianghui.common.time import shanghai
from sixianghui.project.replay.steps import Stage, Step
from sixianghui.wechat.public import OfficialAccount, open_account, take_turn

CLERK = "chenshuyan"
BRANCHES = ("zynews-news", "zynews-government", "zynews-technology")


def _open(stage: Stage) -> object:
    return open_account(name="红谷中原", slug="honggu", by=stage.person(CLERK))


def _turn(slug: str) -> Callable[[Stage], object]:
    return lambda stage: take_turn(
        OfficialAccount.objects.get(slug="honggu"), stage.unit(slug), by=stage.person(CLERK)
    )


def steps() -> list[Step]:
    """The account opens on the day of its first post, 16 February."""
    at = shanghai(2018, 2, 16, 8)
    return [
        Step("wechat:honggu", "wechat", at, _open),
        *(Step(f"wechat:honggu:{slug}", "wechat", at, _turn(slug)) for slug in BRANCHES),
    ]
