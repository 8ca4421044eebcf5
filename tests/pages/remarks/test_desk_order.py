"""Keeping order: appeals, threads, files, the switch, the list of words; and what hostile writers leave on the pages."""

from __future__ import annotations

import csv
import io
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sixianghui.access.public import Post
from sixianghui.audit.public import AuditEvent
from sixianghui.common import ids
from sixianghui.remarks import commands, queries, rules
from sixianghui.remarks.models import Alias, HeldWord, Moderation, Remark, ReportKind, Words
from sixianghui.remarks.rules import Outcome, State
from tests.factories import a_unit, signed_in, someone_with
from tests.pages.remarks.desk import DESK, words
from tests.unit.remarks.house import House

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7|add:7 }}{% load ui %}",
    "javascript:alert(1)//</textarea><svg onload=alert(1)>",
    "\u202e倒过来\u200b藏起来\u2066",
)


def test_appeal_when_answered_then_by_another_person_and_its_writer_is_told(house: House) -> None:
    remark = house.say()
    commands.judge(remark, Outcome.REFUSED, by=house.editor, reason="和主题无关。")
    commands.appeal(remark, "说的就是这次党课。", by=house.lin)
    url, answer = f"{DESK}appeals/", f"{DESK}{remark.ref}/answer/"
    assert "没有申诉等你答复" in words(signed_in(house.editor).get(url))
    assert signed_in(house.editor).post(answer, {"answer": "agreed"}).status_code == 409
    client = signed_in(house.chief)
    page = words(client.get(url))
    for part in ("讲得很清楚，谢谢。", "和主题无关。", house.editor.name, "说的就是这次党课。"):
        assert part in page
    assert client.post(answer, {"answer": "refused", "reason": ""}).status_code == 422
    assert client.post(answer, {"answer": "agreed"})["Location"] == url
    assert (house.state(remark), house.read()) == (State.SHOWN, ["讲得很清楚，谢谢。"])


def test_appeal_when_the_remark_was_let_through_or_taken_back_meanwhile_then_waits_no_more(
    house: House,
) -> None:
    for settle in (
        lambda one: commands.judge(one, Outcome.SHOWN, by=house.editor),
        lambda one: commands.withdraw(one, by=house.lin),
    ):
        remark = house.say(f"又一条 {ids.new_ref()}")
        commands.judge(remark, Outcome.REFUSED, by=house.editor, reason="和主题无关。")
        commands.appeal(remark, "说的就是这次党课。", by=house.lin)
        assert len(queries.appeals(house.chief)) == 1
        settle(remark)
        assert queries.appeals(house.chief) == []


def test_thread_when_run_otherwise_then_is_so_at_once_and_in_the_chain(house: House) -> None:
    client = signed_in(house.editor)
    house.say()
    url = f"{DESK}threads/{house.thread.ref}/"
    assert "1 条等着看" in words(client.get(f"{DESK}threads/"))
    done = client.post(url, {"moderation": "after", "slow": "30", "closed": "on"})
    assert (done.status_code, done["Location"]) == (302, url)
    house.thread.refresh_from_db()
    assert (house.thread.moderation, house.thread.slow, house.thread.closed) == (Moderation.AFTER, 30, True)
    assert ("隔 30 秒" in words(client.get(url)), "不收新的" in words(client.get(url))) == (True, True)
    for wrong in ({"slow": "-1"}, {"slow": "601"}, {"slow": "x"}, {"moderation": "never"}):
        assert client.post(url, {"moderation": "after", "slow": "0", **wrong}).status_code == 422
    assert AuditEvent.objects.filter(action="remark:set-thread").count() == 1


def test_thread_when_switched_off_then_says_who_and_why_and_comes_back(house: House) -> None:
    remark = house.say()
    commands.judge(remark, Outcome.SHOWN, by=house.chief)
    client = signed_in(house.editor)
    url = f"{DESK}threads/{house.thread.ref}/"
    assert client.post(f"{url}switch/", {"reason": ""}).status_code == 422
    client.post(f"{url}switch/", {"reason": "有人刷屏。"})
    page = words(client.get(url))
    assert ("有人刷屏。" in page, house.editor.name in page, house.read()) == (True, True, [])
    client.post(f"{url}switch/")
    assert house.read() == ["讲得很清楚，谢谢。"]


