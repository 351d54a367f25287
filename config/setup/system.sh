#!/usr/bin/env bash
# Install the Debian packages that pip can't bring, if they are missing.
# Usage: system.sh run|test
set -euo pipefail

# Pango lays the PDFs out; harfbuzz-subset keeps them small and quick; IPAmj Mincho holds the
# rare characters of names; Noto CJK shows Japanese in a browser on this machine.
packages=(libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-ipamj-mincho fonts-noto-cjk)
# A Debian python3 without this one can't make a virtual environment.
python="${PYTHON:-python3.11}"
if command -v "$python" >/dev/null && ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
  packages+=(python3-venv)
fi
if [ "${1:-run}" = test ]; then
  # Chromium without the frame of a window takes two thirds of the time. Playwright's own node
  # needs libatomic, and poppler its tables to draw Japanese that a PDF has no font for.
  packages+=(chromium-headless-shell poppler-utils poppler-data git libatomic1)
  # Opens the Word files, as somebody without Word would.
  packages+=(libreoffice-writer)
  compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || packages+=(postgresql)
fi

missing=()
for package in "${packages[@]}"; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  if ! command -v sudo >/dev/null; then
    echo "These packages are missing and neither root nor sudo is at hand: ${missing[*]}" >&2
    echo "Ask an administrator to run: apt-get install ${missing[*]}" >&2
    exit 1
  fi
  as_root=(sudo)
fi
echo "Installing ${missing[*]}"
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
  "${missing[@]}" >/dev/null
