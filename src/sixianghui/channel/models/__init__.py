"""The tables of the channel."""

from sixianghui.channel.models.around import ArticleNote, Likeness, NoteKind
from sixianghui.channel.models.links import OutsideRemark, ReviewLink, WordList
from sixianghui.channel.models.pages import BasePage, ColumnFace, ColumnPage, HomePage, Talk, own_tag
from sixianghui.channel.models.pieces import ArticlePage, GuidePage, PanoramaPage, Piece
from sixianghui.channel.models.reads import Read, ReadDay, ReadMonth, ReadSource
from sixianghui.channel.models.reviews import Correction, Release, Review, ReviewTask, Withdrawal
from sixianghui.channel.models.talk import PieceThread

__all__ = [
    "ArticleNote",
    "ArticlePage",
    "BasePage",
    "ColumnFace",
    "ColumnPage",
    "Correction",
    "GuidePage",
    "HomePage",
    "Likeness",
    "NoteKind",
    "OutsideRemark",
    "PanoramaPage",
    "Piece",
    "PieceThread",
    "Read",
    "ReadDay",
    "ReadMonth",
    "ReadSource",
    "Release",
    "Review",
    "ReviewLink",
    "ReviewTask",
    "Talk",
    "Withdrawal",
    "WordList",
    "own_tag",
]
