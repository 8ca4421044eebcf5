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
#: Why an address that looks right is taken apart wrongly.
_SIGNS_ZH = "用户名、口令、库名里的“/?#@[]%”要一个个写成 %2F、%3F、%23、%40、%5B、%5D、%25"
_SIGNS_EN = "in user, password and name write %2F, %3F, %23, %40, %5B, %5D, %25 for /?#@[]%"


def parsed(url: str) -> dict[str, Any]:
    """`postgresql://user:password@host:port,host2:port2/name?sslmode=…` as Django describes a database.

    Raises `ValueError` with a sentence for an address that says what would not be heeded.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        raise ValueError(_said("地址读不懂", "cannot read this address")) from None
    who, _at, where = parts.netloc.rpartition("@")
    user, _colon, password = who.partition(":")
    hosts = [_host(one) for one in where.split(",")] if where else []
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    if options.keys() - PARAMETERS.keys():
        raise ValueError(
            _said(f"“?”后面只能是 {'、'.join(PARAMETERS)}", f"after ? only {', '.join(PARAMETERS)}")
        )
    name = parts.path.lstrip("/")
    if not name or "/" in name or "@" in name or parts.fragment:
        raise ValueError(
            _said("要写明库名：postgresql://主机/库名", "name the database: postgresql://host/name")
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(name),
        "USER": unquote(user),
        "PASSWORD": unquote(password),
        "HOST": ",".join(host for host, _port in hosts),
        "PORT": ",".join(port for _host, port in hosts) if any(port for _host, port in hosts) else "",
        "OPTIONS": options,
    }


def _host(text: str) -> tuple[str, str]:
    """Host and port of one of the servers; an address of IPv6 stands in brackets."""
    try:
        one = urlsplit(f"//{text}")
        return unquote(one.hostname or ""), str(one.port or "")
    except ValueError:
        raise ValueError(_said("主机和端口读不懂", "cannot read host and port")) from None


def _said(zh: str, en: str) -> str:
    """A sentence that quotes nothing of the address: where it was taken apart wrongly, any part may be the password."""
    return f"{zh}；{_SIGNS_ZH} / {en}; {_SIGNS_EN}"
