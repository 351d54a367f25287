"""Run a command against a throw-away PostgreSQL that listens on a socket only.

Usage: postgres.py COMMAND [ARGUMENT …]; the command finds DATABASE_URL in its environment.
Exits with the command's status.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import quote

CONFIGURATION = """
listen_addresses = ''
max_connections = 60
shared_buffers = 256MB
"""


def binaries() -> Path:
    """The newest installed PostgreSQL's folder of programs. Exits when there is none."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: float(p.parts[4])
    )
    if not found:
        sys.exit("PostgreSQL is not installed: run `make test`, which installs it.")
    return found[-1].parent


def as_server_user(command: list[str]) -> list[str]:
    """`command` as the user postgres when we are root, whom PostgreSQL refuses to run as."""
    return ["runuser", "-u", "postgres", "--", *command] if os.geteuid() == 0 else command


def start(folder: Path) -> str:
    """Make and start a cluster in `folder`; its DATABASE_URL."""
    data, programs = folder / "data", binaries()
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    run = {"check": True, "stdout": subprocess.DEVNULL, "cwd": folder}
    subprocess.run(
        as_server_user(
            [str(programs / "initdb"), "-D", str(data), "-U", "tokki", "-A", "trust"]
            + ["-E", "UTF8", "--locale=C.UTF-8", "--data-checksums", "--no-sync"]
        ),
        **run,  # type: ignore[call-overload]
    )
    with (data / "postgresql.conf").open("a", encoding="utf-8") as file:
        file.write(CONFIGURATION + f"unix_socket_directories = '{folder}'\n")
    subprocess.run(
        as_server_user(
            [str(programs / "pg_ctl"), "-D", str(data), "-w", "-l", str(folder / "log"), "start"]
        ),
        **run,  # type: ignore[call-overload]
    )
    return f"postgres://tokki@{quote(str(folder), safe='')}/postgres"


def main() -> int:
    """Start, run, stop, clean up."""
    folder = Path(tempfile.mkdtemp(prefix="tokki-pg-"))
    folder.chmod(0o755)
    try:
        url = start(folder)
        return subprocess.run(sys.argv[1:], env={**os.environ, "DATABASE_URL": url}).returncode
    finally:
        stop = [str(binaries() / "pg_ctl"), "-D", str(folder / "data"), "-m", "immediate", "stop"]
        subprocess.run(as_server_user(stop), stdout=subprocess.DEVNULL, cwd=folder)
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
