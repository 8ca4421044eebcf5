"""Which headers pass through the front, in both directions. Pure."""

from __future__ import annotations

from sixianghui.common import wire
from sixianghui.front.config import Network, networks, within
from sixianghui.front.request import Request, normal_host

HOP_BY_HOP = frozenset(
    {
        b"connection",
        b"keep-alive",
        b"proxy-authenticate",
        b"proxy-authorization",
        b"proxy-connection",
        b"te",
        b"trailer",
        b"transfer-encoding",
        b"upgrade",
    }
)
_OURS = wire.PREFIX.lower().encode("ascii")
#: Written by the front itself, whatever a client says.
_REWRITTEN = frozenset({b"host", b"content-length", b"expect", b"x-request-id"})
_CONDITIONS = frozenset(
    {
        b"if-none-match",
        b"if-modified-since",
        b"if-match",
        b"if-unmodified-since",
        b"if-range",
        b"range",
        b"accept-encoding",
    }
)
_EVERYTHING = networks("0.0.0.0/0", "::/0")
_SAID_BY_PROXIES = (b"x-forwarded-", b"x-real-ip", b"forwarded", b"x-client-ip", b"x-cluster-client-ip")


def named_by_connection(fields: dict[bytes, bytes]) -> set[bytes]:
    """Headers that `Connection` declares to be of this hop only."""
    return {word.strip().lower() for word in fields.get(b"connection", b"").split(b",")}


def merged(headers: list[tuple[bytes, bytes]]) -> dict[bytes, bytes]:
    """By lower-case name; several of one name are joined by commas."""
    fields: dict[bytes, bytes] = {}
    for name, value in headers:
        key = name.lower()
        fields[key] = fields[key] + b", " + value if key in fields else value
    return fields


def to_app(
    request: Request, request_id: str, *, trusted: bool, whole: bool, as_nobody: bool = False
) -> bytes:
    """The head that `app` gets. `whole`: without conditions, ranges and encodings, for an answer to keep.
    `as_nobody`: without cookies.
    """
    this_hop = named_by_connection(request.fields) | HOP_BY_HOP | _REWRITTEN
    if as_nobody:
        this_hop = this_hop | {b"cookie"}
    lines = [request.method + b" " + request.target + b" HTTP/1.1\r\n"]
    if request.host:
        # As pages are kept: addresses in an answer are the same however somebody wrote the host.
        lines.append(b"Host: " + normal_host(request.host, request.scheme) + b"\r\n")
    for name, value in request.headers:
        key = name.lower()
        if key in this_hop or b"_" in key or key.startswith(_OURS) or (whole and key in _CONDITIONS):
            continue
        if not trusted and key.startswith(_SAID_BY_PROXIES):
            continue
        lines.append(name + b": " + value + b"\r\n")
    if request.has_body or request.method in (b"POST", b"PUT", b"PATCH"):
        lines.append(b"Content-Length: %d\r\n" % (request.body.size if request.body else 0))
    lines.append(
        f"{wire.CLIENT}: {request.client}\r\n"
        f"{wire.SCHEME}: {request.scheme.decode('ascii')}\r\n"
        f"X-Request-Id: {request_id}\r\n\r\n".encode("ascii")
    )
    return b"".join(lines)


def to_client(
    headers: list[tuple[bytes, bytes]], fields: dict[bytes, bytes], drop: frozenset[bytes] = frozenset()
) -> list[bytes]:
    """The lines of an answer of `app` that a client sees, without framing and without those in `drop`."""
    this_hop = named_by_connection(fields) | HOP_BY_HOP | drop | {b"server", b"via", b"content-length"}
    return [
        name + b": " + value + b"\r\n"
        for name, value in headers
        if name.lower() not in this_hop and not name.lower().startswith(_OURS)
    ]


def client_address(peer: str, forwarded_for: bytes, trusted: tuple[Network, ...]) -> str:
    """The client's address: the last one in the chain that is not a trusted proxy's.

    Without trusted proxies it is the peer's, whatever a header claims.
    """
    if not within(peer, trusted):
        return peer
    address = peer
    for hop in reversed(forwarded_for.decode("latin-1").split(",")):
        candidate = _without_port(hop.strip())
        if not _is_address(candidate):
            return address
        address = candidate
        if not within(address, trusted):
            return address
    return address


def _without_port(hop: str) -> str:
    if hop.startswith("["):
        return hop[1:].partition("]")[0]
    return hop.partition(":")[0] if hop.count(":") == 1 else hop


def _is_address(text: str) -> bool:
    return within(text, _EVERYTHING)


def client_scheme(own: bytes, forwarded_proto: bytes) -> bytes:
    """`http` or `https`, as a trusted proxy says; otherwise our own."""
    said = forwarded_proto.strip().lower()
    return said if said in (b"http", b"https") else own
