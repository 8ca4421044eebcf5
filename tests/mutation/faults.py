"""Faults planted into a module, one at a time: a comparison turned, a condition negated, a number off by one, a grant gone."""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

SOURCES = Path(__file__).resolve().parents[2] / "src"
#: What decides who may do what, and the rules of the rooms.
PERMISSIONS = (
    "access/posts.py",
    "access/policies.py",
    "access/rules.py",
    "access/middleware.py",
    "common/policy.py",
)
_TURNED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip


@dataclass(frozen=True)
class Fault:
    """`number` counts within the module; `line` and `what` are for people."""

    module: str
    number: int
    line: int
    what: str


def targets() -> list[Path]:
    """The modules that faults are planted in."""
    package = SOURCES / "sixianghui"
    rules = [*package.glob("*/rules.py"), *package.glob("*/rules/*.py")]
    permissions = [package / one for one in PERMISSIONS]
    return [
        *permissions,
        *sorted(one for one in rules if one.name != "__init__.py" and one not in permissions),
    ]


def module_of(path: Path) -> str:
    """Its dotted name."""
    return ".".join(path.relative_to(SOURCES).with_suffix("").parts)


def faults_in(path: Path) -> list[Fault]:
    """Every fault that can be planted there."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [
        Fault(module_of(path), number, line, what)
        for number, (line, what, _change) in enumerate(_changes(tree))
    ]


def planted(path: Path, number: int) -> ast.Module:
    """The module with that one fault."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    _line, _what, change = list(_changes(tree))[number]
    change()
    return ast.fix_missing_locations(tree)


def _changes(tree: ast.Module) -> Iterator[tuple[int, str, Callable[[], None]]]:
    """What may be changed in a tree, in a fixed order."""
    quiet = _not_run(tree)
    for node in ast.walk(tree):
        if id(node) in quiet:
            continue
        yield from _of(node)


def _not_run(tree: ast.Module) -> set[int]:
    """Nodes that decide nothing: annotations, decorators, what is under `TYPE_CHECKING`."""
    quiet: set[int] = set()

    def hush(node: ast.AST | None) -> None:
        if node is not None:
            quiet.update(id(one) for one in ast.walk(node))

    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            hush(node.returns)
            for one in node.decorator_list:
                hush(one)
            for one in (*node.args.args, *node.args.kwonlyargs):
                hush(one.annotation)
        elif isinstance(node, ast.AnnAssign):
            hush(node.annotation)
        elif isinstance(node, ast.ClassDef):
            for one in node.decorator_list:
                hush(one)
    return quiet


def _of(node: ast.AST) -> Iterator[tuple[int, str, Callable[[], None]]]:
    line = getattr(node, "lineno", 0)
    if isinstance(node, ast.Compare):
        for place, operator in enumerate(node.ops):
            other = _TURNED[type(operator)]
            yield line, f"{type(operator).__name__} → {other.__name__}", _setter(node.ops, place, other())
    elif isinstance(node, ast.BoolOp):
        other_bool = ast.Or if isinstance(node.op, ast.And) else ast.And
        yield line, f"{type(node.op).__name__} → {other_bool.__name__}", _attribute(node, "op", other_bool())
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield line, "not → nothing", _unnegate(node)
    elif isinstance(node, ast.If | ast.IfExp) and not isinstance(
        node.test, ast.Compare | ast.BoolOp | ast.UnaryOp
    ):
        negated = ast.UnaryOp(ast.Not(), copy.deepcopy(node.test))
        yield line, "condition negated", _attribute(node, "test", negated)
    elif isinstance(node, ast.Constant) and type(node.value) in (bool, int):
        value = (not node.value) if isinstance(node.value, bool) else node.value + 1
        yield line, f"{node.value} → {value}", _attribute(node, "value", value)
    elif isinstance(node, ast.Return) and node.value is not None and not isinstance(node.value, ast.Constant):
        yield line, "returns None", _attribute(node, "value", ast.Constant(None))
    elif isinstance(node, ast.Tuple | ast.Set | ast.List) and isinstance(
        getattr(node, "ctx", ast.Load()), ast.Load
    ):
        for one in list(node.elts):
            if isinstance(one, ast.Call | ast.Attribute | ast.Starred):
                yield one.lineno, f"without {ast.unparse(one)[:60]}", _remover(node.elts, one)
                if isinstance(one, ast.Call) and ast.unparse(one.func) == "Grant" and len(one.args) == 2:
                    wide = ast.parse("Reach.EVERYWHERE", mode="eval").body
                    if ast.unparse(one.args[1]) != "Reach.EVERYWHERE":
                        yield one.lineno, f"{ast.unparse(one)[:60]} → everywhere", _setter(one.args, 1, wide)


def _setter(items: list, place: int, value: ast.AST) -> Callable[[], None]:
    def change() -> None:
        items[place] = value

    return change


def _remover(items: list, one: ast.AST) -> Callable[[], None]:
    return lambda: items.remove(one)


def _attribute(node: ast.AST, name: str, value: object) -> Callable[[], None]:
    return lambda: setattr(node, name, value)


def _unnegate(node: ast.UnaryOp) -> Callable[[], None]:
    """`not x` becomes `bool(x)`: written as `not not x`."""
    return lambda: setattr(node, "operand", ast.UnaryOp(ast.Not(), node.operand))
