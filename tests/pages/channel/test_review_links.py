"""Reading a draft by a link, without an account: what it shows, what it takes down, and when it ends."""

from __future__ import annotations

import datetime as dt
import logging
import re

import pytest
from django.test import Client

from sixianghui.access.public import Post
from sixianghui.audit.public import AuditEvent
from sixianghui.channel import commands, queries
from sixianghui.channel.models import ArticlePage, OutsideRemark, Review, ReviewLink
from sixianghui.channel.public import submit_article, withdraw_article
from sixianghui.channel.tasks import forget_links
from sixianghui.common import time
from sixianghui.common.errors import Conflict, Refused
from sixianghui.project.logs import NoTokens, without_tokens
from tests.factories import an_account, signed_in, someone_with
from tests.pages.complaints.reading import an_old_slip
from tests.unit.channel.desk import DeskOfTests, open_desk

pytestmark = pytest.mark.django_db
HIDDEN = ("no-store", "noindex, nofollow, noarchive")


@pytest.fixture
def desk() -> DeskOfTests:
    return open_desk()


def link(desk: DeskOfTests, piece: ArticlePage, *, days: int = 3) -> str:
    return f"/review/{commands.make_link(piece, invited='隔壁的王老师（示例）', days=days, by=desk.editor)}/"


def opens(address: str) -> bool:
    return Client().get(address).status_code == 200


def sent(**more: str) -> dict[str, str]:
    """What the form of a remark sends."""
    return {
        "slip": an_old_slip(),
        "who": "王老师（示例）",
        "text": "第二段的人数对不上。",
        "website": "",
        **more,
    }


def test_link_when_opened_then_shows_the_draft_as_it_would_look_and_says_that_it_is_not_out(
    desk: DeskOfTests,
) -> None:
    answer = Client().get(link(desk, desk.draft()))
    html = answer.content.decode()
    assert [words in html for words in ("没有留过夜的工单", "未发布，请勿外传", "6月8日", "王老师")] == [
        True,
        True,
        True,
        False,
    ]
    assert (answer["Cache-Control"], answer["X-Robots-Tag"]) == HIDDEN
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "X-Cache-Tags" not in answer
    assert not any("tag" in name.lower() and "cache" in name.lower() for name in answer.headers)


def test_link_when_the_draft_is_written_on_then_still_shows_its_own_version(desk: DeskOfTests) -> None:
    piece = desk.draft()
    address = link(desk, piece)
    piece.title = "换了一个标题"
    piece.save_revision(user=desk.writer)
    html = Client().get(address).content.decode()
    assert ("夜班值守组的十四天" in html, "换了一个标题" in html) == (True, False)


def test_link_when_the_same_session_saves_over_its_version_then_a_new_version_is_made(
    desk: DeskOfTests,
) -> None:
    piece = desk.draft()
    address = link(desk, piece)
    shown = piece.get_latest_revision()
    piece.title = "换了一个标题"
    piece.save_revision(user=shown.user, overwrite_revision=shown)
    assert "夜班值守组的十四天" in Client().get(address).content.decode()
    assert ArticlePage.objects.get(pk=piece.pk).latest_revision_id != shown.pk


def test_link_when_wrong_ended_or_over_then_is_the_same_as_nothing(
    desk: DeskOfTests, clock: time.ManualClock
) -> None:
    piece = desk.draft()
    ended, over = link(desk, piece), link(desk, piece, days=1)
    standing = link(desk, piece, days=14)
    commands.revoke_link(ReviewLink.objects.order_by("pk")[0], by=desk.editor)
    clock.set(time.now() + dt.timedelta(days=1))
    answers = [Client().get(address) for address in (ended, over, "/review/nothing-at-all/")]
    bodies = {re.sub(r"/review/[^/]*/", "", answer.content.decode()) for answer in answers}
    assert ([answer.status_code for answer in answers], len(bodies)) == ([404, 404, 404], 1)
    assert opens(standing)


def test_link_when_the_piece_comes_out_or_is_taken_back_then_ends(desk: DeskOfTests) -> None:
    piece = desk.draft()
    before = link(desk, piece)
    desk.pass_all(submit_article(piece, by=desk.writer))
    assert not opens(before)
    piece = ArticlePage.objects.get(pk=piece.pk)
    piece.correction = "标题改短了。"
    piece.save_revision(user=desk.writer)
    after = link(desk, ArticlePage.objects.get(pk=piece.pk))
    assert opens(after)
    withdraw_article(ArticlePage.objects.get(pk=piece.pk), by=desk.chief, reason="写错了。")
    assert not opens(after)


