"""What everybody reads: under an article, on the page of a thread, and what is never there."""

from __future__ import annotations

import dataclasses

import pytest
from django.test import Client

from sixianghui.channel.models import ColumnPage, PieceThread, Talk
from sixianghui.channel.public import retire_column, withdraw_article
from sixianghui.channel.queries import said_lately
from sixianghui.remarks import commands
from sixianghui.remarks.models import Moderation
from sixianghui.remarks.public import EVERY
from sixianghui.remarks.rules import Outcome
from tests.factories import signed_in
from tests.pages.channel.reading import tags_of, taken_back_since_last_asked
from tests.pages.remarks.talk import TalkOfTests, text_of

pytestmark = pytest.mark.django_db


def test_article_when_a_remark_waits_then_only_what_was_let_through_is_read(
    talk: TalkOfTests, client: Client
) -> None:
    talk.shown("讲得很清楚，谢谢。")
    talk.say("还没有人看过的一条。", by=talk.zhou)
    page = client.get(talk.url)
    assert "讲得很清楚，谢谢。" in text_of(page)
    assert "小林" in text_of(page)
    assert "还没有人看过的一条。" not in page.content.decode()


def test_article_when_kept_then_carries_the_threads_tags_and_nothing_of_a_session(
    talk: TalkOfTests, client: Client
) -> None:
    page = client.get(talk.url)
    assert {talk.thread.tag, EVERY} <= tags_of(page)
    html = page.content.decode()
    assert "csrfmiddlewaretoken" not in html
    assert f'href="{talk.at("new")}"' in html
    assert ' own="' not in html
    assert ' own="' in signed_in(talk.lin).get(talk.url).content.decode()


def test_thread_when_a_remark_is_let_through_or_goes_then_its_pages_and_no_others_are_taken_back(
    talk: TalkOfTests,
) -> None:
    taken_back_since_last_asked()
    remark = talk.shown()
    tags = taken_back_since_last_asked()
    assert talk.thread.tag in tags
    assert EVERY not in tags
    commands.withdraw(remark, by=talk.lin)
    assert talk.thread.tag in taken_back_since_last_asked()
    commands.switch_off(None, "有人刷屏。", by=talk.desk.chief)
    assert EVERY in taken_back_since_last_asked()


def test_replies_when_shown_then_stand_under_their_head_and_stay_when_it_goes(
    talk: TalkOfTests, client: Client
) -> None:
    head = talk.shown("第一条，说说读书角。")
    talk.shown("我也想问问开放时间。", by=talk.zhou, reply_to=head.ref)
    talk.judge(head, Outcome.HIDDEN)
    read = text_of(client.get(talk.url))
    assert "第一条，说说读书角。" not in read
    assert read.index("这条不在了") < read.index("我也想问问开放时间。")


def test_thread_when_longer_than_a_page_then_older_ones_are_behind_a_link(
    talk: TalkOfTests, client: Client
) -> None:
    texts = [f"第{number}号意见，讲的是{chr(0x4E00 + number * 37)}的事。" for number in range(23)]
    for text in texts:
        talk.shown(text)
    html = client.get(talk.url).content.decode()
    assert texts[22] in html
    assert texts[2] not in html
    href = html.split("data-older")[1].split('href="')[1].split('"')[0]
    older = client.get(href)
    assert [text in older.content.decode() for text in (texts[2], texts[3])] == [True, False]
    assert talk.thread.tag in tags_of(older)


@pytest.mark.parametrize("query", ["page=2", "before=nobody", "before="])
def test_page_of_a_thread_when_asked_in_another_way_then_leads_to_the_one_way_or_is_not_there(
    talk: TalkOfTests, client: Client, query: str
) -> None:
    answer = client.get(f"{talk.at()}?{query}")
    assert answer.status_code == (404 if query == "before=nobody" else 302)


def test_thread_when_its_piece_is_taken_back_then_is_gone_with_it(talk: TalkOfTests, client: Client) -> None:
    talk.shown()
    assert len(said_lately()) == 1
    assert client.get(talk.at()).status_code == 200
    withdraw_article(talk.piece, by=talk.desk.chief, reason="写错了单位。")
    assert talk.thread.tag in taken_back_since_last_asked()
    assert client.get(talk.at()).status_code == 404
    assert client.get(talk.url).status_code == 410
    assert "讲得很清楚" not in client.get(talk.url).content.decode()
    assert signed_in(talk.lin).get(talk.at("new")).status_code == 404
    assert said_lately() == []


def test_column_when_it_has_no_talk_then_neither_page_nor_thread_shows_any(
    talk: TalkOfTests, client: Client
) -> None:
    talk.shown()
    _set(talk, Talk.OFF)
    assert "大家在说" not in client.get(talk.url).content.decode()
    assert client.get(talk.at()).status_code == 404
    assert said_lately() == []
    _set(talk, Talk.AFTER)
    assert "讲得很清楚" in client.get(talk.url).content.decode()
    talk.thread.refresh_from_db()
    assert talk.thread.moderation == Moderation.AFTER


def _set(talk: TalkOfTests, how: Talk) -> None:
    column = ColumnPage.objects.get(pk=talk.desk.column.pk)
    column.talk = how
    column.save_revision(user=talk.desk.chief).publish(user=talk.desk.chief)


def test_column_when_retired_then_its_pieces_keep_what_was_said(talk: TalkOfTests, client: Client) -> None:
    talk.shown()
    retire_column(talk.desk.column, by=talk.desk.chief)
    assert "讲得很清楚" in client.get(talk.url).content.decode()


def test_switch_when_off_then_pages_show_nothing_and_say_so(talk: TalkOfTests, client: Client) -> None:
    talk.shown()
    commands.switch_off(talk.thread, "有人刷屏。", by=talk.desk.editor)
    for address in (talk.url, talk.at()):
        read = text_of(client.get(address))
        assert "评论暂时关了" in read
        assert "讲得很清楚" not in read
    assert said_lately() == []


def test_voices_when_the_latest_hang_where_nobody_reads_any_more_then_earlier_ones_are_heard(
    talk: TalkOfTests,
) -> None:
    talk.shown()
    other = talk.desk.released("撤下的一篇")
    gone = dataclasses.replace(talk, piece=other, thread=PieceThread.objects.get(page_id=other.pk).thread)
    gone.shown("这条后来没有地方读了。", by=talk.zhou)
    withdraw_article(other, by=talk.desk.chief, reason="写错了单位。")
    assert [voice.text for voice in said_lately(1)] == ["讲得很清楚，谢谢。"]


def test_voices_when_asked_for_then_are_what_was_let_through_with_where_it_hangs(talk: TalkOfTests) -> None:
    talk.shown()
    talk.say("还没有人看过的一条。", by=talk.zhou)
    [voice] = said_lately()
    assert (voice.text, voice.name, voice.where_title, voice.where_url) == (
        "讲得很清楚，谢谢。", "小林", talk.piece.title, talk.url,
    )  # fmt: skip


def test_page_in_english_when_read_then_says_so_and_keeps_the_words_as_they_are(
    talk: TalkOfTests, client: Client
) -> None:
    talk.shown()
    page = client.get(f"/en{talk.at()}")
    assert page.status_code == 200
    assert "讲得很清楚" in page.content.decode()
    assert f'href="/en{talk.at("new")}"' in page.content.decode()