def test_switch_of_the_site_when_pressed_then_stands_on_every_desk_and_in_the_week_of_whoever_may(
    house: House,
) -> None:
    remark = house.say()
    commands.judge(remark, Outcome.SHOWN, by=house.editor)
    client = signed_in(house.chief)
    url = f"{DESK}switch/"
    assert signed_in(house.editor).get(url).status_code == 403
    assert client.post(url, {"reason": ""}).status_code == 422
    assert client.post(url, {"reason": "出了急事。"})["Location"] == url
    assert client.post(url, {"reason": "又按一次。"})["Location"] == url
    assert house.read() == []
    for who in (house.editor, house.chief):
        assert "全站的评论关着" in words(signed_in(who).get(DESK))
    assert "全站的评论关着" in words(client.get("/week/"))
    assert "全站的评论关着" not in words(signed_in(house.editor).get("/week/"))
    client.post(url, {"to": "on"})
    assert (house.read(), AuditEvent.objects.filter(action__startswith="remark:switch").count()) == (["讲得很清楚，谢谢。"], 2)  # fmt: skip


def test_list_of_words_when_kept_then_words_hold_and_say_how_many_wait(house: House) -> None:
    client = signed_in(house.chief)
    url = f"{DESK}words/"
    assert "平台一个词也不带" in words(client.get(url))
    assert client.post(url, {"word": "", "note": ""}).status_code == 422
    client.post(url, {"word": "代办证件", "note": "广告"})
    house.say("本店代 办·证件，价格公道。")
    assert "1 条因它等着看" in words(client.get(url))
    file = SimpleUploadedFile("words.txt", "# 自己定的\n\n代办证件\n加微信\t引流\n···\n".encode())
    done = client.post(f"{url}file/", {"file": file}, follow=True)
    assert "加了 1 个；另有 2 个" in done.content.decode()
    for wrong in (b"", b"# nothing\n", "词".encode("utf-16"), b"x" * 300_000):
        answer = client.post(f"{url}file/", {"file": SimpleUploadedFile("words.txt", wrong)})
        assert answer.status_code == 422
    client.post(f"{url}{HeldWord.objects.get(word='代办证件').pk}/removal/")
    assert list(HeldWord.objects.values_list("word", flat=True)) == ["加微信"]
    assert signed_in(house.editor).get(url).status_code == 403


