"""Reads of a column's page: what is out in it, narrowed, by pages, with its pictures and units in one go."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from django.apps import apps
from django.db.models import Count, F, Func, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf, TruncDate, TruncMonth

from sixianghui.channel.asking import Asked
from sixianghui.channel.models import ArticlePage, BasePage, ColumnPage, Correction, PanoramaPage, Piece
from sixianghui.common.time import SHANGHAI
from sixianghui.media import public as media

#: The sizes in which lists and cards show a picture; asked for in one go.
SIZES = ("fill-960x600", "fill-480x300", "fill-240x300")
_FORMATS = ("format-webp", "format-jpeg")


@dataclass(frozen=True)
class Choice:
    """One way of narrowing a list: its word or its day, how many pieces it holds, where it leads."""

    label: str | dt.date
    many: int
    url: str
    current: bool


@dataclass(frozen=True)
class Listing:
    """One page of a column's list. `total`: all that is out; `many`: what the question leaves of it."""

    asked: Asked
    pieces: list[Piece]
    total: int
    many: int
    pages: int
    kickers: list[Choice] = field(default_factory=list)
    months: list[Choice] = field(default_factory=list)

    @property
    def tags(self) -> frozenset[str]:
        """Cache tags of what stands beside its pieces."""
        return tags_listed(self.pieces)

    @property
    def before(self) -> str:
        """Where the previous page is."""
        return self.asked.link(page=self.asked.page - 1) if self.asked.page > 1 else ""

    @property
    def after(self) -> str:
        """Where the next page is."""
        return self.asked.link(page=self.asked.page + 1) if self.asked.page < self.pages else ""

    @property
    def plain(self) -> str:
        """The same without a kicker."""
        return self.asked.link(kicker="")

    @property
    def any_month(self) -> str:
        """The same of all months."""
        return self.asked.link(month="")

    @property
    def other_order(self) -> str:
        """The same list the other way round."""
        return self.asked.link(oldest=not self.asked.oldest)


