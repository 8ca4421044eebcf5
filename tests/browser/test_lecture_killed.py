"""A browser in the room of a lecture while app and front are killed: it comes back by itself, with everything once."""

from __future__ import annotations

import subprocess
import sys

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import PHONE
from tests.faults.lectures.room import ROOT, Room

pytestmark = [pytest.mark.browser, pytest.mark.sqlite, pytest.mark.xdist_group("browser")]
#: A page whose stream broke waits a few seconds before it comes back; a loaded machine takes its time.
BACK = 60_000


def _say(room: Room, number: int, text: str) -> None:
    assert room.say(room.made["crowd"][number], text, f"00000000-0000-4000-8000-00000000000{number}") == 302


def test_room_when_app_and_front_are_killed_then_an_open_page_has_every_comment_once(
    product_environ: dict[str, str], chromium: Browser
) -> None:
    collect = [sys.executable, "-m", "django", "collectstatic", "--noinput", "-v0"]
    subprocess.run(collect, env=product_environ | {"PYTHONPATH": str(ROOT)}, check=True)
    texts = ("第一句：讲得清楚", "第二句：应用断过了", "第三句：前门也断过了")
    with Room(product_environ, crowd=len(texts)) as room:
        width, height = PHONE
        page = chromium.new_page(viewport={"width": width, "height": height}, locale="zh-CN")
        page.goto(f"http://127.0.0.1:{room.port}/lectures/{room.made['lecture']}/")
        comments = page.locator("#lr-comments [data-ref] [data-text]")
        page.evaluate("window.sameDocument = true")
        for number, text in enumerate(texts):
            _say(room, number, text)
            expect(comments.filter(has_text=text)).to_have_count(1, timeout=BACK)
            if number < len(texts) - 1:
                room.kill("app-0" if number == 0 else "front-0")
                room.wait_ready()

        assert sorted(comments.all_inner_texts()) == sorted(texts)
        assert page.evaluate("window.sameDocument") is True
        page.context.close()
