"""The pages for those who write."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from sixianghui.access.public import Post
from sixianghui.common import time, wire
from sixianghui.complaints import askers, slips
from sixianghui.complaints.askers import Asker
from sixianghui.complaints.commands import answer
from sixianghui.complaints.models import Attempt, Complaint, Kind, Sender, Words
from tests.factories import an_account, signed_in, someone_with
from tests.pages.complaints.reading import a_form, an_old_slip, words
from tests.unit.complaints.house import TEXT, House, discipline_member

CODE = re.compile(r"<code>([A-Z2-9]{4}(?:-[A-Z2-9]{4}){3})</code>")
DONE = "灯已经换过，今晚就亮。"


def code_on(response: Any) -> str:
    found = CODE.search(response.content.decode())
    assert found is not None
    return found[1]


@pytest.mark.parametrize(
    ("page", "who"),
    [
        ("/", None), ("/units/", None), ("/figures/", None), ("/nobody-wrote-this/", None), ("/sign-in/", None),
        ("/complaints/", None), ("/en/units/", None), ("/week/", Post.SECRETARY), ("/me/", Post.SECRETARY),
    ],
)  # fmt: skip
def test_every_page_when_read_then_has_two_ways_to_speak_that_carry_it(
    house: House, page: str, who: Post | None
) -> None:
    client = signed_in(someone_with(who, house.branch)) if who else Client()
    html = client.get(page).content.decode()
    foot = html[html.index("<footer") : html.index("</footer>")]
    language = "/en" if page.startswith("/en") else ""
    for name in ("complaints", "burdens"):
        assert f'href="{language}/{name}/?page={page}"' in foot


@pytest.mark.parametrize("page", ["/links/a-secret-token/"])
def test_page_when_its_address_is_a_secret_then_is_not_carried(house: House, page: str) -> None:
    html = Client().get(page).content.decode()
    assert "a-secret-token" not in html[html.index("<footer") :]
    assert 'href="/complaints/"' in html


def test_form_when_opened_then_promises_a_day_and_is_never_kept(house: House, client: Client) -> None:
    response = client.get("/complaints/?page=/units/")
    assert "今天写，2018年6月14日前答复" in words(response)
    assert 'name="page" value="/units/"' in response.content.decode()
    assert wire.CACHE_TAGS not in response.headers
    assert "no-store" in response.headers["Cache-Control"]


def test_form_when_the_holidays_are_not_published_yet_then_the_day_is_marked(
    house: House, client: Client, clock: Any
) -> None:
    clock.set(time.shanghai(2018, 12, 25, 9))
    assert "2019年1月4日前答复 待核实" in words(client.get("/complaints/"))
    said = words(client.post("/complaints/", a_form(TEXT)))
    assert "收到了，1月4日前答复" in said
    assert "待核实" in said


@pytest.mark.parametrize(
    "page",
    [
        "https://elsewhere.example/",
        "//elsewhere.example/",
        "javascript:alert(1)",
        "/x?y=1",
        "/" + "x" * 300,
        "/<b>",
    ],
)
def test_page_when_it_is_no_plain_path_then_is_dropped(house: House, client: Client, page: str) -> None:
    assert 'name="page" value=""' in client.get("/complaints/", {"page": page}).content.decode()
    client.post("/complaints/", a_form(TEXT, page=page, with_page="on"))
    assert [sender.page for sender in Sender.objects.all()] == [""]


def test_letter_when_sent_without_an_account_then_a_code_reads_the_answer(
    house: House, client: Client
) -> None:
    sent = client.post("/complaints/", a_form(TEXT, contact="13800000000", page="/units/", with_page="on"))
    assert "收到了，6月14日前答复" in words(sent)
    assert "由样例市互联网行业党委的工作人员受理" in words(sent)
    code, sender = code_on(sent), Sender.objects.get()
    assert (sender.account, sender.contact, sender.page) == (None, "13800000000", "/units/")
    answer(Complaint.objects.get(), DONE, by=house.clerk)
    read = client.post("/complaints/receipt/", {"code": code.lower()})
    assert (TEXT in words(read), DONE in words(read)) == (True, True)
    assert code not in client.get("/complaints/receipt/").content.decode()


def test_letter_when_sent_twice_then_is_one_and_shows_the_same_code(house: House, client: Client) -> None:
    form = a_form(TEXT)
    assert code_on(client.post("/complaints/", form)) == code_on(client.post("/complaints/", form))
    assert Complaint.objects.count() == 1
    changed = client.post("/complaints/", {**form, "text": "换了几句话再交一次。"})
    assert (changed.status_code, Complaint.objects.count()) == (409, 1)
    assert "换了几句话再交一次。" in changed.content.decode()


def test_letter_when_sent_under_a_name_then_is_under_what_i_wrote(house: House) -> None:
    account = an_account()
    client = signed_in(account)
    sent = client.post("/complaints/", a_form(TEXT, choice="complaint"))
    assert CODE.search(sent.content.decode()) is None
    letter = Complaint.objects.get()
    assert (letter.kind, Sender.objects.get().account) == ("complaint", account)
    assert "投诉 已收到 6月5日收到，6月14日前答复 · 9 天后" in words(client.get("/complaints/mine/"))
    page = f"/complaints/mine/{letter.ref}/"
    assert TEXT in words(client.get(page))
    answer(letter, DONE, by=house.clerk)
    assert DONE in words(client.get(page))
    for other in (an_account(), house.clerk, someone_with(Post.AUDITOR, house.committee)):
        assert signed_in(other).get(page).status_code == 404
        assert signed_in(other).post(f"{page}withdrawal/").status_code == 404
        assert letter.ref not in signed_in(other).get("/complaints/mine/").content.decode()


def test_letter_when_somebody_signed_in_leaves_their_name_out_then_is_nowhere_theirs(house: House) -> None:
    account = an_account()
    client = signed_in(account)
    code = code_on(client.post("/complaints/", a_form(TEXT, unnamed="on")))
    assert Sender.objects.get().account is None
    assert "还没有写过" in words(client.get("/complaints/mine/"))
    assert TEXT in words(client.post("/complaints/receipt/", {"code": code}))


def test_letter_when_overdue_then_its_page_says_whose_fault_it_is(house: House, clock: Any) -> None:
    client = signed_in(house.writer)
    letter = house.letter().complaint
    clock.set(time.shanghai(2018, 6, 16, 9))
    said = words(client.get(f"/complaints/mine/{letter.ref}/"))
    assert "答应 6月14日前答复，还没有做到" in said
    assert "是受理的组织没有做到 不用你去催" in said
    assert [blame for blame in ("天", "晚了", "超期") if blame in said.split("你写的")[0]] == []


def test_letter_when_withdrawn_on_its_page_or_by_its_code_then_is_gone(house: House, client: Client) -> None:
    signed = house.letter()
    mine = signed_in(house.writer)
    done = mine.post(f"/complaints/mine/{signed.complaint.ref}/withdrawal/", follow=True)
    assert "撤回了，内容已经删去。" in done.content.decode()
    assert "这封信撤回了" in words(mine.get(f"/complaints/mine/{signed.complaint.ref}/"))
    unsigned = house.letter(by=None)
    assert client.post("/complaints/receipt/withdrawal/", {"code": "AAAA"}).status_code == 404
    assert "撤回了" in words(client.post("/complaints/receipt/withdrawal/", {"code": unsigned.code}))
    assert not Words.objects.exists()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"text": ""}, "请写几句，我们才知道是什么事。"),
        ({"text": "短"}, "再多写几个字，至少 5 个。"),
        ({"text": "长" * 2001}, "太长了，请控制在 2000 字以内；现在是 2001 字。"),
        ({"contact": "9" * 101}, "联系方式请控制在 100 字以内。"),
        ({"choice": "praise"}, "请选一种。"),
        ({"website": "https://buy.example/"}, "这一格是拦机器用的，请清空后再交。"),
        ({"slip": "made up"}, "这一页开得太久了。写的还在，请再按一次。"),
        ({"slip": ""}, "还没有交上"),
    ],
)
def test_form_when_something_is_wrong_then_says_what_and_keeps_what_was_typed(
    house: House, client: Client, change: dict[str, str], said: str
) -> None:
    response = client.post("/complaints/", a_form("写好的话都还在这里。", contact="打这个电话", **change) if not change.keys() & {"text", "contact"} else {**a_form("写好的话都还在这里。", contact="打这个电话"), **change})  # fmt: skip
    assert (response.status_code, Complaint.objects.count()) == (200, 0)
    assert said in words(response)
    html = response.content.decode()
    assert [kept for kept in ("写好的话都还在这里。", "打这个电话") if kept not in html and kept not in (
        {"text": "写好的话都还在这里。", "contact": "打这个电话"}[key] for key in change.keys() & {"text", "contact"}
    )] == []  # fmt: skip


def test_form_when_it_comes_back_faster_than_anybody_writes_then_is_not_received_but_may_be_sent_again(
    house: House, client: Client
) -> None:
    quick = client.post("/complaints/", {**a_form(TEXT), "slip": slips.new_slip()})
    assert "交得太快，没有收下" in words(quick)
    assert (Complaint.objects.count(), TEXT in quick.content.decode()) == (0, True)
    client.post("/complaints/", {**a_form(TEXT), "slip": an_old_slip()})
    assert Complaint.objects.count() == 1


def test_text_when_it_holds_markup_then_is_shown_as_it_was_typed(house: House, client: Client) -> None:
    code = code_on(client.post("/complaints/", a_form("<script>alert(1)</script>\r\n第二行\x00\x1b[31m")))
    html = client.post("/complaints/receipt/", {"code": code}).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;\n第二行" in html
    assert [bad for bad in ("<script>alert", "\x00", "\x1b") if bad in html] == []


def test_letters_when_ten_came_from_one_place_in_an_hour_then_the_next_waits_with_its_words(
    house: House, client: Client
) -> None:
    for _ in range(10):
        assert client.post("/complaints/", a_form(TEXT)).status_code == 200
    waits = client.post("/complaints/", a_form("第十一封，也写好了。"))
    assert (waits.status_code, Complaint.objects.count()) == (429, 10)
    assert "先歇一歇" in words(waits)
    assert "第十一封，也写好了。" in waits.content.decode()
    assert Client(REMOTE_ADDR="192.0.2.7").post("/complaints/", a_form(TEXT)).status_code == 200
    assert signed_in(an_account()).post("/complaints/", a_form(TEXT)).status_code == 200
    assert "127.0.0.1" not in repr(list(Attempt.objects.values_list()))


def test_codes_when_guessed_too_often_then_the_right_one_waits_too(house: House, client: Client) -> None:
    code = house.letter(by=None).code
    for _ in range(10):
        assert "没有这个回执码" in words(client.post("/complaints/receipt/", {"code": "AAAA-BBBB"}))
    waits = client.post("/complaints/receipt/", {"code": code})
    assert (waits.status_code, TEXT in waits.content.decode()) == (429, False)
    assert client.post("/complaints/receipt/withdrawal/", {"code": code}).status_code == 429
    other = Client(REMOTE_ADDR="192.0.2.7")
    assert TEXT in words(other.post("/complaints/receipt/", {"code": code}))


def test_burden_when_sent_from_a_page_of_a_request_then_goes_past_whoever_asked(
    house: House, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    asker = discipline_member(house.branch)
    above = discipline_member(house.general)
    monkeypatch.setattr(
        askers,
        "_sources",
        [lambda path: Asker(asker.pk, house.branch.pk) if path == "/notices/7/" else None],
    )
    sent = client.post("/burdens/", a_form(TEXT, page="/notices/7/"))
    assert f"由{house.general.name}的纪检委员受理" in words(sent)
    assert above.name not in words(sent)
    client.post("/burdens/", a_form(TEXT, page="/notices/8/", with_page="on"))
    letters = Complaint.objects.order_by("pk")
    assert [(one.kind, one.unit) for one in letters] == [
        (Kind.BURDEN, house.general),
        (Kind.BURDEN, house.committee),
    ]
    assert [sender.page for sender in Sender.objects.order_by("pk")] == ["", "/notices/8/"]


@pytest.mark.parametrize("many", [1, 3])
def test_what_i_wrote_when_there_is_more_then_costs_no_more_queries(
    house: House, many: int, django_assert_max_num_queries: Any
) -> None:
    for _ in range(many):
        house.letter()
    client = signed_in(house.writer)
    client.get("/complaints/mine/")
    with django_assert_max_num_queries(
        8
    ):  # session, account, its row, posts (2), unread, letters, their desks
        client.get("/complaints/mine/")


def test_form_when_opened_then_costs_few_queries(
    house: House, client: Client, django_assert_max_num_queries: Any
) -> None:
    client.get("/complaints/")
    with django_assert_max_num_queries(5):
        client.get("/complaints/")
