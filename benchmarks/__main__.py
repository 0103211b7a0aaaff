"""`make bench`: every measurement, one after the other. Each prints both sides of one run and their ratio.

The machine's speed drifts and other machines differ: quote the ratios.
"""

import asyncio
import sys

from benchmarks import clicks, starting, transactions

ALL = {"clicks": clicks.run, "transactions": transactions.run, "starting": starting.run}


def main() -> None:
    for name in sys.argv[1:] or ALL:
        asyncio.run(ALL[name]())


main()
