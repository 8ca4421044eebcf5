"""PostgreSQL as its addresses say where it is, and what its connections are told. Knows no driver."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

#: What whoever may take long says on connecting: schema changes, copies of the whole. It waits half a minute for a lock.
UNHURRIED = "-c statement_timeout=0 -c lock_timeout=30s -c idle_in_transaction_session_timeout=0"
#: What an address may say after its `?`, by the variable that PostgreSQL's own programs read it from.
PARAMETERS = {
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
    "target_session_attrs": "PGTARGETSESSIONATTRS",
}


def parsed(url: str) -> dict[str, Any]:
    """`postgresql://user:password@host:port,host2:port2/name?sslmode=…` as Django describes a database.

    Raises `ValueError` with a sentence for an address that says what would not be heeded.
    """
    parts = urlsplit(url)
    who, _at, where = parts.netloc.rpartition("@")
    user, _colon, password = who.partition(":")
    hosts = [_host(one) for one in where.split(",")] if where else []
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    for name in options:
        if name not in PARAMETERS:
            raise ValueError(
                f"“?{name}=”认不得，只能是 {'、'.join(PARAMETERS)} / after ? only {', '.join(PARAMETERS)}"
            )
    name = unquote(parts.path.lstrip("/"))
    if not name or parts.fragment:
        raise ValueError("要写明库名：postgresql://主机/库名 / name the database: postgresql://host/name")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(user),
        "PASSWORD": unquote(password),
        "HOST": ",".join(host for host, _port in hosts),
        "PORT": ",".join(port for _host, port in hosts) if any(port for _host, port in hosts) else "",
        "OPTIONS": options,
    }


def _host(text: str) -> tuple[str, str]:
    """Host and port of one of the servers; an address of IPv6 stands in brackets."""
    one = urlsplit(f"//{text}")
    try:
        return unquote(one.hostname or ""), str(one.port or "")
    except ValueError as error:
        raise ValueError(f"“{text}”不像主机和端口 / no host and port") from error
