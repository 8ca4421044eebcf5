"""Wagtail's groups say what the permission table says, of every post, and follow when a post begins or ends."""

from __future__ import annotations

import pytest
from django.core.management.sql import emit_post_migrate_signal
from wagtail.models import GroupCollectionPermission, GroupPagePermission

from sixianghui.access.public import GRANTS, Account, Post
from sixianghui.channel.commands import derive_groups
from sixianghui.directory.public import Appointment, appointment_changed
from tests.factories import a_unit, an_account, an_appointment, someone_with

pytestmark = pytest.mark.django_db

PAGES = {
    "page:edit": {"add_basepage", "change_basepage"},
    "page:publish": {"publish_basepage", "lock_basepage", "unlock_basepage"},
}
MEDIA = {
    "page:edit": {"add_image", "choose_image", "add_document", "choose_document"},
    "page:publish": {"change_image"},
}


def given(account: Account) -> tuple[bool, set[str], set[str]]:
    """Whether Wagtail opens its desk to somebody, and what it gives them on pages and on pictures and files."""
    account = Account.objects.get(pk=account.pk)
    pages = GroupPagePermission.objects.filter(group__user=account)
    media = GroupCollectionPermission.objects.filter(group__user=account)
    return (
        account.has_perm("wagtailadmin.access_admin"),
        set(pages.values_list("permission__codename", flat=True)),
        set(media.values_list("permission__codename", flat=True)),
    )


def told(post: Post) -> tuple[bool, set[str], set[str]]:
    """The same, by the table."""
    actions = {grant.action for grant in GRANTS[post]}
    pages = {name for action, names in PAGES.items() if action in actions for name in names}
    media = {name for action, names in MEDIA.items() if action in actions for name in names}
    return "cms:enter" in actions, pages, media


@pytest.mark.parametrize("post", sorted(Post))
def test_groups_when_somebody_holds_a_post_then_say_what_the_table_says(post: Post) -> None:
    assert given(someone_with(post)) == told(post)


def test_groups_when_a_post_begins_and_ends_then_follow_at_once() -> None:
    account, unit = an_account(), a_unit()
    an_appointment(account, unit, Post.EDITOR)
    assert given(account) == told(Post.EDITOR)
    an_appointment(account, unit, Post.CHIEF_EDITOR)
    assert given(account) == told(Post.CHIEF_EDITOR)
    for appointment in Appointment.objects.filter(person__account=account):
        appointment.until = appointment.since
        appointment.save()
        appointment_changed.send(sender=Appointment, account=account)
    assert given(account) == (False, set(), set())


def test_groups_when_an_older_version_left_more_or_less_then_an_update_puts_it_right() -> None:
    account = someone_with(Post.EDITOR)
    GroupCollectionPermission.objects.all().delete()
    assert given(account) != told(Post.EDITOR)
    emit_post_migrate_signal(verbosity=0, interactive=False, db="default")
    assert given(account) == told(Post.EDITOR)


def test_groups_when_the_table_is_right_and_a_group_is_edited_by_hand_then_the_pages_ask_the_table() -> None:
    """The control of the other side: a member put into the group by hand still may do nothing with a page."""
    from tests.unit.channel.desk import open_desk

    desk = open_desk()
    member = someone_with(Post.MEMBER)
    member.groups.set(desk.chief.groups.all())
    tester = desk.draft().permissions_for_user(Account.objects.get(pk=member.pk))
    assert (tester.can_edit(), tester.can_move(), tester.can_copy(), tester.can_delete()) == (
        False,
        False,
        False,
        False,
    )
    derive_groups(member)
    assert given(member) == (False, set(), set())
