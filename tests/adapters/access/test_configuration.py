"""A provider is on when its settings and its secret are there, and half configured it stops the start."""

from __future__ import annotations

from pathlib import Path

import pytest

from sixianghui.project import config
from sixianghui.project.providers import configured

WECOM = {"WECOM_CORP_ID": "ww1", "WECOM_AGENT_ID": "1000002"}


def read(folder: Path, **values: str) -> dict[str, object]:
    environ = {f"SIXIANGHUI_{name}": value for name, value in values.items()}
    return configured(config.load({"SIXIANGHUI_DATA": str(folder), **environ}))


def keep(folder: Path, name: str, text: str = "a secret\n", mode: int = 0o600) -> Path:
    (folder / "secrets").mkdir(exist_ok=True)
    path = folder / "secrets" / name
    path.write_text(text)
    path.chmod(mode)
    return path


def test_providers_when_nothing_is_set_then_all_are_off(tmp_path: Path) -> None:
    keep(tmp_path, "wecom_secret")
    assert read(tmp_path) == {}


def test_provider_when_set_with_its_secret_then_is_on(tmp_path: Path) -> None:
    keep(tmp_path, "wecom_secret")
    assert read(tmp_path, **WECOM, WECOM_BASE_URL="https://wx.gov.example") == {
        "wecom": {
            "APPS": [
                {
                    "client_id": "ww1",
                    "secret": "a secret",
                    "name": "wecom",
                    "settings": {"agent_id": "1000002", "base_url": "https://wx.gov.example"},
                }
            ]
        }
    }


def test_secret_when_kept_in_another_folder_then_is_read_there(tmp_path: Path) -> None:
    path = keep(tmp_path, "feishu_secret")
    found = read(tmp_path / "data", FEISHU_APP_ID="cli_1", PROVIDER_SECRETS=str(path.parent))
    assert list(found) == ["feishu"]


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({"WECOM_CORP_ID": "ww1"}, "SIXIANGHUI_WECOM_AGENT_ID"),
        ({"WECOM_AGENT_ID": "1"}, "SIXIANGHUI_WECOM_CORP_ID"),
        ({"OIDC_CLIENT_ID": "x"}, "SIXIANGHUI_OIDC_ISSUER"),
        ({"OIDC_ISSUER": "https://id.gov.example"}, "SIXIANGHUI_OIDC_CLIENT_ID"),
        ({"DINGTALK_CLIENT_ID": "x"}, "dingtalk_secret"),
    ],
)
def test_provider_when_half_configured_then_the_start_says_what_is_missing(
    tmp_path: Path, values: dict[str, str], named: str
) -> None:
    with pytest.raises(config.ConfigError, match=named):
        read(tmp_path, **values)


@pytest.mark.parametrize(
    ("text", "mode"),
    [("a secret", 0o604), ("a secret", 0o666), ("  \n", 0o600)],
    ids=["read", "write", "empty"],
)
def test_secret_when_open_to_everybody_or_empty_then_the_start_refuses_without_showing_it(
    tmp_path: Path, text: str, mode: int
) -> None:
    keep(tmp_path, "wecom_secret", text, mode)
    with pytest.raises(config.ConfigError) as said:
        read(tmp_path, **WECOM)
    assert "a secret" not in str(said.value)


@pytest.mark.parametrize(
    "address",
    [
        "http://id.gov.example", "http://10.0.0.1", "ftp://id.gov.example", "https://", "id.gov.example",
        "https://someone@id.gov.example", "https://id.gov.example/?a=b", "https://id.gov.example/#a", "file:///etc",
    ],
)  # fmt: skip
def test_address_when_it_is_not_plain_https_then_the_start_refuses(tmp_path: Path, address: str) -> None:
    keep(tmp_path, "oidc_secret")
    with pytest.raises(config.ConfigError, match="SIXIANGHUI_OIDC_ISSUER"):
        read(tmp_path, OIDC_ISSUER=address, OIDC_CLIENT_ID="x")


@pytest.mark.parametrize(
    "address",
    ["https://id.gov.example/realms/party", "http://127.0.0.1:9000", "http://localhost:1", "http://[::1]:1"],
)
def test_address_when_https_or_on_this_machine_then_is_taken(tmp_path: Path, address: str) -> None:
    keep(tmp_path, "oidc_secret")
    assert list(read(tmp_path, OIDC_ISSUER=address, OIDC_CLIENT_ID="x")) == ["oidc"]
