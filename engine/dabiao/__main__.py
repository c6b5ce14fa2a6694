"""python -m dabiao, and the command dabiao."""

import gc
import sys
from typing import NoReturn

from dabiao.cli.main import main


def run() -> NoReturn:
    """Runs one command and ends the process with its exit code."""
    code = main()
    gc.freeze()  # the process ends: to look through all it holds for rings, three times over, takes longer than to load the rules
    sys.exit(code)


if __name__ == "__main__":
    run()