def test_link_when_the_version_is_out_then_none_is_made(desk: DeskOfTests) -> None:
    with pytest.raises(Conflict, match="已经发布"):
        commands.make_link(desk.released(), invited="王老师（示例）", days=3, by=desk.editor)


@pytest.mark.parametrize(
    ("invited", "days"),
    [("  ", 3), ("王老师（示例）", 15), ("王老师（示例）", 0)],
    ids=["nobody", "long", "none"],
)
def test_link_when_for_nobody_or_too_long_then_is_not_made(
    desk: DeskOfTests, invited: str, days: int
) -> None:
    with pytest.raises(Conflict):
        commands.make_link(desk.draft(), invited=invited, days=days, by=desk.editor)
    assert ReviewLink.objects.count() == 0


def test_link_when_asked_for_by_a_member_then_is_refused(desk: DeskOfTests) -> None:
    piece = desk.draft()
    with pytest.raises(Refused):
        commands.make_link(piece, invited="王老师（示例）", days=3, by=an_account())
    assert signed_in(an_account()).get(f"/desk/pieces/{piece.pk}/links/").status_code == 403


def test_links_of_a_piece_when_too_many_stand_then_one_has_to_end_first(desk: DeskOfTests) -> None:
    piece = desk.draft()
    for _number in range(20):
        link(desk, piece)
    with pytest.raises(Conflict, match="先停掉"):
        link(desk, piece)
    commands.revoke_link(ReviewLink.objects.order_by("pk")[0], by=desk.editor)
    assert opens(link(desk, piece))


def test_token_when_a_link_was_made_then_only_its_digest_is_kept(desk: DeskOfTests) -> None:
    token = link(desk, desk.draft()).split("/")[2]
    row = ReviewLink.objects.values().get()
    assert (token in str(row), token in str(list(AuditEvent.objects.values()))) == (False, False)


def test_token_when_something_is_logged_then_is_left_out() -> None:
    record = logging.LogRecord(
        "x", logging.WARNING, "", 0, "Not Found: %s", ("/review/secret-token/remarks/",), None
    )
    assert (NoTokens().filter(record), record.getMessage()) == (True, "Not Found: /review/…/remarks/")
    assert without_tokens("POST /en/links/abc_DEF-1/ 403") == "POST /en/links/…/ 403"
    assert without_tokens("GET /reviews/abc/") == "GET /reviews/abc/"


def test_remark_when_written_then_is_encrypted_stands_at_the_desk_and_passes_nothing(
    desk: DeskOfTests,
) -> None:
    piece = submit_article(desk.draft(), by=desk.writer)
    address = link(desk, piece)
    answer = Client().post(f"{address}remarks/", sent())
    assert (answer.status_code, "收到了" in answer.content.decode()) == (200, True)
    assert (answer["Cache-Control"], answer["X-Robots-Tag"]) == HIDDEN
    html = signed_in(desk.editor).get(f"/desk/pieces/{piece.pk}/links/").content.decode()
    assert [words in html for words in ("第二段的人数对不上", "王老师（示例）", "隔壁的王老师")] == [
        True,
        True,
        True,
    ]
    assert (Review.objects.count(), queries.state_of(piece) is not None) == (0, True)
    stored = str(OutsideRemark.objects.values_list("text", flat=True).query)
    assert "decrypt" not in stored


def test_remark_when_sent_twice_then_is_one(desk: DeskOfTests) -> None:
    address = link(desk, desk.draft())
    fields = sent()
    client = Client()
    assert [client.post(f"{address}remarks/", fields).status_code for _ in range(2)] == [200, 200]
    assert OutsideRemark.objects.count() == 1
    assert client.post(f"{address}remarks/", {**fields, "text": "另一句话。"}).status_code == 409


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": ""},
        {"text": "字" * 1001},
        {"who": ""},
        {"who": "字" * 41},
        {"website": "http://x"},
        {"slip": "x"},
    ],
    ids=["empty", "long", "nobody", "long-name", "machine", "slip"],
)
def test_remark_when_it_cannot_be_taken_then_what_was_typed_is_still_there(
    desk: DeskOfTests, wrong: dict[str, str]
) -> None:
    address = link(desk, desk.draft())
    answer = Client().post(f"{address}remarks/", sent(**wrong))
    kept = "王老师（示例）" if "text" in wrong else "第二段的人数对不上"
    assert (answer.status_code, kept in answer.content.decode(), OutsideRemark.objects.count()) == (
        422,
        True,
        0,
    )


def test_remark_when_one_place_sends_too_many_then_has_to_wait(desk: DeskOfTests) -> None:
    address = link(desk, desk.draft())
    codes = [
        Client().post(f"{address}remarks/", sent(text=f"第{number}条意见。")).status_code
        for number in range(11)
    ]
    assert codes == [*[200] * 10, 429]


