"""A migration in a process of its own, which kills itself with SIGKILL before the n-th statement or the commit.

`python -m tests.support.killed_migration URL N` kills itself before statement N (from 1; the last one is the commit).
With N = 0 it finishes and prints how many statements there were.
"""

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

from sqlalchemy import Engine, event

from storage import migrate

ROOT = Path(__file__).parents[2]


def run_killed(url: str, number: int) -> int:
    """Run the migration in a process; return its exit code (-9 if it was killed), or the statements for 0."""
    command = [sys.executable, "-m", "tests.support.killed_migration", url, str(number)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}  # noqa: TID251 - its PATH
    ended = subprocess.run(command, env=environment, check=False, capture_output=True, text=True)  # noqa: S603 - ours
    if number:
        return ended.returncode
    assert ended.returncode == 0, ended.stderr
    return int(ended.stdout)


def main(url: str, number: int) -> None:
    """Migrate, and die on the way."""
    count = 0

    def step(*_: object) -> None:
        nonlocal count
        count += 1
        if count == number:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "before_cursor_execute", step)
    event.listen(Engine, "commit", step)
    asyncio.run(migrate(url))
    sys.stdout.write(f"{count}\n")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
