"""Disturbs the program in every way that a machine can, and looks whether what it promises holds all the same.

Usage: scripts/soak [--seconds N | --rounds N] [--only FAULT] [--seed N]. Prints what was tried and what came of it;
ends with 1 if a promise was broken."""

import argparse
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from faults import FAULTS, Impossible
from world import World

COLUMNS = ["tried", "done", "refused", "interrupted", "ended by signal", "old stands", "new stands", "broken"]


def arguments():
    parser = argparse.ArgumentParser(prog="scripts/soak", description=__doc__)
    parser.add_argument("--program", type=Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--seconds", type=float, default=3600, help="go on for so long (an hour)")
    parser.add_argument("--rounds", type=int, help="so many of each fault instead")
    parser.add_argument("--only", choices=FAULTS, help="one kind of fault")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def turns(asked, names):
    """Faults in turn, until there is no more time, or so many rounds."""
    ends = time.monotonic() + asked.seconds
    turn = 0
    while turn < asked.rounds if asked.rounds else time.monotonic() < ends:
        for name in names:
            yield turn, name
        turn += 1


def table(counts):
    width = max(map(len, counts), default=0)
    print("  ".join([" " * width, *COLUMNS]))
    for name, count in counts.items():
        figures = [str(count[column]).rjust(len(column)) for column in COLUMNS]
        print("  ".join([name.ljust(width), *figures]))


def main():
    asked = arguments()
    # A shell has what it starts in the background ignore Ctrl-C, and with it all that is started from here.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    names = [asked.only] if asked.only else list(FAULTS)
    counts, impossible = {name: Counter() for name in names}, {}
    folder = Path(tempfile.mkdtemp(prefix="soak-"))
    world = World(folder / "world", asked.program)
    try:
        for turn, name in turns(asked, names):
            if name in impossible:
                continue
            seed = f"{asked.seed}/{turn}/{name}"
            try:
                outcomes, broken = FAULTS[name](world, random.Random(seed))
            except Impossible as reason:
                impossible[name] = reason
                continue
            counts[name].update(["tried", *outcomes, *["broken"] * bool(broken)])
            for what in broken:
                print(f"BROKEN {seed}: {what}", flush=True)
            if broken:
                world = World(folder / f"after {seed}".replace("/", "-"), asked.program)
    except KeyboardInterrupt:
        print("interrupted; so far:")
    finally:
        world.leave()
        shutil.rmtree(folder, ignore_errors=True)
    table(counts)
    for name, reason in impossible.items():
        print(f"{name}: not possible here: {reason}")
    broken = sum(count["broken"] for count in counts.values())
    tried = sum(count["tried"] for count in counts.values())
    print(f"{tried - broken} passed, {broken} failed, {len(impossible)} skipped")
    return 1 if broken or not tried else 0


if __name__ == "__main__":
    sys.exit(main())
