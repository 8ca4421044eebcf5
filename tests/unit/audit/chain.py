"""A chain as somebody would find it in a database file, and the ways in which they might tamper with it."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from typing import Any

from sixianghui.audit import verifier

Connection = sqlite3.Connection
#: Does something to a chain of `count` rows and says which row has to be named as the first bad one.
Tampering = Callable[[Connection, random.Random, int], int]

_TABLE = f"""CREATE TABLE audit_auditevent (
  {", ".join(f"{name} {'INTEGER' if name in {'seq', 'actor'} else 'TEXT'}" for name in verifier.FIELDS)})"""


def copy_of(rows: list[dict[str, Any]], path: str = ":memory:") -> Connection:
    """The rows in a table without guards: what an attacker who owns the database has."""
    connection = sqlite3.connect(path)
    connection.execute(_TABLE)
    marks = ",".join("?" * len(verifier.FIELDS))
    connection.executemany(
        f"INSERT INTO audit_auditevent VALUES ({marks})",
        [[row[name] for name in verifier.FIELDS] for row in rows],
    )
    connection.commit()
    return connection


def rows_in(connection: Connection) -> list[dict[str, Any]]:
    """The rows, as the verifier reads them."""
    found = connection.execute(f"SELECT {','.join(verifier.FIELDS)} FROM audit_auditevent ORDER BY seq")
    return [dict(zip(verifier.FIELDS, values, strict=True)) for values in found]


def edit(connection: Connection, dice: random.Random, count: int) -> int:
    """Change any column but `seq` of any row to something else."""
    seq, column = dice.randint(1, count), dice.choice([name for name in verifier.FIELDS if name != "seq"])
    before = connection.execute(f"SELECT {column} FROM audit_auditevent WHERE seq = ?", [seq]).fetchone()[0]
    after = _other(before, dice)
    connection.execute(f"UPDATE audit_auditevent SET {column} = ? WHERE seq = ?", [after, seq])
    return seq


def renumber(connection: Connection, dice: random.Random, count: int) -> int:
    """Give a row another number."""
    seq = dice.randint(1, count)
    after = dice.choice([count + dice.randint(2, 9), -dice.randint(0, 9), dice.randint(1, count) + 0.5])
    connection.execute("UPDATE audit_auditevent SET seq = ? WHERE seq = ?", [after, seq])
    return min(seq, int(after) + 1) if after > 0 else 1


def delete(connection: Connection, dice: random.Random, count: int) -> int:
    """Take a row out of the middle."""
    seq = dice.randint(1, count - 1)
    connection.execute("DELETE FROM audit_auditevent WHERE seq = ?", [seq])
    return seq


def delete_and_close_up(connection: Connection, dice: random.Random, count: int) -> int:
    """Take a row out and move the later ones up."""
    seq = delete(connection, dice, count)
    connection.execute("UPDATE audit_auditevent SET seq = seq - 1 WHERE seq > ?", [seq])
    return seq


def swap(connection: Connection, dice: random.Random, count: int) -> int:
    """Exchange two rows."""
    first, second = sorted(dice.sample(range(1, count + 1), 2))
    connection.execute("UPDATE audit_auditevent SET seq = -1 WHERE seq = ?", [first])
    connection.execute("UPDATE audit_auditevent SET seq = ? WHERE seq = ?", [first, second])
    connection.execute("UPDATE audit_auditevent SET seq = ? WHERE seq = -1", [second])
    return first


def insert(connection: Connection, dice: random.Random, count: int) -> int:
    """Put a copy of a row somewhere and move the later ones down, its own digest computed anew and right."""
    rows = rows_in(connection)
    seq = dice.randint(1, count)
    forged = dict(
        rows[dice.randrange(count)], seq=seq, previous=rows[seq - 2]["digest"] if seq > 1 else verifier.START
    )
    forged["action"] = f"{forged['action']}x"
    forged["digest"] = verifier.digest(forged)
    connection.execute("UPDATE audit_auditevent SET seq = seq + 1 WHERE seq >= ?", [seq])
    marks = ",".join("?" * len(verifier.FIELDS))
    connection.execute(
        f"INSERT INTO audit_auditevent VALUES ({marks})", [forged[name] for name in verifier.FIELDS]
    )
    return min(seq + 1, count)  # the anchor, at `count`, differs before the next row can


def cut(connection: Connection, dice: random.Random, count: int) -> int:
    """Cut the tail off."""
    seq = dice.randint(1, count)
    connection.execute("DELETE FROM audit_auditevent WHERE seq >= ?", [seq])
    return seq


def rewrite(connection: Connection, dice: random.Random, count: int) -> int:
    """Change a row and compute every later digest anew, so that the chain itself holds again."""
    rows = rows_in(connection)
    seq = dice.randint(1, count)
    rows[seq - 1]["object_id"] = f"{rows[seq - 1]['object_id']}9"
    for place in range(seq - 1, count):
        rows[place]["previous"] = rows[place - 1]["digest"] if place else verifier.START
        rows[place]["digest"] = verifier.digest(rows[place])
        connection.execute(
            "UPDATE audit_auditevent SET object_id = ?, previous = ?, digest = ? WHERE seq = ?",
            [rows[place]["object_id"], rows[place]["previous"], rows[place]["digest"], place + 1],
        )
    return count  # where the anchor stands


def _other(before: Any, dice: random.Random) -> Any:
    if isinstance(before, int):
        return dice.choice([before + 1, -before - 1, None])
    if before is None:
        return dice.randint(1, 99)
    changed = [
        f"{before}0",
        f" {before}",
        before.swapcase() if before.swapcase() != before else f"{before}-",
        "0" * 65,
    ]
    return dice.choice([one for one in changed if one != before])
