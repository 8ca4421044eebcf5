"""What is published in a column: articles and guides."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index
from wagtail.url_routing import RouteResult

from sixianghui.channel.models.body import BodyBlock, StepsBlock
from sixianghui.channel.models.pages import BasePage, ColumnPage
from sixianghui.channel.models.permissions import PiecePermissions
from sixianghui.channel.rules import REASON_LENGTH
from sixianghui.common import time
from sixianghui.media import public as media
from sixianghui.remarks.public import EVERY, Part
from sixianghui.ui import public as ui


class Piece(BasePage):
    """What every piece has: where it comes from, whose it is, and what the next release changes.

    `correction` belongs to the coming release of a piece that is already out: what readers are told has changed.
    """

    kicker = models.CharField(_("眉题"), max_length=40, blank=True, help_text=_("标题上面的小字，也用来归类"))
    source = models.CharField(_("来源"), max_length=80, blank=True)
    byline = models.CharField(_("作者"), max_length=80, blank=True)
    unit = models.ForeignKey(
        "directory.Unit",
        verbose_name=_("送稿的组织"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    contributor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("送稿人"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    lead_picture = models.ForeignKey(
        "media.Picture",
        verbose_name=_("头图"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    lead_caption = models.CharField(_("头图说明"), max_length=120, blank=True)
    is_sample = models.BooleanField(_("样例"), default=False, editable=False)
    correction = models.CharField(
        _("这次改了什么"),
        max_length=REASON_LENGTH,
        blank=True,
        help_text=_("稿子已经发布的，写一句给读者看：改了哪里，改成什么"),
    )

    class Meta:
        abstract = True

    parent_page_types: ClassVar[list[str]] = ["channel.ColumnPage"]
    subpage_types: ClassVar[list[str]] = []
    tester = PiecePermissions
    source_panels = [
        MultiFieldPanel(
            [FieldPanel("source"), FieldPanel("byline"), FieldPanel("unit")], heading=_("从哪儿来")
        ),
        MultiFieldPanel([FieldPanel("lead_picture"), FieldPanel("lead_caption")], heading=_("头图")),
        FieldPanel("correction"),
    ]

    #: What readers say about it, as its page shows it; the page's template tag fills it in.
    talk: Part | None = None
    #: When it was put right last; lists fill it in.
    corrected_at: dt.datetime | None = None
    #: Cache tags of the unit and the picture that stand beside it in a list, shown or not; lists fill them in.
    listed_with: tuple[str, ...] = ()

    @property
    def published_on(self) -> dt.date:
        """The day in Shanghai on which it came out; today while it is a draft."""
        at = self.first_published_at or time.now()
        return at.astimezone(time.SHANGHAI).date()

    @property
    def shown_on(self) -> dt.date:
        """Its day on a time line: when the thing happened, where somebody said so."""
        return getattr(self, "occurs_on", None) or self.published_on

    @property
    def column(self) -> ColumnPage:
        """The column in which it stands."""
        kept: ColumnPage | None = getattr(self, "_column", None)
        if kept is None:
            kept = self._column = ColumnPage.objects.parent_of(self).get()
        return kept

    @classmethod
    def from_serializable_data(cls, data: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """A version can be read when its picture is gone: only what is out keeps a picture from being deleted."""
        shown = data.get("lead_picture")
        if shown is not None and not media.Picture.objects.filter(pk=shown).exists():
            data = {**data, "lead_picture": None}
        return super().from_serializable_data(data, *args, **kwargs)

    def save_revision(self, *args: Any, **kwargs: Any) -> Any:
        """Autosave writes over the version it made before; one that somebody was asked to read is left as it was read."""
        over = kwargs.get("overwrite_revision")
        if over is not None and (
            self.reviews.filter(revision=over.pk).exists()
            or self.review_links.filter(revision_id=over.pk).exists()
        ):
            kwargs["overwrite_revision"] = None
        return super().save_revision(*args, **kwargs)

    def shown_tags(self) -> tuple[str, ...]:
        """Whatever its page shows of others: pieces, pictures, and numbers that change with their rows."""
        shown: set[str] = set()
        around = getattr(self, "_furniture", None)
        if around is not None:
            shown.update(around.tags)
        if self.talk is not None:
            shown.update((self.talk.thread.tag, EVERY))
        if self.lead_picture_id is not None:
            shown.add(f"picture:{self.lead_picture_id}")
        for block in getattr(self, "body", ()):
            if block.block_type == "figure":
                shown.add("figures")
            elif block.block_type in {"picture", "file"} and block.value[block.block_type] is not None:
                shown.add(f"{block.block_type}:{block.value[block.block_type].pk}")
        return tuple(shown)

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """A piece that has been taken back keeps its address, to say so."""
        if not path_components and not self.live and self.releases.exists():
            return RouteResult(self, kwargs={"taken_back": True})
        return super().route(request, path_components)

    def serve(
        self, request: HttpRequest, *args: Any, taken_back: bool = False, **kwargs: Any
    ) -> HttpResponse:
        """As every page; or 410 once it was taken back."""
        if not taken_back:
            return super().serve(request, *args, **kwargs)
        if request.META.get("QUERY_STRING"):
            return HttpResponseRedirect(request.path)
        context = {"page": self, "preparing": False}
        response = render(request, "channel/piece/taken_back.html", context, status=410)
        return ui.keep(request, response, self.tag)


class ArticlePage(Piece):
    """An article. `occurs_on` is its day on a time line; quote and person are shown on a card of the showcase."""

    body = StreamField(BodyBlock(), verbose_name=_("正文"), blank=True)
    occurs_on = models.DateField(
        _("事情发生的日子"), null=True, blank=True, help_text=_("专题的时间线按它排；空着就按发布的日子")
    )
    quote = models.CharField(_("一句话"), max_length=120, blank=True, help_text=_("卡片上的原话"))
    person = models.CharField(_("人物"), max_length=40, blank=True)
    role = models.CharField(_("人物的岗位"), max_length=60, blank=True)
    person_agreed = models.BooleanField(
        _("写到的人看过并同意"), default=False, help_text=_("写人的稿子，本人点了头才发")
    )

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("kicker"),
        FieldPanel("body"),
        *Piece.source_panels,
        MultiFieldPanel(
            [FieldPanel("person"), FieldPanel("role"), FieldPanel("quote"), FieldPanel("person_agreed")],
            heading=_("写人的稿子"),
        ),
        FieldPanel("occurs_on"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = _("稿件")
        verbose_name_plural = _("稿件")


class GuidePage(Piece):
    """How something is done, in numbered steps. `needs`: what to bring, one thing a line."""

    body = StreamField(BodyBlock(), verbose_name=_("先说几句"), blank=True)
    needs = models.TextField(_("要准备什么"), max_length=1000, blank=True, help_text=_("一行一样"))
    steps = StreamField(StepsBlock(), verbose_name=_("步骤"), blank=True)

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("kicker"),
        FieldPanel("body"),
        FieldPanel("needs"),
        FieldPanel("steps"),
        *Piece.source_panels,
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("body"),
        index.SearchField("steps"),
        index.SearchField("needs"),
    ]

    class Meta:
        verbose_name = _("指南")
        verbose_name_plural = _("指南")

    @property
    def needed(self) -> list[str]:
        """What to bring, line by line."""
        return [line.strip() for line in self.needs.splitlines() if line.strip()]


class PanoramaPage(Piece):
    """Places to look around in: one panorama, or those of a walk, and a text with them."""

    body = StreamField(BodyBlock(), verbose_name=_("正文"), blank=True)
    panorama = models.ForeignKey(
        "media.Panorama",
        verbose_name=_("全景"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    tour = models.ForeignKey(
        "media.Tour",
        verbose_name=_("路线"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("选了路线，就一站一站摆出来；没选，只摆上面这一张"),
    )

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("kicker"),
        FieldPanel("panorama"),
        FieldPanel("tour"),
        FieldPanel("body"),
        *Piece.source_panels,
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = _("全景页")
        verbose_name_plural = _("全景页")

    def views(self) -> list[media.PanoramaView]:
        """The panoramas it shows, ready for a page: those that may be shown, in the order of the walk."""
        if self.tour is not None:
            found = media.stops_of(self.tour)
        else:
            found = [] if self.panorama is None else [self.panorama]
        shown = {one.ref: one for one in found if media.may_be_published(one)}

        def place(other: media.Panorama) -> str:
            return f"{self.url or ''}#pano-{other.ref}" if other.ref in shown else ""

        return [media.view_of(one, url_of=place) for one in shown.values()]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context(request, *args, **kwargs), "views": self.views()}

    def places_tags(self) -> tuple[str, ...]:
        """A walk and its panoramas change by themselves."""
        if self.tour is not None:
            stops = (f"panorama-{one.ref}" for one in media.stops_of(self.tour))
            return (f"tour-{self.tour.ref}", *stops)
        return () if self.panorama is None else (f"panorama-{self.panorama.ref}",)

    def shown_tags(self) -> tuple[str, ...]:
        return (*super().shown_tags(), *self.places_tags())
