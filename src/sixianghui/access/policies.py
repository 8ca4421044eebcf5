"""Which policy holds for a view: its own mark, or the table for views that are not ours."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from sixianghui.common.policy import OPEN, Policy, policy_of

#: Who is who, who may what, which site and which steps of review there are is never edited on Wagtail's screens: posts,
#: `access` and the code of `channel` say it.
_NOBODY = Policy(action="nobody:enters")
#: Routes of other people's views, by the beginning of their route; the longest match wins. Wagtail asks for its own
#: permissions behind this; those groups are derived from posts.
#: Wagtail's own sign-in screens are behind ours, which alone counts failures; nobody may use the one for readers.
OTHERS: dict[str, Policy] = {
    "cms/": Policy(action="cms:enter"),
    **dict.fromkeys(
        (
            "_util/login/",
            "cms/users/",
            "cms/groups/",
            "cms/sites/",
            "cms/workflows/",
            "cms/password_reset/",
            "cms/failwhale/",
            "cms/test404/",
            # Doors that no screen of ours leads to: Wagtail's interface for programs may list pages, not change them;
            # no page is an alias or private, no picture has an address of its own making, nothing is embedded.
            "cms/api/main/pages/<int:pk>/action/",
            "cms/api/main/documents/",
            "cms/api/main/images/",
            "cms/collections/",
            "cms/embeds/",
            "cms/images/<int:image_id>/generate_url/",
            "cms/pages/<int:page_id>/convert_alias/",
            "cms/pages/<int:page_id>/privacy/",
            "documents/authenticate_with_password/",
        ),
        _NOBODY,
    ),
    "cms/logout/": OPEN,
    "documents/": OPEN,
    "images/": OPEN,
    "": OPEN,
}
_WAGTAIL_PAGES = {"wagtail.views"}


def policy_for(view: Any, route: str) -> Policy | None:
    """The policy of a view at a route, or None: nobody may enter."""
    mark = policy_of(view)
    if mark is not None:
        return mark
    module = getattr(view, "__module__", "") or ""
    if module.startswith("sixianghui."):
        return None
    # A pattern inside another may begin with ^, which Django leaves out of the route it has found.
    route = route.replace("^", "")
    language, _, rest = route.partition("/")
    if language in dict(settings.LANGUAGES):
        route = rest
    found = max((start for start in OTHERS if start and route.startswith(start)), key=len, default="")
    if found:
        return OTHERS[found]
    return OPEN if module in _WAGTAIL_PAGES else None
