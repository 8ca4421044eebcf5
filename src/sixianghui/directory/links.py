"""The directory's links on every page."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sixianghui.access.public import Account, may
from sixianghui.directory import queries
from sixianghui.directory.actions import Action
from sixianghui.directory.models import UnitKind
from sixianghui.directory.rules import CARD_CONSENT
from sixianghui.ui.public import About, Link, Mine, Place
from sixianghui.vault.public import Asked


def foot() -> Iterator[Link]:
    """The organisation."""
    yield Link(_("组织架构"), reverse("directory:units"))


def publisher() -> Iterator[Link]:
    """The industry committee publishes the site."""
    for unit in queries.open_units().filter(kind=UnitKind.INDUSTRY_COMMITTEE)[:1]:
        yield Link(unit.name, reverse("directory:unit", args=[unit.slug]), lang="zh-Hans")


def desks(account: Account) -> Iterator[Place]:
    """The units, the roster, and posts asked for."""
    if may(account, Action.EDIT_UNIT):
        yield Place(_("组织架构"), reverse("directory:units"), _("登记组织，改名称、上级和届期"))
    if may(account, Action.EDIT_PERSON) or queries.units_within(account, Action.SEE_PERSON).exists():
        yield Place(_("名册"), reverse("directory:people"), _("谁在哪个组织，是什么身份"))
    if may(account, Action.ASK_APPOINTMENT) or may(account, Action.APPROVE_APPOINTMENT):
        yield Place(_("任职"), reverse("directory:requests"), _("提一个职务，或批别人提的"))


def mine(account: Account) -> Iterator[Mine]:
    """One's own row of the roster, and one's posts."""
    person = queries.person_of(account)
    if person is not None:
        note = _("政治面貌、组织关系、任职，都在这里")
        yield Mine(
            _("名册上的我"), reverse("directory:person", args=[person.ref]), note, about=About.INFORMATION
        )
        if queries.may_show_card(person):
            yield Mine(
                _("我的身份卡"), reverse("directory:own-card"), _("亮不亮随你"), about=About.INFORMATION
            )
    if queries.own_appointments(account).exists():
        yield Mine(_("我的职务和交接"), reverse("directory:own-posts"), "", about=About.POSTS)


def showing_a_card() -> Asked:
    """What one agrees to when one's card is shown."""
    return Asked(
        code=CARD_CONSENT,
        title=gettext_lazy("公开我的身份卡"),
        text=gettext_lazy("姓名、所在组织、身份、职务和自己写的一句话对所有人公开，检索也找得到。"),
        without=gettext_lazy("不公开，别的都照旧。"),
        wording="1",
    )
