"""Opening the channel and its columns."""

from __future__ import annotations

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.models import Site

from sixianghui.access.public import Account, require
from sixianghui.audit import public as audit
from sixianghui.channel import desk_clock, queries, search
from sixianghui.channel.acting import acting
from sixianghui.channel.actions import Action
from sixianghui.channel.commands.releases import tags_of
from sixianghui.channel.commands.reviews import set_up_reviews
from sixianghui.channel.commands.talk import follow_column
from sixianghui.channel.models import BasePage, ColumnFace, ColumnPage, HomePage, Piece, own_tag
from sixianghui.common.errors import Conflict
from sixianghui.ui import public as ui


def open_channel(*, title: str, summary: str, host: str = "localhost", by: Account) -> HomePage:
    """Make the front page, in place of the page that a new Wagtail site starts with."""
    require(by, Action.PUBLISH_PAGE)
    if queries.home() is not None:
        raise Conflict(_("频道已经开通了。"))
    with transaction.atomic(), desk_clock.our_time(), acting(by):
        root = BasePage.get_first_root_node()
        BasePage.objects.filter(pk=root.pk).update(title=_("全站"), draft_title=_("全站"))
        home = HomePage(title=title, slug="home-page", summary=summary, owner=by)
        root.add_child(instance=home)
        home.save_revision(user=by).publish(user=by)
        site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True, hostname=host)
        before, site.root_page, site.site_name = site.root_page_id, home, title
        site.save()
        BasePage.objects.filter(pk=before, numchild=0).exclude(pk=home.pk).delete()
        set_up_reviews(home)
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
    with transaction.atomic(), desk_clock.our_time(), acting(by):
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


def retire_column(column: ColumnPage, *, by: Account) -> ColumnPage:
    """Take a column off the front page and out of the navigation. What is out in it stays at its addresses."""
    require(by, Action.PUBLISH_PAGE, column)
    with transaction.atomic(), desk_clock.our_time(), acting(by):
        column = ColumnPage.objects.select_for_update(no_key=True).get(pk=column.pk)
        if not column.live:
            raise Conflict(_("这个栏目已经关了。"))
        column.unpublish(user=by)
        audit.record("column:retire", actor=by, thing=column)
        ui.purge("columns", "home")
    return column


def set_lead(
    home: HomePage,
    *,
    label: str = "",
    title: str = "",
    text: str = "",
    piece: Piece | None = None,
    by: Account,
) -> HomePage:
    """Change the lead of the front page, as a new revision. Raises `Conflict` for a piece that is not out.

    `piece`: the story it leads to; what is empty here is taken from it.
    """
    require(by, Action.PUBLISH_PAGE, home)
    if piece is not None and queries.release_of(piece) is None:
        raise Conflict(_("这篇稿子还没有发布，不能上头条。"))
    with transaction.atomic(), desk_clock.our_time(), acting(by):
        home = HomePage.objects.select_for_update(no_key=True).get(pk=home.pk)
        home.lead_label, home.lead_title, home.lead_text = label, title, text
        home.lead_piece_id = None if piece is None else piece.pk
        home.save_revision(user=by).publish(user=by)
        audit.record("home:lead", actor=by, thing=home)
        ui.purge("home", home.tag)
    return home


def page_moved(page: BasePage, *, by: Account | None, came_from: BasePage) -> None:
    """A column was put elsewhere in their order, or a piece into another column: record it, take back what shows it."""
    with transaction.atomic():
        page = page.specific
        if isinstance(page, Piece):
            follow_column(page.column, below=page)  # before the chain: who writes in a thread has it first
        audit.record("page:move", actor=by, thing=page, detail={"from": came_from.pk})
        ui.purge(*tags_of(page))
        if isinstance(page, Piece):
            beside = (own_tag(one.pk) for one in queries.neighbours_of(page) if one is not None)
            ui.purge(f"page:{came_from.pk}", *beside)
        search.show_below(page)


def openness_changed(page: BasePage) -> None:
    """Wagtail's own way to shut a page and all below it, or to open it again."""
    with transaction.atomic():
        search.show_below(page)
