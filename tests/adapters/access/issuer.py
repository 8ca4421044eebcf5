"""A real OpenID provider (allauth's own) as a process of its own: discovery, sign-in page, codes, JWKS, signed tokens.

`python -m tests.adapters.access.issuer FOLDER` prints its address. Between it and us stands a liar that does nothing
until `FOLDER/lie.json` says what to change in an honest answer: that is how a dishonest or careless issuer is shown.
"""

from __future__ import annotations

import base64
import json
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "sixianghui", "issuer-secret-CANARY"
NAME, PASSWORD = "zhang", "a long enough secret"
CALLBACK = "http://testserver/sign-in/by/oidc/back/"
Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def _key() -> str:
    made = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return made.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()


def _configure(folder: Path, key: str) -> None:
    from django.conf import settings

    settings.configure(
        SECRET_KEY="not a secret: a test's issuer",
        ALLOWED_HOSTS=["127.0.0.1"],
        ROOT_URLCONF="tests.adapters.access.issuer_urls",
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": folder / "issuer.sqlite3"}},
        INSTALLED_APPS=[
            "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions",
            "django.contrib.messages", "allauth", "allauth.account", "allauth.idp.oidc",
        ],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            "allauth.account.middleware.AccountMiddleware",
        ],
        AUTHENTICATION_BACKENDS=["allauth.account.auth_backends.AuthenticationBackend"],
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "OPTIONS": {
                    "context_processors": [
                        "django.template.context_processors.request",
                        "django.contrib.messages.context_processors.messages",
                    ]
                },
            }
        ],
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        ACCOUNT_EMAIL_VERIFICATION="none",
        IDP_OIDC_PRIVATE_KEY=key,
        USE_TZ=True,
    )  # fmt: skip


class Liar:
    """Passes everything on, and changes what it is told to change."""

    def __init__(self, honest: Wsgi, folder: Path, key: str) -> None:
        self.honest, self.lie, self.key = honest, folder / "lie.json", key

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        lie = json.loads(self.lie.read_text()) if self.lie.exists() else {}
        path = environ["PATH_INFO"]
        if not lie or not path.endswith(("/token", "/openid-configuration", "/jwks.json")):
            return self.honest(environ, start)
        said: list[Any] = []
        body = b"".join(self.honest(environ, lambda *what: said.append(what)))
        answer = json.loads(body)
        if path.endswith("/openid-configuration"):
            answer |= lie.get("configuration", {})
        elif "id_token" in answer:
            answer["id_token"] = self._token(answer["id_token"], lie)
        octets = json.dumps(answer).encode()
        status, headers, *rest = said[0]
        kept = [(name, value) for name, value in headers if name.lower() != "content-length"]
        start(status, [*kept, ("Content-Length", str(len(octets)))], *rest)
        return [octets]

    def _token(self, token: str, lie: dict[str, Any]) -> Any:
        if "token" in lie:
            return lie["token"]
        header = jwt.get_unverified_header(token)
        claims = jwt.decode(token, options={"verify_signature": False}) | lie.get("claims", {})
        claims = {name: value for name, value in claims.items() if value is not None}
        if "late" in lie:
            claims |= {"iat": int(time.time()) - 7200, "exp": int(time.time()) - lie["late"]}
        sign = lie.get("sign", "own key")
        if sign == "own key":
            return jwt.encode(claims, self.key, "RS256", {"kid": header["kid"]})
        if sign == "other key":
            return jwt.encode(claims, _key(), "RS256", {"kid": header["kid"]})
        if sign == "unknown key":
            return jwt.encode(claims, _key(), "RS256", {"kid": "unknown"})
        if sign == "our secret":
            return jwt.encode(claims, SECRET + " padded to be long enough", "HS256", {"kid": header["kid"]})
        if sign == "nothing":
            return jwt.encode(claims, None, "none", {"kid": header["kid"]})
        # the honest signature under other claims
        head, _body, signature = token.split(".")
        changed = base64.urlsafe_b64encode(json.dumps({**claims, "sub": "999"}).encode()).rstrip(b"=")
        return f"{head}.{changed.decode()}.{signature}"


def main() -> None:
    """Serve until the process is ended."""
    folder, key = Path(sys.argv[1]), _key()
    _configure(folder, key)
    import django

    django.setup()
    from django.contrib.auth.hashers import make_password
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from django.core.wsgi import get_wsgi_application
    from waitress.server import create_server

    call_command("migrate", verbosity=0)
    User.objects.create_user(NAME, password=PASSWORD)
    from allauth.idp.oidc.models import Client

    Client.objects.create(
        id=CLIENT, name="思享汇", secret=make_password(SECRET), redirect_uris=CALLBACK, skip_consent=True,
        scopes="openid",
    )  # fmt: skip
    server: Any = create_server(
        Liar(get_wsgi_application(), folder, key), host="127.0.0.1", port=0, threads=2
    )
    print(f"http://127.0.0.1:{server.effective_port}", flush=True)
    server.run()


if __name__ == "__main__":
    main()
