"""A committee, a thread under something that everybody may read, two who moderate, two who write."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sixianghui.access.public import Account, Post
from sixianghui.common import ids
from sixianghui.directory.public import Unit, UnitKind
from sixianghui.remarks import commands, queries
from sixianghui.remarks.models import Moderation, Remark, Thread
from sixianghui.remarks.places import Where, register_place
from sixianghui.remarks.rules import State
from tests.factories import a_unit, an_account, someone_with


def register_test_place() -> None:
    """Threads of the place `test` hang under something everybody may read."""
    register_place(
        "test",
        lambda threads: {one.pk: Where("一篇样例稿子", "/sample/") for one in threads},
        lambda _person, _thread: True,
    )


@dataclass
class House:
    """What the tests of this room begin with."""

    committee: Unit
    thread: Thread
    editor: Account
    chief: Account
    lin: Account
    zhou: Account
    made: list[Remark] = field(default_factory=list)

    def say(self, text: str = "讲得很清楚，谢谢。", *, by: Account | None = None, **more: Any) -> Remark:
        """Somebody writes."""
        return commands.write(self.thread, text, by=by or self.lin, nonce=ids.new_ref(), **more)

    def state(self, remark: Remark) -> State:
        """Where it stands now."""
        return queries.state_of(queries.remarks().get(pk=remark.pk))

    def read(self) -> list[str]:
        """What everybody reads in the thread."""
        return [one.text for one in queries.shown(self.thread)[0]]


def a_house(moderation: Moderation = Moderation.BEFORE) -> House:
    """Make one."""
    register_test_place()
    committee = a_unit(kind=UnitKind.INDUSTRY_COMMITTEE)
    thread = commands.open_thread("test", moderation=moderation)
    lin, zhou = an_account(), an_account()
    commands.choose_name(lin, "小林")
    commands.choose_name(zhou, "老周")
    return House(
        committee,
        thread,
        someone_with(Post.EDITOR, committee),
        someone_with(Post.CHIEF_EDITOR, committee),
        lin,
        zhou,
    )
