"""An article's page: its furniture, what was put right, what stands beside it."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from sixianghui.channel.commands import relate_all
from sixianghui.channel.models import Likeness, own_tag
from sixianghui.channel.public import ArticlePage, revise, shows_picture, withdraw_article
from sixianghui.media.public import Consent, Picture, save_picture
from tests.pages.channel.reading import corrected, tags_of, taken_back_since_last_asked, words
from tests.unit.channel.desk import DeskOfTests

#: Reads of an article that `front` has not kept: five to find it, two that Wagtail asks of every page, two for the
#: masthead, one each for its release with corrections, editor, neighbours, likenesses, pictures and reads, and three for
#: what readers say: its thread, whether that is switched off, what was let through.
QUERIES = 19


def structured(html: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)
    assert found is not None
    read: dict[str, Any] = json.loads(found[1])
    return read


def test_article_when_opened_then_has_all_the_furniture(desk: DeskOfTests) -> None:
    desk.released("值守记录：第一周", kicker="双比双争")
    piece = desk.released(
        kicker="双比双争",
        summary="没有留过夜的工单。",
        source="样例科技支部",
        byline="方婷（示例）",
        is_sample=True,
    )
    page = words(Client().get(piece.url))
    for part in (
        "登录", "首页 党建e时代 正文", "双比双争 示例", "夜班值守组的十四天", "没有留过夜的工单。",
        "2018年6月5日 12:00", "来源 样例科技支部", "作者 方婷（示例）", "约 1 分钟读完", "字号 标准 大 特大",
        "阅读模式", f"编辑 {desk.editor.name}", "联系记者", "打印本文", "相关报道 值守记录：第一周",
        "这篇哪里不对，告诉编辑", "上一篇 值守记录：第一周", "关注与分享", "微信扫一扫", "分享到微博",
        "订阅本栏目", f"本页网址 http://localhost:8000{piece.url}",
    ):  # fmt: skip
        assert part in page


def test_article_when_not_kept_then_is_read_with_few_queries(desk: DeskOfTests) -> None:
    desk.released("值守记录：第一周", kicker="双比双争")
    piece = desk.released(kicker="双比双争")
    client = Client()
    client.get(piece.url)
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(piece.url)
    assert answer.status_code == 200
    assert len(asked) <= QUERIES


def test_article_when_it_shows_a_figure_then_the_number_leads_to_its_evidence_and_is_kept_with_it(
    desk: DeskOfTests,
) -> None:
    said = {"figure": "channel.articles", "words": "到今天发稿 {} 篇。"}
    answer = Client().get(desk.released(body=[("figure", said)]).url)
    assert "到今天发稿 1 篇。" in words(answer)
    assert '<a class="fig" href="/figures/channel.articles/"' in answer.content.decode()
    assert "figures" in tags_of(answer)
    assert "figures" not in tags_of(Client().get(desk.released("没有数字的一篇").url))


def test_article_when_its_figure_is_no_more_then_is_shown_with_a_dash(desk: DeskOfTests) -> None:
    said = {"figure": "nobody.counts", "words": "共 {} 次。"}
    assert "共 — 次。" in words(Client().get(desk.released(body=[("figure", said)]).url))


def test_article_when_put_right_then_says_so_at_its_head_and_in_its_record(
    desk: DeskOfTests, clock: Any
) -> None:
    piece = desk.released()
    assert "更正" not in words(Client().get(piece.url))
    clock.set(clock.now() + dt.timedelta(hours=2))
    corrected(desk, piece, "第三段“三十家”应为“三十一家”。")
    page = words(Client().get(piece.url))
    assert "更正 6月5日 14:00 第三段“三十家”应为“三十一家”。 修订记录" in page
    assert "修订记录 2018年6月5日 14:00 第三段“三十家”应为“三十一家”。 2018年6月5日 12:00 首次发布" in page


def test_article_when_taken_back_then_its_address_says_when_and_not_why(
    desk: DeskOfTests, clock: Any
) -> None:
    piece = desk.released()
    clock.set(clock.now() + dt.timedelta(days=1))
    withdraw_article(piece, by=desk.chief, reason="写到的人不愿意登了")
    answer = Client().get(piece.url)
    assert answer.status_code == 410
    page = words(answer)
    assert "这篇稿子已经撤下 2018年6月6日撤下。" in page
    assert "不愿意" not in page
    assert piece.title not in page
    assert tags_of(answer) >= {piece.tag}


def test_draft_when_asked_for_then_is_nothing(desk: DeskOfTests) -> None:
    assert Client().get(f"/news/{desk.draft().slug}/").status_code == 404


def test_related_when_one_of_them_is_taken_back_then_its_place_is_free_and_its_readers_pages_are_made_anew(
    desk: DeskOfTests,
) -> None:
    first = desk.released("夜班值守组交接工单", kicker="值守")
    piece = desk.released("夜班值守组的十四天", kicker="值守")
    far = desk.released("植树日来了六十人", body=[("text", "<p>栽了树。</p>")])
    assert "相关报道 夜班值守组交接工单" in words(Client().get(piece.url))
    assert "相关报道" not in words(Client().get(far.url))
    taken_back_since_last_asked()
    withdraw_article(first, by=desk.chief, reason="写重了")
    assert "相关报道" not in words(Client().get(piece.url))
    purged = taken_back_since_last_asked()
    assert {own_tag(piece.pk), "feeds"} <= purged
    assert not {far.tag, piece.tag} & purged


def test_related_when_a_like_piece_comes_out_then_the_older_page_is_made_anew(
    desk: DeskOfTests,
) -> None:
    piece = desk.released("夜班值守组的十四天", kicker="值守")
    desk.released("植树日来了六十人")
    taken_back_since_last_asked()
    desk.released("夜班值守组交接工单", kicker="值守")
    assert own_tag(piece.pk) in taken_back_since_last_asked()
    assert "相关报道 夜班值守组交接工单" in words(Client().get(piece.url))


def test_related_when_two_have_one_title_then_it_stands_once(desk: DeskOfTests) -> None:
    for _ in range(3):
        desk.released("夜班值守组交接工单", kicker="值守")
    piece = desk.released("夜班值守组的十四天", kicker="值守")
    related = re.search(r'id="related".*?</section>', Client().get(piece.url).content.decode(), re.S)
    assert related is not None
    assert related[0].count("夜班值守组交接工单") == 1


def test_likenesses_when_made_anew_then_are_those_that_were_kept(desk: DeskOfTests) -> None:
    for number in range(6):
        desk.released(f"夜班值守组第{number}周交接", kicker="值守")
    kept = set(Likeness.objects.values_list("page_id", "other_id"))
    Likeness.objects.all().delete()
    taken_back_since_last_asked()
    assert relate_all() == 6
    assert set(Likeness.objects.values_list("page_id", "other_id")) == kept
    assert {own_tag(page) for page, _other in kept} == taken_back_since_last_asked()
    relate_all()
    assert taken_back_since_last_asked() == set()


def test_neighbours_when_pieces_come_out_one_after_another_then_lead_back_and_forth(
    desk: DeskOfTests, clock: Any
) -> None:
    made = []
    for title in ("第一篇", "第二篇", "第三篇"):
        made.append(desk.released(title))
        clock.set(clock.now() + dt.timedelta(hours=1))
    shown = [words(Client().get(piece.url)) for piece in made]
    assert "下一篇 第二篇" in shown[0]
    assert "上一篇" not in shown[0]
    assert "上一篇 第一篇 下一篇 第三篇" in shown[1]
    assert "上一篇 第二篇" in shown[2]
    assert "下一篇" not in shown[2]


@pytest.mark.parametrize("language", ["", "/en"], ids=["Chinese", "English"])
def test_article_when_read_by_machines_then_says_what_it_is(desk: DeskOfTests, language: str) -> None:
    title = 'A </script><script>alert(1)</script> & "b"'
    piece = desk.released(
        title, slug="odd", kicker="双比双争", summary="没有留过夜的工单。", source="样例科技"
    )
    html = Client().get(f"{language}/news/odd/").content.decode()
    data = structured(html)
    assert {
        name: data[name] for name in ("@context", "@type", "headline", "datePublished", "dateModified")
    } == {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": title,
        "datePublished": "2018-06-05T12:00:00+08:00",
        "dateModified": "2018-06-05T12:00:00+08:00",
    }
    address = f"http://localhost:8000{language}/news/odd/"
    assert data["mainEntityOfPage"] == data["url"] == address
    assert data["author"] == {"@type": "Organization", "name": "样例科技"}
    assert data["publisher"]["name"]
    assert f'<link rel="canonical" href="{address}">' in html
    for code, path in (("zh-Hans", "/news/odd/"), ("en", "/en/news/odd/"), ("x-default", "/news/odd/")):
        assert f'<link rel="alternate" hreflang="{code}" href="http://localhost:8000{path}">' in html
    assert f'<meta property="og:url" content="{address}">' in html
    assert '<meta property="article:published_time" content="2018-06-05T12:00:00+08:00">' in html
    assert piece.live


def a_picture(desk: DeskOfTests, consent: Consent = Consent.NOBODY) -> Picture:
    """A picture that an editor has uploaded."""
    drawn = io.BytesIO()
    Image.new("RGB", (1200, 800), (180, 35, 42)).save(drawn, "PNG")
    upload = SimpleUploadedFile("hall.png", drawn.getvalue(), "image/png")
    return save_picture(
        upload, title="讲堂", alt="讲堂里坐满了人", credit="插图：本刊", consent=consent, by=desk.editor
    )


def test_pictures_when_they_may_be_shown_then_stand_with_their_words_and_else_nowhere(
    desk: DeskOfTests, clock: Any
) -> None:
    picture = a_picture(desk)
    block = {"picture": picture, "caption": "五月的大讲堂"}
    piece = desk.released(lead_picture=picture, lead_caption="讲堂", body=[("picture", block)])
    clock.set(clock.now() + dt.timedelta(hours=1))
    other = desk.released("后来的一篇")
    answer = Client().get(piece.url)
    html = answer.content.decode()
    assert html.count('alt="讲堂里坐满了人"') == 2
    assert "五月的大讲堂 插图：本刊" in words(answer)
    assert '<meta property="og:image" content="http://localhost:8000/' in html
    assert "图片频道" in words(Client().get(other.url))
    taken_back_since_last_asked()
    picture.consent = Consent.NOT_ASKED
    picture.save()
    assert f"picture:{picture.pk}" in taken_back_since_last_asked()
    for page in (piece, other):
        assert f"picture:{picture.pk}" in tags_of(answer)
        shown = Client().get(page.url)
        assert "<img" not in shown.content.decode()
        assert "og:image" not in shown.content.decode()
        assert "图片频道" not in words(shown)


def test_picture_when_a_piece_holds_it_in_what_is_out_or_in_its_latest_version_then_is_shown_by_it(
    desk: DeskOfTests,
) -> None:
    led, within, without = (a_picture(desk) for _number in range(3))
    draft = desk.draft(lead_picture=led, body=[("picture", {"picture": within, "caption": ""})])
    assert [shows_picture(draft, one) for one in (led, within, without)] == [True, True, False]
    revise(draft, by=desk.writer, lead_picture=None, body=[])
    assert not shows_picture(ArticlePage.objects.get(pk=draft.pk), led)
    piece = desk.released(lead_picture=led)
    revise(piece, by=desk.writer, lead_picture=within)
    piece = ArticlePage.objects.get(pk=piece.pk)
    assert [shows_picture(piece, one) for one in (led, within, without)] == [True, True, False]


def test_article_when_kept_then_carries_the_tags_of_the_pieces_it_shows(desk: DeskOfTests) -> None:
    near = desk.released("夜班值守组交接工单", kicker="值守")
    piece = desk.released("夜班值守组的十四天", kicker="值守")
    assert {near.tag, piece.tag} <= tags_of(Client().get(piece.url))
    assert "figures" not in tags_of(Client().get(piece.url))
