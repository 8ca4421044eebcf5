"""A desk for tests: a channel with a column, a writer and three reviewers."""

from __future__ import annotations

from dataclasses import dataclass

from sixianghui.access.public import Account, Post
from sixianghui.channel.models import Review
from sixianghui.channel.public import (
    ArticlePage,
    ColumnFace,
    ColumnPage,
    HomePage,
    Piece,
    all_confirmed,
    open_channel,
    open_column,
    pass_review,
    submit_article,
    write_draft,
)
from tests.factories import someone_with


@dataclass
class DeskOfTests:
    """The people and the places."""

    home: HomePage
    column: ColumnPage
    writer: Account
    editor: Account
    head: Account
    chief: Account

    def draft(self, title: str = "夜班值守组的十四天", **more: object) -> ArticlePage:
        """A draft by the writer."""
        more.setdefault("body", [("text", "<p>五个人轮值，连续十四天没有留过夜的工单。</p>")])
        return write_draft(self.column, ArticlePage(title=title, **more), by=self.writer)

    def released(self, title: str = "夜班值守组的十四天", **more: object) -> ArticlePage:
        """A piece that three people have passed."""
        piece = submit_article(self.draft(title, **more), by=self.writer)
        self.pass_all(piece)
        return ArticlePage.objects.get(pk=piece.pk)

    def pass_all(self, piece: ArticlePage) -> None:
        """Three people, one after the other."""
        for person in (self.editor, self.head, self.chief):
            passed(ArticlePage.objects.get(pk=piece.pk), by=person)


def passed(piece: Piece, *, by: Account) -> Review:
    """A review passed by somebody who has looked at everything the proofs found."""
    return pass_review(piece, by=by, checks=all_confirmed(piece))


def open_desk(face: ColumnFace = ColumnFace.NEWS) -> DeskOfTests:
    """A channel with one column and its people."""
    chief = someone_with(Post.CHIEF_EDITOR)
    home = open_channel(title="思享汇", summary="频道", by=chief)
    column = open_column(
        home,
        title="党建e时代",
        short_title="党建e时代",
        face=face,
        promise="这里会有新闻。",
        slug="news",
        by=chief,
    )
    return DeskOfTests(
        home,
        column,
        someone_with(Post.EDITOR),
        someone_with(Post.EDITOR),
        someone_with(Post.COLUMN_HEAD),
        chief,
    )
