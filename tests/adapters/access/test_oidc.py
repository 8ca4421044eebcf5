"""OpenID Connect against a real provider in a process of its own, honest and lying."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.test import Client

from sixianghui.access.commands import identities
from sixianghui.access.models import Account
from sixianghui.audit.public import AuditEvent
from sixianghui.project import config
from sixianghui.project.providers import configured
from tests.adapters.access.conftest import Sentinel, Traveller
from tests.adapters.access.issuer import CLIENT, NAME, PASSWORD, SECRET
from tests.adapters.access.stand_in import StandIn
from tests.factories import an_account

pytestmark = pytest.mark.django_db
REFUSED = "市委统一身份没有认可这一次登录，请再试一次，或者用密码登录。"
DOWN = "市委统一身份现在连不上。请先用密码登录，或者过一会儿再试。"


@dataclass
class Issuer:
    """The running provider, and the browser session of Zhang there."""

    address: str
    folder: Path
    browser: httpx.Client

    def lies(self, **lie: Any) -> None:
        """From now on its answers are changed like this; without arguments it is honest."""
        (self.folder / "lie.json").write_text(json.dumps(lie))

    def agree(self, address: str) -> str:
        """Zhang opens the provider's page, signs in if need be, and is sent back."""
        answer = self.browser.get(address)
        if "/accounts/login/" in answer.headers.get("Location", ""):
            door = self.address + answer.headers["Location"]
            token = re.search(r'csrfmiddlewaretoken" value="([^"]+)', self.browser.get(door).text)
            assert token is not None
            typed = {"login": NAME, "password": PASSWORD, "csrfmiddlewaretoken": token[1]}
            answer = self.browser.post(door, data=typed, headers={"Referer": door})
            answer = self.browser.get(self.address + answer.headers["Location"])
        assert answer.status_code == 302, answer.text
        return answer.headers["Location"]


@pytest.fixture(scope="module")
def running_issuer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Issuer]:
    folder = tmp_path_factory.mktemp("issuer")
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.adapters.access.issuer", str(folder)],
        cwd=Path(__file__).resolve().parents[3], stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    address = process.stdout.readline().strip()
    with httpx.Client(trust_env=False) as browser:
        yield Issuer(address, folder, browser)
    process.terminate()
    process.wait(10)


@pytest.fixture
def issuer(running_issuer: Issuer, tmp_path: Path, settings: Any) -> Issuer:
    """The issuer, honest, and configured here."""
    running_issuer.lies()
    (tmp_path / "oidc_secret").write_text(SECRET)
    (tmp_path / "oidc_secret").chmod(0o600)
    settings.SOCIALACCOUNT_PROVIDERS = configured(
        config.load(
            {
                "SIXIANGHUI_DATA": str(tmp_path),
                "SIXIANGHUI_PROVIDER_SECRETS": str(tmp_path),
                "SIXIANGHUI_OIDC_ISSUER": running_issuer.address,
                "SIXIANGHUI_OIDC_CLIENT_ID": CLIENT,
                "SIXIANGHUI_OIDC_NAME": "市委统一身份",
            }
        )
    )
    return running_issuer


@pytest.fixture
def zhang(issuer: Issuer) -> Account:
    account = an_account()
    identities.connect_identity(account, "oidc", f"{issuer.address} 1")
    return account


@pytest.fixture
def traveller(client: Client, issuer: Issuer) -> Traveller:
    return Traveller(client, StandIn())


def test_oidc_when_the_issuer_is_honest_then_its_person_signs_in(
    traveller: Traveller, issuer: Issuer, zhang: Account
) -> None:
    address = traveller.set_out("oidc")
    assert re.search(r"nonce=[\w-]{43}&.*code_challenge=[\w-]{43}&code_challenge_method=S256", address)
    answer = traveller.come_back(issuer.agree(address))
    assert (answer["Location"], traveller.who) == ("/week/", zhang.pk)
    assert AuditEvent.objects.order_by("-seq")[0].detail == '{"by":"oidc"}'


def test_oidc_when_nobody_here_is_linked_then_it_says_so_by_the_issuers_name(
    traveller: Traveller, issuer: Issuer
) -> None:
    traveller.come_back(issuer.agree(traveller.set_out("oidc")))
    assert traveller.who is None
    assert traveller.told()[0].startswith("这个市委统一身份还没有连到账号。")


def test_oidc_when_the_liar_changes_nothing_then_its_signature_is_good(
    traveller: Traveller, issuer: Issuer, zhang: Account
) -> None:
    """The control of the lies: signing anew with the issuer's key is not what is refused."""
    issuer.lies(sign="own key", claims={"something": "else"})
    traveller.come_back(issuer.agree(traveller.set_out("oidc")))
    assert traveller.who == zhang.pk


