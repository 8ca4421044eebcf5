"""What a piece changes around itself when it comes out, is put right or taken back: who is like it, and whose pages say so."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction
from django.db.models import Q

from sixianghui.channel import queries, search
from sixianghui.channel.models import ArticlePage, GuidePage, Likeness, PanoramaPage, Piece, own_tag
from sixianghui.channel.rules import LIKE_KEPT, WEIGHED_A_DAY
from sixianghui.common import time
from sixianghui.search.public import features, nearest
from sixianghui.ui import public as ui


def relate(piece: Piece) -> None:
    """Find what a piece is like, as it is now, and take back the pages on which it now stands or stood."""
    with transaction.atomic():
        touched = _let_go(piece)
        alike = _alike(piece, queries.pieces_out().count())
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
    """Weigh likenesses anew: what was rare when a piece came out may be everywhere now. Takes back only the pages of
    pieces that are like others than before. Of a large site a part each day. Returns how many pieces were weighed.
    May run twice.

    Everything is weighed before anything is written, so that nobody's writing waits for it.
    """
    out = list(queries.pieces_out().order_by("pk").values_list("pk", flat=True))
    parts = -(-len(out) // WEIGHED_A_DAY) or 1
    turn = [pk for pk in out if pk % parts == time.today().toordinal() % parts]
    pairs: dict[tuple[int, int], int] = {}
    for piece in _pieces(turn):
        for near, score in _alike(piece, len(out)):
            for pair in ((piece.pk, near), (near, piece.pk)):
                pairs[pair] = max(round(score * 1000), pairs.get(pair, 0))
    with transaction.atomic():
        still = set(queries.pieces_out().values_list("pk", flat=True))
        pairs = {pair: score for pair, score in pairs.items() if still.issuperset(pair)}
        rows = Likeness.objects.filter(Q(page_id__in=turn) | Q(other_id__in=turn))
        before = set(rows.values_list("page_id", "other_id"))
        rows.delete()
        Likeness.objects.bulk_create(
            (Likeness(page_id=one, other_id=other, score=score) for (one, other), score in pairs.items()),
            batch_size=500,
        )
        changed = {one for one, _other in before ^ pairs.keys()}
        if changed:
            ui.purge(*map(own_tag, changed))
    return len(turn)


def _alike(piece: Piece, out: int) -> list[tuple[int, float]]:
    """The pieces most like one, among those that search finds by its words; `out`: how many there are."""
    keys = search.like(piece)
    others = {one.pk: _features_of(one) for one in _pieces(keys) if one.pk != piece.pk}
    return nearest(_features_of(piece), others, most=LIKE_KEPT, among=out - 1)


def _pieces(keys: list[int]) -> Iterator[Piece]:
    """Pieces that are out, with the words by which they are compared."""
    for at in range(0, len(keys), 500):
        for model in (ArticlePage, GuidePage, PanoramaPage):
            yield from (
                model.objects.live().filter(pk__in=keys[at : at + 500]).only("title", "kicker", "summary")
            )


def _features_of(piece: Piece) -> frozenset[str]:
    return features(piece.title, piece.kicker, piece.summary)


def _let_go(piece: Piece) -> set[int]:
    rows = Likeness.objects.filter(Q(page_id=piece.pk) | Q(other_id=piece.pk))
    touched = {one for pair in rows.values_list("page_id", "other_id") for one in pair} - {piece.pk}
    rows.delete()
    return touched


def _tell(piece: Piece, touched: set[int]) -> None:
    """Take back the neighbours in the column, and the pages that show this piece as like them."""
    beside = {one.pk for one in queries.neighbours_of(piece) if one is not None}
    ui.purge(*map(own_tag, touched | beside))
