"""Where the workbench leads: its desks, its tabs, its pages about oneself."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from sixianghui.access.public import Account, may
from sixianghui.directory.public import UnitKind
from sixianghui.ui import public as ui
from sixianghui.ui.public import About, Mine, Place, Tab
from sixianghui.workbench import queries

_COMMITTEES = {UnitKind.INDUSTRY_COMMITTEE, UnitKind.PARTY_COMMITTEE, UnitKind.GENERAL_BRANCH}


def desks(account: Account) -> Iterator[Place]:
    """The editor's desk."""
    if may(account, "cms:enter"):
        yield Place(_("编辑台"), "/cms/", _("改头条、栏目和页面"))


def tabs(account: Account) -> Iterator[Tab]:
    """This week with the desks, one's own unit (its roster for those who may see it), and oneself."""
    roster = reverse("directory:people")
    work = [desk.url for desk in ui.desks_of(account)]
    also = tuple(url for url in work if url != roster)
    yield Tab(_("本周"), reverse("workbench:week"), icon="week", order=10, also=also)
    for held in queries.posts_in_words(account)[:1]:
        label = _("组织") if held.unit.kind in _COMMITTEES else _("支部")
        unit = reverse("directory:unit", args=[held.unit.slug])
        yield Tab(label, roster if roster in work else unit, icon="branch", order=20)
    yield Tab(_("我"), reverse("workbench:me"), icon="me", order=40)


def mine(account: Account) -> Iterator[Mine]:
    """The password; someone invented has none."""
    if not account.is_sample:
        yield Mine(_("改密码"), reverse("access:password"), _("至少十二个字符"), about=About.SIGN_IN)
