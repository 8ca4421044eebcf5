"""A row that is held is held against those who change it, not against those who only name it."""

from __future__ import annotations

import ast

from tests.contract.house import Code, all_code


def locks_against_everybody(code: Code) -> list[str]:
    """`select_for_update` without `no_key`.

    A foreign key is looked at when its transaction ends, and the row that it names is held for that moment. Whoever recorded
    anything has the audit chain in hand by then; whoever holds the row against everybody and is about to record waits for it.
    """
    return [
        f"{code.path}:{node.lineno}"
        for node in ast.walk(code.tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "select_for_update"
        and not any(one.arg == "no_key" and ast.unparse(one.value) == "True" for one in node.keywords)
    ]


def test_rows_when_held_then_may_still_be_named_by_others() -> None:
    assert [one for code in all_code() for one in locks_against_everybody(code)] == []


def test_lock_when_it_keeps_those_out_who_only_name_the_row_then_is_found() -> None:
    """The control."""
    text = "A.objects.select_for_update().get()\nB.objects.select_for_update(no_key=True).get()"
    assert locks_against_everybody(Code("x.py", text)) == ["x.py:1"]
