"""What a piece changes around itself when it comes out, is put right or taken back: who is like it, and whose pages say so."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q

from sixianghui.channel import likeness, queries
from sixianghui.channel.models import ArticlePage, GuidePage, Likeness, PanoramaPage, Piece, own_tag
from sixianghui.channel.rules import LIKE_KEPT
from sixianghui.ui import public as ui


def relate(piece: Piece) -> None:
    """Find what a piece is like, as it is now, and take back the pages on which it now stands or stood."""
    with transaction.atomic():
        touched = _let_go(piece)
        alike = likeness.nearest(_features_of(piece), _others(piece), most=LIKE_KEPT)
        Likeness.objects.bulk_create(
            Likeness(page_id=one, other_id=other, score=round(score * 1000))
            for key, score in alike
            for one, other in ((piece.pk, key), (key, piece.pk))
        )
        _tell(piece, touched | {key for key, _ in alike})


def unrelate(piece: Piece) -> None:
    """A piece was taken back: nothing is like it any more."""
    with transaction.atomic():
        _tell(piece, _let_go(piece))


def picture_changed(number: int) -> None:
    """A picture, or whether it may be shown, has changed: take back the pages on which it stands."""
    ui.purge(f"picture:{number}")


def file_changed(number: int) -> None:
    """A file was given another name or is gone: take back the pages that offer it."""
    ui.purge(f"file:{number}")


def relate_all() -> int:
    """Weigh all likenesses anew: what was rare when a piece came out may be everywhere now. Takes back only the pages
    of pieces that are like others than before. Returns how many pieces there are. May run twice."""
    with transaction.atomic():
        before = set(Likeness.objects.values_list("page_id", "other_id"))
        found = [
            *ArticlePage.objects.live().only("title", "kicker", "summary"),
            *GuidePage.objects.live().only("title", "kicker", "summary"),
            *PanoramaPage.objects.live().only("title", "kicker", "summary"),
        ]
        known = {piece.pk: _features_of(piece) for piece in found}
        pairs: dict[tuple[int, int], float] = {}
        for key, features in known.items():
            others = {pk: known[pk] for pk in known if pk != key}
            for near, score in likeness.nearest(features, others, most=LIKE_KEPT):
                for pair in ((key, near), (near, key)):
                    pairs[pair] = max(score, pairs.get(pair, 0.0))
        Likeness.objects.all().delete()
        Likeness.objects.bulk_create(
            (
                Likeness(page_id=one, other_id=other, score=round(score * 1000))
                for (one, other), score in pairs.items()
            ),
            batch_size=500,
        )
        changed = {one for one, _other in before ^ pairs.keys()}
        if changed:
            ui.purge(*map(own_tag, changed))
    return len(found)


def _features_of(piece: Piece) -> frozenset[str]:
    return likeness.features(piece.title, piece.kicker, piece.summary)


def _others(piece: Piece) -> dict[int, frozenset[str]]:
    found: dict[int, frozenset[str]] = {}
    for model in (ArticlePage, GuidePage, PanoramaPage):
        rows = model.objects.live().exclude(pk=piece.pk)
        for pk, title, kicker, summary in rows.values_list("pk", "title", "kicker", "summary"):
            found[pk] = likeness.features(title, kicker, summary)
    return found


def _let_go(piece: Piece) -> set[int]:
    rows = Likeness.objects.filter(Q(page_id=piece.pk) | Q(other_id=piece.pk))
    touched = {one for pair in rows.values_list("page_id", "other_id") for one in pair} - {piece.pk}
    rows.delete()
    return touched


def _tell(piece: Piece, touched: set[int]) -> None:
    """Take back the neighbours in the column, and the pages that show this piece as like them."""
    beside = {one.pk for one in queries.neighbours_of(piece) if one is not None}
    ui.purge(*map(own_tag, touched | beside))
