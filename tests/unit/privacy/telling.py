"""What a copy of somebody's data says, as they read it."""

from __future__ import annotations

from sixianghui.privacy import papers, queries
from sixianghui.vault.public import Subject


def told_by(room: str, subject: Subject) -> dict[str, list[dict[str, str]]]:
    """What a room tells somebody: the rows of each of its tables, each as word → value."""
    return {
        str(table.title): [{str(word): value for word, value in row} for row in table.rows]
        for told in queries.everything_about(subject)
        if told.name == room
        for table in papers.tables(told)
        if not table.counts
    }
