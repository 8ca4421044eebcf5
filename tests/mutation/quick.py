"""A pytest plugin: every fault of some modules, each in a fork of one session in which the tests are collected once.

`QUICK=sixianghui.polls.rules python -m pytest -p tests.mutation.quick tests/unit/polls/test_rules.py` prints the faults that
these tests do not notice; `QUICK=sixianghui.polls.rules:3:12` plants only those two. What the module has made at its import (functions, methods, plain values, also where others
took them from it) is changed in place; what others computed from a value at their own import is not, so a fault that is
missed here may still be noticed by `tests.mutation.run`, which imports everything anew and takes ten times as long.
"""

from __future__ import annotations

import ast
import contextlib
import functools
import importlib
import os
import resource
import sys
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from _pytest.main import pytest_runtestloop as run_tests

from tests.mutation.faults import SOURCES, faults_in, planted

#: Seconds of work after which a fork never ends: with the faults of a whole module none comes near it.
_LONGEST = 180


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool:
    """Instead of the tests once: once for each fault, until one fails."""
    session.config.option.maxfail = 1
    planted_ones = missed = 0
    for named in os.environ["QUICK"].split(","):
        name, *numbers = named.split(":")
        path = SOURCES.joinpath(*name.split(".")).with_suffix(".py")
        whole = ast.parse(path.read_text(encoding="utf-8"))
        if _fails(session, functools.partial(_plant, name, whole, path)):
            raise pytest.UsageError(f"the tests fail with {name} as it is")
        for fault in faults_in(path):
            if numbers and str(fault.number) not in numbers:
                continue
            planted_ones += 1
            if not _fails(session, functools.partial(_plant, name, planted(path, fault.number), path)):
                missed += 1
                sys.__stdout__.write(f"MISSED {name}:{fault.line} {fault.what} (#{fault.number})\n")
    sys.__stdout__.write(f"{planted_ones} planted, {missed} missed\n")
    return True


def _fails(session: pytest.Session, plant: Callable[[], None]) -> bool:
    """Whether a test fails in a fork in which this was planted."""
    sys.__stdout__.flush()
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1] != 0
    failed = True
    try:
        resource.setrlimit(resource.RLIMIT_CPU, (_LONGEST, _LONGEST))
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        session.config.get_terminal_writer()._file = Path(os.devnull).open("w")  # noqa: SIM115
        plant()
        with contextlib.suppress(session.Failed):
            run_tests(session)
        failed = session.testsfailed > 0
    finally:
        os._exit(failed)


def _plant(name: str, tree: ast.Module, path: Path) -> None:
    """Run the changed module beside the real one and put what differs into that."""
    real = importlib.import_module(name)
    fresh = types.ModuleType(name)
    fresh.__file__ = str(path)
    sys.modules[name] = fresh
    try:
        exec(compile(tree, str(path), "exec"), fresh.__dict__)
    finally:
        sys.modules[name] = real
    for key, new in vars(fresh).items():
        old = vars(real).get(key)
        if key.startswith("__") or old is None or isinstance(new, types.ModuleType):
            continue
        if isinstance(new, (types.FunctionType, type)):
            if new.__module__ == name:
                _change(old, new)
        elif old != new and repr(old) != repr(
            new
        ):  # a value of a class of the module's own equals none of the other's
            _replace(key, old, new)


def _change(old: Any, new: Any) -> None:
    """Give a function, or each method of a class, its new body."""
    if isinstance(old, type):
        for key, method in vars(new).items():
            before, after = _function(vars(old).get(key)), _function(method)
            if (
                before is not None
                and after is not None
                and before.__code__.co_freevars == after.__code__.co_freevars
            ):
                _change(before, after)
        return
    old.__code__, old.__defaults__, old.__kwdefaults__ = new.__code__, new.__defaults__, new.__kwdefaults__


def _function(member: Any) -> types.FunctionType | None:
    for name in ("fget", "__func__", "func"):
        member = getattr(member, name, None) or member
    return member if isinstance(member, types.FunctionType) else None


def _replace(key: str, old: Any, new: Any) -> None:
    """A value of the module, also in the modules that took it from there."""
    if type(old).__qualname__ == type(new).__qualname__ and type(old) is not type(new):
        object.__setattr__(new, "__class__", type(old))
    for module in list(sys.modules.values()):
        ours = getattr(module, "__name__", "").startswith(("sixianghui", "tests"))
        if ours and vars(module).get(key) is old:
            setattr(module, key, new)
