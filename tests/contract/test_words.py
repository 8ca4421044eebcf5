"""Words that this product has no use for: no check-in duty, no points, no ranking, no watching."""

from __future__ import annotations

import ast
import re

import pytest
from django.apps import apps
from django.urls import get_resolver

from tests.contract.house import Code, all_code, all_templates, words_of
from tests.contract.test_urls import walk

#: Spelt in parts, so that a search for them finds only offenders.
FORBIDDEN = (
    ("points",), ("check", "in"), ("checkin",), ("str" + "eak",), ("str" + "eaks",), ("leader", "board"), ("leader" + "board",),
    ("ranking",), ("rankings",), ("online", "time"), ("badge", "level"), ("not", "logged", "in"),
)  # fmt: skip
#: CSS and SVG have their own `points`; attributes of drawings are not about people.
DRAWINGS = re.compile(r"<(?:polyline|polygon)\b[^>]*>", re.I)


def is_forbidden(identifier: str) -> bool:
    """Whether an identifier holds one of the words."""
    words = words_of(identifier)
    return any(
        tuple(words[start : start + len(phrase)]) == phrase
        for phrase in FORBIDDEN
        for start in range(len(words))
    )


def identifiers(code: Code) -> set[str]:
    """Names that a file defines: functions, classes, arguments, variables, attributes, keywords."""
    found: set[str] = set()
    for node in ast.walk(code.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.arg):
            found.add(node.arg)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        elif isinstance(node, ast.Attribute):
            found.add(node.attr)
        elif isinstance(node, ast.keyword) and node.arg:
            found.add(node.arg)
    return found | {code.file}


def test_code_when_it_names_things_then_without_forbidden_words() -> None:
    assert [
        f"{code.path}: {name}"
        for code in all_code()
        for name in sorted(identifiers(code))
        if is_forbidden(name)
    ] == []


def test_fields_and_columns_when_named_then_without_forbidden_words() -> None:
    ours = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith("sixianghui.")
    ]
    names = [
        name
        for model in ours
        for field in model._meta.get_fields()
        for name in (model._meta.db_table, field.name, getattr(field, "column", None) or "")
    ]
    assert [name for name in names if is_forbidden(name)] == []


def test_routes_when_named_then_without_forbidden_words() -> None:
    ours = [entry for entry in walk(get_resolver()) if entry.view.__module__.startswith("sixianghui.")]
    assert [entry.route for entry in ours if is_forbidden(f"{entry.route} {entry.name}")] == []


def test_templates_when_written_then_without_forbidden_words() -> None:
    assert [
        path for path, text in all_templates() if is_forbidden(DRAWINGS.sub("", f"{path} {_markup(text)}"))
    ] == []


def _markup(text: str) -> str:
    """The tags, variables and attributes of a template: words a reader sees are an editor's matter."""
    return " ".join(re.findall(r"<[^>]*>|\{[{%].*?[%}]\}", text, re.S))


@pytest.mark.parametrize(
    "name",
    ["reader_" + "points", "Leader" + "Board", "monthly" + "Ranking", "online" + "_time", "check" + "_in_at"],
)
def test_words_when_a_name_holds_one_then_it_is_found(name: str) -> None:
    assert is_forbidden(name)


@pytest.mark.parametrize("name", ["checking", "pointer", "online_and_timed", "endpoint", "rank_of_search"])
def test_words_when_a_name_only_resembles_one_then_it_is_not(name: str) -> None:
    assert not is_forbidden(name)