def listing(column: ColumnPage, asked: Asked, *, size: int, by_day: bool = False) -> Listing | None:
    """One page of what is out in a column, or None when there is no such page, kicker or month.

    by_day: in the order of the days on which things happened, not of those on which they were published.
    """
    groups = list(
        _out(column)
        .annotate(
            month_of=TruncMonth("day_of") if by_day else TruncMonth("first_published_at", tzinfo=SHANGHAI)
        )
        .values_list("kicker_of", "month_of")
        .annotate(many=Count("pk"))
        .order_by()
    )
    kickers: Counter[str] = Counter()
    months: Counter[dt.date] = Counter()
    many = 0
    for kicker, month, number in groups:
        month = month.date() if isinstance(month, dt.datetime) else month
        kickers[kicker] += number
        months[month] += number
        if asked.kicker in {"", kicker} and asked.month in {"", f"{month:%Y-%m}"}:
            many += number
    pages = max(1, -(-many // size))
    if asked.page > pages or asked.kicker not in {"", *kickers}:
        return None
    if asked.month and asked.month not in {f"{month:%Y-%m}" for month in months}:
        return None
    rows = _narrowed(_out(column), asked, by_day=by_day).values_list("pk", flat=True)
    start = (asked.page - 1) * size
    return Listing(
        asked,
        load(list(rows[start : start + size]), {column.pk: column}),
        kickers.total(),
        many,
        pages,
        [
            Choice(kicker, number, asked.link(kicker=kicker), asked.kicker == kicker)
            for kicker, number in sorted(kickers.items(), key=lambda one: (-one[1], one[0]))
            if kicker
        ],
        [
            Choice(month, number, asked.link(month=f"{month:%Y-%m}"), asked.month == f"{month:%Y-%m}")
            for month, number in sorted(months.items(), reverse=True)
        ],
    )


def all_of(column: ColumnPage) -> list[Piece]:
    """Everything that is out in a column, the newest first, for a file."""
    rows = _narrowed(_out(column), Asked(), by_day=False).values_list("pk", flat=True)
    return load(list(rows), {column.pk: column})


def pictured(column: ColumnPage, most: int) -> list[Piece]:
    """The latest articles of a column that have a picture."""
    rows = ArticlePage.objects.child_of(column).live().filter(lead_picture__isnull=False).defer("body")
    found: list[Piece] = list(rows.order_by("-first_published_at", "-pk")[:most])
    _put_pictures(found)
    return found


def load(keys: Sequence[int], columns: dict[int, ColumnPage]) -> list[Piece]:
    """These pieces in this order, each with its column, unit, picture and last correction: one query for each kind of
    piece, and one for each of those."""
    found: dict[int, Piece] = {}
    for model in _models():
        for piece in model.objects.filter(pk__in=keys).select_related("unit").defer("body"):
            found[piece.pk] = piece
    pieces = [found[key] for key in keys if key in found]
    by_path = {column.path: column for column in columns.values()}
    for piece in pieces:
        column = by_path.get(piece.path[: -piece.steplen])
        if column is not None:
            piece._column = column
    _put_pictures(pieces)
    _put_corrections(pieces)
    return pieces


def tags_listed(pieces: Iterable[Piece]) -> frozenset[str]:
    """Cache tags of the units and pictures that stand beside pieces in a list."""
    return frozenset(tag for piece in pieces for tag in piece.listed_with)


def kinds() -> list[str]:
    """The kinds of piece, as a base page knows them."""
    return [model._meta.model_name or "" for model in _models()]


def _models() -> list[type[Piece]]:
    return [
        model
        for model in apps.get_app_config("channel").get_models()
        if issubclass(model, Piece) and not model._meta.abstract
    ]


def _out(column: ColumnPage) -> QuerySet[BasePage]:
    """What is out in a column, with its kicker and its day."""
    published = TruncDate("first_published_at", tzinfo=SHANGHAI)
    return (
        BasePage.objects.child_of(column)
        .live()
        .annotate(
            kicker_of=Coalesce(*(_said(kind) for kind in kinds()), Value("")),
            day_of=Coalesce(F("articlepage__occurs_on"), published),
        )
    )


def _said(kind: str) -> Func:
    return NullIf(F(f"{kind}__kicker"), Value(""))


def _narrowed(rows: QuerySet[BasePage], asked: Asked, *, by_day: bool) -> QuerySet[BasePage]:
    if asked.kicker:
        rows = rows.filter(kicker_of=asked.kicker)
    if asked.month:
        year, month = (int(part) for part in asked.month.split("-"))
        start, end = dt.date(year, month, 1), dt.date(year + month // 12, month % 12 + 1, 1)
        if by_day:
            rows = rows.filter(day_of__gte=start, day_of__lt=end)
        else:
            rows = rows.filter(
                first_published_at__gte=dt.datetime.combine(start, dt.time(), SHANGHAI),
                first_published_at__lt=dt.datetime.combine(end, dt.time(), SHANGHAI),
            )
    sign = "" if asked.oldest else "-"
    order = [f"{sign}day_of"] if by_day else []
    return rows.order_by(*order, f"{sign}first_published_at", f"{sign}pk")


def _put_pictures(pieces: Collection[Piece]) -> None:
    """Give each piece its picture with the sizes that lists show: two queries however many there are.

    A picture that may not be shown is left out: its bytes are not sent to readers either.
    """
    for piece in pieces:
        beside = (("unit", piece.unit_id), ("picture", piece.lead_picture_id))
        piece.listed_with = tuple(f"{kind}:{key}" for kind, key in beside if key is not None)
    keys = {piece.lead_picture_id for piece in pieces if piece.lead_picture_id is not None}
    if not keys:
        return
    specs = [f"{size}|{kind}" for size in SIZES for kind in _FORMATS]
    pictures = media.Picture.objects.filter(pk__in=keys).prefetch_renditions(*specs).in_bulk()
    for piece in pieces:
        if piece.lead_picture_id is not None:
            picture = pictures[piece.lead_picture_id]
            piece.lead_picture = picture if media.may_be_published(picture) else None


def _put_corrections(pieces: Collection[Piece]) -> None:
    rows = Correction.objects.filter(
        release__page_id__in=[piece.pk for piece in pieces], struck_at__isnull=True
    ).order_by("at", "pk")
    last = dict(rows.values_list("release__page_id", "at"))
    for piece in pieces:
        piece.corrected_at = last.get(piece.pk)


def newest_walk(column: ColumnPage) -> PanoramaPage | None:
    """The panorama page that came out last in a column."""
    found = PanoramaPage.objects.child_of(column).live().order_by("-first_published_at", "-pk")
    walk: PanoramaPage | None = found.first()
    return walk