def test_list_of_words_when_it_is_long_then_each_word_and_text_is_made_plain_once_and_the_list_is_paged(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    HeldWord.objects.bulk_create(
        HeldWord(word=f"词 {number}", added_at=house.thread.made_at) for number in range(100, 350)
    )
    for number in range(120, 140):
        house.say(f"这里有词{number}，{'甲乙丙丁戊己庚辛壬癸'[number % 10] * 2}{number}。")
    client, url = signed_in(house.chief), f"{DESK}words/"
    plain, asked = rules.normal, list[str]()

    def counted(text: str) -> str:
        asked.append(text)
        return plain(text)

    monkeypatch.setattr(rules, "normal", counted)
    page = client.get(url).content.decode()
    assert (page.count('class="btn small">拿掉'), page.count("1 条因它等着看"), len(asked)) == (200, 20, 220)
    assert "现在 250 个词" in page and 'href="?page=2"' in page
    last = HeldWord.objects.get(word="词 349")
    assert f'action="{url}{last.pk}/removal/?page=2"' in client.get(f"{url}?page=2").content.decode()
    assert client.post(f"{url}{last.pk}/removal/?page=2").headers["Location"] == f"{url}?page=2"


def test_thread_when_taken_as_a_file_then_holds_everything_but_accounts_and_no_formula(house: House) -> None:
    formula = house.say('=HYPERLINK("x")')
    refused = house.say("不相干的一条。", by=house.zhou)
    commands.judge(formula, Outcome.SHOWN, by=house.editor)
    commands.judge(refused, Outcome.REFUSED, by=house.chief, reason="和主题无关。")
    client = signed_in(house.editor)
    url = f"{DESK}threads/{house.thread.ref}/all"
    assert client.get(f"{url}.csv").status_code == 405
    text = b"".join(client.post(f"{url}.csv").streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert [row[1:] for row in rows[1:]] == [
        ["小林", '\'=HYPERLINK("x")', "放出来了", "", house.editor.name],
        ["老周", "不相干的一条。", "没有放出来", "和主题无关。", house.chief.name],
    ]
    book = openpyxl.load_workbook(io.BytesIO(b"".join(client.post(f"{url}.xlsx").streaming_content)))
    cells = [list(row) for row in book.active.iter_rows(min_row=2)]
    assert (cells[0][2].value, cells[0][2].data_type) == ('=HYPERLINK("x")', "s")
    assert (house.lin.name in text, house.zhou.name in text) == (False, False)
    assert AuditEvent.objects.filter(action="remark:export").count() == 2


def test_thread_when_its_words_were_forgotten_then_the_file_says_so(house: House) -> None:
    remark = house.say()
    commands.erase_of(house.lin.pk)
    text = b"".join(signed_in(house.editor).post(f"{DESK}threads/{house.thread.ref}/all.csv").streaming_content)  # fmt: skip
    assert "（已过保存期，或写的人注销了）" in text.decode()
    assert "写的人注销了" in words(signed_in(house.editor).get(f"{DESK}{remark.ref}/"))


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_pages_when_writers_are_hostile_then_show_it_as_text(house: House, text: str) -> None:
    remark = house.say(f"开头 {text}")
    Words.objects.filter(remark=remark).update(text=f"开头 {text}")  # as if it had slipped past the cleaning
    Alias.objects.filter(account=house.zhou).update(name=text[:12])
    type(remark.author).objects.filter(remark=remark).update(name=text[:12])
    commands.judge(remark, Outcome.SHOWN, by=house.chief)
    commands.report(remark, ReportKind.OTHER, text, by=house.zhou)
    second = house.say(text, by=house.lin) if len(text) > 12 else remark
    commands.add_word(text[:30], text, by=house.chief)
    client = signed_in(house.chief)
    for rest in (
        "",
        f"{remark.ref}/",
        f"{second.ref}/",
        "threads/",
        f"threads/{house.thread.ref}/",
        "words/",
    ):
        html = client.get(f"{DESK}{rest}").content.decode()
        for raw in ("<script>alert", "<img src=x", "<svg onload", "14{%"):
            assert raw not in html


@pytest.mark.parametrize("seen", [[], ["x"], ["a:1"], ["../../x:1:1"], ["a:1:1"] * 301, ["a:99999:1"], ["'; drop:1:1"]], ids=range(7))  # fmt: skip
def test_decision_when_the_form_is_hostile_then_nothing_is_decided(house: House, seen: list[str]) -> None:
    remark = house.say()
    answer = signed_in(house.editor).post(f"{DESK}decision/", {"seen": seen, "do": "shown"})
    assert answer.status_code in {404, 422}
    for do in ("", "shown-x", "gone", "refused-unknown", "x" * 100):
        sent = {"seen": [f"{remark.ref}:1:0"], "do": do}
        assert signed_in(house.editor).post(f"{DESK}decision/", sent).status_code == 422
    assert house.state(remark) is State.WAITING


def test_reason_when_it_is_a_megabyte_then_is_refused_in_a_sentence(house: House) -> None:
    remark = house.say()
    sent = {"seen": [f"{remark.ref}:1:0"], "do": "refused", "reason": "长" * 350_000}
    assert signed_in(house.editor).post(f"{DESK}decision/", sent).status_code in {413, 422}
    assert house.state(remark) is State.WAITING


def test_topic_of_the_desk_when_asked_for_then_only_by_those_who_moderate_there(house: House) -> None:
    from sixianghui.realtime import public as realtime

    mine, theirs = a_unit(parent=house.committee), a_unit(parent=house.committee)
    secretary = someone_with(Post.SECRETARY, mine)
    asked = [f"remarks-desk:{name}" for name in (mine.pk, theirs.pk, "all", "x")]
    assert [realtime.may_subscribe(secretary, one) for one in asked] == [True, False, False, False]
    assert [realtime.may_subscribe(house.lin, one) for one in asked] == [False] * 4
    assert realtime.may_subscribe(house.editor, "remarks-desk:all")


def test_desk_when_something_begins_to_wait_then_is_told_a_number_and_no_word(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[str, Any]] = []
    monkeypatch.setattr(
        "sixianghui.realtime.public.publish", lambda topic, event: told.append((topic, event))
    )
    remark = house.say()
    commands.judge(remark, Outcome.SHOWN, by=house.editor)
    commands.report(remark, ReportKind.ABUSE, "话太重", by=house.zhou)
    desk = [event for topic, event in told if topic == "remarks-desk:all"]
    assert desk == [{"more": 1}, {"more": 1}]


@pytest.mark.parametrize("many", [1, 3])
def test_pages_when_they_are_fuller_then_cost_no_more_queries(
    house: House, many: int, django_assert_max_num_queries: Any
) -> None:
    made: list[Remark] = []
    for number in range(many):
        house.thread = commands.open_thread("test")
        remark = house.say(f"{['读书会几点开始呢', '晚会的节目单', '谁来讲这一课'][number]}？")
        commands.judge(remark, Outcome.REFUSED, by=house.editor, reason="和主题无关。")
        commands.appeal(remark, "说的就是这件事。", by=house.lin)
        commands.add_word(f"词{number}", "", by=house.chief)
        made.append(remark)
    client = signed_in(house.chief)
    for rest, most in (("appeals/", 14), ("threads/", 17), ("words/", 16), ("mutes/", 14), ("switch/", 14)):
        client.get(f"{DESK}{rest}")
        with django_assert_max_num_queries(most):
            client.get(f"{DESK}{rest}")
