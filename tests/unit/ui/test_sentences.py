"""Pages for errors: what happened, in the title too, what to do, and no promise that a browser may not keep."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client, RequestFactory

from sixianghui.ui import views
from tests.factories import an_account, signed_in

pytestmark = pytest.mark.django_db


def shown(status: int, **more: str) -> str:
    request = RequestFactory().get("/somewhere/")
    request.user = AnonymousUser()
    return views.sentence(request, status, **more).content.decode()


def test_page_when_something_went_wrong_then_its_title_says_what(client: Client) -> None:
    html = client.get("/nowhere/at/all/").content.decode()
    assert "<title>这里没有你要的那一页 · 思享汇</title>" in html
    assert '<h1><span class="ph">这里没有</span><span class="ph">你要的那一页</span></h1>' in html
    assert "<title>这一步没有做成 · 思享汇</title>" in shown(409, message="这一件已经办过了。")
    assert "<title>这张表过期了 · 思享汇</title>" in shown(403, title="这张表过期了")


@pytest.mark.parametrize("status", [400, 409, 500])
def test_page_when_a_form_did_not_arrive_then_nothing_is_promised_of_what_was_typed(status: int) -> None:
    html = shown(status)
    assert "都还在" not in html and "返回上一页还在" not in html
    assert ("接着写" in html) == (status == 500)


def test_page_when_ones_posts_do_not_open_it_then_says_how_a_post_is_given_and_leads_to_the_table() -> None:
    answer = signed_in(an_account()).get("/accounts/")
    html = answer.content.decode()
    assert answer.status_code == 403
    assert "请书记提一个职务，由另一个人批" in html
    assert 'href="/about/permissions/"' in html[html.index("<main") : html.index("</main>")]
