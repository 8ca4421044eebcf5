"""Versions, what was built, other programs, and Redis."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import sixianghui
from sixianghui.project import sqlite_driver
from sixianghui.project.config import Config
from sixianghui.project.ground.said import BAD, OK, WARN, Said, gettext_noop

PACKAGE = Path(sixianghui.__file__).parent
LEAST_PYTHON = (3, 11)
#: The least versions that are free of faults known when this was written; those of pyproject.toml.
FLOORS: dict[str, tuple[int, ...]] = {
    "Django": (5, 2, 19),
    "wagtail": (8, 0, 1),
    "django-allauth": (65, 21),
    "cryptography": (50,),
    "waitress": (3, 0),
    "httptools": (0, 9),
    "nh3": (0, 3, 8),
}
LEAST_REDIS = (6,)


def below_floor() -> list[tuple[str, str, str]]:
    """(name, what is here, what is needed at least) of each package that is too old or not here."""
    found = []
    for name, least in FLOORS.items():
        try:
            here = version(name)
        except PackageNotFoundError:
            here = "—"
        if parsed(here) < least:
            found.append((name, here, ".".join(map(str, least))))
    return found


def parsed(text: str) -> tuple[int, ...]:
    """The leading numbers of a version; () where there are none."""
    numbers = re.match(r"\d+(?:\.\d+)*", text)
    return tuple(int(part) for part in numbers[0].split(".")) if numbers else ()


def _sqlite_version() -> tuple[int, ...]:
    """What Django would get: Python's own, or that of pysqlite3."""
    if sqlite3.sqlite_version_info >= sqlite_driver.LEAST:
        return sqlite3.sqlite_version_info
    try:
        import pysqlite3
    except ImportError:
        return sqlite3.sqlite_version_info
    return tuple(pysqlite3.sqlite_version_info)


def versions(config: Config) -> Iterator[Said]:
    """Python, SQLite and the libraries against their floors."""
    if sys.version_info < LEAST_PYTHON:
        yield Said(
            BAD,
            gettext_noop("Python 是 %(here)s，至少要 3.11。"),
            gettext_noop("装好新的 Python 以后再启动。"),
            {"here": ".".join(map(str, sys.version_info[:3]))},
        )
    for name, here, least in below_floor():
        yield Said(
            BAD,
            gettext_noop("%(name)s 是 %(here)s，低于 %(least)s，有已知的缺陷。"),
            gettext_noop("按 requirements.lock 重新安装。"),
            {"name": name, "here": here, "least": least},
        )
    lite = _sqlite_version()
    if config.is_sqlite and lite < sqlite_driver.LEAST:
        yield Said(
            BAD,
            gettext_noop("SQLite 是 %(here)s，低于 %(least)s，有损坏数据的缺陷。"),
            gettext_noop("安装 pysqlite3，或者用 SIXIANGHUI_DATABASE_URL 指向 PostgreSQL。")
            if sqlite_driver.CAN_BE_INSTALLED
            else gettext_noop("用 SIXIANGHUI_DATABASE_URL 指向 PostgreSQL。"),
            {"here": ".".join(map(str, lite)), "least": ".".join(map(str, sqlite_driver.LEAST))},
        )
    yield Said(
        OK,
        gettext_noop("思享汇 %(own)s，Python %(python)s，SQLite %(sqlite)s。"),
        "",
        {
            "own": sixianghui.__version__,
            "python": ".".join(map(str, sys.version_info[:3])),
            "sqlite": ".".join(map(str, lite)),
        },
    )


def build(config: Config) -> Iterator[Said]:
    """Styles and scripts, the English texts, and the copy of both that front serves."""
    if not (PACKAGE / "ui" / "static" / "dist" / "manifest.json").is_file():
        yield Said(
            BAD,
            gettext_noop("网页的样式和脚本没有构建。"),
            gettext_noop("从源码运行时先运行 bin/build；装好的包里本来就有，没有就重新安装。"),
        )
    elif (config.data / "prepared").exists() and not any((config.data / "static").glob("dist/manifest.json")):
        yield Said(
            BAD,
            gettext_noop("数据目录里的静态文件不见了，网页会没有样式。"),
            gettext_noop("运行 sixianghui prepare。"),
        )
    english = PACKAGE / "locale" / "en" / "LC_MESSAGES"
    if not (english / "django.mo").is_file():
        yield Said(
            WARN, gettext_noop("英文译文没有编译，英文页面会是中文。"), gettext_noop("运行 bin/build。")
        )


def tools(config: Config) -> Iterator[Said]:
    """ffmpeg and the fonts of documents."""
    from sixianghui.documents.public import Font, font_path
    from sixianghui.ingest.public import NoProgram, ffmpeg_program

    try:
        found = ffmpeg_program(config.ffmpeg)
        subprocess.run([found, "-version"], capture_output=True, check=True, timeout=5)
    except (NoProgram, OSError, subprocess.SubprocessError):
        yield Said(
            BAD,
            gettext_noop("没有能用的 ffmpeg，录像做不成，直播收不了。"),
            gettext_noop("重新安装 imageio-ffmpeg，或者用 SIXIANGHUI_FFMPEG 指向一个能运行的 ffmpeg。"),
        )
    missing = [font for font in Font if not font_path(font).is_file()]
    if missing:
        yield Said(
            BAD,
            gettext_noop("字体 %(names)s 不见了，公文和报告的 PDF 做不成。"),
            gettext_noop("重新安装思享汇。"),
            {"names": ", ".join(missing)},
        )


def redis(config: Config) -> Iterator[Said]:
    """Whether Redis answers and is new enough."""
    if config.redis_url is None:
        yield Said(OK, gettext_noop("没有用 Redis；一台机器不需要。"))
        return
    from redis import Redis, RedisError

    try:
        with Redis.from_url(config.redis_url, socket_timeout=3, socket_connect_timeout=3) as client:
            here = str(client.info("server")["redis_version"])
    except (RedisError, OSError, ValueError) as error:
        yield Said(
            BAD,
            gettext_noop("连不上 Redis：%(fault)s。"),
            gettext_noop("看 Redis 在不在，SIXIANGHUI_REDIS_URL 对不对；没有它站还能用，只是慢。"),
            {"fault": type(error).__name__},
        )
        return
    if parsed(here) < LEAST_REDIS:
        yield Said(
            WARN, gettext_noop("Redis 是 %(here)s，太旧了。"), gettext_noop("换成 6 以上的。"), {"here": here}
        )
    else:
        yield Said(OK, gettext_noop("Redis %(here)s，答得上来。"), "", {"here": here})
