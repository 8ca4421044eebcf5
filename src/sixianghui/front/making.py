"""From an answer of `app` to an entry: the headers that readers see, and the body in every encoding."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from sixianghui.front import headers as passing
from sixianghui.front import keeping
from sixianghui.front.encodings import compressible, encode
from sixianghui.front.entry import Entry

if TYPE_CHECKING:
    from sixianghui.front.engine import Engine

_SET_BY_ENTRY = frozenset({b"etag", b"date", b"vary", b"cache-control"})
#: Larger bodies are compressed outside the event loop.
_INLINE_BYTES = 16 * 1024


async def made_entry(
    engine: Engine,
    status: int,
    headers: list[tuple[bytes, bytes]],
    fields: dict[bytes, bytes],
    body: bytes,
    allowed: keeping.Permission,
) -> Entry:
    """What is kept of an answer. `fields` are its headers by lower-case name."""
    if not compressible(fields.get(b"content-type", b"")):
        bodies = {"identity": body}
    elif len(body) <= _INLINE_BYTES:
        bodies = encode(body)
    else:
        bodies = await asyncio.get_running_loop().run_in_executor(engine.executor, encode, body)
    lines = [
        *passing.to_client(headers, fields, _SET_BY_ENTRY),
        b"Cache-Control: " + fields.get(b"cache-control", keeping.BROWSER_DEFAULT) + b"\r\n",
        b"Vary: Accept-Encoding\r\n",
    ]
    return Entry(
        status,
        lines,
        bodies,
        tags=allowed.tags,
        expires=engine.clock() + allowed.seconds,
        tally=engine.metrics.tally("hit", status),
    )
