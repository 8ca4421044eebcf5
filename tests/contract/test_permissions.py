"""The table of permissions promises nothing that the code does not ask for."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from sixianghui.access.posts import GRANTS
from sixianghui.access.words import ACTIONS
from tests.contract.house import Code, all_code, dotted

#: Where the table and its words stand; whatever stands there is granted, not asked for.
TABLE = {"access/posts.py", "access/words.py"}
#: Calls that only write an action down.
NOTED = {"record", "_note"}


def _told(node: ast.AST) -> Iterator[ast.AST]:
    """What is below a node, without the names of actions where they are defined and calls that only note them."""
    if isinstance(node, ast.ClassDef) and node.name == "Action":
        return
    if isinstance(node, ast.Call) and dotted(node.func).rpartition(".")[2] in NOTED:
        return
    yield node
    for child in ast.iter_child_nodes(node):
        yield from _told(child)


def defined(files: tuple[Code, ...]) -> dict[tuple[str, str], str]:
    """(room, name) → action, of the `Action` of each room."""
    return {
        (code.room, name.id): str(value.value)
        for code in files
        if code.file == "actions"
        for kind in ast.walk(code.tree)
        if isinstance(kind, ast.ClassDef) and kind.name == "Action"
        for line in kind.body
        if isinstance(line, ast.Assign) and isinstance(value := line.value, ast.Constant)
        for name in line.targets
        if isinstance(name, ast.Name)
    }


def asked(files: tuple[Code, ...]) -> set[str]:
    """Every action that some code asks for, by its constant or by its name."""
    names = defined(files)
    found: set[str] = set()
    for code in files:
        if code.path in TABLE:
            continue
        for node in _told(code.tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
            elif isinstance(node, ast.Attribute) and dotted(node.value).rpartition(".")[2] == "Action":
                found.add(names.get((code.room, node.attr), ""))
    return found


def test_actions_when_granted_then_something_asks_for_them() -> None:
    granted = {grant.action for grants in GRANTS.values() for grant in grants}
    assert sorted(granted - asked(tuple(all_code()))) == []


def test_actions_when_they_have_words_then_somebody_is_granted_them() -> None:
    granted = {grant.action for grants in GRANTS.values() for grant in grants}
    assert sorted(granted ^ ACTIONS.keys()) == []


def test_action_when_it_is_only_defined_or_noted_then_nothing_asks_for_it() -> None:
    room = (
        Code("here/actions.py", 'class Action(StrEnum):\n    SEE = "here:see"\n    RUN = "here:run"\n'),
        Code("here/views.py", 'audit.record("here:read", actor=by)\nrequire(by, Action.RUN)\n'),
    )
    assert asked(room) & {"here:see", "here:run", "here:read"} == {"here:run"}
