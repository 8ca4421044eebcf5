"""The pages on which units are entered, put right and closed, as a clerk and a secretary see them."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client

from sixianghui.access.public import Account, Post
from sixianghui.directory.models import Enterprise, Term, Unit, UnitKind
from sixianghui.directory.public import begin_term, guide
from tests.factories import a_person, a_unit, an_account, an_enterprise, signed_in, someone_with
from tests.pages.channel.hostile import parsed
from tests.pages.channel.reading import taken_back_since_last_asked, words

pytestmark = pytest.mark.django_db
NEW = {
    "kind": "branch",
    "name": "样例网有限公司党支部",
    "short_name": "样例网支部",
    "superior": "",
    "new_enterprise": "样例网有限公司",
    "term_began_on": "2017-06-01",
}


@pytest.fixture
def committee() -> Unit:
    return a_unit(
        kind=UnitKind.INDUSTRY_COMMITTEE, name="样例市互联网行业党委", short_name="行业党委", slug="committee"
    )


@pytest.fixture
def clerk(committee: Unit) -> Account:
    return someone_with(Post.COMMITTEE_CLERK, committee)


@pytest.fixture
def branch(committee: Unit, clerk: Account) -> Unit:
    """A branch of an enterprise that the committee guides."""
    made = a_unit(name="老支部", short_name="老支部", slug="old", enterprise=an_enterprise(name="老企业"))
    guide(committee, made, by=clerk)
    return made


def text_of(response: Any) -> str:
    return str(response.content.decode())


def test_branch_of_a_new_enterprise_when_entered_then_everybody_sees_it_guided_and_the_form_is_there_again(
    clerk: Account,
) -> None:
    client = signed_in(clerk)
    assert 'href="/units/new/"' in text_of(client.get("/units/"))
    answer = client.post("/units/new/", {**NEW, "intent": "k1"})
    assert answer.status_code == 302
    page = text_of(client.get(answer.headers["Location"]))
    assert "“样例网有限公司党支部”登记好了" in page
    assert 'href="/units/yang-li-wang-zhi-bu/"' in page
    assert re.search(r'value="branch"[^>]*checked', page)
    shown = words(Client().get("/units/yang-li-wang-zhi-bu/"))
    told = ("行业指导 样例市互联网行业党委", "样例网有限公司", "2020年6月1日")
    assert [one for one in told if one not in shown] == []
    assert "样例网有限公司党支部" in words(Client().get("/units/"))


def test_branch_when_sent_twice_then_is_one(clerk: Account) -> None:
    client = signed_in(clerk)
    first, second = (client.post("/units/new/", {**NEW, "intent": "k1"}) for _ in range(2))
    assert (first.headers["Location"], first.status_code) == (second.headers["Location"], second.status_code)
    assert (Unit.objects.filter(name=NEW["name"]).count(), Enterprise.objects.count()) == (1, 1)


def test_next_one_when_entered_below_a_unit_then_stands_below_it_again(
    clerk: Account, committee: Unit
) -> None:
    client = signed_in(clerk)
    form = {"kind": "general_branch", "name": "直属党总支", "short_name": "直属总支", "superior": "committee"}
    page = text_of(client.get(client.post("/units/new/", form).headers["Location"]))
    assert re.search(r'<option value="committee" selected', page)
    assert Unit.objects.get(name="直属党总支").parent == committee


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"kind": "group", "superior": "committee", "new_enterprise": ""}, "党小组不能直接隶属于行业党委。"),
        ({"kind": "group"}, "党小组要有上级"),
        ({"new_enterprise": ""}, "请写明是哪家企业的"),
        ({"superior": "nobody"}, "请从列表里选一个组织。"),
        ({"name": ""}, "请填名称。"),
        ({"kind": "industry_committee"}, "请选类型。"),
        ({"term_began_on": "去年"}, "请写成 2018-06-05 这样的日期。"),
    ],
)
@pytest.mark.usefixtures("branch")
def test_unit_when_something_is_wrong_then_says_what_and_writes_nothing(
    clerk: Account, changed: dict[str, str], why: str
) -> None:
    before = Unit.objects.count(), Enterprise.objects.count()
    answer = signed_in(clerk).post("/units/new/", {**NEW, **changed})
    assert (answer.status_code, why in text_of(answer)) == (422, True)
    assert (Unit.objects.count(), Enterprise.objects.count()) == before


def test_unit_when_an_enterprise_is_chosen_and_another_typed_then_asks_for_one(
    clerk: Account, branch: Unit
) -> None:
    form = {**NEW, "enterprise": str(branch.enterprise_id)}
    assert "两样选一样" in text_of(signed_in(clerk).post("/units/new/", form))


def test_secretary_when_entering_a_group_then_may_only_below_the_own_branch(
    branch: Unit, committee: Unit
) -> None:
    client = signed_in(someone_with(Post.SECRETARY, branch))
    page = text_of(client.get("/units/new/"))
    assert ('value="group"' in page, 'value="branch"' in page, "新的企业" in page) == (True, False, False)
    form = {"kind": "group", "name": "第一党小组", "short_name": "一组"}
    other = client.post("/units/new/", {**form, "superior": "committee"})
    assert (other.status_code, "请从列表里选一个组织。" in text_of(other)) == (422, True)
    assert client.post("/units/new/", {**form, "superior": "old"}).status_code == 302
    assert Unit.objects.get(name="第一党小组").enterprise == branch.enterprise


def test_pages_of_another_unit_then_are_the_same_404_as_nothing(branch: Unit) -> None:
    client = signed_in(someone_with(Post.SECRETARY))
    paths = [
        f"/units/{slug}/{more}/" for slug in ("old", "nobody") for more in ("changes", "terms", "closing")
    ]
    answers = [text_of(client.get(path)).replace(path, "") for path in paths]
    assert {client.get(path).status_code for path in paths} == {404}
    assert len({re.sub(r'csrfmiddlewaretoken" value="\w+', "", one) for one in answers}) == 1
    assert client.post("/units/old/guidance/").status_code == 403


def test_page_of_a_unit_then_offers_what_its_reader_may_do(branch: Unit, clerk: Account) -> None:
    def offered(client: Client) -> list[str]:
        return re.findall(r'href="/units/old/(\w+)/"', text_of(client.get("/units/old/")))

    assert offered(signed_in(clerk)) == ["changes", "enterprise", "terms", "closing"]
    assert offered(signed_in(someone_with(Post.SECRETARY, branch))) == ["changes", "terms"]
    member = an_account()
    a_person(branch, account=member)
    for client in (signed_in(member), Client()):
        assert offered(client) == []
        assert 'href="/units/new/' not in text_of(client.get("/units/"))
    assert signed_in(member).get("/units/new/").status_code == 403


def test_unit_when_renamed_then_every_page_that_names_it_is_taken_back(branch: Unit, clerk: Account) -> None:
    client = signed_in(clerk)
    page = text_of(client.get("/units/old/changes/"))
    assert ('value="老支部"' in page, "类型不能改" in page) == (True, True)
    taken_back_since_last_asked()
    form = {"name": "新支部", "short_name": "新支部", "superior": "", "enterprise": str(branch.enterprise_id)}
    assert client.post("/units/old/changes/", form).status_code == 302
    assert {"units", f"unit:{branch.pk}", "figures", "publisher"} <= taken_back_since_last_asked()
    assert client.post("/units/old/changes/", {**form, "summary": "一句话"}).status_code == 302
    assert "publisher" not in taken_back_since_last_asked()
    assert "新支部" in words(Client().get("/units/old/"))


def test_enterprise_when_renamed_then_every_page_that_names_it_is_taken_back(
    branch: Unit, clerk: Account, committee: Unit
) -> None:
    client = signed_in(clerk)
    page = text_of(client.get("/units/old/enterprise/"))
    assert ('value="老企业"' in page, "企业自己登记的那一条跟着改" in page) == (True, True)
    taken_back_since_last_asked()
    empty = client.post("/units/old/enterprise/", {"name": "新企业", "short_name": ""})
    assert (empty.status_code, "请填简称。" in text_of(empty)) == (422, True)
    an_enterprise(name="别的企业")
    taken = client.post("/units/old/enterprise/", {"name": "别的企业", "short_name": "别的"})
    assert (taken.status_code, "“别的企业”已经登记过了。" in text_of(taken)) == (422, True)
    assert taken_back_since_last_asked() == set()
    answer = client.post("/units/old/enterprise/", {"name": "新企业", "short_name": "新企"})
    assert answer.headers["Location"] == "/units/old/"
    assert {"units", "figures", f"unit:{branch.pk}"} <= taken_back_since_last_asked()
    shown = words(Client().get("/units/old/"))
    assert ("新企业" in shown, "老企业" in shown, "老支部" in shown) == (True, False, True)
    assert client.get("/units/committee/enterprise/").status_code == 404
    itself = a_unit(kind=UnitKind.ENTERPRISE, name="新企业", slug="itself", enterprise=branch.enterprise)
    guide(committee, itself, by=clerk)
    taken_back_since_last_asked()
    assert client.post("/units/old/enterprise/", {"name": "又新", "short_name": "又新"}).status_code == 302
    assert "publisher" in taken_back_since_last_asked()
    assert "又新" in words(Client().get("/units/itself/"))


def test_unit_when_it_gets_a_superior_then_stands_below_it(branch: Unit, clerk: Account) -> None:
    form = {
        "name": "老支部",
        "short_name": "老支部",
        "superior": "committee",
        "enterprise": str(branch.enterprise_id),
    }
    assert signed_in(clerk).post("/units/old/changes/", form).status_code == 302
    shown = words(Client().get("/units/old/"))
    assert ("上级 样例市互联网行业党委" in shown, "行业指导 样例市互联网行业党委" in shown) == (True, False)


def test_secretary_when_changing_the_own_unit_then_is_not_asked_where_it_stands(branch: Unit) -> None:
    client = signed_in(someone_with(Post.SECRETARY, branch))
    assert 'name="superior"' not in text_of(client.get("/units/old/changes/"))
    form = {"name": "老支部", "short_name": "老支", "founded_on": "2016-07-01", "superior": "committee"}
    assert client.post("/units/old/changes/", form).status_code == 302
    branch.refresh_from_db()
    assert (branch.short_name, str(branch.founded_on), branch.parent) == ("老支", "2016-07-01", None)


def seen_by(client: Client) -> str:
    """Which term the open form is about."""
    found = re.search(r'name="seen" value="(\d+)"', text_of(client.get("/units/old/terms/")))
    assert found is not None
    return found[1]


def test_term_when_recorded_then_stands_on_the_page_and_can_be_put_right(
    branch: Unit, clerk: Account
) -> None:
    client = signed_in(clerk)
    assert 'name="what"' not in text_of(client.get("/units/old/terms/"))
    assert client.post("/units/old/terms/", {"began_on": "2018-03-15", "intent": "k1"}).status_code == 302
    assert "2018年3月15日 至 2021年3月15日" in words(Client().get("/units/old/"))
    form = {"began_on": "2017-03-15", "what": "correction", "seen": seen_by(client), "intent": "k2"}
    assert client.post("/units/old/terms/", form).status_code == 302
    assert [str(one.began_on) for one in Term.objects.all()] == ["2017-03-15"]
    late = client.post("/units/old/terms/", {"began_on": "2018-06-06", "what": "new"})
    assert (late.status_code, "到了那天再记" in text_of(late)) == (422, True)


def test_term_when_a_newer_one_was_recorded_since_the_form_was_opened_then_that_one_is_not_put_right(
    branch: Unit, clerk: Account
) -> None:
    client = signed_in(clerk)
    first = begin_term(branch, began_on=dt.date(2015, 3, 15), by=clerk)
    seen = seen_by(client)
    newer = begin_term(branch, began_on=dt.date(2018, 3, 15), by=clerk)
    form = {"began_on": "2015-03-16", "what": "correction"}
    for said in ("", seen, "x"):
        late = client.post("/units/old/terms/", {**form, "seen": said})
        assert (late.status_code, "已经登记了新的一届" in text_of(late)) == (422, True)
    days = {one.pk: str(one.began_on) for one in Term.objects.all()}
    assert days == {first.pk: "2015-03-15", newer.pk: "2018-03-15"}
    assert re.search(rf'name="seen" value="{newer.pk}"', text_of(late))
    again = client.post("/units/old/terms/", {**form, "began_on": "2018-03-16", "seen": str(newer.pk)})
    assert again.status_code == 302
    newer.refresh_from_db()
    assert str(newer.began_on) == "2018-03-16"


def test_unit_when_closed_with_people_in_it_then_says_what_comes_first_and_later_is_gone(
    branch: Unit, clerk: Account
) -> None:
    person, client = a_person(branch), signed_in(clerk)
    refused = client.post("/units/old/closing/", {"on": "2018-06-05"})
    assert (refused.status_code, "名册上还有 1 人" in text_of(refused)) == (422, True)
    person.affiliations.update(until="2018-06-01")
    done = client.post("/units/old/closing/", {"on": "2018-06-05"})
    assert (done.status_code, done.headers["Location"]) == (302, "/units/")
    assert "“老支部”撤销了。" in text_of(client.get("/units/"))
    for reader in (client, Client()):
        gone = reader.get("/units/old/")
        assert (gone.status_code, "老支部" in words(gone), "2018年6月5日撤销" in words(gone)) == (
            410,
            True,
            True,
        )
    assert "noindex" in text_of(gone)
    assert ("taking-back" in text_of(gone), "taking-back" in text_of(client.get("/units/old/"))) == (
        False,
        True,
    )
    stranger = signed_in(someone_with(Post.SECRETARY, a_unit()))
    assert stranger.post("/units/old/closing/taking-back/").status_code == 404
    back = client.post("/units/old/closing/taking-back/", follow=True)
    assert (back.status_code, "还在原来的地方" in text_of(back)) == (200, True)
    assert "老支部" in words(Client().get("/units/"))
    assert client.post("/units/old/closing/taking-back/").status_code == 404
    assert client.post("/units/old/closing/", {"on": "2018-06-05"}).status_code == 302
    assert Client().get("/units/nobody/").status_code == 404
    assert "老企业" not in words(Client().get("/units/"))


def test_unit_on_no_line_when_the_clerk_takes_it_under_guidance_then_is_in_the_picture(
    clerk: Account, committee: Unit
) -> None:
    a_unit(name="落单支部", slug="alone", enterprise=an_enterprise())
    client = signed_in(clerk)
    assert 'action="/units/alone/guidance/"' in text_of(client.get("/units/alone/"))
    assert client.post("/units/alone/guidance/").status_code == 302
    assert "落单支部" in words(Client().get("/units/"))
    assert client.post("/units/alone/guidance/").status_code == 409
    assert client.post("/units/nobody/guidance/").status_code == 404


def test_pages_when_read_by_a_parser_that_forgives_nothing_then_keep_the_grammar(
    branch: Unit, clerk: Account
) -> None:
    client = signed_in(clerk)
    client.post("/units/old/terms/", {"began_on": "2018-03-15"})
    for path in (
        "/units/new/?made=old",
        "/units/old/",
        "/units/old/changes/",
        "/units/old/terms/",
        "/units/old/closing/",
    ):
        for where in (path, f"/en{path}"):
            answer = client.get(where)
            assert answer.status_code == 200
            parsed(text_of(answer), strict=True)
