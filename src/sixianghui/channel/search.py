"""What search knows of the channel's pages: all that are out and open to everybody."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from wagtail.models import PageViewRestriction

from sixianghui.channel.models import ArticlePage, BasePage, ColumnPage, GuidePage, PanoramaPage, Piece
from sixianghui.channel.reading import words_of
from sixianghui.channel.rules import COMPARED_WITH
from sixianghui.channel.safe_html import plain
from sixianghui.search import public as search
from sixianghui.ui import public as ui

KIND = "pages"
_KINDS: tuple[type[BasePage], ...] = (ColumnPage, ArticlePage, GuidePage, PanoramaPage)


def register() -> None:
    """Tell `search`."""
    search.register_documents(search.DocumentSource(KIND, _documents, _columns))


def show(page: BasePage) -> None:
    """A page came out or changed: find it as it is now, or not at all when not everybody may see it.

    Where a column has another address now, so have its pieces.
    """
    before = search.url_of(KIND, str(page.pk)) if isinstance(page, ColumnPage) else ""
    doc = _doc(page) if page.live and not page.get_view_restrictions().exists() else None
    if doc is None:
        hide([page.pk])
        return
    search.put(doc)
    ui.purge(search.TAG)
    if before and before != doc.url:
        show_below(page)


def show_below(page: BasePage) -> None:
    """Everything below a page, and itself: where it stands or who may see it has changed."""
    for one in BasePage.objects.descendant_of(page, inclusive=True).specific().iterator(chunk_size=200):
        if isinstance(one, _KINDS) and one.pk != page.pk:
            show(one)
    specific = page.specific
    if isinstance(specific, _KINDS) and not isinstance(specific, ColumnPage):
        show(specific)


def hide(numbers: list[int]) -> None:
    """Pages were taken back: nobody finds them any more."""
    search.remove(KIND, map(str, numbers))
    ui.purge(search.TAG)


def like(piece: Piece) -> list[int]:
    """The pieces that share most with one in title, kicker and summary: a bounded number, however many there are."""
    text = f"{piece.title} {piece.kicker} {piece.summary}"
    return [int(key) for key in search.candidates(text, kinds=(KIND,), most=COMPARED_WITH)]


def _documents() -> Iterator[search.Doc]:
    private = list(PageViewRestriction.objects.select_related("page"))
    for kind in _KINDS:
        for page in kind.objects.live().order_by("first_published_at", "pk").iterator(chunk_size=200):
            if not any(page.path.startswith(one.page.path) for one in private):
                doc = _doc(page)
                if doc is not None:
                    yield doc


def _columns() -> Mapping[str, str]:
    return dict(ColumnPage.objects.order_by("path").values_list("slug", "title"))


def _doc(page: BasePage) -> search.Doc | None:
    if not page.url or not isinstance(page, _KINDS):
        return None
    if isinstance(page, Piece):
        return _piece(page)
    promise = getattr(page, "promise", "")
    return search.Doc(
        KIND, str(page.pk), page.title, page.url, lead=promise, column=page.slug, names=(page.short_title,)
    )


def _piece(piece: Piece) -> search.Doc:
    names = [piece.kicker]
    for name in ("body", "steps"):
        for block in getattr(piece, name, None) or ():
            if block.block_type == "heading":
                names.append(block.value)
            elif block.block_type == "step":
                names.append(block.value["title"])
    words = (getattr(piece, name, "") for name in ("needs", "person", "role", "quote", "source", "byline"))
    body = "\n".join(plain(part).strip() for part in (*words_of(piece), *words) if part)
    return search.Doc(
        KIND,
        str(piece.pk),
        piece.title,
        piece.url or "",
        lead="　".join(part for part in (piece.kicker, piece.summary) if part),
        body=body,
        at=piece.first_published_at,
        column=piece.column.slug,
        names=tuple(name for name in names if name),
    )
