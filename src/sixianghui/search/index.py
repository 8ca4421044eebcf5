"""The full-text index: one table beside `Document`, SQLite's FTS5 or PostgreSQL's tsvector, over the same tokens.

Its columns, by weight: title, lead (kicker and summary), body; and sound, which only `SOUND` looks in.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.db import connection

#: How much a word counts in title, lead and body.
_WEIGHTS = "10.0, 4.0, 1.0, 0.0"


class Where(Enum):
    """Which columns a question is put to: as SQLite names them, as PostgreSQL weighs them."""

    ALL = ("{title lead body}", "ABC")
    TOP = ("{title lead}", "AB")
    TITLE = ("{title}", "A")
    SOUND = ("{sound}", "D")


@dataclass(frozen=True)
class Question:
    """Phrases of tokens, each separated by spaces: every one of them, or any.

    column and year: what the documents are narrowed to; empty means all.
    """

    phrases: tuple[str, ...]
    every: bool = True
    where: Where = Where.ALL
    column: str = ""
    year: int | None = None


@dataclass(frozen=True)
class Parts:
    """The tokens of one document."""

    title: str
    lead: str
    body: str
    sound: str


def write(number: int, parts: Parts) -> None:
    """Put the words of a document in, in place of those it had."""
    drop([number])
    values = [number, parts.title, parts.lead, parts.body, parts.sound]
    if connection.vendor == "sqlite":
        _run("INSERT INTO search_index(rowid, title, lead, body, sound) VALUES (%s, %s, %s, %s, %s)", values)
    else:
        _run(
            "INSERT INTO search_index(rowid, vector) VALUES (%s, setweight(to_tsvector('simple', %s), 'A')"
            " || setweight(to_tsvector('simple', %s), 'B') || setweight(to_tsvector('simple', %s), 'C')"
            " || setweight(to_tsvector('simple', %s), 'D'))",
            values,
        )


def drop(numbers: Iterable[int]) -> None:
    """Take documents out; with SQLite's `secure-delete` their words leave the file."""
    for number in numbers:
        _run("DELETE FROM search_index WHERE rowid = %s", [number])


def clear() -> None:
    """Take everything out."""
    _run("DELETE FROM search_index", [])


def counts(question: Question) -> list[tuple[str, int | None, int]]:
    """How many documents answer, by column and year; narrowing is left to whoever asks."""
    if not question.phrases:
        return []
    rows = _rows(
        f"SELECT d.column, d.year, count(*) FROM search_index JOIN search_document d ON d.id = search_index.rowid"
        f" WHERE {_matches()} GROUP BY d.column, d.year",
        [_asked(question)],
    )
    return [(column, year, number) for column, year, number in rows]


def how_many(question: Question) -> int:
    """How many documents answer, whatever they are narrowed to."""
    return int(_rows(f"SELECT count(*) FROM search_index WHERE {_matches()}", [_asked(question)])[0][0])


def best(question: Question, most: int, start: int = 0) -> list[tuple[int, float]]:
    """The numbers of the documents that answer best, each with how well, the best first."""
    if not question.phrases:
        return []
    narrowed = ""
    values: list[str | int] = []
    if question.column:
        narrowed, values = " AND d.column = %s", [question.column]
    if question.year is not None:
        narrowed, values = narrowed + " AND d.year = %s", [*values, question.year]
    asked = _asked(question)
    join = "JOIN search_document d ON d.id = search_index.rowid " if narrowed else ""
    if connection.vendor == "sqlite":
        score, before = f"-bm25(search_index, {_WEIGHTS})", []
    else:
        score = "ts_rank('{0, 0.1, 0.4, 1}', vector, to_tsquery('simple', %s), 1)"
        before = [asked]
    rows = _rows(
        f"SELECT search_index.rowid, {score} AS score FROM search_index {join}"
        f"WHERE {_matches()}{narrowed} ORDER BY score DESC, search_index.rowid DESC"
        " LIMIT %s OFFSET %s",
        [*before, asked, *values, most, start],
    )
    return [(number, score) for number, score in rows]


def newest(question: Question, most: int) -> list[int]:
    """The numbers of the latest documents that answer, unweighed: cheap however many there are."""
    if not question.phrases:
        return []
    rows = _rows(
        f"SELECT search_index.rowid FROM search_index WHERE {_matches()}"
        " ORDER BY search_index.rowid DESC LIMIT %s",
        [_asked(question), most],
    )
    return [number for (number,) in rows]


def holds(question: Question) -> bool:
    """Whether anything answers."""
    return bool(question.phrases) and holding([question])[0]


def holding(questions: Sequence[Question]) -> list[bool]:
    """Whether anything answers each of some questions, none of them empty; all in one."""
    if not questions:
        return []
    one = f"EXISTS (SELECT 1 FROM search_index WHERE {_matches()})"
    [row] = _rows("SELECT " + ", ".join([one] * len(questions)), [_asked(question) for question in questions])
    return [bool(found) for found in row]


def _matches() -> str:
    if connection.vendor == "sqlite":
        return "search_index MATCH %s"
    return "search_index.vector @@ to_tsquery('simple', %s)"


def _asked(question: Question) -> str:
    """The question in the database's own language. Tokens are letters and digits alone, so that nothing in them means
    anything there; they are quoted all the same."""
    columns, weights = question.where.value
    if connection.vendor == "sqlite":
        words = (" AND " if question.every else " OR ").join(f'"{phrase}"' for phrase in question.phrases)
        return f"{columns} : ({words})"
    phrases = (
        "(" + " <-> ".join(f"'{token}':{weights}" for token in phrase.split()) + ")"
        for phrase in question.phrases
    )
    return (" & " if question.every else " | ").join(phrases)


def _run(sql: str, values: list[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def _rows(sql: str, values: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
