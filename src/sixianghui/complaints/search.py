"""What search knows of this room: questions that everybody may read. And the kept pages that show them."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from sixianghui.complaints.queries.released import PublicLetter, every_letter, public_letter
from sixianghui.search import public as search
from sixianghui.ui import public as ui

KIND = "letters"
#: The tag of pages with the list of letters; each letter has one of its own.
LIST = "letters"


def tag_of(ref: str) -> str:
    """The tag of kept pages that show one letter."""
    return f"letter:{ref}"


def register() -> None:
    """Tell `search`."""
    search.register_documents(search.DocumentSource(KIND, _documents, lambda: {KIND: _("书记信箱")}))


def show(ref: str) -> None:
    """A letter was released, taken down or has changed: find it as it is now or not at all, and make its pages anew."""
    found = public_letter(ref)
    if found is None:
        search.remove(KIND, [ref])
    else:
        search.put(_document(found))
    ui.purge(search.TAG, LIST, tag_of(ref), "figures")


def _documents() -> Iterator[search.Doc]:
    return (_document(one) for one in every_letter())


def _document(letter: PublicLetter) -> search.Doc:
    with translation.override("zh-hans"):
        url = letter.url
    return search.Doc(
        KIND,
        letter.ref,
        letter.title,
        url,
        lead=letter.question,
        body="\n".join((letter.answer, *(change.text for change in letter.changes))),
        at=letter.released_at,
        column=KIND,
    )
