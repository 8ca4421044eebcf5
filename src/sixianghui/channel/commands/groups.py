"""Wagtail's groups follow the permission table; nobody edits them by hand."""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission

from sixianghui.access.public import GRANTS, Account, held_by
from sixianghui.channel.actions import Action
from sixianghui.channel.models import BasePage

#: Wagtail's permissions on pages, by what a post may do here. Its groups follow; nobody edits them by hand.
_PAGE_PERMISSIONS = {Action.EDIT_PAGE: ("add", "change"), Action.PUBLISH_PAGE: ("publish", "lock", "unlock")}


def derive_groups(account: Account) -> None:
    """Make Wagtail's groups say what the permission table says of this account."""
    held = held_by(Account.objects.get(pk=account.pk))
    with transaction.atomic():
        for action, names in _PAGE_PERMISSIONS.items():
            group, new = Group.objects.get_or_create(name=f"derived · {action}")
            if new:
                _fill(group, names)
            if any(grant.action == action for one in held for grant in GRANTS[one.post]):
                account.groups.add(group)
            else:
                account.groups.remove(group)


def _fill(group: Group, names: tuple[str, ...]) -> None:
    group.permissions.add(
        Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    )
    root = BasePage.get_first_root_node()
    for name in names:
        permission = Permission.objects.get(
            content_type__app_label="channel", content_type__model="basepage", codename=f"{name}_basepage"
        )
        GroupPagePermission.objects.create(group=group, page=root, permission=permission)
    if "add" in names:
        _fill_media(group)


def _fill_media(group: Group) -> None:
    """Whoever writes may put in pictures and files and choose them."""
    verbs = [f"{verb}_{model}" for verb in ("add", "choose") for model in ("picture", "file")]
    for permission in Permission.objects.filter(content_type__app_label="media", codename__in=verbs):
        GroupCollectionPermission.objects.create(
            group=group, collection=Collection.get_first_root_node(), permission=permission
        )
