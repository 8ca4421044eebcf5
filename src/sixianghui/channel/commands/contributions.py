"""What branches send in: a draft with its sender as the source, handed in at once for its first review."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sixianghui.access.public import Account, require
from sixianghui.audit import public as audit
from sixianghui.channel import desk_clock, queries, rules
from sixianghui.channel.actions import Action
from sixianghui.channel.commands.articles import add_draft
from sixianghui.channel.commands.reviews import hand_in
from sixianghui.channel.models import ArticlePage, BasePage, ColumnPage
from sixianghui.channel.retyping import paragraph, retyped
from sixianghui.common.errors import Conflict
from sixianghui.directory.public import Unit
from sixianghui.media.public import Consent, Picture, save_picture

#: A picture and the line below it.
Shown = tuple[Picture, str]


def contribute(
    *,
    column: ColumnPage,
    unit: Unit,
    title: str,
    text: str,
    by: Account,
    pictures: tuple[Shown, ...] = (),
    person: str = "",
    role: str = "",
    quote: str = "",
    is_sample: bool = False,
) -> ArticlePage:
    """Send an article in for one's own unit. Empty lines part its paragraphs.

    Raises `Refused`, or `Conflict` for a unit that is not one's own, a column that takes none, or too many that wait.
    """
    require(by, Action.CONTRIBUTE)
    if unit not in queries.units_of_sender(by):
        raise Conflict(_("只能替自己所在的组织投稿。"))
    if column not in queries.columns_that_take_contributions():
        raise Conflict(_("这个栏目不收投稿，请换一个。"))
    if queries.waiting_of_sender(by) >= rules.WAITING_AT_MOST:
        raise Conflict(
            _("你有 %(number)d 篇稿子还在审，等审完一篇再投。") % {"number": rules.WAITING_AT_MOST}
        )
    piece = ArticlePage(
        title=title.strip(), source=unit.short_name, unit=unit, contributor=by, is_sample=is_sample,
        body=_body(text, pictures[1:]), person=person, role=role, quote=quote, person_agreed=bool(person),
        lead_picture=pictures[0][0] if pictures else None, lead_caption=pictures[0][1] if pictures else "",
    )  # fmt: skip
    with transaction.atomic():
        piece = add_draft(column, piece, by=by)
        hand_in(piece, by=by)
        audit.record("article:contribute", actor=by, thing=piece)
    return piece


def begin_contribution(
    *,
    unit: Unit,
    title: str,
    text: str,
    by: Account,
    pictures: tuple[Shown, ...] = (),
    is_sample: bool = False,
) -> ArticlePage:
    """Begin an article for one's own unit and hand nothing in: it waits among one's contributions to be finished.

    It goes to the first column that takes any. Raises `Refused`, or `Conflict` where none does.
    """
    require(by, Action.CONTRIBUTE)
    if unit not in queries.units_of_sender(by):
        raise Conflict(_("只能替自己所在的组织投稿。"))
    column = next(iter(queries.columns_that_take_contributions()), None)
    if column is None:
        raise Conflict(_("频道还没有收投稿的栏目。"))
    piece = ArticlePage(
        title=title.strip(), source=unit.short_name, unit=unit, contributor=by, is_sample=is_sample,
        body=_body(text, pictures[1:]),
        lead_picture=pictures[0][0] if pictures else None, lead_caption=pictures[0][1] if pictures else "",
    )  # fmt: skip
    with transaction.atomic():
        piece = add_draft(column, piece, by=by)
        audit.record("article:begin", actor=by, thing=piece)
    return piece


def send_in(
    wanted: Mapping[str, Any],
    pictures: Sequence[tuple[Any, str]],
    *,
    units: Mapping[str, Unit],
    columns: Mapping[str, ColumnPage],
    by: Account,
) -> ArticlePage:
    """What the form sends: the pictures are kept first, then the article with them; all of it or nothing."""
    with transaction.atomic():
        kept = tuple(
            (save_picture(file, title=wanted["title"], alt=alt, by=by, consent=Consent.AGREED), alt)
            for file, alt in pictures
        )
        words = {name: wanted[name] for name in ("title", "text", "person", "role", "quote")}
        return contribute(
            column=columns[wanted["column"]], unit=units[wanted["unit"]], pictures=kept, by=by, **words
        )


def change_contribution(
    piece: ArticlePage,
    *,
    title: str,
    text: str,
    by: Account,
    person: str = "",
    role: str = "",
    quote: str = "",
) -> ArticlePage:
    """Change what came back, and hand it in again. Paragraphs that read as before, and all that is no text, stay."""
    require(by, Action.CONTRIBUTE)
    if queries.sent_by(by, piece.pk) is None:
        raise Conflict(_("只能改自己投的稿。"))
    if queries.state_of(piece) is not None:
        raise Conflict(_("这篇稿子正在审，等审完或退回再改。"))
    if piece.live:
        raise Conflict(_("这篇已经发布了。要改的话，请按文末的“告诉编辑”。"))
    with transaction.atomic(), desk_clock.our_time():
        latest: ArticlePage = piece.get_latest_revision_as_object()
        latest.title, latest.person, latest.role, latest.quote = title.strip(), person, role, quote
        latest.person_agreed = bool(person)
        latest.body = retyped([(block.block_type, block.value) for block in latest.body], text)
        latest.save_revision(user=by)
        hand_in(ArticlePage.objects.get(pk=piece.pk), by=by)
        audit.record("article:revise", actor=by, thing=piece)
    return latest


def take_back_contribution(piece: ArticlePage, *, by: Account) -> None:
    """Take back what one has sent in and what nobody has passed to the end: the editors stop reading it."""
    require(by, Action.CONTRIBUTE)
    if queries.sent_by(by, piece.pk) is None:
        raise Conflict(_("只能收回自己投的稿。"))
    with transaction.atomic(), desk_clock.our_time():
        # The last review may be passing it just now.
        BasePage.objects.select_for_update(of=("self",), no_key=True).get(pk=piece.pk)
        piece = ArticlePage.objects.get(pk=piece.pk)
        if piece.live:
            raise Conflict(_("这篇已经发布了。要撤下的话，请按文末的“告诉编辑”。"))
        state = piece.current_workflow_state
        if state is None:
            raise Conflict(_("这篇稿子不在审，不用收回。"))
        state.cancel(user=by)
        audit.record("article:take_back", actor=by, thing=piece)


def _body(text: str, pictures: tuple[Shown, ...]) -> list[tuple[str, object]]:
    paragraphs = [paragraph(one) for one in rules.paragraphs(text)]
    shown = [("picture", {"picture": picture, "caption": caption}) for picture, caption in pictures]
    return [*paragraphs, *shown]
