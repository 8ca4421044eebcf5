"""Which providers of identities are configured, as allauth wants to be told. Imports no Django."""

from __future__ import annotations

import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sixianghui.project.config import PREFIX, Config, ConfigError


@dataclass(frozen=True)
class _Way:
    """One provider: the setting with its identifier, and the other settings it takes (as allauth's app settings)."""

    id: str
    client: str
    needs: tuple[tuple[str, str], ...] = ()
    takes: tuple[tuple[str, str], ...] = ()


_WAYS = (
    _Way("oidc", "OIDC_CLIENT_ID", needs=(("issuer", "OIDC_ISSUER"),)),
    _Way(
        "wecom",
        "WECOM_CORP_ID",
        needs=(("agent_id", "WECOM_AGENT_ID"),),
        takes=(("base_url", "WECOM_BASE_URL"),),
    ),
    _Way("weixin", "WEIXIN_APP_ID", takes=(("base_url", "WEIXIN_BASE_URL"),)),
    _Way("weixin_inside", "WEIXIN_INSIDE_APP_ID", takes=(("base_url", "WEIXIN_BASE_URL"),)),
    _Way("dingtalk", "DINGTALK_CLIENT_ID", takes=(("base_url", "DINGTALK_BASE_URL"),)),
    _Way("feishu", "FEISHU_APP_ID", takes=(("base_url", "FEISHU_BASE_URL"),)),
)


def configured(config: Config) -> dict[str, Any]:
    """The configured providers with their secrets.

    Raises `ConfigError` with a sentence when one is half configured, or its secret is missing or open to all.
    """
    values, found = config.values, {}
    for way in _WAYS:
        wanted = [way.client, *(setting for _name, setting in way.needs)]
        missing = [name for name in wanted if not values[name]]
        if len(missing) == len(wanted):
            continue
        if missing:
            raise ConfigError(
                f"{'、'.join(PREFIX + name for name in wanted)} 要一起设置，还缺 {PREFIX}{missing[0]} / set all of them."
            )
        settings = {name: values[setting] for name, setting in (*way.needs, *way.takes) if values[setting]}
        app = {
            "client_id": values[way.client],
            "secret": _secret(values["PROVIDER_SECRETS"] or config.data / "secrets", way.id),
            "name": values["OIDC_NAME"] if way.id == "oidc" else way.id,
            "settings": settings,
        }
        found[way.id] = {"APPS": [app]}
    return found


def _secret(folder: Path, provider: str) -> str:
    path = folder / f"{provider}_secret"
    if not path.is_file():
        raise ConfigError(
            f"请把 {provider} 的密钥写进文件 {path} / the secret of {provider} is read from that file."
        )
    if path.stat().st_mode & (stat.S_IROTH | stat.S_IWOTH):
        raise ConfigError(f"密钥文件 {path} 谁都能读，请 chmod 600 / must not be open to everybody.")
    secret = path.read_text(encoding="utf-8").strip()
    if not secret:
        raise ConfigError(f"密钥文件 {path} 是空的 / is empty.")
    return secret
