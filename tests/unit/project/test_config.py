"""Settings are read once, and a wrong one stops the start with a sentence that names it."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from sixianghui.operations.databases import environ_of
from sixianghui.project.config import SETTINGS, ConfigError, load


def test_defaults_then_listen_on_this_machine_only_with_sqlite_in_the_data_folder(tmp_path: Path) -> None:
    config = load({"SIXIANGHUI_DATA": str(tmp_path)})
    assert (config.host, config.port) == ("127.0.0.1", 8000)
    assert config.database == {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(tmp_path / "sixianghui.sqlite3"),
    }


def test_setting_when_unknown_then_is_named_with_the_nearest_one() -> None:
    with pytest.raises(ConfigError, match="SIXIANGHUI_PROT.*SIXIANGHUI_PORT"):
        load({"SIXIANGHUI_PROT": "80"})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "eighty"),
        ("PORT", "70000"),
        ("APP_THREADS", "0"),
        ("TRUSTED_PROXIES", "10.0.0.0/33"),
        ("DATABASE_URL", "mysql://localhost/x"),
        ("LOG_LEVEL", "LOUD"),
    ],
)
def test_setting_when_malformed_then_is_named_with_its_value(name: str, value: str) -> None:
    with pytest.raises(ConfigError, match=f"SIXIANGHUI_{name}.*{value}"):
        load({f"SIXIANGHUI_{name}": value})


def test_certificate_without_a_key_then_stops_the_start(tmp_path: Path) -> None:
    certificate = tmp_path / "cert.pem"
    certificate.touch()
    with pytest.raises(ConfigError, match="TLS_KEY"):
        load({"SIXIANGHUI_TLS_CERT": str(certificate)})


def test_certificate_that_is_not_there_then_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="TLS_CERT"):
        load(
            {"SIXIANGHUI_TLS_CERT": str(tmp_path / "no.pem"), "SIXIANGHUI_TLS_KEY": str(tmp_path / "no.key")}
        )


def test_postgresql_url_then_becomes_djangos_description() -> None:
    config = load({"SIXIANGHUI_DATABASE_URL": "postgresql://me:p%40ss@db.example:5433/house"})
    assert config.database == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "house",
        "USER": "me",
        "PASSWORD": "p@ss",
        "HOST": "db.example",
        "PORT": "5433",
        "OPTIONS": {},
    }


def test_postgresql_url_when_it_names_two_servers_and_wants_tls_then_the_driver_and_pg_dump_are_told() -> (
    None
):
    url = "postgresql://me@db1,[2001:db8::7]:5433/house?sslmode=verify-full&target_session_attrs=read-write"
    database = load({"SIXIANGHUI_DATABASE_URL": url}).database
    assert (database["HOST"], database["PORT"]) == ("db1,2001:db8::7", ",5433")
    assert database["OPTIONS"] == {"sslmode": "verify-full", "target_session_attrs": "read-write"}
    told = environ_of(database, "house")
    assert {name: told[name] for name in ("PGHOST", "PGSSLMODE", "PGTARGETSESSIONATTRS")} == {
        "PGHOST": "db1,2001:db8::7",
        "PGSSLMODE": "verify-full",
        "PGTARGETSESSIONATTRS": "read-write",
    }


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://db/house?ssl_mode=verify-full",
        "postgresql://db/house?options=-c%20search_path=x",
        "postgresql://db:none/house",
        "postgresql://db/",
        "postgresql://db/house#part",
        "sqlite:///house?mode=ro",
        "sqlite://db/house",
    ],
)
def test_database_url_when_it_says_what_would_not_be_heeded_then_stops_the_start(url: str) -> None:
    with pytest.raises(ConfigError, match="SIXIANGHUI_DATABASE_URL"):
        load({"SIXIANGHUI_DATABASE_URL": url})


def test_database_url_when_malformed_then_its_password_is_not_told() -> None:
    with pytest.raises(ConfigError) as told:
        load({"SIXIANGHUI_DATABASE_URL": "postgresql://me:s3cret@db/house?x=1"})
    assert "s3cret" not in str(told.value)
    assert "//…@db/house" in str(told.value)


@pytest.mark.parametrize("sign", ["/", "#", "?", "@", "[", "]", "＃", ":"])
@pytest.mark.parametrize("where", ["9{}s3cret", "s3{}cret", "s3cret{}9"])
@pytest.mark.parametrize("fault", ["", "?x=1", "#part", "/more"])
def test_database_url_when_its_password_is_not_spelt_out_then_no_part_of_it_is_told(
    sign: str, where: str, fault: str
) -> None:
    password = where.format(sign)
    try:
        found = load({"SIXIANGHUI_DATABASE_URL": f"postgresql://me:{password}@db/house{fault}"})
    except ConfigError as told:
        assert [part for part in ("s3", "cret", "9s", "t9") if part in str(told)] == []
        assert "%2F" in str(told) and "postgresql://…@db/house" in str(told)
        assert told.__cause__ is not None and "cret" not in str(told.__cause__)
    else:
        assert (found.database["PASSWORD"], found.database["HOST"]) == (password, "db")


def test_database_url_when_its_password_is_spelt_out_then_is_taken() -> None:
    config = load({"SIXIANGHUI_DATABASE_URL": "postgresql://me:%2F%3F%23%40%5B%5D%25@db/house"})
    assert (config.database["PASSWORD"], config.database["NAME"]) == ("/?#@[]%", "house")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "postgres://me:s3/cret@db/house"),
        ("DATABASE_URL", "postgres://me:s3[cret@db/house"),
        ("REDIS_URL", "http://me:s3/cret@db"),
        ("REDIS_URL", "redis://me:s3[cret@db/0"),
        ("SMS_URL", "https://me:s3[cret@db/send"),
    ],
)
def test_address_when_malformed_then_whoever_signs_in_there_is_not_told(name: str, value: str) -> None:
    with pytest.raises(ConfigError, match=f"SIXIANGHUI_{name}") as told:
        load({f"SIXIANGHUI_{name}": value})
    assert [part for part in ("s3", "cret") if part in str(told.value)] == []


def test_every_setting_then_has_its_meaning_in_both_languages() -> None:
    assert [setting.name for setting in SETTINGS if not (setting.zh and setting.en)] == []


def test_own_hosts_then_have_the_machines_name_first_and_addresses_as_urls_write_them() -> None:
    script = "import json; from sixianghui.project.config import own_hosts; print(json.dumps(own_hosts()))"
    found = json.loads(subprocess.run([sys.executable, "-c", script], capture_output=True, check=True).stdout)
    assert found[0] == socket.gethostname()
    assert [one for one in found[1:] if (":" in one) != one.startswith("[")] == []


@pytest.mark.parametrize(
    "more",
    [
        {"MAIL_HOST": "smtp.example.cn"},
        {"MAIL_HOST": "smtp.example.cn", "MAIL_SENDER": "思享汇"},
        {"MAIL_HOST": "smtp.example.cn", "MAIL_SENDER": "a@b.cn", "MAIL_TLS": "none"},
        {"MAIL_USER": "someone"},
        {"MAIL_PASSWORD_FILE": "/no/such/file", "MAIL_USER": "someone"},
        {"SMS_URL": "http://sms.example.cn/send"},
        {"SITE_URL": "https://sxh.example.cn/path"},
        {"SITE_URL": "sxh.example.cn"},
    ],
)
def test_mail_and_texts_when_set_up_by_half_or_unsafely_then_the_start_says_so(
    more: dict[str, str], tmp_path: Path
) -> None:
    with pytest.raises(ConfigError):
        load({"SIXIANGHUI_DATA": str(tmp_path)} | {f"SIXIANGHUI_{name}": text for name, text in more.items()})


def test_mail_when_set_up_whole_then_is_taken(tmp_path: Path) -> None:
    config = load(
        {
            "SIXIANGHUI_DATA": str(tmp_path),
            "SIXIANGHUI_MAIL_HOST": "127.0.0.1",
            "SIXIANGHUI_MAIL_TLS": "none",
            "SIXIANGHUI_MAIL_SENDER": "a@b.cn",
            "SIXIANGHUI_SITE_URL": "https://sxh.example.cn/",
        }
    )
    assert (config.mail_port, config.site_url) == (587, "https://sxh.example.cn")


def test_jobs_when_redis_is_to_wake_workers_and_is_not_named_then_is_refused() -> None:
    with pytest.raises(ConfigError, match="SIXIANGHUI_REDIS_URL"):
        load({"SIXIANGHUI_JOBS": "redis"})
