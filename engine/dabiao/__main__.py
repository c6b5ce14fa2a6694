"""python -m dabiao."""

import sys

from dabiao.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
