"""Under which account PostgreSQL's programs run. They refuse to run as root: then they run in a user namespace where we are
nobody, else as nobody."""

import os
import shutil
import subprocess
from functools import cache
from pathlib import Path

NAMESPACE = ["unshare", "--user", "--map-user=65534", "--map-group=65534"]


@cache
def way() -> str:
    """How PostgreSQL's programs run: `plain`, in a `namespace` where root is nobody, or as `nobody`."""
    if os.geteuid() != 0:
        return "plain"
    wanted = shutil.which("unshare") and os.environ.get("KEVREAD_NAMESPACE") != "0"
    if wanted and subprocess.run([*NAMESPACE, "true"], capture_output=True, check=False).returncode == 0:
        return "namespace"
    return "nobody"


def run(command: list, said: str = "") -> subprocess.CompletedProcess[str]:
    """Run one of PostgreSQL's programs as it wants to be, away from the terminal and its Ctrl-C."""
    how: dict = {"user": "nobody", "group": _nobody_group(), "extra_groups": []} if way() == "nobody" else {}
    prefix = NAMESPACE if way() == "namespace" else []
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PG", "LC_", "LANG"))} | {"LC_ALL": "C"}
    return subprocess.run(
        [*prefix, *command], cwd="/", env=environment, text=True, check=False, start_new_session=True,
        input=said, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **how,
    )  # fmt: skip


def _nobody_group() -> int:
    import pwd

    return pwd.getpwnam("nobody").pw_gid


def give(folder: Path) -> None:
    """Hand a folder to the user who will run the server."""
    if way() == "nobody":
        shutil.chown(folder, "nobody", _nobody_group())


def server_uid() -> int:
    import pwd

    return pwd.getpwnam("nobody").pw_uid if way() == "nobody" else os.geteuid()
