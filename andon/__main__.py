"""`python -m andon`, and the `andon` command."""

import sys

from andon.cli import run


def main() -> None:
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
