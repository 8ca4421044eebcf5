# Shared by the starters: makes the environment, builds the web part. Sourced, not run.
# Needs bash, git and Python 3.11 or newer with pip; nothing else.

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
venv="$root/.venv"
# Compiled modules make a start three times as quick; keep them whatever the machine's habit is.
unset PYTHONDONTWRITEBYTECODE
say() { printf '%s\n' "$*" >&2; }

# The newest suitable Python, or a sentence.
find_python() {
  local candidate
  for candidate in ${PYTHON:-} python3.13 python3.12 python3.11 python3 python; do
    if command -v "$candidate" >/dev/null 2>&1 &&
      "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      printf '%s' "$candidate"
      return
    fi
  done
  say "需要 Python 3.11 或更新的版本。装好以后再运行一次；也可以用 PYTHON=/路径/python3 指定。"
  exit 2
}

checksum() { cat "$@" | "$venv/bin/python" -c 'import hashlib,sys; print(hashlib.sha256(sys.stdin.buffer.read()).hexdigest())'; }

# ensure_venv [dev]: .venv exactly as the hashed lock says. Nothing is fetched when the lock has not changed.
ensure_venv() {
  local kind="${1:-run}" lock="$root/requirements.lock" wanted
  [ "$kind" = dev ] && lock="$root/requirements-dev.lock"
  if [ -x "$venv/bin/python" ] && [ -f "$venv/.stamp" ]; then
    wanted="$(checksum "$lock")"
    # An environment made for development holds everything that running needs.
    if [ "$(cat "$venv/.stamp")" = "$kind $wanted" ] || { [ "$kind" = run ] && [ "$(cat "$venv/.stamp")" = "dev $(checksum "$root/requirements-dev.lock")" ]; }; then
      link_package
      return
    fi
  fi
  local python
  python="$(find_python)"
  if [ "$kind" = dev ]; then
    say "第一步：安装 Python 依赖（开发用，约 800 MB）……"
  else
    say "第一步：安装 Python 依赖（约 500 MB，多半是构建网页用的 Node）……"
  fi
  if [ -x "$root/.boot/bin/uv" ] || "$python" -m pip install -q --disable-pip-version-check --target "$root/.boot" 'uv>=0.12' >/dev/null 2>&1; then
    [ -x "$venv/bin/python" ] || "$root/.boot/bin/uv" venv -q --python "$(command -v "$python")" "$venv"
    VIRTUAL_ENV="$venv" "$root/.boot/bin/uv" pip sync -q --require-hashes "$lock" || { say "安装没有成功。请看上面的出错信息；网络通了以后再运行一次，会从断的地方接着来。"; exit 2; }
  else
    [ -x "$venv/bin/python" ] || "$python" -m venv "$venv"
    "$venv/bin/python" -m pip install -q --disable-pip-version-check --no-deps --require-hashes -r "$lock" || { say "安装没有成功。请看上面的出错信息，网络通了以后再运行一次。"; exit 2; }
  fi
  link_package
  printf '%s %s' "$kind" "$(checksum "$lock")" >"$venv/.stamp"
}

# The package runs from the checkout; .venv/bin/sixianghui is its command.
link_package() {
  local site
  [ -x "$venv/bin/sixianghui" ] && [ "$(cat "$venv/.checkout" 2>/dev/null)" = "$root" ] && return
  site="$("$venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')"
  printf '%s\n' "$root/src" >"$site/sixianghui.pth"
  printf '#!/bin/sh\nexec "$(dirname "$0")/python" -m sixianghui.project.cli "$@"\n' >"$venv/bin/sixianghui"
  chmod +x "$venv/bin/sixianghui"
  printf '%s' "$root" >"$venv/.checkout"
}

# ensure_web: styles, scripts and catalogues, built by the Node that came with the Python packages; skipped when
# nothing they are made of has changed since.
ensure_web() {
  local stamp="$root/src/sixianghui/ui/static/dist/.built" made_of
  made_of="$(cd "$root" && find web bin/build package.json package-lock.json vite.config.ts tsconfig.json \
    src/sixianghui/locale -type f ! -name '*.mo' -print0 | sort -z | xargs -0 cat | cksum)"
  [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$made_of" ] && return
  # The stamp is of what was built; whoever sources this may not stop at a fault by themselves.
  "$root/bin/build" || return
  printf '%s' "$made_of" >"$stamp"
}
