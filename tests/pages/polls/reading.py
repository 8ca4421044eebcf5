"""Pages as a reader reads them."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client
from django.utils.html import strip_tags


def words(page: Any) -> str:
    """The words of a page's main part, with single spaces."""
    html = page.content.decode()
    main = html[html.index("<main") : html.index("</main>")]
    return re.sub(r"\s+", " ", strip_tags(main.replace("><", "> <"))).strip()


def read(path: str) -> str:
    """What anybody reads there."""
    return words(Client().get(path))
