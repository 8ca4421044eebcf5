"""Wiring of the room."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import AppConfig


@dataclass(frozen=True)
class _Desk:
    """What Wagtail's task for a review asks of the rest of the room."""

    may_review: Callable[[Any, Any], bool]
    waiting_for: Callable[[Any], Any]
    begin: Callable[[Any, Any], None]
    act: Callable[..., None]
    forms: Mapping[str, type]


@dataclass(frozen=True)
class _Showing:
    """What pages ask of the rest of the room."""

    front_page: Callable[[Any], dict[str, Any]]
    column: Callable[..., dict[str, Any]]
    template_of: Callable[[Any], str]
    accepted_by: Callable[[Any], frozenset[str]]


class ChannelConfig(AppConfig):
    """频道."""

    name = "sixianghui.channel"
    label = "channel"
    verbose_name = "频道"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to Wagtail's signals, put the columns on every page, tell `search` how to find pages."""
        from sixianghui.channel import (
            cards,
            checklist,
            commands,
            desk_clock,
            desk_compare,
            desk_forms,
            desk_tables,
            erasing,
            faces,
            figures,
            links,
            notices,
            personal,
            places,
            queries,
            receivers,
            search,
            showing,
            sources,
            tasks,
        )
        from sixianghui.channel.models import (
            ArticlePage,
            BasePage,
            ColumnPage,
            GuidePage,
            PanoramaPage,
            ReviewTask,
        )
        from sixianghui.channel.queries.letters import letters
        from sixianghui.channel.queries.talk import PLACE
        from sixianghui.complaints import public as complaints
        from sixianghui.notify import public as notify
        from sixianghui.remarks import public as remarks
        from sixianghui.tasks.public import every
        from sixianghui.ui import public as ui

        desk_clock.install()
        desk_tables.install()
        BasePage.showing = _Showing(
            showing.front_page, showing.column, showing.template_of, showing.accepted_by
        )
        desk_compare.install()
        ReviewTask.desk = _Desk(
            queries.may_review,
            queries.waiting_for,
            commands.begin_reviews,
            commands.act,
            {"approve": checklist.PassForm, "reject": checklist.ReturnForm},
        )
        faces.register_all()
        sources.register_letters(letters, complaints.LETTERS_TAG)
        for kind in (ArticlePage, GuidePage, PanoramaPage):
            kind.base_form_class = desk_forms.PieceForm
        ColumnPage.base_form_class = desk_forms.ColumnForm
        receivers.connect()
        figures.register()
        ui.register_cards(cards.cards)
        ui.register_mine(places.mine)
        notify.register_kind(notices.KIND, notices.LABEL, notices.WHY)
        notify.register_kind(notices.LATE, notices.LATE_LABEL, notices.LATE_WHY)
        every(minutes=1, name="channel.publish_due")(tasks.publish_due)
        every(days=1, name="channel.forget_notes", erases=True)(tasks.forget_notes)
        every(days=1, name="channel.relate_all")(tasks.relate_all)
        every(days=1, name="channel.forget_links", erases=True)(tasks.forget_links)
        every(days=1, name="channel.tend_reads", erases=True)(tasks.tend_reads)
        search.register()
        ui.register_desks(places.desks)
        remarks.register_place(PLACE, queries.where_threads_hang, queries.may_see_thread)
        sources.register_voices(queries.said_lately, remarks.LATEST)
        ui.register_nav(links.columns, "columns")
        personal.register()
        erasing.register()
