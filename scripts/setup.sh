#!/usr/bin/env bash
# Prepare this checkout: `setup.sh run` installs what the program needs, `setup.sh test` what its tests need as well.
# A second call costs nothing: the stamp holds the hash of the lock file that was installed.
set -euo pipefail
cd "$(dirname "$0")/.."
want="${1:-run}"

run_packages=(python3-venv)
# nodejs: runs the browser's evaluator beside the server's. libatomic1: the browser driver that comes with Playwright is linked against it.
# chromium-headless-shell: the same engine as chromium, without the windows, menus and pages of a browser, which take more time than ours
# libpango …: for WeasyPrint, a peer in the bench
test_packages=(chromium-headless-shell strace faketime libatomic1 nodejs postgresql postgresql-common libreoffice-writer-nogui poppler-utils fonts-urw-base35 fonts-liberation
  libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0)

missing_packages() {
  local package
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || printf '%s ' "$package"
  done
}

install_system_packages() {
  command -v dpkg-query >/dev/null || return 0  # not Debian: the program itself says which library is absent
  local missing as_root=()
  missing="$(missing_packages "$@")"
  # A Python that brings its own venv module (pyenv, a container image) does not need Debian's package for it.
  if python3 -c 'import ensurepip' 2>/dev/null; then missing="${missing/python3-venv /}"; fi
  [ -n "${missing// /}" ] || return 0
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null || { echo "Please install as root: apt-get install $missing" >&2; exit 1; }
    as_root=(sudo)
  fi
  echo "Installing system packages: $missing"
  "${as_root[@]}" apt-get update -qq
  # shellcheck disable=SC2086  # a list of package names
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
}

install_python_packages() {
  local lock="requirements/$1.txt" stamp=".venv/installed" key
  key="$(sha256sum "$lock" requirements/boot.txt pyproject.toml | sha256sum | cut -d' ' -f1)"
  if [ -f "$stamp" ] && grep -q "$key" "$stamp"; then return 0; fi
  # The test set holds the run set: do not take packages away from a developer who types `make run`.
  if [ "$1" = run ] && [ -f "$stamp" ]; then lock=requirements/dev.txt; grep -q '^dev ' "$stamp" || lock=requirements/run.txt; fi
  [ -x .boot/bin/pip ] || python3 -m venv .boot
  .boot/bin/pip install -q --disable-pip-version-check --require-hashes -r requirements/boot.txt
  export UV_PYTHON_DOWNLOADS=never VIRTUAL_ENV="$PWD/.venv"
  [ -x .venv/bin/python ] || .boot/bin/uv venv -q --python "$(command -v python3)" .venv
  .boot/bin/uv pip sync -q --require-hashes "$lock"
  .boot/bin/uv pip install -q --no-deps --no-build-isolation -e .
  local kinds=run
  [ "$lock" = requirements/dev.txt ] && kinds=dev
  {
    printf '%s %s\n' "$kinds" "$key"
    if [ "$kinds" = dev ]; then printf 'run %s\n' "$(sha256sum requirements/run.txt requirements/boot.txt pyproject.toml | sha256sum | cut -d' ' -f1)"; fi
  } > "$stamp"
}

case "$want" in
  run) install_system_packages "${run_packages[@]}"; install_python_packages run ;;
  test) install_system_packages "${run_packages[@]}" "${test_packages[@]}"; install_python_packages dev ;;
  *) echo "usage: setup.sh run|test" >&2; exit 2 ;;
esac
