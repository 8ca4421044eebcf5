"""A pytest plugin: plants one fault before anything is imported. `MUTANT=sixianghui.polls.rules:12`."""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import os
import sys
from pathlib import Path
from types import ModuleType

from tests.mutation.faults import planted

NAME, _colon, NUMBER = os.environ.get("MUTANT", "").partition(":")


class _Planter(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds the one module and runs it with its fault."""

    def find_spec(
        self, name: str, path: object = None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if name != NAME:
            return None
        found = importlib.machinery.PathFinder.find_spec(name, path)  # type: ignore[arg-type]
        if found is None or found.origin is None:
            return None
        spec = importlib.machinery.ModuleSpec(name, self, origin=found.origin)
        spec.has_location = True
        return spec

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType | None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        assert module.__spec__ is not None
        path = Path(str(module.__spec__.origin))
        module.__file__ = str(path)
        exec(compile(planted(path, int(NUMBER)), str(path), "exec"), module.__dict__)


if NAME:
    assert NAME not in sys.modules, f"{NAME} was imported too soon"
    sys.meta_path.insert(0, _Planter())
