"""Wagtail's groups follow the permission table; nobody edits them by hand.

What somebody may do with a page is asked of the table itself (`models.permissions`). The groups open what Wagtail asks
its own permissions for: the desk, the tree, choosing pictures and files.
"""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission

from sixianghui.access.public import GRANTS, Account, held_by
from sixianghui.channel.actions import Action
from sixianghui.channel.models import BasePage

#: Wagtail's permissions on pages, by what a post may do here.
_PAGES = {Action.EDIT_PAGE: ("add", "change"), Action.PUBLISH_PAGE: ("publish", "lock", "unlock")}
#: On pictures and files. Who may add one may change and delete their own. Another's words and consent, or the whole picture,
#: are changed and deleted by the chief alone: whoever sent it from a branch has no desk to do it at (`media.forms` keeps
#: the pixels as they were reviewed). Nobody changes another's file.
_MEDIA = {
    Action.EDIT_PAGE: ("add_image", "choose_image", "add_document", "choose_document"),
    Action.PUBLISH_PAGE: ("change_image",),
}
_DESK = "access_admin"


def derive_groups(account: Account) -> None:
    """Make Wagtail's groups say what the permission table says of this account."""
    held = held_by(Account.objects.get(pk=account.pk))
    with transaction.atomic():
        for action in _PAGES:
            group, new = Group.objects.get_or_create(name=_name(action))
            if new:
                _fill(group, action)
            if any(grant.action == action for one in held for grant in GRANTS[one.post]):
                account.groups.add(group)
            else:
                account.groups.remove(group)


def refresh_groups() -> None:
    """After an update: give the groups that there are what this version gives them, and nothing else."""
    with transaction.atomic():
        for action in _PAGES:
            group = Group.objects.filter(name=_name(action)).first()
            if group is not None:
                _fill(group, action)


def _name(action: Action) -> str:
    return f"derived · {action}"


def _fill(group: Group, action: Action) -> None:
    group.permissions.set(Permission.objects.filter(content_type__app_label="wagtailadmin", codename=_DESK))
    root, collection = BasePage.get_first_root_node(), Collection.get_first_root_node()
    GroupPagePermission.objects.filter(group=group).delete()
    for permission in Permission.objects.filter(
        content_type__app_label="channel",
        content_type__model="basepage",
        codename__in=[f"{verb}_basepage" for verb in _PAGES[action]],
    ):
        GroupPagePermission.objects.create(group=group, page=root, permission=permission)
    GroupCollectionPermission.objects.filter(group=group).delete()
    # Wagtail asks for the permissions of its own models, also where ours stand in for them.
    for permission in Permission.objects.filter(
        content_type__app_label__in=("wagtailimages", "wagtaildocs"), codename__in=_MEDIA.get(action, ())
    ):
        GroupCollectionPermission.objects.create(group=group, collection=collection, permission=permission)
