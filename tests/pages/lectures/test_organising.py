"""The pages of those who hold a lecture."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from sixianghui.access.public import Post
from sixianghui.activities.public import Record, hold_activity
from sixianghui.common import wire
from sixianghui.lectures import commands, queries
from sixianghui.lectures.models import AgendaItem, Helper, Lecture, Material
from sixianghui.media.public import Consent, Picture
from sixianghui.remarks.public import Moderation
from tests.factories import a_person, a_unit, an_account, signed_in, someone_with
from tests.factories.files import a_picture, named
from tests.pages.polls.reading import words
from tests.unit.lectures.house import BEGIN, House


def filled(**more: str) -> dict[str, str]:
    return {
        "title": "把专业做到群众心里",
        "lecturer": "周明远（示例）",
        "starts_at": "2018-06-05T15:00",
        "ends_at": "2018-06-05T17:00",
        "where": "hall",
        "place": "红谷基地",
        "seats": "90",
        "agenda": "为什么讲\n\n 怎么做 \n一起答",
        "review": "after",
        "open": "open",
        **more,
    }


def test_lecture_when_fixed_on_a_form_then_all_of_it_is_there(house: House) -> None:
    moderator, lecturer = an_account(name="林样例"), an_account(username="lecturer-1")
    a_person(house.unit, account=moderator)
    other = a_unit(short_name="邻居支部")
    body = filled(moderators="林样例", lecturers="lecturer-1", partners="邻居支部", note="从南门进")
    sent = signed_in(house.host).post(
        "/lectures/new/", {**body, "unit": house.unit.slug, "intent": "one"}, follow=True
    )
    made = Lecture.objects.get()
    assert sent.redirect_chain == [(f"/lectures/{made.ref}/organising/", 302)]
    assert [one.title for one in made.agenda.all()] == ["为什么讲", "怎么做", "一起答"]
    assert (made.seats, made.activity.note, made.comments.moderation) == (90, "从南门进", Moderation.AFTER)
    assert set(Helper.objects.values_list("account", "part")) == {
        (moderator.pk, "moderator"),
        (lecturer.pk, "lecturer"),
    }
    assert [one.unit for one in made.activity.partners.all()] == [other]
    assert "0 / 90 座有人" in words(sent)


def test_form_when_sent_twice_then_makes_one_lecture(house: House) -> None:
    client = signed_in(house.host)
    for _ in range(2):
        client.post("/lectures/new/", {**filled(), "unit": house.unit.slug, "intent": "same"})
    assert Lecture.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"title": " "}, "请写题目。"),
        ({"lecturer": ""}, "请写谁来讲。"),
        ({"seats": ""}, "请写现场有多少座位"),
        ({"seats": "0"}, "座位至少是 1"),
        ({"place": ""}, "请写现场在哪儿。"),
        ({"ends_at": "2018-06-05T15:00"}, "结束要在开始以后。"),
        ({"starts_at": "后天"}, "时间请写成"),
        ({"moderators": "无此人"}, "没有认出“无此人”"),
        ({"partners": "无此支部"}, "没有认出“无此支部”"),
        ({"names": "on"}, "请写一句为什么，报名的人看得到。"),
        ({"agenda": "长" * 81}, "这一节太长"),
        ({"agenda": "\n".join("一" for _ in range(31))}, "提纲最多 30 节"),
        ({"where": ""}, "请选有没有现场。"),
    ],
)
def test_form_when_something_is_wrong_then_says_it_and_keeps_the_rest(
    house: House, wrong: dict[str, str], said: str
) -> None:
    body = {**filled(intro="这句话要留着"), **wrong, "unit": house.unit.slug}
    page = signed_in(house.host).post("/lectures/new/", body)
    assert (page.status_code, said in words(page)) == (422, True)
    assert "这句话要留着" in page.content.decode()
    assert not Lecture.objects.exists()


def test_changes_when_opened_then_names_are_written_so_that_they_are_understood_again(house: House) -> None:
    known, twice = an_account(name="独一（示例）"), an_account(name="同名（示例）", username="same-name")
    a_person(house.unit, account=known)
    for account in (twice, an_account(name="同名（示例）")):
        a_person(house.unit, account=account)
    stranger = an_account(username="from-afar")
    made = house.lecture(moderators=(known, twice, stranger))
    html = signed_in(house.host).get(f"/lectures/{made.ref}/changes/").content.decode()
    assert 'value="独一（示例）、same-name、from-afar"' in html


def test_form_when_a_name_is_there_twice_then_asks_for_the_sign_in_name(house: House) -> None:
    for _ in range(2):
        a_person(house.unit, account=an_account(name="同名（示例）"))
    page = signed_in(house.host).post(
        "/lectures/new/", {**filled(moderators="同名（示例）"), "unit": house.unit.slug}
    )
    assert "不止一位“同名（示例）”" in words(page)


def test_form_when_the_unit_is_anothers_then_nothing_is_made(house: House) -> None:
    other = someone_with(Post.SECRETARY)
    page = signed_in(other).post("/lectures/new/", {**filled(), "unit": house.unit.slug})
    assert page.status_code == 422 and not Lecture.objects.exists()


def test_changes_when_sent_as_they_were_then_change_nothing_and_agenda_keeps_its_moments(
    house: House,
) -> None:
    client = signed_in(house.host)
    client.post("/lectures/new/", {**filled(), "unit": house.unit.slug})
    made = Lecture.objects.get()
    AgendaItem.objects.filter(number=2).update(seconds=900)
    html = client.get(f"/lectures/{made.ref}/changes/").content.decode()
    for part in ("把专业做到群众心里", "为什么讲\n怎么做\n一起答", 'value="90"', 'value="2018-06-05T15:00"'):
        assert part in html
    client.post(
        f"/lectures/{made.ref}/changes/", {**filled(agenda="怎么做\n后来呢"), "unit": house.unit.slug}
    )
    rows = AgendaItem.objects.values_list("number", "title", "seconds")
    assert list(rows) == [(1, "怎么做", 900), (2, "后来呢", None)]


def test_changes_when_it_is_over_then_told_so(house: House) -> None:
    made = house.on_air()
    house.at(60)
    commands.end(made, by=house.host)
    page = signed_in(house.host).get(f"/lectures/{made.ref}/changes/")
    assert (page.status_code, "不再改" in words(page)) == (409, True)


def test_activity_page_when_it_is_a_lecture_then_what_was_announced_is_changed_with_the_lecture(
    house: House,
) -> None:
    made, client = house.lecture(seats=9), signed_in(house.host)
    own = f"/lectures/{made.ref}/changes/"
    page = client.get(f"/activities/{made.activity.ref}/").content.decode()
    assert (f'href="{own}"' in page, f"/activities/{made.activity.ref}/changes/" in page) == (True, False)
    sent = client.post(f"/activities/{made.activity.ref}/changes/", {"title": "绕过去", "place": "别处"})
    assert (sent.status_code, sent.headers["Location"]) == (302, own)
    made.activity.refresh_from_db()
    assert made.activity.place == "红谷基地 直播背景墙"


def test_changes_when_on_air_then_title_time_and_place_cannot_be_written_and_the_rest_is_kept(
    house: House,
) -> None:
    made, client = house.on_air(seats=90), signed_in(house.host)
    path = f"/lectures/{made.ref}/changes/"
    html = client.get(path).content.decode()
    for name in ("title", "starts_at", "ends_at", "place"):
        assert re.search(rf'<input[^>]* name="{name}"[^>]* disabled', html)
    sent = client.post(
        path,
        {**filled(title="另一个题目", open="inside", note="从南门进"), "unit": house.unit.slug},
        follow=True,
    )
    assert "改好了。<" in sent.content.decode()
    made.activity.refresh_from_db()
    assert (made.activity.title, made.activity.open, made.activity.note) == (
        "把专业做到群众心里",
        False,
        "从南门进",
    )


def test_changes_when_recorded_by_hand_on_air_then_what_is_recorded_cannot_be_written_and_asks_for_nothing(
    house: House,
) -> None:
    made, client = house.on_air(seats=90), signed_in(house.host)
    hold_activity(made.activity, Record("lecture", "只记了一半", BEGIN, 5), by=house.host)
    path = f"/lectures/{made.ref}/changes/"
    html = client.get(path).content.decode()
    for name in ("title", "starts_at", "ends_at", "place", "note", "partners"):
        assert re.search(rf'<input[^>]* name="{name}"[^>]* disabled', html)
    sent = client.post(path, {**filled(lecturer="另一位（示例）", note="从南门进"), "unit": house.unit.slug})
    assert sent.status_code == 302
    made.refresh_from_db()
    assert (made.lecturer, made.activity.title) == ("另一位（示例）", "只记了一半")
    assert (made.activity.place, made.activity.ends_at, made.activity.note) == ("", None, "")


def test_partner_when_others_go_by_the_same_name_then_stays_as_it_was(house: House) -> None:
    for _ in range(2):
        other = a_unit(name="样例公司第一支部", short_name="第一支部")
    made, client = house.lecture(seats=90, partners=(other,)), signed_in(house.host)
    path = f"/lectures/{made.ref}/changes/"
    written = re.search(r'name="partners" value="([^"]+)"', client.get(path).content.decode())
    assert written is not None
    sent = client.post(path, {**filled(partners=written[1]), "unit": house.unit.slug})
    assert sent.status_code == 302
    assert [one.unit for one in made.activity.partners.all()] == [other]


def test_materials_when_added_and_taken_off_then_they_are(house: House) -> None:
    client, made = signed_in(house.host), house.lecture()
    path = f"/lectures/{made.ref}/materials/"
    for body in (
        {"title": "讲义"},
        {"title": "讲义", "link": "javascript:alert(1)"},
        {"link": "https://example.org/"},
    ):
        assert client.post(path, body).status_code == 422
    client.post(path, {"title": "讲义", "link": "https://example.org/a"})
    client.post(path, {"title": "课件", "file": named(b"%PDF-1.4\n%%EOF\n", "a.pdf")})
    rows = [(one.title, bool(one.file), one.link) for one in Material.objects.all()]
    assert rows == [("讲义", False, "https://example.org/a"), ("课件", True, "")]
    client.post(f"/lectures/materials/{Material.objects.get(title='讲义').pk}/removal/")
    assert not Material.objects.filter(title="讲义").exists()


def test_poster_when_put_on_and_taken_off_then_it_is(house: House) -> None:
    client, made = signed_in(house.host), house.lecture()
    path = f"/lectures/{made.ref}/poster/"
    assert "请写一句图里是什么" in words(client.post(path, {"picture": named(a_picture(), "a.jpg")}))
    client.post(path, {"picture": named(a_picture(), "a.jpg"), "alt": "课的海报", "agreed": "on"})
    poster = Lecture.objects.get().poster
    assert poster is not None and poster.description == "课的海报"
    client.post(f"/lectures/{made.ref}/changes/", {**filled(), "unit": house.unit.slug})
    assert Lecture.objects.get().poster == poster
    client.post(path + "removal/")
    assert Lecture.objects.get().poster is None
    poster.refresh_from_db()
    assert poster.consent == Consent.NOT_ASKED


def test_poster_when_another_takes_its_place_then_the_first_is_sent_to_nobody(house: House) -> None:
    client, made = signed_in(house.host), house.lecture()
    for alt in ("头一张", "第二张"):
        sent = {"picture": named(a_picture(), "a.jpg"), "alt": alt, "agreed": "on"}
        client.post(f"/lectures/{made.ref}/poster/", sent)
    asked = {one.description: one.consent for one in Picture.objects.all()}
    assert asked == {"头一张": Consent.NOT_ASKED, "第二张": Consent.AGREED}
    poster = Lecture.objects.get().poster
    assert poster is not None and poster.description == "第二张"
    page = Client().get(f"/lectures/{made.ref}/")
    assert f"picture:{poster.pk}" in page.headers[wire.CACHE_TAGS].split()


def test_week_when_a_lecture_is_today_or_long_over_then_says_what_to_do(house: House) -> None:
    client, made = signed_in(house.host), house.lecture()
    assert "今天有课" not in words(client.get("/week/"))
    house.at(-300)
    assert "今天有课：把专业做到群众心里" in words(client.get("/week/"))
    house.at(0)
    commands.begin(made, by=house.host)
    assert "今天有课" not in words(client.get("/week/"))
    house.at(151)
    week = words(client.get("/week/"))
    assert ("还没有结束" in week, "记一下“把专业" in week) == (True, False)
    commands.end(made, by=house.host)
    assert "把专业做到群众心里" not in words(client.get("/week/"))


def test_week_when_a_lecture_never_began_then_it_is_recorded_by_hand_like_any_other(house: House) -> None:
    house.lecture()
    client = signed_in(house.host)
    house.at(10)
    assert "记一下“把专业" not in words(client.get("/week/"))
    house.at(151)
    week = words(client.get("/week/"))
    assert ("记一下“把专业做到群众心里”" in week, "今天有课" in week) == (True, False)


def test_week_when_somebody_elses_lecture_is_today_then_is_not_theirs_to_run(house: House) -> None:
    house.lecture()
    house.at(-60)
    assert "今天有课" not in words(signed_in(someone_with(Post.SECRETARY)).get("/week/"))


@pytest.mark.parametrize("many", [1, 3])
def test_pages_when_there_are_more_lectures_and_people_then_ask_as_often(
    house: House, many: int, django_assert_max_num_queries: Any
) -> None:
    client = signed_in(house.host)
    for _ in range(many):
        made = house.lecture(seats=many, moderators=tuple(an_account() for _ in range(many)))
        for _ in range(2 * many):
            commands.register(made, heads=1, unit=house.unit, by=an_account())
        commands.add_link(made, "https://example.org/", title="资料", by=house.host)
    house.at(-30)
    for _ in range(many):
        commands.note_heads(made, heads=2, unit=house.unit, by=house.host)
    for path, most in (
        ("/lectures/desk/", 10),
        (f"/lectures/{made.ref}/organising/", 19),
        (f"/lectures/{made.ref}/registrations/", 13),
        (f"/lectures/{made.ref}/door/", 11),
        (f"/lectures/{made.ref}/door/desk/", 19),
        (f"/lectures/{made.ref}/changes/", 18),
        ("/week/", 29),
    ):
        client.get(path)
        with django_assert_max_num_queries(most):
            assert client.get(path).status_code == 200


def test_organising_when_another_organisation_asks_then_it_is_not_there(house: House) -> None:
    made = house.lecture(seats=3)
    client = signed_in(someone_with(Post.SECRETARY))
    for path in ("organising", "changes", "registrations", "door", "door/desk", "door/paper", "materials"):
        assert client.get(f"/lectures/{made.ref}/{path}/").status_code == 404


def test_places_when_a_secretary_looks_then_lectures_are_among_them(house: House) -> None:
    assert 'href="/lectures/desk/"' in signed_in(house.host).get("/week/").content.decode()
    assert 'href="/lectures/desk/"' not in Client().get("/").content.decode()
    assert queries.units_to_run(house.host) == [house.unit]
