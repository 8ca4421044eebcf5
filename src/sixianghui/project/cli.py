"""The `sixianghui` command.

Exit status: 0 done · 1 a check failed, or the database cannot be used · 2 wrong usage or configuration · 3 the data folder
is in use or not there yet · 4 no port or no platform for it. Reads no Django until a subcommand needs it, so that `--help`
is quick.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from sixianghui import __version__
from sixianghui.project.config import ConfigError, load
from sixianghui.project.providers import configured

Run = Callable[[argparse.Namespace], int]


def _django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sixianghui.project.settings")
    import django

    django.setup()
    from sixianghui.project import clock

    clock.refresh_if_prepared()


def _serve(arguments: argparse.Namespace) -> int:
    from sixianghui.project import serve

    return serve.main(load(), empty=arguments.empty)


def _prepare(arguments: argparse.Namespace) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sixianghui.project.settings")
    from sixianghui.project import prepare

    return prepare.run(empty=arguments.empty)


def _welcome(_arguments: argparse.Namespace) -> int:
    _django()
    from sixianghui.project import demo

    return demo.welcome()


def _front(arguments: argparse.Namespace) -> int:
    from sixianghui.project import front

    return front.run(load(), index=arguments.index, descriptors=arguments.fd)


def _app(arguments: argparse.Namespace) -> int:
    from sixianghui.project import app

    return app.run(arguments.index)


def _ingest(_arguments: argparse.Namespace) -> int:
    from sixianghui.project import ingest

    return ingest.run(load())


def _worker(_arguments: argparse.Namespace) -> int:
    _django()
    from sixianghui.project import worker

    return worker.run(load().run)


def _replay(arguments: argparse.Namespace) -> int:
    _django()
    from sixianghui.project.replay import command

    return command.run(arguments.scenario, check=arguments.check, report=arguments.report)


def _figures(arguments: argparse.Namespace) -> int:
    _django()
    from sixianghui.project import figures

    return figures.run(as_json=arguments.json)


def _demo(_arguments: argparse.Namespace) -> int:
    _django()
    from sixianghui.project import demo

    return demo.links()


def _found(arguments: argparse.Namespace) -> int:
    _django()
    from sixianghui.project import founding

    return founding.run(arguments)


def _link(arguments: argparse.Namespace) -> int:
    _django()
    from sixianghui.project import founding

    return founding.link(arguments.username)


def _reset(arguments: argparse.Namespace) -> int:
    _django()
    from sixianghui.project import founding

    return founding.reset(arguments.username)


def _audit(arguments: argparse.Namespace) -> int:
    _django()
    from sixianghui.project import auditing

    return auditing.run(arguments.what, file=arguments.file)


def _vault(arguments: argparse.Namespace) -> int:
    _django()
    from sixianghui.project import vaulting

    return vaulting.run(arguments.what, master=arguments.master, wait=arguments.wait)


def _secret_key(arguments: argparse.Namespace) -> int:
    from sixianghui.project import rekeying

    return rekeying.run(arguments.what, load(), start=_django)


def _backup(arguments: argparse.Namespace) -> int:
    _django()
    from sixianghui.project import backing_up

    return backing_up.run(arguments.what, to=arguments.to)


def _restore(arguments: argparse.Namespace) -> int:
    from sixianghui.project import restoring

    return restoring.run(arguments, load())


def _settle(_arguments: argparse.Namespace) -> int:
    from sixianghui.common import postgres

    # What was set back may be older than the program: to migrate a whole site takes as long as it takes.
    os.environ["PGOPTIONS"] = f"{os.environ.get('PGOPTIONS', '')} {postgres.UNHURRIED}".strip()
    _django()
    from sixianghui.project import restored

    return restored.settle_here()


def _restart(_arguments: argparse.Namespace) -> int:
    from sixianghui.project import rolling

    return rolling.restart(load())


def _move(arguments: argparse.Namespace) -> int:
    _django()
    from sixianghui.project import moving

    return moving.run(load(), arguments.to)


def _moved(arguments: argparse.Namespace) -> int:
    _django()
    from sixianghui.project import moving

    return moving.measured(arguments.at)


def _doctor(arguments: argparse.Namespace) -> int:
    from sixianghui.project import doctor

    return doctor.run(as_json=arguments.json)


def _manage(arguments: argparse.Namespace) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sixianghui.project.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["sixianghui manage", *arguments.rest])
    return 0


def parser() -> argparse.ArgumentParser:
    """The command line."""
    top = argparse.ArgumentParser(
        prog="sixianghui",
        description="思享汇：一次留痕，如实计数，有据成报。设置一律用环境变量 SIXIANGHUI_*，见 docs/reference/settings.md。",
    )
    top.add_argument("--version", action="version", version=f"sixianghui {__version__}")
    commands = top.add_subparsers(dest="command", metavar="命令", required=True)

    def add(name: str, run: Run, text: str) -> argparse.ArgumentParser:
        one = commands.add_parser(name, description=text, help=text)
        one.set_defaults(run=run)
        one.add_argument("--data", type=Path, help="数据目录（默认 ./data，或 SIXIANGHUI_DATA）")
        return one

    serve = add("serve", _serve, "启动整个站：front、app 和接直播的 ingest，一个端口")
    serve.add_argument("--port", help="端口，默认 8000；被占用时用下一个空闲的")
    serve.add_argument("--host", help="监听地址，默认 127.0.0.1")
    serve.add_argument("--empty", action="store_true", help="第一次启动时建空站，不放演示数据")
    add("prepare", _prepare, "更新数据库和静态文件（serve 会自己做）").add_argument(
        "--empty", action="store_true"
    )
    add("welcome", _welcome, "启动以后：放完演示内容，给出登录链接（serve 会自己做）")
    front = add("front", _front, "只启动 front（由 serve 调用，或单独部署）")
    front.add_argument("--fd", type=int, nargs="+", default=(), help="已经打开的监听套接字")
    front.add_argument("--index", type=int, default=0, help="第几个 front")
    add("app", _app, "只启动 app（由 serve 调用，或单独部署）").add_argument(
        "--index", type=int, default=0, help="第几个 app"
    )
    add("ingest", _ingest, "只启动 ingest：接现场直播推来的画面（由 serve 调用，或单独部署）")
    add("worker", _worker, "只做后台任务")
    replay = add("replay", _replay, "用真实的命令重放一段历史")
    replay.add_argument("scenario", choices=["zhengzhou-2018"], help="哪一段")
    replay.add_argument(
        "--check", action="store_true", help="逐行核对文章里的数字；有一个不符、或者还数不出来，就以 1 退出"
    )
    replay.add_argument(
        "--report",
        type=Path,
        metavar="DIR",
        help="把成效报告（PDF、DOCX、XLSX、JSON、网页）和依据写进这个目录",
    )
    add("figures", _figures, "列出全部数字和它们此刻的值").add_argument(
        "--json", action="store_true", help="输出 JSON"
    )
    demo = add("demo", _demo, "演示数据")
    demo.add_argument("what", choices=["links"], help="links：给每个演示角色一个新的一次性登录链接")
    found = add("found", _found, "在空站上建立行业党委、频道和最初的两个账号")
    found.add_argument("--committee", required=True, help="行业党委的全称")
    found.add_argument("--name", required=True, help="工作人员的姓名")
    found.add_argument("--username", required=True, help="工作人员的登录名")
    found.add_argument("--security-name", required=True, help="安全管理员的姓名，要是另一个人")
    found.add_argument("--security-username", required=True, help="安全管理员的登录名")
    add("link", _link, "给一个账号新的一次性链接，用来设新密码").add_argument("username", help="登录名")
    add(
        "reset-second-step", _reset, "去掉一个账号的第二步验证：没有两个人能批的时候，由管机器的人做"
    ).add_argument("username", help="登录名")
    audit = add("audit", _audit, "审计链")
    audit.add_argument(
        "what", choices=["verify", "export", "anchor"], help="verify 核验；export 导出；anchor 留锚"
    )
    audit.add_argument("--file", type=Path, help="export 写到哪里（默认标准输出）")
    vault = add("vault", _vault, "加密用的密钥")
    vault.add_argument(
        "what",
        choices=["status", "rotate", "clean"],
        help="status 看现状，还有用旧密钥的以 1 退出；rotate 换新密钥；clean 销毁没有用处的旧密钥",
    )
    vault.add_argument("--master", action="store_true", help="rotate：换主密钥，不换数据密钥")
    vault.add_argument("--wait", action="store_true", help="rotate：当场重新加密完，不放到后台")
    secret_key = add("secret-key", _secret_key, "给登录签名的密钥：一步一步换，谁也不用重新登录")
    secret_key.add_argument(
        "what",
        nargs="?",
        default="status",
        choices=["status", "renew", "use", "forget", "replace"],
        help="status 做到哪一步、接下来做什么（默认）；renew 加一把新的，先都认得；use 启用新的；forget 丢掉旧的；"
        "replace 泄露了，马上换掉，所有人重新登录",
    )
    backup = add("backup", _backup, "备份：一份加密的档案，做完还原一遍核对，站照常开着")
    backup.add_argument(
        "what",
        nargs="?",
        default="now",
        choices=["now", "key", "list"],
        help="now 现在做（默认）；key 做新的备份密钥；list 有哪些",
    )
    backup.add_argument("--to", type=Path, metavar="DIR", help="放进这个目录，不用设置里的")
    restore = add("restore", _restore, "从备份恢复，只放进空目录：--data 指定")
    restore.add_argument("archive", nargs="?", type=Path, help="档案的路径")
    restore.add_argument("--from-offsite", action="store_true", help="取异地的那份")
    restore.add_argument("--at", metavar="NAME", help="异地的哪一份，默认最新的（sixianghui backup list）")
    restore.add_argument("--key-file", type=Path, metavar="FILE", help="留存的备份密钥")
    restore.add_argument(
        "--secrets",
        type=Path,
        metavar="DIR",
        help="留存的 secrets 目录：主密钥等；没有它也能恢复，加密的内容读不出来",
    )
    add(
        "settle",
        _settle,
        "数据库用别的办法退回过以后（连续归档、快照）：删除过的人再删一遍，登录、链接、推流密钥作废",
    )
    add("restart", _restart, "逐个换上新的进程，不断一个请求（升级以后用）")
    add("move", _move, "停站以后，把数据从 SQLite 搬到空的 PostgreSQL，逐行核对").add_argument(
        "--to", required=True, metavar="URL", help="postgresql://用户:口令@主机/库名"
    )
    add("moved", _moved, "搬家的后一半（由 move 调用）").add_argument("--at", required=True, help="哪一刻")
    doctor = add("doctor", _doctor, "哪里不对，怎么办：查一遍这个站，用句子说；有要处理的以 1 退出")
    doctor.add_argument("--json", action="store_true", help="输出 JSON")
    manage = commands.add_parser("manage", help="Django 自己的管理命令", add_help=False)
    manage.add_argument("rest", nargs=argparse.REMAINDER)
    manage.set_defaults(run=_manage, data=None)
    return top


def main(words: Sequence[str] | None = None) -> int:
    """Run one subcommand and return its exit status."""
    # Compiling every module afresh at each start would treble the time a killed process needs to be back.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False
    arguments = parser().parse_args(words)
    for name in ("data", "port", "host"):
        value = getattr(arguments, name, None)
        if value:
            os.environ[f"SIXIANGHUI_{name.upper()}"] = str(value)
    if arguments.run is _doctor:  # it says itself what is wrong with the settings
        return _doctor(arguments)
    try:
        config = load()
        if arguments.run is not _restore:  # whose secrets of providers lie where they were kept, not here yet
            configured(config)
        os.environ["SIXIANGHUI_DATA"] = str(config.data)
        run: Run = arguments.run
        return run(arguments)
    except ConfigError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 2
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        said, status = _of_the_database(error)
        if not said:
            raise
        print(said, file=sys.stderr)  # noqa: T201
        return status


def _of_the_database(error: Exception) -> tuple[str, int]:
    """What to say of a database that cannot be used, and the exit status; nothing of other errors. What needs no Django does
    not load it for this."""
    if "django.db" not in sys.modules:
        return "", 0
    from sixianghui.project import trouble

    return trouble.told(error)


if __name__ == "__main__":
    sys.exit(main())
