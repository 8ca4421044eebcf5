"""Links by which drafts are read, what was said through them, and the word list of the site."""

from __future__ import annotations

import datetime as dt
import functools
from pathlib import Path

from django.conf import settings
from django.db.models import Prefetch, QuerySet

from sixianghui.channel.models import BasePage, OutsideRemark, Piece, ReviewLink, WordList
from sixianghui.channel.proofing import LONGEST_FILE, ListFault, read_list
from sixianghui.channel.rules import LINK_KEPT
from sixianghui.common import ids, time


def link_for(token: str) -> ReviewLink | None:
    """The link that a token opens now; nothing tells one that has ended from one that never was."""
    found = (
        ReviewLink.objects.filter(digest=ids.digest_of(token))
        .select_related("page", "revision", "made_by")
        .first()
    )
    return found if found is not None and not found.is_over else None


def draft_of(link: ReviewLink) -> Piece | None:
    """The version that a link shows."""
    piece = link.revision.as_object()
    return piece if isinstance(piece, Piece) else None


def links_of(page: BasePage) -> QuerySet[ReviewLink]:
    """All links of a piece, the newest first, with what was said."""
    remarks = Prefetch("remarks", OutsideRemark.objects.select_related("settled_by").order_by("at", "pk"))
    return (
        ReviewLink.objects.filter(page_id=page.pk)
        .select_related("made_by", "revision")
        .prefetch_related(remarks)
        .order_by("-made_at", "-pk")
    )


def standing_links(page: BasePage) -> QuerySet[ReviewLink]:
    """The links of a piece that open now."""
    return ReviewLink.objects.filter(page_id=page.pk, ended_at__isnull=True, ends_at__gt=time.now())


def link_called(ref: str) -> ReviewLink | None:
    """A link by its name at the desk."""
    return ReviewLink.objects.filter(ref=ref).select_related("page").first()


def remark_called(ref: str) -> OutsideRemark | None:
    """A remark by its name at the desk."""
    return OutsideRemark.objects.filter(ref=ref).select_related("link__page").first()


def remarks_waiting(page: BasePage) -> QuerySet[OutsideRemark]:
    """What was said from outside and nobody has dealt with."""
    return OutsideRemark.objects.filter(link__page_id=page.pk, settled_at__isnull=True).order_by("at", "pk")


def links_to_forget(now: dt.datetime) -> QuerySet[ReviewLink]:
    """Links that ended so long ago that what was said through them goes."""
    before = now - LINK_KEPT
    return ReviewLink.objects.filter(ends_at__lt=before) | ReviewLink.objects.filter(ended_at__lt=before)


def piece_at_desk(number: int) -> Piece | None:
    """A piece, out or not, by its number."""
    page = BasePage.objects.filter(pk=number).first()
    piece = page.specific if page is not None else None
    return piece if isinstance(piece, Piece) else None


def word_list() -> WordList | None:
    """The list that was put in last."""
    return WordList.objects.select_related("by").order_by("-pk").first()


def operators_words() -> dict[str, str]:
    """The words of the site: the file that the settings name, and the list that was put in at the desk."""
    stored = WordList.objects.order_by("-pk").values_list("pk", "text").first()
    words = dict(words_of_file())
    if stored is not None:
        words |= _read(*stored)
    return words


def words_of_file() -> dict[str, str]:
    """The words of the file that SIXIANGHUI_PROOF_WORDS names, as it is now."""
    path = settings.PROOF_WORDS
    if path is None:
        return {}
    try:
        return _read_file(path, path.stat().st_mtime_ns)
    except OSError:
        return {}


@functools.lru_cache(maxsize=2)
def _read_file(path: Path, _changed: int) -> dict[str, str]:
    text = path.read_bytes()[:LONGEST_FILE].decode("utf-8", errors="replace")
    try:
        return read_list(text)
    except ListFault:
        return {}


@functools.lru_cache(maxsize=2)
def _read(_number: int, text: str) -> dict[str, str]:
    return read_list(text)
