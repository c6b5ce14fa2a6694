"""python -m dabiao, and the command dabiao."""

from __future__ import annotations

import atexit
import gc
import os
import sys

from dabiao.record import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import NoReturn


def run() -> NoReturn:
    """Runs one command and ends the process with its exit code."""
    # a run builds values and throws none away: to look for some early, even among modules, only costs time
    gc.set_threshold(1_000_000)
    from dabiao.cli.main import main

    code = main()
    # where nobody waits for the end, it comes at once: to take all values apart one by one takes longer than to load the rules
    if not atexit._ncallbacks() and "threading" not in sys.modules:
        os._exit(code)
    sys.exit(code)


if __name__ == "__main__":
    run()
