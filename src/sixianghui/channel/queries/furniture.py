"""What stands around a piece on its page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import Q

from sixianghui.channel.models import ArticlePage, BasePage, Likeness, Piece, Withdrawal
from sixianghui.channel.queries.articles import editor_of, releases_standing
from sixianghui.channel.queries.outlets import pieces_out
from sixianghui.channel.reading import minutes_of
from sixianghui.channel.rules import LIKE_SHOWN
from sixianghui.media.public import may_be_published
from sixianghui.search import public as search

#: How many pictures of other pieces stand beside one.
PICTURES = 4


@dataclass(frozen=True)
class Put:
    """When something was put right, and what."""

    at: dt.datetime
    what: str


@dataclass(frozen=True)
class Furniture:
    """When it came out, who edited it, what was put right, and where one may go on from here."""

    at: dt.datetime | None
    minutes: int
    editor: str = ""
    corrections: list[Put] = field(default_factory=list)
    related: list[BasePage] = field(default_factory=list)
    searches: tuple[str, ...] = ()
    previous: BasePage | None = None
    next: BasePage | None = None
    pictures: list[ArticlePage] = field(default_factory=list)
    pictured: list[ArticlePage] = field(default_factory=list)

    @property
    def tags(self) -> Iterator[str]:
        """The cache tags of the other pieces and pictures it shows, or would show if they might be shown."""
        for one in (*self.related, *self.pictured, self.previous, self.next):
            if one is not None:
                yield one.tag
        for one in self.pictured:
            yield f"picture:{one.lead_picture_id}"


def furniture_of(piece: Piece) -> Furniture:
    """Everything around a piece that is out; of a draft that is being looked at, only what is known of it."""
    known = _release_and_corrections(piece) if piece.live else []
    if not known:
        return Furniture(piece.first_published_at, minutes_of(piece))
    editor = editor_of(piece)
    before, after = neighbours_of(piece)
    pictured = pictures_beside(piece)
    return Furniture(
        at=known[0][0],
        minutes=minutes_of(piece),
        editor=editor.name if editor is not None else "",
        corrections=[Put(at, what) for _released, at, what in known if at is not None],
        related=related_to(piece),
        searches=search.related_to(f"{piece.title} {piece.kicker}"),
        previous=before,
        next=after,
        pictures=[one for one in pictured if one.lead_picture and may_be_published(one.lead_picture)][
            :PICTURES
        ],
        pictured=pictured,
    )


def _release_and_corrections(piece: Piece) -> list[tuple[dt.datetime, dt.datetime | None, str]]:
    """When a piece came out, with each thing that was put right since, the latest first; one row when there is none."""
    rows = list(
        releases_standing()
        .filter(page_id=piece.pk)
        .order_by("-number", "-corrections__at", "-corrections__pk")
        .values_list("pk", "at", "corrections__at", "corrections__what", "corrections__struck_at")
    )
    return [
        (at, None if struck else put_at, what or "")
        for pk, at, put_at, what, struck in rows
        if pk == rows[0][0]
    ]


def related_to(piece: BasePage) -> list[BasePage]:
    """The likest pieces that are out, each title once, its own never."""
    alike = (
        Likeness.objects.filter(page_id=piece.pk, other__live=True)
        .select_related("other")
        .order_by("-score", "-other_id")
    )
    found: dict[str, BasePage] = {}
    for one in alike[: LIKE_SHOWN * 4]:
        if one.other.title != piece.title:
            found.setdefault(one.other.title, one.other)
    return list(found.values())[:LIKE_SHOWN]


def neighbours_of(piece: BasePage) -> tuple[BasePage | None, BasePage | None]:
    """The pieces of its column that came out before and after it."""
    moment = piece.first_published_at
    if moment is None:
        return None, None
    siblings = pieces_out().sibling_of(piece, inclusive=False)
    same = Q(first_published_at=moment)
    before = siblings.filter(Q(first_published_at__lt=moment) | (same & Q(pk__lt=piece.pk)))
    after = siblings.filter(Q(first_published_at__gt=moment) | (same & Q(pk__gt=piece.pk)))
    last = before.order_by("-first_published_at", "-pk").values("pk")[:1]
    first = after.order_by("first_published_at", "pk").values("pk")[:1]
    found = BasePage.objects.filter(Q(pk__in=last) | Q(pk__in=first)).order_by("first_published_at", "pk")
    place = (moment, piece.pk)
    earlier = [one for one in found if (one.first_published_at, one.pk) < place]
    later = [one for one in found if (one.first_published_at, one.pk) > place]
    return next(iter(earlier), None), next(iter(later), None)


def pictures_beside(piece: BasePage) -> list[ArticlePage]:
    """The pieces with a picture that came out before it, the latest first: what came later changes nothing here. Twice
    as many as are shown: some pictures may not be."""
    pictured = ArticlePage.objects.live().filter(
        lead_picture__isnull=False, first_published_at__lt=piece.first_published_at
    )
    return list(
        pictured.exclude(pk=piece.pk)
        .select_related("lead_picture")
        .prefetch_related("lead_picture__renditions")
        .order_by("-first_published_at", "-pk")[: PICTURES * 2]
    )


def taken_back_on(piece: BasePage) -> Withdrawal | None:
    """The last time a piece was taken back."""
    withdrawals = Withdrawal.objects.filter(release__page_id=piece.pk, struck_at__isnull=True)
    return withdrawals.order_by("-at", "-pk").first()
