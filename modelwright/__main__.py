"""``python -m modelwright``, the same as the command ``modelwright``."""

import sys

from modelwright.cli import main

if __name__ == "__main__":
    sys.exit(main())
