"""The question who may listen, put to `app` by the front itself for streams that are open already."""

from __future__ import annotations

import os

from sixianghui.front import headers as passing
from sixianghui.front.errand import Errand
from sixianghui.front.permits import Permit, target_of
from sixianghui.front.pool import Pool
from sixianghui.front.request import Request


async def ask_about(permit: Permit, pool: Pool) -> dict[bytes, bytes] | None:
    """The question that the first client of a permit asked: the headers of a friendly answer, no headers for any other;
    None when there is no answer to be had. The page is of no interest.
    """
    site, topics, cookies = permit.key
    request = Request(0)
    request.parser = None
    request.scheme, _, request.host = site.rstrip(b" ").partition(b"://")
    request.method = b"GET"
    request.target = target_of(topics)
    request.headers = [(b"Cookie", cookies)] if cookies else []
    request.client = permit.client
    reply = await Errand(passing.to_app(request, os.urandom(8).hex(), trusted=False, whole=False)).put(pool)
    if reply is None or reply.status >= 500:
        return None
    return reply.fields if reply.status == 200 else {}
