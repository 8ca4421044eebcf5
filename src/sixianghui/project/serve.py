"""`sixianghui serve`: prepare the data folder, open the port, keep `front` and `app` running."""

from __future__ import annotations

import http.client
import math
import os
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from sixianghui.common import wire
from sixianghui.front.public import viewers_that_fit
from sixianghui.project import rolling, supervisor
from sixianghui.project.config import Config
from sixianghui.project.ground.programs import below_floor
from sixianghui.project.prepare import up_to_date

#: Where it answers, for other commands.
ADDRESS = "address"


def say(text: str) -> None:
    """One line to the person at the terminal. Where it is a file on a full disk, or nobody reads any more, it is not said."""
    with suppress(OSError):
        print(text, flush=True)  # noqa: T201


def prepare(config: Config, *, empty: bool) -> None:
    """Bring the database and the static files up to date, in a process of its own, if there is anything to do."""
    if not up_to_date(config):
        status = subprocess.run(preparing(empty=empty), check=False).returncode
        if status:
            raise SystemExit(status)


def preparing(*, empty: bool) -> list[str]:
    """The command line of that process."""
    return supervisor.python("prepare", *(["--empty"] if empty else []))


def ready(control: tuple[str, int], *, tls: bool) -> bool:
    """Whether `front` says that an `app` answers."""
    if tls:
        import ssl

        context = ssl._create_unverified_context()
        connection: http.client.HTTPConnection = http.client.HTTPSConnection(
            *control, timeout=2, context=context
        )
    else:
        connection = http.client.HTTPConnection(*control, timeout=2)
    try:
        connection.request("GET", wire.SERVING, headers={"Host": "localhost"})
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


class Server:
    """One run of `serve`."""

    def __init__(self, config: Config, *, empty: bool) -> None:
        self.config = config
        self.empty = empty
        self.announced = self.roll = False

    def run(self) -> int:
        """Serve until Ctrl-C. 0 stopped as asked; 2 a library is too old; 3 another server has the data folder; 4 no port
        to be had."""
        for name, here, least in below_floor():
            say(f"{name} 是 {here}，低于 {least}，有已知的缺陷。按 requirements.lock 重新安装，再启动。")
            return 2
        try:
            self.held = supervisor.lock(self.config.run)
        except supervisor.Taken:
            say(f"数据目录 {self.config.data} 正由另一个思享汇使用。先停掉它，或用 --data 换一个目录。")
            return 3
        self._forget()  # what one that was killed left behind
        viewers = viewers_that_fit() * self.config.front_processes
        try:
            self.listening = supervisor.listen(self.config.host, self.config.port)
        except OSError as error:
            say(f"打不开端口：{error}。请用 --host 和 --port 换一个。")
            return 4
        self.doors = supervisor.widen(self.listening)
        self.port = self.listening.getsockname()[1]
        if self.config.port not in {0, self.port}:
            say(f"端口 {self.config.port} 已被占用，改用 {self.port}。")
        if self.config.insecure:
            say(
                "注意：监听的不是本机地址，又没有证书或可信的反向代理，登录信息会明文传输。"
                "请设置 SIXIANGHUI_TLS_CERT/KEY，或 SIXIANGHUI_TRUSTED_PROXIES。"
            )
        prepare(self.config, empty=self.empty)
        say(f"同时在看的人最多 {viewers:,} 位（由打开文件数的上限决定）。")
        return self._keep_running()

    def _keep_running(self) -> int:
        keeper = supervisor.Supervisor(say)
        for index in range(self.config.app_processes):
            keeper.start(rolling.app_child(index))
        numbers = tuple(one.fileno() for one in self.doors)
        for index in range(self.config.front_processes):
            keeper.start(rolling.front_child(index, numbers, self.config))
        keeper.start(supervisor.Child("ingest", supervisor.python("ingest")))
        self.keeper = keeper
        signal.signal(signal.SIGUSR1, self._asked_to_roll)
        if not os.isatty(0):
            signal.signal(signal.SIGHUP, self._asked_to_roll)
        self._note(rolling.PID, str(os.getpid()))
        try:
            return keeper.run(self._each)
        finally:
            self._forget()

    def _forget(self) -> None:
        """What was laid down for other commands while it ran: nobody is to believe it any more."""
        for name in (rolling.PID, ADDRESS):
            (self.config.run / name).unlink(missing_ok=True)

    def _note(self, name: str, text: str) -> None:
        """Lay a word down for other commands. On a full disk there is none, rather than half of it; the site goes on."""
        path = self.config.run / name
        try:
            path.write_text(text)
        except OSError as error:
            say(f"{path} 写不进（{error.strerror}）。站照常运行。")
            with suppress(OSError):
                path.unlink()

    def _asked_to_roll(self, _number: int, _frame: object) -> None:
        self.roll = True

    def _each(self) -> None:
        self._announce()
        if self.roll and self.announced:
            self.roll = False
            said = self._roll()
            say(said)
            self._note(rolling.RESULT, said)

    def _roll(self) -> str:
        """Replace everything with the code that is there now; what came of it in a sentence."""
        say("正在逐个换上新的进程……")
        if not self._prepared():
            if self.keeper.stopping:
                return "没有换成：正要停下来。"
            return "没有换成：数据库没有更新成，原来的进程照常服务。看日志里为什么。"
        try:
            rolling.Rolling(self.keeper, self.config).run()
        except rolling.NotReplaced as error:
            return f"没有换成：新的 {error} 没有起来，原来的照常服务。看日志里为什么。"
        return "换好了：每个进程都是新的。"

    def _prepared(self) -> bool:
        """Bring everything up to date as `prepare` does. That may take long: what falls meanwhile is started again, and when
        the end is asked for, it is ended with the others.
        """
        if up_to_date(self.config):
            return True
        process = subprocess.Popen(preparing(empty=self.empty))
        if self.keeper.wait(lambda: process.poll() is not None, math.inf):
            return process.returncode == 0
        self.keeper.leaving.append(process)
        return False

    def _announce(self) -> None:
        if self.announced or not ready((self._local(), self.port), tls=bool(self.config.tls_cert)):
            return
        self.announced = True
        self._note(ADDRESS, self._address(self._local()))
        say(f"\n思享汇已启动：{self._address(self.config.host)}")
        self.keeper.start(supervisor.Child("welcome", supervisor.python("welcome"), once=True))
        say("按 Ctrl-C 停止。")

    def _address(self, host: str) -> str:
        scheme = "https" if self.config.tls_cert else "http"
        return f"{scheme}://{f'[{host}]' if ':' in host else host}:{self.port}/"

    def _local(self) -> str:
        if self.config.host in {"0.0.0.0", "::"}:  # noqa: S104
            return "127.0.0.1" if self.config.host == "0.0.0.0" else "::1"  # noqa: S104
        return str(self.config.host)


def address_of(run: Path) -> str | None:
    """Where the running server of this data folder answers, or None."""
    path = run / ADDRESS
    if not path.exists():
        return None
    found = path.read_text().strip()
    host, _, port = found.split("//")[1].rstrip("/").rpartition(":")
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.settimeout(1)
        return found if probe.connect_ex((host.strip("[]"), int(port))) == 0 else None


def main(config: Config, *, empty: bool) -> int:
    """Run the server; see `Server.run` for what the numbers mean."""
    if sys.platform == "win32":
        say("思享汇在 Windows 上请用 WSL 运行。")
        return 4
    return Server(config, empty=empty).run()
