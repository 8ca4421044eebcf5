# What bin/test and .ci/run share. Sourced from the root of the checkout.

# Compiled modules go to the temporary folder, wherever the environment would not have them.
unset PYTHONDONTWRITEBYTECODE
export PYTHONPYCACHEPREFIX="${TMPDIR:-/tmp}/sixianghui-pycache-$(id -u)"

# The environment with the development tools, the built front end, and a Chromium if there is one.
prepare_tests() {
  if [ -f bin/_env.sh ]; then
    source bin/_env.sh
    ensure_venv dev
    ensure_web
  fi
  PYTHON="$PWD/.venv/bin/python"
  export PYTHON
  if [ -z "${CHROMIUM:-}" ]; then
    CHROMIUM="$(bin/_chromium 2>/dev/null || true)"
    export CHROMIUM
  fi
}

# run_lane LANE MARKS [pytest arguments]: no test at all is a failure too (pytest's exit 5).
run_lane() {
  local lane="$1" marks="$2"
  shift 2
  TESTS_LANE="$lane" "$PYTHON" -m pytest -n "${TESTS_WORKERS:-2}" --dist loadgroup -m "$marks" "$@"
}
