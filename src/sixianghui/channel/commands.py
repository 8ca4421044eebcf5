"""Writes of the channel."""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.models import GroupPagePermission, Site

from sixianghui.access.public import GRANTS, Account, held_by, require
from sixianghui.audit import public as audit
from sixianghui.channel import queries
from sixianghui.channel.actions import Action
from sixianghui.channel.models import BasePage, ColumnFace, ColumnPage, HomePage
from sixianghui.common.errors import Conflict
from sixianghui.ui import public as ui


def open_channel(*, title: str, summary: str, host: str = "localhost", by: Account) -> HomePage:
    """Make the front page, in place of the page that a new Wagtail site starts with."""
    require(by, Action.PUBLISH_PAGE)
    if queries.home() is not None:
        raise Conflict(_("频道已经开通了。"))
    with transaction.atomic():
        root = BasePage.get_first_root_node()
        home = HomePage(title=title, slug="home-page", summary=summary, owner=by)
        root.add_child(instance=home)
        home.save_revision(user=by).publish(user=by)
        site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True, hostname=host)
        before, site.root_page, site.site_name = site.root_page_id, home, title
        site.save()
        BasePage.objects.filter(pk=before, numchild=0).exclude(pk=home.pk).delete()
        audit.record("channel:open", actor=by, thing=home)
        ui.purge("home")
    return home


def open_column(
    home: HomePage,
    *,
    title: str,
    short_title: str,
    face: ColumnFace,
    promise: str,
    slug: str = "",
    by: Account,
) -> ColumnPage:
    """Add a column to the channel."""
    require(by, Action.PUBLISH_PAGE)
    with transaction.atomic():
        page = ColumnPage(
            title=title,
            short_title=short_title,
            face=face,
            promise=promise,
            summary=promise,
            slug=slugify(slug),
            owner=by,
        )
        home.refresh_from_db()
        home.add_child(instance=page)
        page.save_revision(user=by).publish(user=by)
        audit.record("column:open", actor=by, thing=page)
        ui.purge("columns")
    return page


def set_lead(home: HomePage, *, label: str, title: str, text: str, by: Account) -> HomePage:
    """Change the lead of the front page, as a new revision."""
    require(by, Action.PUBLISH_PAGE, home)
    with transaction.atomic():
        home = HomePage.objects.select_for_update().get(pk=home.pk)
        home.lead_label, home.lead_title, home.lead_text = label, title, text
        home.save_revision(user=by).publish(user=by)
        audit.record("home:lead", actor=by, thing=home)
        ui.purge("home", home.tag)
    return home


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


def page_changed(page: BasePage, *, by: Account | None, what: str) -> None:
    """A page was published or withdrawn on Wagtail's own screens: audit it and take back what shows it."""
    with transaction.atomic():
        audit.record(f"page:{what}", actor=by, thing=page)
        ui.purge(page.tag, "home", "columns")
