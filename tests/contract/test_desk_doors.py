"""What is derived from posts or fixed by the code is not edited on Wagtail's screens: its addresses are shut."""

from __future__ import annotations

import pytest
from django.test import Client

from sixianghui.access.public import Account, Post
from tests.factories import signed_in, someone_with
from tools.addresses import addresses

SHUT = ("users", "groups", "sites", "workflows", "password_reset", "failwhale", "test404")


def test_addresses_of_what_is_derived_when_listed_then_nobody_enters() -> None:
    listed = [one for one in addresses() if one.route.startswith(tuple(f"cms/{part}/" for part in SHUT))]
    assert {one.route.split("/")[1] for one in listed} == set(SHUT)
    assert [one.route for one in listed if one.roles or one.open] == []


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/cms/users/", "/cms/groups/new/", "/cms/sites/", "/cms/workflows/add/"])
def test_desk_when_a_chief_editor_with_every_right_of_wagtail_asks_then_it_is_refused(path: str) -> None:
    """Even where Wagtail itself would let somebody in."""
    chief = someone_with(Post.CHIEF_EDITOR)
    Account.objects.filter(pk=chief.pk).update(is_superuser=True)
    client = signed_in(chief)
    assert client.get("/cms/").status_code == 200
    assert client.get(path).status_code == 403
    assert client.post(path, {"name": "x"}).status_code == 403


@pytest.mark.django_db
def test_account_of_the_desk_when_sent_a_name_and_a_picture_then_neither_is_kept() -> None:
    chief = someone_with(Post.CHIEF_EDITOR)
    client = signed_in(chief)
    shown = client.get("/cms/account/").content.decode()
    assert 'name="locale-preferred_language"' in shown
    assert 'name="name_email-first_name"' not in shown
    assert 'name="avatar-avatar"' not in shown
    client.post(
        "/cms/account/",
        {
            "name_email-first_name": "别人",
            "name_email-last_name": "别人",
            "locale-preferred_language": "en",
            "theme-theme": "system",
            "theme-contrast": "system",
            "theme-density": "default",
        },
    )
    after = Account.objects.get(pk=chief.pk)
    assert after.name == chief.name
    assert after.wagtail_userprofile.preferred_language == "en"  # type: ignore[attr-defined]


@pytest.mark.django_db
def test_desk_when_english_is_chosen_then_is_english_throughout() -> None:
    from wagtail.users.models import UserProfile

    chief = someone_with(Post.CHIEF_EDITOR)
    UserProfile.objects.create(user=chief, preferred_language="en")
    client: Client = signed_in(chief)
    answer = client.get("/cms/account/")
    shown = answer.content.decode()
    assert 'lang="en"' in shown
    assert "Sixianghui desk" in shown
    assert "Back to This week" in shown
    assert "编辑台" not in shown
    assert answer.headers.get("Content-Language", "en") == "en"


@pytest.mark.django_db
def test_desk_when_its_own_sign_in_is_asked_with_a_next_that_is_no_address_then_one_comes_to_the_desk() -> (
    None
):
    editor = signed_in(someone_with(Post.CHIEF_EDITOR))
    answer = editor.get("/cms/login/?next=pk__in")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/cms/")
