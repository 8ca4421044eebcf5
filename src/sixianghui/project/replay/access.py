"""The demo's people. All are invented, and their names say so."""

from __future__ import annotations

from collections.abc import Callable

from sixianghui.access.public import Post, open_account
from sixianghui.common.time import shanghai
from sixianghui.directory.public import appoint, found_posts
from sixianghui.project.replay.steps import Stage, Step

BEGIN = shanghai(2018, 1, 2, 9)
FOUNDER = "shenque"

#: sign-in name, name, unit, post. The first one founds the site and appoints the others.
PEOPLE = (
    (FOUNDER, "沈确（示例）", "zhengzhou-internet-committee", Post.SECURITY_ADMIN),
    ("chenshuyan", "陈书言（示例）", "zhengzhou-internet-committee", Post.COMMITTEE_CLERK),
    ("xuyian", "许亦安（示例）", "zhengzhou-internet-committee", Post.CHIEF_EDITOR),
    ("hejing", "何静（示例）", "zhengzhou-internet-committee", Post.EDITOR),
    ("zhaochuan", "赵川（示例）", "zhengzhou-internet-committee", Post.AUDITOR),
)
#: People of the invented enterprise; they come once its units are there.
SAMPLE_PEOPLE = (
    ("liyiming", "李一鸣（示例）", "sample-tech-research", Post.SECRETARY),
    ("suxiao", "苏晓（示例）", "sample-tech-research", Post.MEMBER),
    ("zhoumingyuan", "周明远（示例）", "sample-tech-operations", Post.VENUE_KEEPER),
)


def _come(username: str, name: str, unit: str, post: Post, *, first: bool) -> Callable[[Stage], object]:
    def run(stage: Stage) -> object:
        if first:
            account = open_account(username=username, name=name, is_sample=True)
            return found_posts(account, unit=stage.unit(unit), posts=(post,), since=BEGIN.date())
        by = stage.person(FOUNDER)
        account = open_account(username=username, name=name, is_sample=True, by=by)
        return appoint(account, unit=stage.unit(unit), post=post, since=BEGIN.date(), by=by)

    return run


def steps() -> list[Step]:
    """The committee's people, on the first working day of the year."""
    return [
        Step(f"account:{username}", "access", BEGIN, _come(username, name, unit, post, first=index == 0))
        for index, (username, name, unit, post) in enumerate(PEOPLE)
    ]


def sample_steps() -> list[Step]:
    """The invented enterprise's people."""
    at = shanghai(2018, 1, 8, 15)
    return [
        Step(f"account:{username}", "access", at, _come(username, name, unit, post, first=False))
        for username, name, unit, post in SAMPLE_PEOPLE
    ]