LIES: dict[str, dict[str, Any]] = {
    "signed with another key": {"sign": "other key"},
    "signed with a key nobody published": {"sign": "unknown key"},
    "signed with the secret we share": {"sign": "our secret"},
    "not signed": {"sign": "nothing"},
    "other claims under the honest signature": {"sign": "honest"},
    "for another audience": {"claims": {"aud": "another-client"}},
    "for no audience": {"claims": {"aud": None}},
    "for several, handed to another": {
        "claims": {"aud": [CLIENT, "another-client"], "azp": "another-client"}
    },
    "for another trip": {"claims": {"nonce": "another-trip"}},
    "for no trip": {"claims": {"nonce": None}},
    "of another issuer": {"claims": {"iss": "https://elsewhere.example"}},
    "of nobody": {"claims": {"sub": None}},
    "expired": {"late": 120},
    "without an end": {"claims": {"exp": None}},
    "not yet": {"claims": {"nbf": 4_000_000_000}},
    "no token": {"token": None},
    "a number": {"token": 7},
    "no token at all": {"token": "a.b.c"},
}


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES.keys())
def test_oidc_when_the_token_lies_then_is_refused(
    traveller: Traveller, issuer: Issuer, zhang: Account, lie: dict[str, Any]
) -> None:
    issuer.lies(**lie)
    traveller.come_back(issuer.agree(traveller.set_out("oidc")))
    assert (traveller.who, traveller.told()) == (None, [REFUSED])


def test_oidc_when_the_token_ended_within_the_clocks_difference_then_it_counts(
    traveller: Traveller, issuer: Issuer, zhang: Account
) -> None:
    """The control of `expired`: the same lie, told a little less."""
    issuer.lies(late=20)
    traveller.come_back(issuer.agree(traveller.set_out("oidc")))
    assert traveller.who == zhang.pk


def test_oidc_when_a_code_is_brought_to_another_trip_then_is_refused(
    traveller: Traveller, issuer: Issuer, zhang: Account
) -> None:
    stolen = issuer.agree(traveller.set_out("oidc")).split("code=")[1].split("&")[0]
    state = traveller.set_out("oidc").split("state=")[1].split("&")[0]
    traveller.client.get("/sign-in/by/oidc/back/", {"code": stolen, "state": state})
    assert (traveller.who, traveller.told()) == (None, [REFUSED])


@pytest.mark.parametrize(
    "claims",
    [
        {"token_endpoint": "http://127.1:{port}/token"},
        {"token_endpoint": "http://[::1]:{port}/token"},
        {"token_endpoint": "http://2130706433:{port}/token"},
        {"jwks_uri": "http://localhost:{port}/keys"},
        {"jwks_uri": "{issuer}@127.0.0.1:{port}/keys"},
        {"jwks_uri": "file:///etc/passwd"},
        {"jwks_uri": None},
    ],
    ids=str,
)
def test_oidc_when_the_configuration_leads_elsewhere_then_nobody_is_asked_there(
    traveller: Traveller, issuer: Issuer, zhang: Account, sentinel: Sentinel, claims: dict[str, Any]
) -> None:
    back = issuer.agree(traveller.set_out("oidc"))
    issuer.lies(
        configuration={
            name: value and value.format(port=sentinel.port, issuer=issuer.address)
            for name, value in claims.items()
        }
    )
    traveller.come_back(back)
    assert (traveller.who, sentinel.callers) == (None, [])
    assert traveller.told() == [DOWN]


@pytest.mark.parametrize(
    "configuration",
    [
        {"issuer": "https://elsewhere.example"},
        {"authorization_endpoint": "https://elsewhere.example/authorize"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"authorization_endpoint": None},
    ],
    ids=str,
)
def test_oidc_when_the_configuration_is_anothers_then_nobody_is_sent_anywhere(
    traveller: Traveller, issuer: Issuer, configuration: dict[str, Any]
) -> None:
    issuer.lies(configuration=configuration)
    assert traveller.press("oidc")["Location"] == "/sign-in/"
    assert traveller.told() == [DOWN]


def test_oidc_when_the_issuer_takes_the_secret_as_basic_then_so_it_gets_it(
    traveller: Traveller, issuer: Issuer, zhang: Account
) -> None:
    issuer.lies(configuration={"token_endpoint_auth_methods_supported": ["client_secret_basic"]})
    traveller.come_back(issuer.agree(traveller.set_out("oidc")))
    assert traveller.who == zhang.pk


def test_oidc_when_the_issuer_is_not_there_then_says_so(
    traveller: Traveller, issuer: Issuer, settings: Any
) -> None:
    settings.SOCIALACCOUNT_PROVIDERS["oidc"]["APPS"][0]["settings"]["issuer"] = "http://127.0.0.1:9"
    assert traveller.press("oidc")["Location"] == "/sign-in/"
    assert traveller.told() == [DOWN]
