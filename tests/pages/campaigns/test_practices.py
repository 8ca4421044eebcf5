"""The pages of practices, and of what happened at a line of a plan."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from sixianghui.access.public import Post
from sixianghui.activities.public import record_activity
from sixianghui.campaigns.commands import guidance
from sixianghui.campaigns.commands.practices import Telling, share, try_out
from sixianghui.campaigns.models import Opening, Practice, Realisation, Trial
from sixianghui.campaigns.plan_cards import cards
from sixianghui.campaigns.queries import plans as queries
from sixianghui.common import time
from tests.factories import signed_in, someone_with
from tests.pages.complaints.reading import words
from tests.unit.campaigns.plan_house import House

FORM = {
    "title": "师徒结对",
    "done": "一名党员带一名新人。",
    "for_whom": "新入职的人",
    "took": "每周半小时，不花钱",
    "came": "六个人都独立上了线。",
}


def test_practice_when_shared_then_everybody_reads_it_and_another_unit_says_how_it_went(
    planning: House,
) -> None:
    client = signed_in(planning.helper)
    made = client.post("/practices/new/", {**FORM, "unit": planning.branch.slug})
    practice = Practice.objects.get()
    assert made["Location"] == f"/practices/{practice.ref}/"
    assert "六个人都独立上了线。" in words(Client().get("/practices/"))
    other = signed_in(planning.guided_secretary)
    said = {"unit": planning.guided.slug, "went": "partly", "text": "改成午饭时间更好约。"}
    for wrong in ({**said, "went": "best"}, {**said, "text": ""}):
        assert other.post(f"{made['Location']}trials/", wrong).status_code == 422
    other.post(f"{made['Location']}trials/", said)
    page = words(Client().get(made["Location"]))
    assert ("样例二支部" in page, "部分管用" in page, "改成午饭时间更好约。" in page) == (True,) * 3
    assert client.post(f"{made['Location']}trials/removal/").status_code == 404
    assert other.post(f"{made['Location']}trials/removal/").status_code == 302
    assert not Trial.objects.standing().exists()


def test_practice_when_something_is_missing_then_keeps_what_was_written(planning: House) -> None:
    page = signed_in(planning.helper).post(
        "/practices/new/", {**FORM, "came": "", "unit": planning.branch.slug}
    )
    assert (page.status_code, FORM["done"] in page.content.decode()) == (422, True)
    assert not Practice.objects.exists()


def test_practice_when_written_from_an_activity_then_its_facts_are_filled_in_and_nothing_is_invented(
    planning: House,
) -> None:
    activity = record_activity(
        unit=planning.branch,
        kind="study",
        title="师徒见面",
        starts_at=time.shanghai(2018, 6, 5, 9),
        ends_at=time.shanghai(2018, 6, 5, 10),
        present=12,
        by=planning.secretary,
    )
    client = signed_in(planning.secretary)
    assert f"/practices/new/?activity={activity.ref}" in client.get("/practices/").content.decode()
    html = client.get(f"/practices/new/?activity={activity.ref}").content.decode()
    assert ("12 人参加，60 分钟" in html, 'value="师徒见面"' in html) == (True, True)
    client.post(f"/practices/new/?activity={activity.ref}", {**FORM, "unit": planning.branch.slug})
    assert Practice.objects.get().activity == activity
    foreign = signed_in(planning.guided_secretary).get(f"/practices/new/?activity={activity.ref}")
    assert "师徒见面" not in foreign.content.decode()


def test_practice_when_kept_inside_then_strangers_are_sent_to_sign_in_or_find_nothing(
    planning: House,
) -> None:
    form = {**FORM, "unit": planning.branch.slug, "inside": "on"}
    path = signed_in(planning.helper).post("/practices/new/", form)["Location"]
    assert signed_in(planning.clerk).get(path).status_code == 200
    assert signed_in(planning.guided_secretary).get(path).status_code == 404
    assert Client().get(path).status_code == 302
    assert Client().get("/practices/there-is-none/").status_code == 302


def test_practice_when_rewritten_or_taken_down_then_only_by_its_unit(planning: House) -> None:
    client = signed_in(planning.helper)
    path = client.post("/practices/new/", {**FORM, "unit": planning.branch.slug})["Location"]
    assert signed_in(planning.guided_secretary).get(f"{path}words/").status_code == 404
    assert FORM["done"] in client.get(f"{path}words/").content.decode()
    client.post(f"{path}words/", {**FORM, "title": "师徒结对六对", "unit": planning.branch.slug})
    assert "师徒结对六对" in words(Client().get(path))
    client.post(f"{path}removal/")
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("many", [1, 3])
def test_practices_when_there_are_more_then_ask_no_more_queries(
    planning: House, many: int, django_assert_max_num_queries: Any
) -> None:
    Opening.objects.create(campaign=planning.campaign, unit=planning.committee, at=time.now())
    for number in range(many):
        telling = Telling(**{**FORM, "title": f"第{number}条"}, campaign=planning.campaign)
        one = share(telling, unit=planning.branch, by=planning.secretary)
        try_out(one, unit=planning.guided, went="worked", text="管用。", by=planning.guided_secretary)
    with django_assert_max_num_queries(8):
        page = words(Client().get("/practices/"))
    assert f"第{many - 1}条" in page
    campaign = words(Client().get(f"/campaigns/{planning.campaign.slug}/"))
    assert ("传开的做法" in campaign, f"第{many - 1}条" in campaign) == (True, True)


def test_line_when_recorded_then_two_taps_and_a_number_do_it_and_the_plan_shows_it(planning: House) -> None:
    plan, handed = planning.handed_in()
    guidance.approve(plan, by=planning.clerk)
    ref = queries.content_in(handed).lines[0].ref
    client = signed_in(planning.secretary)
    path = f"/plans/{plan.ref}/lines/{ref}/happening/"
    assert path in client.get(f"/plans/{plan.ref}/").content.decode()
    form = client.get(path)
    assert 'value="漏洞当天清零"' in form.content.decode()
    initial = form.context["form"]
    sent = {name: initial[name].value() or "" for name in initial.fields}
    sent = {**sent, "starts_at": "2018-06-05T10:00", "present": "12"}
    done = client.post(path, sent)
    assert done["Location"] == f"/plans/{plan.ref}/#line-{ref}"
    page = words(client.get(f"/plans/{plan.ref}/"))
    assert ("6月5日，办了“漏洞当天清零”。" in page, "又办了一次，记一次" in page) == (True, True)
    activity = Realisation.objects.get().activity
    assert client.post(f"/plans/{plan.ref}/activities/{activity.ref}/unlinking/").status_code == 302
    link = f"/plans/{plan.ref}/lines/{ref}/link/"
    assert client.post(link, {"activity": "none"}).status_code == 422
    assert client.post(link, {"activity": activity.ref})["Location"] == f"/plans/{plan.ref}/#line-{ref}"
    assert signed_in(planning.guided_secretary).get(path).status_code == 404
    assert [one.at for one in Realisation.objects.standing()] == [
        time.shanghai(2018, 6, 5, 10).astimezone(dt.UTC)
    ]


def test_line_when_its_reader_writes_the_plan_and_records_nothing_then_offers_to_link_what_others_recorded(
    planning: House,
) -> None:
    plan, handed = planning.handed_in()
    guidance.approve(plan, by=planning.clerk)
    ref = queries.content_in(handed).lines[0].ref
    account = someone_with(Post.DISCIPLINE_MEMBER, planning.branch)
    client, path = signed_in(account), f"/plans/{plan.ref}/lines/{ref}"
    assert (list(cards(account)), len(list(cards(planning.secretary)))) == ([], 1)
    page = words(client.get(f"/plans/{plan.ref}/"))
    assert [one in page for one in ("记一次", "先预告", "连上记过的活动")] == [False, False, True]
    for form in ("happening", "announcing"):
        refused = client.get(f"{path}/{form}/")
        assert (refused.status_code, "党建指导员来预告、来记" in refused.content.decode()) == (403, True)
    made = record_activity(
        unit=planning.branch,
        kind="party-day",
        title="漏洞清零",
        starts_at=time.shanghai(2018, 6, 4, 10),
        by=planning.secretary,
    )
    form = words(client.get(f"{path}/happening/"))
    assert ("漏洞清零" in form, "到了多少人" in form) == (True, False)
    assert client.post(f"{path}/link/", {"activity": "none"}).status_code == 422
    assert client.post(f"{path}/link/", {"activity": made.ref}).status_code == 302
    assert Realisation.objects.standing().get().activity == made
    kept = client.post(f"{path}/happening/", {"title": "写了一半"})
    assert (kept.status_code, 'value="写了一半"' in kept.content.decode()) == (422, True)