def test_guessing_when_one_place_tries_many_tokens_then_even_the_right_one_is_not_there(
    desk: DeskOfTests,
) -> None:
    address = link(desk, desk.draft())
    for number in range(30):
        Client().get(f"/review/guess{number}/")
    assert not opens(address)


def test_remark_when_settled_then_says_by_whom_once(desk: DeskOfTests) -> None:
    piece = desk.draft()
    address = link(desk, piece)
    Client().post(f"{address}remarks/", sent())
    client, ref = signed_in(desk.editor), OutsideRemark.objects.get().ref
    for _time in range(2):
        answer = client.post(f"/desk/remarks/{ref}/settlement/")
    assert answer["Location"] == f"/desk/pieces/{piece.pk}/links/"
    assert (OutsideRemark.objects.get().settled_by, AuditEvent.objects.filter(action="review_link:settle").count()) == (
        desk.editor, 1,
    )  # fmt: skip


def test_desk_when_a_link_is_made_then_it_is_shown_once(desk: DeskOfTests) -> None:
    piece, client = desk.draft(), signed_in(desk.editor)
    address = f"/desk/pieces/{piece.pk}/links/"
    html = client.post(address, {"invited": "王老师（示例）", "days": "7"}).content.decode()
    found = re.search(r"/review/[\w-]+/", html)
    assert found is not None
    assert opens(found[0])
    assert found[0] not in client.get(address).content.decode()
    ref = ReviewLink.objects.get().ref
    client.post(f"/desk/links/{ref}/revocation/")
    assert not opens(found[0])


def test_desk_when_the_form_of_a_link_is_sent_twice_then_it_is_one_link_and_another_form_another(
    desk: DeskOfTests,
) -> None:
    piece, client = desk.draft(), signed_in(desk.editor)
    address, form = f"/desk/pieces/{piece.pk}/links/", {"invited": "王老师（示例）", "days": "7"}
    shown = [
        re.findall(r"/review/[\w-]+/", client.post(address, {**form, "intent": key}).content.decode())
        for key in ("one", "one", "two")
    ]
    assert (shown[0] == shown[1], shown[0] == shown[2]) == (True, False)
    assert (ReviewLink.objects.count(), opens(shown[0][0]), opens(shown[2][0])) == (2, True, True)
    other = client.post(address, {**form, "invited": "李老师（示例）", "intent": "one"})
    assert (other.status_code, "已经提交过了" in other.content.decode()) == (422, True)


def test_links_when_they_ended_half_a_year_ago_then_go_with_what_was_said(
    desk: DeskOfTests, clock: time.ManualClock
) -> None:
    address = link(desk, desk.draft())
    Client().post(f"{address}remarks/", sent())
    clock.set(time.now() + dt.timedelta(days=180))
    forget_links()
    assert OutsideRemark.objects.count() == 1
    clock.set(time.now() + dt.timedelta(days=10))
    forget_links()
    assert (ReviewLink.objects.count(), OutsideRemark.objects.count()) == (0, 0)


def test_words_when_the_chief_editor_puts_them_in_then_the_proofs_look_for_them(desk: DeskOfTests) -> None:
    piece = desk.draft(body=[("text", "<p>请登陆系统。</p>")])
    assert queries.findings_of(piece) == []
    client = signed_in(desk.chief)
    assert client.post("/desk/words/", {"text": "登陆\t登录\n"}).status_code == 302
    assert [(one.excerpt, one.instead) for one in queries.findings_of(piece)] == [("登陆", "登录")]
    assert "登陆" in client.get("/desk/words/").content.decode()
    client.post("/desk/words/", {"text": ""})
    assert queries.findings_of(piece) == []


def test_words_when_a_line_is_wrong_then_says_which_and_keeps_what_was_typed(desk: DeskOfTests) -> None:
    answer = signed_in(desk.chief).post("/desk/words/", {"text": "好\n" + "字" * 41})
    html = answer.content.decode()
    assert (answer.status_code, "第 2 行太长" in html, "字" * 41 in html) == (422, True, True)


def test_words_when_asked_for_by_an_editor_then_are_the_chiefs(desk: DeskOfTests) -> None:
    assert signed_in(someone_with(Post.EDITOR)).get("/desk/words/").status_code == 403


def test_story_when_a_piece_went_through_the_desk_then_tells_it_in_order(desk: DeskOfTests) -> None:
    piece = desk.released()
    html = signed_in(desk.editor).get(f"/desk/pieces/{piece.pk}/story/").content.decode()
    order = [
        html.index(words) for words in ("发布了", "终审通过", "二审通过", "一审通过", "送审", "写了初稿")
    ]
    assert order == sorted(order)
    assert "五条都对过" in html
