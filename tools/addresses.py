"""Who may enter what: every address of the resolver, Wagtail's included, and the roles that its policy lets in.

The expected table is `docs/reference/addresses.md`: it is generated, committed and read by people in a review. The test
asks the running site and compares.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

from sixianghui.access.policies import policy_for
from sixianghui.access.posts import GRANTS, Post

NOBODY_SIGNED_IN = "anonymous"
#: Everybody on a roster is a member besides; whoever holds no post at all is the plain account.
PLAIN = "account"
ROLES = (NOBODY_SIGNED_IN, PLAIN, *(str(post) for post in Post))

#: What stands for each parameter. None of it exists, so that an allowed role gets a 404 and nothing happens.
_VALUES = {
    "int": "999999", "slug": "nobody", "str": "nobody", "path": "nobody", "uuid": "00000000-0000-4000-8000-000000000000",
    "ref": "n2b3d4y5n2b3d4y5n2b3",
    "stream": "n2b3d4y5n2b3d4y5n2b3", "playlist": "master", "film": "film.mp4", "piece": "n2b3d4y5n2b3d4y5n2b3.m4s",
}  # fmt: skip
_PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>")


@dataclass(frozen=True)
class Address:
    """One address: its route, a path that matches it, and the roles that may enter; `open`: everybody may."""

    route: str
    path: str
    open: bool
    roles: frozenset[str]


def addresses() -> Iterator[Address]:
    """Every address once, in the order of the resolver; the English ones are the same views."""
    known: set[str] = set()
    for pattern, route in _walk(get_resolver()):
        if route in known:
            continue
        known.add(route)
        policy = policy_for(pattern.callback, route)
        if policy is None:
            roles: frozenset[str] = frozenset()
        elif policy.open:
            roles = frozenset(ROLES)
        elif policy.action is None:
            roles = frozenset(ROLES) - {NOBODY_SIGNED_IN}
        else:
            roles = frozenset(str(post) for post in Post if _grants(post, policy.action))
        yield Address(route, _path(route), bool(policy and policy.open), roles)


def _grants(post: Post, action: str) -> bool:
    return any(grant.action == action for grant in GRANTS[post])


def _walk(resolver: URLResolver, before: str = "") -> Iterator[tuple[URLPattern, str]]:
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern, route)
        else:
            yield pattern, route


def _path(route: str) -> str:
    """A path that matches a route. Regular expressions are Wagtail's: numbers, names, and the tree of pages."""
    if "(" in route:
        route = re.sub(r"\(\?P<\w+>[^)]*\)|\(\\d\+\)", "999999", route)
        route = route.replace("((?:[\\w\\-]+/)*)", "nobody/").replace("(.*)", "nobody").replace("/?", "/")
        route = re.sub(r"\([^)]*\)", "nobody", route).replace("^", "").replace("$", "").replace("\\", "")
    return "/" + _PARAMETER.sub(lambda found: _VALUES.get(found[1] or "str", "nobody"), route).replace(
        "^", ""
    ).replace("$", "")


def written() -> str:
    """The table as a page for people: our own addresses one by one, Wagtail's desk and what is shut of it by part."""
    lines = ["| 地址 | 谁能进 |", "|---|---|"]
    desk = 0
    shut: dict[str, int] = {}
    for address in addresses():
        if address.route.startswith("cms/"):
            desk += 1
            if not address.roles:
                part = address.route.split("/")[1]
                shut[part] = shut.get(part, 0) + 1
            continue
        who = "所有人" if address.open else "、".join(_name(role) for role in ROLES if role in address.roles)
        if address.roles == frozenset(ROLES) - {NOBODY_SIGNED_IN}:
            who = "登录的人"
        elif address.roles == frozenset(map(str, Post)):
            who = "有职务或者在名册上的人"
        lines.append(f"| `/{address.route}` | {who or '没有人'} |")
    editors = "、".join(_name(str(post)) for post in Post if _grants(post, "cms:enter"))
    lines.append(f"| `/cms/…`（编辑台的 {desk} 个地址，退出和下面几行除外） | {editors} |")
    lines += [f"| `/cms/{part}/…`（{count} 个地址） | 没有人 |" for part, count in sorted(shut.items())]
    return "\n".join(lines) + "\n"


def _name(role: str) -> str:
    from sixianghui.access import words

    return str(words.POSTS[Post(role)]) if role in set(Post) else role
