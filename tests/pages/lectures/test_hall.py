"""One's own registration, and the door, as they are seen."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import pytest
from django.test import Client

from sixianghui.activities.public import standing_held
from sixianghui.lectures import commands, door, queries
from sixianghui.lectures.models import Arrival, Lecture, Registration
from sixianghui.ledger.public import value_of
from tests.factories import a_person, an_account, signed_in
from tests.pages.polls.reading import words
from tests.unit.lectures.house import House, wanted

TICKET = re.compile(r'name="ticket" value="([^"]+)"')


def scanned(lecture: Lecture, client: Client, code: str = "") -> Any:
    """The page behind the code on the screen."""
    return client.get(f"/lectures/{lecture.ref}/arrival/?code={code or door.code(lecture)}")


def pressed(lecture: Lecture, client: Client, page: Any, **more: str) -> Any:
    """The one button."""
    found = TICKET.search(page.content.decode())
    assert found is not None
    return client.post(f"/lectures/{lecture.ref}/arrival/", {"ticket": found[1], **more}, follow=True)


def test_seat_when_asked_for_then_is_kept_changed_and_given_back(house: House) -> None:
    made, client = house.lecture(seats=3), signed_in(an_account())
    path = f"/lectures/{made.ref}/seat/"
    assert "还有 3 个座位" in words(client.get(path))
    assert "给你留了 2 个座位" in words(client.post(path, {"heads": "2", "unit": ""}, follow=True))
    assert "给你留了 3 个座位" in words(client.post(path, {"heads": "3"}, follow=True))
    assert "取消了，座位给后面的人" in client.post(path + "cancellation/", follow=True).content.decode()
    assert made.taken.count() == 0
    assert client.post(path + "cancellation/").status_code == 404


def test_seat_when_the_lecture_is_kept_inside_later_then_who_asked_for_it_gives_it_back(house: House) -> None:
    made, client = house.lecture(seats=3), signed_in(an_account())
    path = f"/lectures/{made.ref}/seat/"
    client.post(path, {"heads": "2", "unit": ""})
    commands.change_lecture(made, wanted(seats=3, open=False), by=house.host)
    assert "给你留了 2 个座位" in words(client.get(path))
    assert signed_in(an_account()).get(path).status_code == 404
    done = client.post(path + "cancellation/", follow=True)
    assert (done.status_code, made.taken.count()) == (200, 0)
    assert "取消了，座位给后面的人。" in done.content.decode()
    assert client.get(path).status_code == 404


def test_seat_when_the_hall_is_full_then_says_how_many_are_before(house: House) -> None:
    made = house.lecture(seats=2)
    for heads in (2, 2, 1):
        commands.register(made, heads=heads, by=an_account())
    client = signed_in(an_account())
    path = f"/lectures/{made.ref}/seat/"
    assert "报名候补" in words(client.get(path))
    page = words(client.post(path, {"heads": "1", "unit": house.unit.slug}, follow=True))
    assert "前面还有 2 份报名，共 3 人。" in page
    assert Registration.objects.latest("pk").unit == house.unit


@pytest.mark.parametrize(
    ("heads", "said"), [("", "请写几个人"), ("0", "至少是 1"), ("21", "一次最多 20"), ("两个", "请写一个数")]
)
def test_seat_when_the_number_is_odd_then_says_so(house: House, heads: str, said: str) -> None:
    made, client = house.lecture(seats=90), signed_in(an_account())
    page = client.post(f"/lectures/{made.ref}/seat/", {"heads": heads})
    assert (page.status_code, said in words(page)) == (422, True)


def test_seat_when_nobody_is_signed_in_or_there_is_no_hall_then_asks_or_is_not_there(house: House) -> None:
    made, online = house.lecture(seats=1), house.lecture()
    assert Client().get(f"/lectures/{made.ref}/seat/")["Location"].startswith("/sign-in/")
    assert signed_in(an_account()).get(f"/lectures/{online.ref}/seat/").status_code == 404


def test_lecture_when_somebody_registers_then_its_page_for_everybody_says_how_many_are_left(
    house: House,
) -> None:
    made = house.lecture(seats=3)
    assert "还有 3 个座位" in words(Client().get(f"/lectures/{made.ref}/"))
    person = an_account()
    commands.register(made, heads=3, by=person)
    page = words(Client().get(f"/lectures/{made.ref}/"))
    assert ("座位满了，可以候补" in page, person.name in page) == (True, False)


def test_registrations_when_listed_then_names_heads_and_units_and_formulas_are_blunted(house: House) -> None:
    made = house.lecture(seats=2)
    commands.register(made, heads=2, unit=house.unit, by=an_account(name="=坏人（示例）"))
    commands.register(made, heads=1, by=an_account(name="李候补（示例）"))
    client = signed_in(house.host)
    page = words(client.get(f"/lectures/{made.ref}/registrations/"))
    assert re.search(r"有座位的.*=坏人（示例） 2 样例支部.*候补的.*李候补（示例） 1", page)
    table = client.get(f"/lectures/{made.ref}/registrations.csv")
    lines = table.content.decode().splitlines()
    assert [line.split(",")[:4] for line in lines[1:]] == [
        ["'=坏人（示例）", "2", house.unit.name, "有座位"],
        ["李候补（示例）", "1", "", "候补"],
    ]


@pytest.mark.parametrize(
    "begins", ["=", "+", "-", "@", "＝", "＋", "－", "＠", " =", "\u3000＝", "\t", "\r", "\n", "\x01="]
)
def test_registrations_as_a_table_when_a_name_begins_like_a_formula_in_any_way_then_it_is_blunted(
    house: House, begins: str
) -> None:
    made = house.lecture(seats=2)
    commands.register(made, heads=1, by=an_account(name=f"{begins}1+1（示例）"))
    table = signed_in(house.host).get(f"/lectures/{made.ref}/registrations.csv").content.decode()
    _head, row = csv.reader(io.StringIO(table, newline=""))
    assert row[0] == f"'{begins}1+1（示例）".replace("\x01", "")


def test_calendar_file_when_fetched_then_holds_the_lecture_and_is_kept_only_while_open(house: House) -> None:
    made, inside = house.lecture(note="从南门进"), house.lecture(open=False)
    file = Client().get(f"/lectures/{made.ref}/lecture.ics").content.decode()
    for part in ("SUMMARY:把专业做到群众心里", "DTSTART:20180605T070000Z", "从南门进"):
        assert part in file.replace("\r\n ", "")
    assert Client().get(f"/lectures/{inside.ref}/lecture.ics").status_code == 404
    assert signed_in(house.host).get(f"/lectures/{inside.ref}/lecture.ics").status_code == 200


def test_door_when_the_code_on_the_screen_is_scanned_then_one_button_counts_one(house: House) -> None:
    made, phone = house.lecture(seats=90), Client()
    house.at(-20)
    page = scanned(made, phone)
    assert ("只数人数：不记名字" in words(page), page.headers["Cache-Control"].count("no-store")) == (True, 1)
    done = pressed(made, phone, page, unit=house.unit.slug)
    assert "记下了，请入座" in words(done)
    assert Arrival.objects.get().unit == house.unit
    again = pressed(made, phone, scanned(made, phone))
    assert (again.status_code, "已经记过了" in words(again)) == (422, True)
    other = Client()
    pressed(made, other, scanned(made, other))
    assert queries.present(made) == 2


def test_door_when_the_cookie_is_forged_or_gone_then_nobody_is_counted(house: House) -> None:
    made, phone = house.lecture(seats=90), Client()
    house.at(-20)
    page = scanned(made, phone)
    phone.cookies["arrival"] = "another:1sXXXX:forged"
    sent = pressed(made, phone, page)
    assert (sent.status_code, "登记台" in words(sent)) == (422, True)
    assert not Arrival.objects.exists()


@pytest.mark.parametrize("code", ["", "aaaaaaaaaaaaaaaa", "%00", "x" * 500])
def test_door_when_the_code_is_forged_then_says_to_scan_again(house: House, code: str) -> None:
    made = house.lecture(seats=90)
    house.at(-20)
    page = Client().get(f"/lectures/{made.ref}/arrival/?code={code}")
    assert ("再扫一次门口的码" in words(page), "我到了" in words(page)) == (True, False)


def test_door_when_the_code_is_old_or_of_another_lecture_then_says_to_scan_again(house: House) -> None:
    made, other = house.lecture(seats=90), house.lecture(seats=90)
    house.at(-20)
    old = door.code(made)
    assert "再扫一次" in words(scanned(made, Client(), door.code(other)))
    house.at(-18)
    assert "再扫一次" in words(scanned(made, Client(), old))


def test_door_when_early_or_over_then_says_when(house: House) -> None:
    made = house.lecture(seats=90)
    assert "开始前两小时起" in words(scanned(made, Client(), door.paper_code(made)))
    assert "开始前两小时" in words(signed_in(house.host).get(f"/lectures/{made.ref}/door/"))
    house.at(0)
    commands.begin(made, by=house.host)
    house.at(100)
    commands.end(made, by=house.host)
    assert "不再登记到场" in words(scanned(made, Client(), door.paper_code(made)))


def test_door_when_names_are_needed_then_says_why_asks_to_sign_in_and_keeps_the_place(house: House) -> None:
    made, phone = house.lecture(seats=90, names=True, why="算集中培训的学时。"), Client()
    house.at(-20)
    page = scanned(made, phone)
    shown = words(page)
    assert ("算集中培训的学时。" in shown, "活动次年的年底" in shown, "我到了" in shown) == (True, True, True)
    found = re.search(r'href="(/sign-in/\?next=[^"]+)"', page.content.decode())
    assert found is not None
    from urllib.parse import parse_qs, urlsplit

    back = parse_qs(urlsplit(found[1]).query)["next"][0]
    member = an_account()
    a_person(house.unit, account=member)
    client = signed_in(member)
    done = pressed(made, client, client.get(back))
    assert "名字记进了这次活动" in words(done)
    names = words(signed_in(house.host).get(f"/activities/{made.activity.ref}/"))
    assert member.name in names


def test_arrived_when_nobody_said_so_then_leads_to_the_lecture(house: House) -> None:
    made = house.lecture(seats=1)
    assert Client().get(f"/lectures/{made.ref}/arrived/")["Location"] == f"/lectures/{made.ref}/"


def test_screen_when_renewed_then_shows_another_code_and_how_many_came(house: House) -> None:
    made, client = house.lecture(seats=90), signed_in(house.host)
    house.at(-20)
    first = client.get(f"/lectures/{made.ref}/door/").content.decode()
    commands.note_heads(made, heads=12, by=house.host)
    house.at(-19)
    second = client.get(f"/lectures/{made.ref}/door/code/").content.decode()
    path = re.compile(r'class="dark" d="([^"]+)"')
    codes = [path.search(html) for html in (first, second)]
    assert codes[0] is not None and codes[1] is not None and codes[0][1] != codes[1][1]
    assert ('<b class="num">12</b>' in second, "<html" in second) == (True, False)


def test_desk_when_names_and_heads_are_noted_then_counted_and_taken_back(house: House) -> None:
    made, client = house.lecture(seats=90), signed_in(house.host)
    row = commands.register(made, heads=2, unit=house.unit, by=an_account(name="王来了（示例）"))
    house.at(-20)
    path = f"/lectures/{made.ref}/door/desk/"
    assert "王来了（示例）" in words(client.get(path))
    client.post(f"/lectures/registrations/{row.ref}/arrival/", {"heads": "2"})
    client.post(path, {"heads": "12", "unit": house.unit.slug})
    again = client.post(f"/lectures/registrations/{row.ref}/arrival/", {"heads": "2"}, follow=True)
    assert "已经记过了" in again.content.decode()
    page = words(client.get(path))
    assert "到了 14 人" in page
    wrong = Arrival.objects.get(heads=12)
    client.post(f"/lectures/arrivals/{wrong.pk}/striking/", {"reason": "数错了"})
    assert queries.present(made) == 2


def test_desk_when_somebody_scanned_twice_then_takes_one_back_and_the_activity_follows(house: House) -> None:
    made, desk = house.lecture(seats=90), signed_in(house.host)
    house.at(-20)
    for _each in range(3):
        phone = Client()
        pressed(made, phone, scanned(made, phone))
    path = f"/lectures/{made.ref}/door/desk/"
    assert ("到了 3 人" in words(desk.get(path)), "刚扫的" in words(desk.get(path))) == (True, True)
    first, second, _third = Arrival.objects.order_by("pk")
    assert signed_in(an_account()).post(f"/lectures/arrivals/{first.pk}/striking/").status_code in {403, 404}
    desk.post(f"/lectures/arrivals/{first.pk}/striking/", {"reason": ""})
    assert (queries.present(made), Arrival.objects.get(pk=first.pk).struck_reason) == (2, "多扫了一次码")
    house.at(0)
    commands.begin(made, by=house.host)
    house.at(100)
    commands.end(made, by=house.host)
    desk.post(f"/lectures/arrivals/{second.pk}/striking/", {"reason": "拿照片扫的"})
    held = standing_held(made.activity)
    assert held is not None and (held.present, value_of("lectures.on_site")) == (1, 1)


def test_desk_when_names_are_needed_then_says_that_a_name_stays_and_leads_to_the_list_once_it_is_over(
    house: House,
) -> None:
    made, desk = house.lecture(seats=90, names=True, why="算集中培训的学时。"), signed_in(house.host)
    plain = house.lecture(seats=90)
    house.at(-20)
    member, phone = an_account(), Client()
    a_person(house.unit, account=member)
    pressed(made, signed_in(member), scanned(made, signed_in(member)))
    pressed(plain, phone, scanned(plain, phone))
    path = f"/lectures/{made.ref}/door/desk/"
    names = f"/activities/{made.activity.ref}/names/"
    page = desk.get(path)
    assert ("名字在活动的名单里" in words(page), names in page.content.decode()) == (True, False)
    assert "划掉晚扫的那一条就行" not in words(page)
    page = desk.get(f"/lectures/{plain.ref}/door/desk/")
    assert ("划掉晚扫的那一条就行" in words(page), "名字在" in words(page)) == (True, False)
    house.at(0)
    commands.begin(made, by=house.host)
    house.at(100)
    commands.end(made, by=house.host)
    assert names in desk.get(path).content.decode()
    assert member.name in words(desk.get(names))


def test_desk_when_the_lecture_is_over_then_its_list_is_put_away(house: House) -> None:
    made, client = house.lecture(seats=90), signed_in(house.host)
    commands.register(made, heads=2, by=an_account(name="王没来（示例）"))
    house.at(0)
    commands.begin(made, by=house.host)
    house.at(100)
    commands.end(made, by=house.host)
    page = words(client.get(f"/lectures/{made.ref}/door/desk/"))
    assert ("王没来" in page, "数错了还能补记、划掉" in page) == (False, True)
    page = words(client.post(f"/lectures/{made.ref}/door/desk/", {"heads": "3", "unit": ""}, follow=True))
    assert ("到了 3 人" in page, "王没来" in page) == (True, False)


def test_arrival_page_when_nobody_is_signed_in_then_has_the_sites_own_head_and_no_desk(house: House) -> None:
    made = house.lecture(seats=90)
    house.at(-20)
    page = scanned(made, Client()).content.decode()
    assert ('aria-label="工作台"' in page, 'action="/search/"' in page) == (False, True)
    page = scanned(made, signed_in(an_account())).content.decode()
    assert 'aria-label="工作台"' in page


@pytest.mark.parametrize("many", [1, 3])
def test_pages_for_everybody_when_more_registered_then_ask_as_often(
    house: House, many: int, django_assert_max_num_queries: Any
) -> None:
    made, me = house.lecture(seats=many), an_account()
    for _ in range(3 * many):
        commands.register(made, heads=1, unit=house.unit, by=an_account())
    commands.register(made, heads=1, by=me)
    house.at(-20)
    client = signed_in(me)
    for path, most in (
        (f"/lectures/{made.ref}/seat/", 16),
        (f"/lectures/{made.ref}/arrival/?code={door.code(made)}", 14),
        (f"/lectures/{made.ref}/lecture.ics", 9),
    ):
        client.get(path)
        with django_assert_max_num_queries(most):
            assert client.get(path).status_code == 200
