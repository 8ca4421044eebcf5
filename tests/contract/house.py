"""How the contracts look at the code: rooms, their Python files as trees, their templates."""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCES = ROOT / "src" / "sixianghui"


@dataclass(frozen=True)
class Code:
    """One Python file: where it is, its room, and its syntax tree."""

    path: str
    text: str

    @property
    def room(self) -> str:
        return self.path.split("/", 1)[0]

    @property
    def file(self) -> str:
        """Its name inside the room: `commands/plan.py` is `commands`."""
        return self.path.split("/", 2)[1].removesuffix(".py") if "/" in self.path else ""

    @property
    def module(self) -> str:
        parts = ["sixianghui", *self.path.removesuffix(".py").split("/")]
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @property
    def tree(self) -> ast.Module:
        return _parse(self.text)


@functools.cache
def _parse(text: str) -> ast.Module:
    return ast.parse(text)


@functools.cache
def rooms() -> tuple[str, ...]:
    """The folders under the package that hold Python."""
    return tuple(sorted(path.parent.name for path in SOURCES.glob("*/__init__.py")))


@functools.cache
def all_code() -> tuple[Code, ...]:
    """Every Python file of the product, migrations left out."""
    return tuple(
        Code(path.relative_to(SOURCES).as_posix(), path.read_text(encoding="utf-8"))
        for path in sorted(SOURCES.rglob("*.py"))
        if "migrations" not in path.parts
    )


@functools.cache
def all_templates() -> tuple[tuple[str, str], ...]:
    """(path, text) of every template and of every Wagtail admin template that we override."""
    return tuple(
        (path.relative_to(SOURCES).as_posix(), path.read_text(encoding="utf-8"))
        for path in sorted(SOURCES.glob("*/templates/**/*"))
        if path.is_file()
    )


def imports(code: Code) -> Iterator[tuple[int, str]]:
    """(line, dotted name) of everything imported: `from a.b import c` gives `a.b.c`."""
    for node in ast.walk(code.tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                yield node.lineno, f"{node.module}.{alias.name}"


def dotted(node: ast.AST) -> str:
    """`a.b.c` of a chain of attributes; empty for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        start = dotted(node.value)
        return f"{start}.{node.attr}" if start else ""
    return ""


def words_of(identifier: str) -> list[str]:
    """The words of an identifier: `hasOnlineTime`, `has_online_time` → has, online, time."""
    return [word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+", identifier)]
