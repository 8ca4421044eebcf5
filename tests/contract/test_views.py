"""Views and forms reach objects only through queries, and never let a reader name a column."""

from __future__ import annotations

import ast

from tests.contract.house import Code, all_code, dotted

MANAGERS = {"objects", "_default_manager", "_base_manager"}
FROM_THE_READER = {"request", "GET", "POST", "data", "cleaned_data", "params", "kwargs", "query"}
SORTING = {
    "order_by",
    "distinct",
    "values",
    "values_list",
    "only",
    "defer",
    "annotate",
    "alias",
    "latest",
    "earliest",
}
NARROWING = {
    "filter",
    "exclude",
    "get",
    "aggregate",
    "get_or_create",
    "update_or_create",
    "annotate",
    "alias",
}


def managers_used(code: Code) -> list[str]:
    """`.objects` in a view or a form."""
    if code.file not in {"views", "forms"}:
        return []
    return [
        f"{code.path}:{node.lineno} {dotted(node)}"
        for node in ast.walk(code.tree)
        if isinstance(node, ast.Attribute) and node.attr in MANAGERS
    ]


def columns_named_by_readers(code: Code) -> list[str]:
    """`order_by(request.GET[…])`, `filter(**request.GET)` and the like."""
    found = []
    for node in ast.walk(code.tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        suspects: list[ast.expr] = []
        if node.func.attr in SORTING:
            suspects += node.args
        if node.func.attr in NARROWING:
            suspects += [keyword.value for keyword in node.keywords if keyword.arg is None]
        if any(_from_reader(one) for one in suspects):
            found.append(f"{code.path}:{node.lineno} {node.func.attr}")
    return found


def _from_reader(expression: ast.expr) -> bool:
    return any(
        (isinstance(node, ast.Name) and node.id in FROM_THE_READER)
        or (isinstance(node, ast.Attribute) and node.attr in FROM_THE_READER)
        for node in ast.walk(expression)
    )


def test_views_and_forms_when_they_need_objects_then_ask_queries() -> None:
    assert [use for code in all_code() for use in managers_used(code)] == []


def test_queries_when_they_sort_or_narrow_then_by_names_of_our_own() -> None:
    assert [use for code in all_code() for use in columns_named_by_readers(code)] == []


def test_views_when_one_uses_a_manager_or_a_readers_column_then_is_found() -> None:
    view = Code(
        "directory/views.py",
        "def units(request):\n"
        "    a = Unit.objects.all()\n"
        "    b = a.order_by(request.GET['sort'])\n"
        "    c = a.filter(**request.GET.dict())\n"
        "    return a.filter(name=request.GET['q']).order_by('name')\n",
    )
    assert managers_used(view) == ["directory/views.py:2 Unit.objects"]
    assert columns_named_by_readers(view) == ["directory/views.py:3 order_by", "directory/views.py:4 filter"]
    assert managers_used(Code("directory/queries.py", view.text)) == []
