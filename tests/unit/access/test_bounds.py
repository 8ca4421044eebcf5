"""Pages of staff from the office only; redirects within the site only."""

from __future__ import annotations

import dataclasses
from urllib.parse import unquote, urlencode

import pytest
from django.conf import settings
from django.test import Client

from sixianghui.access import rules
from sixianghui.access.adapters.account import AccountAdapter
from sixianghui.access.commands.accounts import make_link, set_password
from sixianghui.access.posts import GRANTS, STAFF, is_for_staff_alone
from sixianghui.access.public import Post
from tests.conftest import Lane
from tests.factories import signed_in, someone_with

pytestmark = pytest.mark.django_db
PASSWORD = "三个臭皮匠 beat one 诸葛亮"
OFFICE, ELSEWHERE = "10.20.0.7", "203.0.113.9"

#: How others have tried to lead a reader away from a site. `{}` is another site's name.
ELSEWHERES = [
    shape.format("evil.example")
    for shape in (
        "http://{}", "https://{}", "HTTPS://{}/", "//{}", "///{}", "////{}", "/////{}/a", "//{}/%2e%2e", "http:{}", "https:{}",
        "http:/{}", "https:/{}", "http:///{}", "https:///{}", "\\\\{}", "/\\{}", "\\/{}", "/\\/{}", "\\/\\/{}", "/\t/{}", "/\n/{}",
        "/\r\n/{}", "\t//{}", "\n//{}", " //{}", "\x00//{}", "\x0b//{}", "//{}\\@localhost", "http://localhost@{}", "https://localhost:8000@{}",
        "//localhost@{}", "http://{}#localhost", "http://{}?localhost", "http://{}/localhost", "http://localhost.{}", "//testserver.{}",
        "http://{}\\.localhost", "ftp://{}", "ws://{}", "data:text/html,<script>location='//{}'</script>",
        "javascript:location='//{}'", "JaVaScRiPt:location='//{}'", "\tjavascript:location='//{}'", "java\nscript:location='//{}'",
        "vbscript:open('{}')", "blob:https://{}/x", "file://{}/x", "mailto:a@{}", "tel:+8610{}", "intent://{}#Intent;end", "weixin://dl/{}",
        "〱{}", "//evil。example", "http://ｅvil.example", "//0x7f.1/{}", "http://[::1]/{}", "//[::ffff:1.2.3.4]/{}", "//1.2.3.4/{}",
        "https:\\\\{}", "http:\\/{}", "//%65vil.example/{}", "https://testserver@{}", ":///{}", "//\u200b{}", "//{}:80", "///\\;@{}",
    )
]  # fmt: skip


def bind(monkeypatch: pytest.MonkeyPatch, *networks: str) -> None:
    changed = {**settings.CONFIG.values, "STAFF_NETWORKS": networks}
    monkeypatch.setattr(settings, "CONFIG", dataclasses.replace(settings.CONFIG, values=changed))


def test_actions_when_some_member_may_do_them_then_are_not_for_staff_alone() -> None:
    anyone = {grant.action for post, grants in GRANTS.items() if post not in STAFF for grant in grants}
    assert [action for action in anyone if is_for_staff_alone(action)] == []
    assert is_for_staff_alone("cms:enter")
    assert is_for_staff_alone("account:open")
    assert not is_for_staff_alone("nobody:enters")


def test_pages_of_staff_when_bound_to_networks_then_open_there_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    editor, member = signed_in(someone_with(Post.EDITOR)), signed_in(someone_with(Post.MEMBER))
    for address, allowed in ((OFFICE, 200), (ELSEWHERE, 200)):
        assert editor.get("/cms/", REMOTE_ADDR=address).status_code == allowed
    bind(monkeypatch, "10.20.0.0/16", "2001:db8::/32")
    assert editor.get("/cms/", REMOTE_ADDR=OFFICE).status_code == 200
    assert editor.get("/cms/", REMOTE_ADDR="2001:db8::5").status_code == 200
    assert editor.get("/cms/", REMOTE_ADDR="::ffff:10.20.3.4").status_code == 200
    assert "单位的网络" in editor.get("/cms/", REMOTE_ADDR=ELSEWHERE).content.decode()
    assert editor.get("/cms/", REMOTE_ADDR=ELSEWHERE).status_code == 403
    assert member.get("/week/", REMOTE_ADDR=ELSEWHERE).status_code == 200
    assert Client().get("/sign-in/", REMOTE_ADDR=ELSEWHERE).status_code == 200


@pytest.mark.parametrize(
    "header",
    ["X-Forwarded-For", "X-Real-IP", "Forwarded", "X-Client-IP", "X-Sixianghui-Client", "True-Client-IP"],
)
def test_pages_of_staff_when_a_client_says_it_is_inside_then_stay_closed(
    monkeypatch: pytest.MonkeyPatch, header: str
) -> None:
    editor = signed_in(someone_with(Post.EDITOR))
    bind(monkeypatch, "10.20.0.0/16")
    said = f"for={OFFICE}" if header == "Forwarded" else OFFICE
    assert editor.get("/cms/", REMOTE_ADDR=ELSEWHERE, headers={header: said}).status_code == 403
    assert editor.get("/cms/", REMOTE_ADDR=OFFICE, headers={header: ELSEWHERE}).status_code == 200


@pytest.mark.parametrize("address", ["", "unix:", "10.20.0", "10.20.0.7, 203.0.113.9"])
def test_address_when_it_is_none_then_lies_in_no_network(address: str) -> None:
    assert not rules.is_within(address, ["0.0.0.0/0", "::/0"])


def test_targets_when_they_lead_elsewhere_then_none_is_safe() -> None:
    assert len(ELSEWHERES) >= 60
    assert [target for target in ELSEWHERES if AccountAdapter().is_safe_url(target)] == []


def test_way_back_when_it_leads_elsewhere_then_is_ignored(lane: Lane) -> None:
    account = someone_with(Post.MEMBER)
    set_password(account, PASSWORD)
    followed = []
    for target in ELSEWHERES[:: lane.pick(9, 1, 1)]:
        typed = {"login": account.username, "password": PASSWORD}
        in_form = Client().post("/sign-in/", {**typed, "next": target})["Location"]
        in_address = Client().post("/sign-in/", typed, QUERY_STRING=urlencode({"next": target}))
        already_in = signed_in(account).get("/sign-in/", {"next": target})["Location"]
        by_link = Client().post(f"/links/{make_link(account)}/", {"next": target})["Location"]
        proved = signed_in(account).post("/account/proof/", {"password": PASSWORD, "next": target})[
            "Location"
        ]
        if (in_form, in_address["Location"], already_in, by_link, proved) != (
            "/week/", "/week/", "/week/", "/password/", "/week/",
        ):  # fmt: skip
            followed.append(target)
    assert followed == []


@pytest.mark.parametrize("target", ["/units/", "/en/week/", "/search/?q=党课&page=2", "/week/#late"])
def test_way_back_when_it_is_a_page_of_this_site_then_is_followed(target: str) -> None:
    account = someone_with(Post.MEMBER)
    set_password(account, PASSWORD)
    answer = Client().post("/sign-in/", {"login": account.username, "password": PASSWORD, "next": target})
    assert unquote(answer["Location"]) == target
