"""What a branch sends in: from the form to the page, back with a reason, and only one's own."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from sixianghui.access.public import Account, Post
from sixianghui.channel.commands import take_back_contribution
from sixianghui.channel.models import ArticlePage
from sixianghui.channel.public import ColumnFace, pass_review, return_article
from sixianghui.channel.queries import text_of
from sixianghui.channel.rules import WAITING_AT_MOST
from sixianghui.channel.tasks import publish_due
from sixianghui.common import time
from sixianghui.common.errors import Conflict
from sixianghui.directory.models import Unit
from sixianghui.notify.public import Message
from tests.factories import a_unit, an_account, signed_in, someone_with
from tests.unit.channel.desk import DeskOfTests, open_desk

pytestmark = pytest.mark.django_db

TEXT = "4月21日，星期六，我们在社区摆了四张桌子。\n\n一下午来了三十一位街坊，最难的问题不在手机里。修好的都拿走了，修不好的写了条子。"


@pytest.fixture
def desk() -> DeskOfTests:
    return open_desk(ColumnFace.SHOWCASE)


@pytest.fixture
def unit() -> Unit:
    return a_unit(name="样例支部", short_name="样例支部")


@pytest.fixture
def sender(unit: Unit) -> Account:
    return someone_with(Post.PUBLICITY_MEMBER, unit)


def form(desk: DeskOfTests, unit: Unit, **more: Any) -> dict[str, Any]:
    return {"title": "修手机也修耐心", "text": TEXT, "unit": unit.pk, "column": desk.column.slug, **more}


def picture(name: str = "摊位.png") -> SimpleUploadedFile:
    import io

    kept = io.BytesIO()
    Image.new("RGB", (640, 400), "white").save(kept, "PNG")
    return SimpleUploadedFile(name, kept.getvalue(), "image/png")


def sent(desk: DeskOfTests, unit: Unit, sender: Account, **more: Any) -> ArticlePage:
    answer = signed_in(sender).post("/contributions/new/", form(desk, unit, **more))
    assert answer.status_code == 302, answer.content.decode()
    return ArticlePage.objects.get(contributor=sender)


def test_article_when_sent_in_then_waits_for_its_first_review_with_its_sender_as_the_source(
    desk: DeskOfTests, unit: Unit, sender: Account
) -> None:
    piece = sent(desk, unit, sender)
    assert (piece.live, piece.source, piece.unit, piece.contributor) == (False, "样例支部", unit, sender)
    assert "等一审" in signed_in(sender).get("/contributions/").content.decode()
    desk.pass_all(piece)
    out = ArticlePage.objects.get(pk=piece.pk)
    assert "三十一位街坊" in Client().get(out.url).content.decode()


def test_sender_when_their_article_comes_back_then_reads_why_changes_it_and_hands_it_in_again(
    desk: DeskOfTests, unit: Unit, sender: Account
) -> None:
    piece = sent(desk, unit, sender)
    return_article(piece, by=desk.editor, reason="第二段缺一个结果，请补一句。")
    client = signed_in(sender)
    page = client.get(f"/contributions/{piece.pk}/").content.decode()
    assert ("第二段缺一个结果" in page, "三十一位街坊" in page) == (True, True)
    assert Message.objects.filter(account=sender, kind="channel.contribution").count() == 1
    client.post(f"/contributions/{piece.pk}/", {"title": "修手机也修耐心", "text": TEXT + "\n\n下月再来。"})
    desk.pass_all(ArticlePage.objects.get(pk=piece.pk))
    out = ArticlePage.objects.get(pk=piece.pk)
    assert "下月再来" in Client().get(out.url).content.decode()


def test_article_when_handed_in_again_then_what_its_editor_made_of_it_and_its_characters_stay(
    desk: DeskOfTests, unit: Unit, sender: Account
) -> None:
    piece = sent(desk, unit, sender, text="研发（R&D）组摆了四张桌子。\n\n" + TEXT)
    piece.body = [
        ("heading", "四张桌子"),
        (
            "text",
            "<p>研发（R&amp;D）组摆了<b>四张</b>桌子。</p><p>带来：</p><ul><li>烙铁</li><li>螺丝刀</li></ul>",
        ),
        ("quote", {"words": "修好了！", "who": "街坊"}),
        ("text", "".join(f"<p>{one}</p>" for one in TEXT.split("\n\n"))),
    ]
    piece.save_revision(user=desk.editor)
    return_article(ArticlePage.objects.get(pk=piece.pk), by=desk.editor, reason="最后请补一句结果。")
    client = signed_in(sender)
    shown = unescape(client.get(f"/contributions/{piece.pk}/").content.decode())
    assert "研发（R&D）组摆了四张桌子。\n\n带来：\n\n烙铁\n\n螺丝刀\n\n" in shown
    typed = f"研发（R&D）组摆了四张桌子。\n\n带来：\n\n烙铁\n\n螺丝刀\n\n改过的一段，够长了够长了。\n\n{TEXT}下月再来。"
    client.post(f"/contributions/{piece.pk}/", {"title": "修手机也修耐心", "text": typed})
    latest = ArticlePage.objects.get(pk=piece.pk).get_latest_revision_as_object()
    kinds = [block.block_type for block in latest.body]
    assert kinds == ["heading", "text", "text", "quote", "text", "text"]
    assert ("<b>四张</b>" in latest.body[1].value.source, text_of(latest)) == (True, typed)


def test_sender_when_they_take_it_back_then_nobody_can_review_it(
    desk: DeskOfTests, unit: Unit, sender: Account
) -> None:
    piece = sent(desk, unit, sender)
    signed_in(sender).post(f"/contributions/{piece.pk}/taking-back/")
    page = signed_in(sender).get(f"/contributions/{piece.pk}/").content.decode()
    assert "改一改再送" in page
    with pytest.raises(Conflict):
        pass_review(ArticlePage.objects.get(pk=piece.pk), by=desk.editor)


def test_sender_when_it_comes_out_while_they_take_it_back_then_it_is_out(
    desk: DeskOfTests, unit: Unit, sender: Account
) -> None:
    piece = sent(desk, unit, sender)
    desk.pass_all(piece)
    with pytest.raises(Conflict, match="已经发布了"):
        take_back_contribution(piece, by=sender)


def test_sender_when_their_article_cannot_come_out_at_its_time_then_is_sent_to_a_page_they_may_open(
    desk: DeskOfTests, unit: Unit, sender: Account, clock: time.ManualClock
) -> None:
    piece = sent(desk, unit, sender)
    piece.slug, piece.go_live_at = "taken", time.now() + dt.timedelta(hours=3)
    piece.save_revision(user=desk.writer)
    desk.pass_all(piece)
    # An import, say, has given the same address to another one.
    ArticlePage.objects.filter(pk=desk.draft(title="另一篇").pk).update(slug="taken")
    clock.set(time.now() + dt.timedelta(hours=3))
    publish_due()
    told = {one.account: one for one in Message.objects.all() if "没能发布" in one.title}
    assert {account: one.kind for account, one in told.items()} == {
        sender: "channel.contribution",
        desk.chief: "channel.late",
    }
    page = signed_in(sender).get(told[sender].url)
    assert (page.status_code, "改一改再送" in page.content.decode()) == (200, True)
    assert signed_in(desk.chief).get(told[desk.chief].url).status_code == 200


def test_picture_when_sent_along_then_needs_its_words_and_the_consent_of_those_in_it(
    desk: DeskOfTests, unit: Unit, sender: Account
) -> None:
    client = signed_in(sender)
    answer = client.post("/contributions/new/", form(desk, unit, picture_1=picture()))
    assert answer.status_code == 400
    page = answer.content.decode()
    assert ("图里是什么，看不见图的人靠它" in page, "三十一位街坊" in page) == (True, True)
    second = {
        "picture_1": picture(),
        "alt_1": "四张桌子",
        "picture_2": picture(),
        "alt_2": "桌",
        "pictures_agreed": "on",
    }
    short = client.post("/contributions/new/", form(desk, unit, **second))
    assert (short.status_code, list(short.context["form"].errors)) == (400, ["alt_2"])
    piece = sent(desk, unit, sender, picture_1=picture(), alt_1="四张桌子排成一排", pictures_agreed="on")
    assert piece.lead_picture is not None
    assert piece.lead_picture.description == "四张桌子排成一排"


def test_person_when_they_did_not_agree_then_the_article_is_not_sent(
    desk: DeskOfTests, unit: Unit, sender: Account
) -> None:
    answer = signed_in(sender).post("/contributions/new/", form(desk, unit, person="苏晓（示例）"))
    assert (answer.status_code, ArticlePage.objects.count()) == (400, 0)


@pytest.mark.parametrize(
    ("field", "value"),
    [("title", ""), ("text", "太短"), ("unit", "999999"), ("column", "nothing"), ("title", "很" * 41)],
    ids=["no-title", "short", "foreign-unit", "no-column", "long-title"],
)
def test_form_when_a_field_is_wrong_then_says_so_and_keeps_what_was_typed(
    desk: DeskOfTests, unit: Unit, sender: Account, field: str, value: str
) -> None:
    answer = signed_in(sender).post("/contributions/new/", {**form(desk, unit), field: value})
    page = answer.content.decode()
    assert (answer.status_code, ArticlePage.objects.count()) == (400, 0)
    assert re.search(r'class="(err|notice err)"', page)
    assert (value if field in {"title", "text"} else "修手机也修耐心") in page


def test_article_when_somebody_else_sent_it_then_is_not_there(
    desk: DeskOfTests, unit: Unit, sender: Account
) -> None:
    piece = sent(desk, unit, sender)
    other = signed_in(someone_with(Post.SECRETARY, unit))
    assert other.get(f"/contributions/{piece.pk}/").status_code == 404
    assert other.post(f"/contributions/{piece.pk}/taking-back/").status_code == 404


def test_account_when_on_no_roster_then_may_not_send(desk: DeskOfTests) -> None:
    assert signed_in(an_account()).get("/contributions/new/").status_code == 403


def test_sender_when_many_of_theirs_wait_then_is_asked_to_wait_too(
    desk: DeskOfTests, unit: Unit, sender: Account
) -> None:
    client = signed_in(sender)
    for number in range(WAITING_AT_MOST):
        client.post("/contributions/new/", form(desk, unit, title=f"第{number}篇稿子"))
    answer = client.post("/contributions/new/", form(desk, unit, title="再来一篇"))
    assert ("等审完一篇再投" in answer.content.decode(), ArticlePage.objects.count()) == (
        True,
        WAITING_AT_MOST,
    )


def test_week_when_reviews_wait_then_their_reviewers_see_a_card_and_the_writer_does_not(
    desk: DeskOfTests, unit: Unit, sender: Account
) -> None:
    sent(desk, unit, sender)
    assert "审《修手机也修耐心》" in signed_in(desk.editor).get("/week/").content.decode()
    assert "审《修手机也修耐心》" not in signed_in(desk.chief).get("/week/").content.decode()
    assert "审《修手机也修耐心》" not in signed_in(sender).get("/week/").content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_week_when_many_reviews_wait_then_asks_the_same_number_of_questions(
    desk: DeskOfTests, unit: Unit, number: int, django_assert_max_num_queries: Any
) -> None:
    for index in range(number):
        sent(desk, unit, someone_with(Post.MEMBER, unit), title=f"第{index}篇稿子")
    client = signed_in(desk.editor)
    client.get("/week/")
    with django_assert_max_num_queries(40):
        client.get("/week/")
