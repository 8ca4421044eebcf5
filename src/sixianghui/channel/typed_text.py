"""What the editor's script sends of a paragraph, read before Wagtail makes HTML of it.

Wagtail trusts its own script: text of another shape ended in an error of ours, and lists a million deep in a minute's
work for one request. No Django here.
"""

from __future__ import annotations

import json
from typing import Any

#: As deep as the editor lets a list go.
DEEPEST = 4


def as_typed(sent: str) -> str:
    """The same text when it has the shape that the editor gives it; raises `ValueError` when not.

    Half of a letter of two halves, which a browser sends when somebody deletes the other, becomes the sign for it.
    """
    if not sent:
        return sent
    try:
        data = json.loads(sent)
    except RecursionError as error:
        raise ValueError("nested too deep") from error
    if data is None:
        return sent
    if not _is_text(data):
        raise ValueError("not what the editor sends")
    return _whole(sent, data)


def _is_text(data: Any) -> bool:
    if not isinstance(data, dict):
        return False
    entities, blocks = data.get("entityMap"), data.get("blocks")
    if not isinstance(entities, dict) or not isinstance(blocks, list):
        return False
    known = {str(key) for key in entities}
    return all(_is_entity(one) for one in entities.values()) and all(_is_block(one, known) for one in blocks)


def _is_entity(one: Any) -> bool:
    return isinstance(one, dict) and isinstance(one.get("type"), str) and isinstance(one.get("data"), dict)


def _is_block(one: Any, entities: set[str]) -> bool:
    return (
        isinstance(one, dict)
        and all(isinstance(one.get(name), str) for name in ("key", "text", "type"))
        and _is_count(one.get("depth", 0))
        and one.get("depth", 0) <= DEEPEST
        and _are_ranges(one.get("inlineStyleRanges"), "style", None)
        and _are_ranges(one.get("entityRanges"), "key", entities)
    )


def _are_ranges(ranges: Any, names: str, known: set[str] | None) -> bool:
    return isinstance(ranges, list) and all(
        isinstance(one, dict)
        and _is_count(one.get("offset"))
        and _is_count(one.get("length"))
        and (isinstance(one.get(names), str) if known is None else str(one.get(names)) in known)
        for one in ranges
    )


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _whole(sent: str, data: Any) -> str:
    if "\\ud" not in sent.lower():
        return sent
    text = json.dumps(data, ensure_ascii=False)
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
