"""Marks on views. They only say who may enter; `access` enforces them.

Every view in the URL conf carries exactly one mark, or `access` refuses it: default deny.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])
_MARK = "sixianghui_policy"


@dataclass(frozen=True)
class Policy:
    """Who may enter a view: everybody, anyone signed in, or whoever may do `action`."""

    action: str | None = None
    open: bool = False


OPEN = Policy(open=True)
SIGNED_IN = Policy()


def open_to_all(view: View) -> View:
    """Everybody may enter."""
    setattr(view, _MARK, OPEN)
    return view


def signed_in(view: View) -> View:
    """Anyone who is signed in may enter; what they find there is their own."""
    setattr(view, _MARK, SIGNED_IN)
    return view


def requires(action: str) -> Callable[[View], View]:
    """Only who may do `action` (a name such as `unit:edit`) may enter."""

    def mark(view: View) -> View:
        setattr(view, _MARK, Policy(action=str(action)))
        return view

    return mark


def policy_of(view: Any) -> Policy | None:
    """The mark on a view function, or on the class behind it; None when nobody set one."""
    found = getattr(view, _MARK, None) or getattr(getattr(view, "view_class", None), _MARK, None)
    return found if isinstance(found, Policy) else None
