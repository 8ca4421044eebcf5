"""A piece that is out, its thread, an editor who looks at remarks, and two who write."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.test import Client

from sixianghui.access.public import Account
from sixianghui.channel.models import ArticlePage, PieceThread
from sixianghui.common import ids
from sixianghui.remarks import commands, queries
from sixianghui.remarks.models import Remark, Thread
from sixianghui.remarks.rules import Outcome, State
from tests.factories import an_account, signed_in
from tests.unit.channel.desk import DeskOfTests, open_desk


@dataclass
class TalkOfTests:
    """What the tests of these pages begin with."""

    desk: DeskOfTests
    piece: ArticlePage
    thread: Thread
    lin: Account
    zhou: Account

    @property
    def url(self) -> str:
        """The address of the piece."""
        return str(self.piece.url)

    def at(self, *parts: str) -> str:
        """An address of the thread."""
        return "/".join(["/remarks", self.thread.ref, *parts, ""])

    def say(self, text: str = "讲得很清楚，谢谢。", *, by: Account | None = None, **more: Any) -> Remark:
        """Somebody writes."""
        return commands.write(self.thread, text, by=by or self.lin, nonce=ids.new_ref(), **more)

    def shown(self, text: str = "讲得很清楚，谢谢。", *, by: Account | None = None, **more: Any) -> Remark:
        """Somebody writes, and it is let through."""
        remark = self.say(text, by=by, **more)
        self.judge(remark, Outcome.SHOWN)
        return remark

    def judge(self, remark: Remark, outcome: Outcome, reason: str = "和主题无关。") -> None:
        """An editor decides."""
        why = reason if outcome in {Outcome.REFUSED, Outcome.HIDDEN} else ""
        commands.judge(remark, outcome, by=self.desk.editor, reason=why)

    def state(self, remark: Remark) -> State:
        """Where it stands now."""
        return queries.state_of(queries.remarks().get(pk=remark.pk))


def open_talk_house() -> TalkOfTests:
    """Make one."""
    desk = open_desk()
    piece = desk.released()
    lin, zhou = an_account(), an_account()
    commands.choose_name(lin, "小林")
    commands.choose_name(zhou, "老周")
    thread = PieceThread.objects.select_related("thread").get(page_id=piece.pk).thread
    return TalkOfTests(desk, piece, thread, lin, zhou)


def text_of(response: Any) -> str:
    """The words of the main part of a page."""
    html = response.content.decode()
    main = html[html.index("<main") : html.index("</main>")] if "<main" in html else html
    main = re.sub(r"<template.*?</template>", "", main, flags=re.S)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", main))


def sent(client: Client, address: str, **fields: str) -> Any:
    """A form of a page, sent as a browser would: with the key that the page gave it."""
    page = client.get(address).content.decode()
    key = re.search(r'name="intent" value="([^"]+)"', page)
    return client.post(address, {"intent": key[1] if key else "", **fields})


def as_lin(talk: TalkOfTests) -> Client:
    """A browser of the one who writes."""
    return signed_in(talk.lin)
