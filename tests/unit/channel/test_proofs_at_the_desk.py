"""The three proofs at the desk: nobody passes a review without having looked at what must be looked at."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from sixianghui.channel.models import ArticlePage, GuidePage, Review
from sixianghui.channel.public import all_confirmed, pass_review, proofs_of, submit_article, write_draft
from sixianghui.channel.queries import passages_of, state_of
from sixianghui.common.errors import Conflict
from tests.factories import a_unit, signed_in
from tests.unit.channel.desk import DeskOfTests, open_desk

pytestmark = pytest.mark.django_db
BAD = "<p>我们的的支部，找13812345678。</p>"


@pytest.fixture
def desk() -> DeskOfTests:
    return open_desk()


def handed_in(desk: DeskOfTests, body: str = BAD) -> ArticlePage:
    piece = submit_article(desk.draft(body=[("text", body)]), by=desk.writer)
    return ArticlePage.objects.get(pk=piece.pk)


def window(client: Client, piece: ArticlePage) -> str:
    state = state_of(piece)
    assert state is not None
    return reverse("wagtailadmin_pages:workflow_action", args=[piece.pk, "approve", state.pk])


def ticked(piece: ArticlePage, html: str) -> dict[str, str]:
    """What the window sends when everything is ticked."""
    fields = dict.fromkeys(re.findall(r'name="(proof-[0-9a-f]+)"', html), "fine")
    fields |= dict.fromkeys(re.findall(r'name="(question-\w+)"', html), "1")
    state = re.search(r'name="state" value="(\d+)"', html)
    assert state is not None
    return {**fields, "state": state[1], "comment": "可以"}


def asked(client: Client, address: str) -> str:
    return str(client.get(address).json()["html"])


def test_review_when_nothing_was_confirmed_then_is_not_passed(desk: DeskOfTests) -> None:
    piece = handed_in(desk)
    with pytest.raises(Conflict, match="三校还差一条"):
        pass_review(piece, by=desk.editor)
    assert Review.objects.count() == 0


def test_review_when_a_must_was_not_looked_at_then_says_which(desk: DeskOfTests) -> None:
    piece = handed_in(desk)
    checks = all_confirmed(piece)
    checks["findings"].pop(next(one.key for one in proofs_of(piece) if one.kind == "mobile"))
    with pytest.raises(Conflict, match="手机号"):
        pass_review(piece, by=desk.editor, checks=checks)


def test_review_when_all_was_confirmed_then_keeps_what_and_no_number_of_anybody(desk: DeskOfTests) -> None:
    piece = handed_in(desk)
    review = pass_review(piece, by=desk.editor, checks=all_confirmed(piece))
    assert [(one["kind"], one["answer"]) for one in review.checks["findings"]] == [
        ("mobile", "fine"), ("doubled", "fine"),
    ]  # fmt: skip
    assert ("13812345678" in str(review.checks), len(review.checks["questions"])) == (False, 5)


def test_review_when_the_text_was_changed_after_the_ticks_then_the_new_finding_counts(
    desk: DeskOfTests,
) -> None:
    piece = handed_in(desk, "<p>一句好话。</p>")
    checks = all_confirmed(piece)
    piece.title = "夜班值守组的的十四天"
    piece.save_revision(user=desk.editor)
    with pytest.raises(Conflict, match="多打了一个字"):
        pass_review(ArticlePage.objects.get(pk=piece.pk), by=desk.editor, checks=checks)


def test_window_when_everything_is_ticked_then_passes(desk: DeskOfTests) -> None:
    piece, client = handed_in(desk), signed_in(desk.editor)
    address = window(client, piece)
    html = asked(client, address)
    assert ("手机号，确定要公开吗" in html, html.count('value="fine"'), html.count("question-")) == (
        True,
        2,
        5,
    )
    client.post(address, ticked(piece, html))
    review = Review.objects.get()
    assert (review.actor, review.reason, len(review.checks["findings"])) == (desk.editor, "可以", 2)


def test_window_when_a_tick_is_missing_then_says_so_and_keeps_the_others(desk: DeskOfTests) -> None:
    piece, client = handed_in(desk), signed_in(desk.editor)
    address = window(client, piece)
    fields = ticked(piece, asked(client, address))
    left = sorted(name for name in fields if name.startswith("proof-"))[0]
    fields.pop(left)
    answer = client.post(address, fields, headers={"x-requested-with": "XMLHttpRequest"})
    html = answer.json()["html"]
    assert ("还有 1 处必看的没有勾" in html, html.count(" checked"), "可以" in html) == (True, 6, True)
    assert Review.objects.count() == 0


def test_guide_when_read_then_all_that_readers_read_is_proofed(desk: DeskOfTests) -> None:
    step = {
        "title": "交申请",
        "text": "写好以后交给支部。\n地点待补。",
        "who": "本人",
        "how_long": "",
        "rule": "",
        "article": "",
        "confirmed": False,
    }
    guide = GuidePage(
        title="怎么申请", summary="三步办完", needs="申请书\n身份证复印件", steps=[("step", step)],
        body=[("text", "<p>先说几句。</p>"), ("picture", {"picture": None, "caption": "图片的说明"}), ("quote", {"words": "一句话", "who": "苏晓（示例）"})],
    )  # fmt: skip
    piece = write_draft(desk.column, guide, by=desk.writer)
    assert {one.text for one in passages_of(piece)} >= {
        "怎么申请", "三步办完", "先说几句。", "图片的说明", "一句话", "苏晓（示例）", "申请书", "身份证复印件",
        "交申请", "写好以后交给支部。", "地点待补。", "本人",
    }  # fmt: skip
    assert [(str(one.kind), one.excerpt) for one in proofs_of(piece)] == [("placeholder", "待补")]


def test_links_when_they_lead_to_pages_that_are_not_out_then_are_found(desk: DeskOfTests) -> None:
    hidden, out = desk.draft("没有发布的", slug="hidden"), desk.released("已经发布的", slug="out")
    body = (
        f'<p>看<a linktype="page" id="{hidden.pk}">没发布的那篇</a>、<a linktype="page" id="{out.pk}">发布的那篇</a>、'
        f'<a href="{out.url}">它的地址</a>、<a href="/no/such/">没有的地址</a>、<a href="/sign-in/">登录页</a>。</p>'
    )
    piece = desk.draft(slug="links", body=[("text", body)])
    assert [one.excerpt for one in proofs_of(piece) if one.kind == "dead_link"] == [
        "没发布的那篇",
        "没有的地址",
    ]


def test_unit_when_its_name_is_one_character_off_then_is_found(desk: DeskOfTests) -> None:
    a_unit(name="样例科技研发支部", short_name="研发支部")
    piece = desk.draft(body=[("text", "<p>样例科枝研发支部来了五个人。</p>")])
    assert [(one.excerpt, one.instead) for one in proofs_of(piece)] == [
        ("样例科枝研发支部", "样例科技研发支部")
    ]
