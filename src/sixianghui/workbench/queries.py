"""What a person sees of themselves on the workbench."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sixianghui.access.public import Account, Post, held_by, may
from sixianghui.directory.public import Unit, open_units

POST_WORDS = {
    Post.COMMITTEE_CLERK: gettext_lazy("工作人员"),
    Post.SECRETARY: gettext_lazy("书记"),
    Post.MEMBER: gettext_lazy("党员"),
    Post.EDITOR: gettext_lazy("编辑"),
    Post.CHIEF_EDITOR: gettext_lazy("总编辑"),
    Post.VENUE_KEEPER: gettext_lazy("基地管理员"),
    Post.SYSTEM_ADMIN: gettext_lazy("系统管理员"),
    Post.SECURITY_ADMIN: gettext_lazy("安全管理员"),
    Post.AUDITOR: gettext_lazy("审计员"),
}


@dataclass(frozen=True)
class HeldPost:
    """A post in words: in which unit, and what."""

    unit: Unit
    post: str


def posts_in_words(account: Account) -> list[HeldPost]:
    """The posts someone holds, each with its unit."""
    held = sorted(held_by(account), key=lambda one: (one.unit, one.post))
    units = {unit.pk: unit for unit in open_units().filter(pk__in={one.unit for one in held})}
    return [HeldPost(units[one.unit], str(POST_WORDS[one.post])) for one in held if one.unit in units]


@dataclass(frozen=True)
class Desk:
    """A place of work that this person may enter."""

    label: str
    url: str
    note: str


def desks(account: Account) -> list[Desk]:
    """Where this person can go on working."""
    found = []
    if may(account, "cms:enter"):
        found.append(Desk(_("编辑台"), "/cms/", _("改头条、栏目和页面")))
    return found
