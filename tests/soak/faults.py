"""The faults: each disturbs one run, or two, and hands what is to be judged to the world."""

import hashlib
import json
import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import threading
import time

from world import SIGNALS, Ended

FAULTS = {}


class Impossible(Exception):
    """This machine cannot be disturbed in this way."""


def fault(name):
    """A fault by its name: a function of the world and dice, whose outcomes and what is broken are counted."""

    def register(disturb):
        FAULTS[name] = disturb
        return disturb

    return register


def moment(world, dice):
    """A moment of a run, or one shortly after it."""
    return dice.uniform(0, 1.1) * dice.choice([0.05, 0.6, 1.2])


def first_or_next(world, dice):
    """What stands in the folder before the run: mostly a plan, at times nothing."""
    if dice.random() < 0.15:
        shutil.rmtree(world.out)
        world.foreign = {}
        return None
    return world.title()


def disturbed(world, dice, disturb=None, sent=frozenset(), **how):
    """One plan with something that happens meanwhile, or under a limit; the next run then sweeps."""
    before = first_or_next(world, dice)
    title, command = world.command(dice)
    process = world.start(command, **how)
    if disturb:
        disturb(process)
    outcomes, broken = world.judge(before, [title], Ended(process, sent))
    return outcomes, broken + world.swept(dice)


def by_signal(name, number):
    @fault(name)
    def disturb(world, dice):
        def send(process):
            time.sleep(moment(world, dice))
            process.send_signal(number)
            if dice.random() < 0.3:
                time.sleep(moment(world, dice))
                process.send_signal(number)

        if dice.random() < 0.2:
            return while_verifying(world, dice, send)
        return disturbed(world, dice, send, SIGNALS)


def while_verifying(world, dice, disturb):
    before, digest = world.title(), world.digest()
    process = world.start(["verify", "out"])
    disturb(process)
    outcomes, broken = world.judge(before, [before], Ended(process, SIGNALS))
    if world.digest() != digest:
        broken.append("verify changed the plan")
    return outcomes[:1], broken + world.swept(dice)


by_signal("kill -9", signal.SIGKILL)
by_signal("SIGTERM", signal.SIGTERM)
by_signal("SIGINT", signal.SIGINT)


def limited(which, amount, sent=frozenset()):
    """How to start a program that may have so much, and what it may end by."""
    return {"preexec_fn": lambda: resource.setrlimit(which, (amount, amount)), "sent": sent}


@fault("a file may not grow (RLIMIT_FSIZE)")
def file_size(world, dice):
    return disturbed(world, dice, **limited(resource.RLIMIT_FSIZE, int(10 ** dice.uniform(2, 6))))


@fault("no more memory (RLIMIT_AS)")
def memory(world, dice):
    # A library that finds none, and the loader before the program starts, may end by SIGABRT or with 127.
    amount = int(10 ** dice.uniform(7.8, 9.3))
    return disturbed(world, dice, **limited(resource.RLIMIT_AS, amount, {signal.SIGABRT, -127}))


@fault("no more handles (RLIMIT_NOFILE)")
def handles(world, dice):
    return disturbed(world, dice, **limited(resource.RLIMIT_NOFILE, dice.randint(3, 40), {-127}))


@fault("the disk is full")
def full_disk(world, dice):
    """The target stands on a small disk of its own."""
    disk = world.folder / "disk"
    disk.mkdir(exist_ok=True)
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", disk], capture_output=True)
    if mounted.returncode != 0:
        raise Impossible(mounted.stderr.decode().strip())
    world.mounted, out = disk, world.out
    try:
        shutil.move(out, disk / "out")
        out.symlink_to(disk / "out")
        before = world.title()
        free = os.statvfs(disk).f_bavail * 4096
        with open(disk / "ballast", "wb") as ballast:
            os.posix_fallocate(ballast.fileno(), 0, max(1, free - int(10 ** dice.uniform(3, 6.5))))
        title, command = world.command(dice)
        ended = world.run(command)
        (disk / "ballast").unlink()
        outcomes, broken = world.judge(before, [title], ended)
        hidden = [path.name for path in disk.iterdir() if path.name.startswith(".")]
        if hidden:
            broken.append(f"litter is left on the disk: {hidden}")
        out.unlink()
        shutil.move(disk / "out", out)
    finally:
        world.leave()
        world.mounted = None
    return outcomes, broken + world.swept(dice)


@fault("an input vanishes or changes")
def inputs(world, dice):
    kinds = (dice.choice(["geojson", "gpkg"]), dice.choice(["csv", "gpkg"]))
    by_road = dice.random() < 0.5
    roads = ["roads.geojson", "gates.csv"] if by_road else []
    file = world.folder / dice.choice([f"parks.{kinds[0]}", f"enterprises.{kinds[1]}", *roads])
    content = file.read_bytes()
    how = dice.choice(["vanishes", "is cut", "grows", "is replaced"])
    other = content.replace(b"121.1", b"121.2")

    def change():
        time.sleep(dice.uniform(0, 0.2))
        if how == "vanishes":
            file.unlink()
        elif how == "is cut":
            os.truncate(file, dice.randrange(len(content)))
        elif how == "grows":
            with open(file, "ab") as end:
                end.write(content[: dice.randrange(len(content))])
        else:
            beside = file.with_suffix(".new")
            beside.write_bytes(other)
            beside.replace(file)

    before = world.title()
    title, command = world.command(dice, kinds, roads=by_road)
    changing = threading.Thread(target=change)
    process = world.start(command)
    changing.start()
    ended = Ended(process)
    changing.join()
    outcomes, broken = world.judge(before, [title], ended)
    if ended.code == 0 and how == "is replaced":
        broken += of_what_was_read(world, file, [content, other])
    file.write_bytes(content)
    return outcomes, broken + world.swept(dice)


def of_what_was_read(world, file, versions):
    """The plan is of one of two versions of an input, as its hash says."""
    recorded = {one["sha256"] for one in json.loads((world.out / "plan.json").read_text())["inputs"]}
    version = [version for version in versions if hashlib.sha256(version).hexdigest() in recorded]
    if not version:
        return [f"the hash of {file.name} is of neither version"]
    file.write_bytes(version[0])
    return world.holds("--inputs")


@fault("nobody reads, or the device is full")
def outputs(world, dice):
    before, digest = world.title(), world.digest()
    command = dice.choice([
        ["verify", "out"], ["verify", "out", "--json"], ["explain", "out", "E7"], ["schema"], ["plan", "--help"],
        ["site", "out", "--industry", "36", "--land", "1"], ["compare", "out", "out"], ["nonsense"],
        ["locate", "--parks", "parks.geojson", "--enterprises", "enterprises.csv"], ["check", "Run.toml", "--json"],
    ])  # fmt: skip
    reader, writer = os.pipe()
    os.close(reader)
    full = os.open("/dev/full", os.O_WRONLY)
    how = dice.choice([{"stdout": writer}, {"stdout": full}, {"stderr": writer}, {"stderr": full},
                       {"stdout": full, "stderr": full}, {"stdout": writer, "stderr": writer}])  # fmt: skip
    process = world.start(command, **how)
    os.close(writer)
    os.close(full)
    ended = Ended(process)
    ended.heard = ended.heard and command != ["nonsense"]
    outcomes, broken = world.judge(before, [before], ended)
    if world.digest() != digest:
        broken.append(f"{command} changed the plan")
    return outcomes[:1], [f"{command} {how}: {what}" for what in broken] + world.swept(dice)


@fault("the target is protected")
def protected(world, dice):
    before, digest = world.title(), world.digest()
    files = [path for path in world.out.iterdir() if path.is_file() and path.name not in world.foreign]
    path = dice.choice([*files, world.out])
    mode = path.stat().st_mode
    path.chmod(mode & ~0o222)
    title, command = world.command(dice)
    ended = world.run(command)
    path.chmod(mode)
    outcomes, broken = world.judge(before, [title], ended)
    if ended.code != 2 or world.digest() != digest:
        broken.append(f"{path.name} was protected; ends with {ended.code}")
    return outcomes, broken + world.swept(dice)


@fault("somebody's file is in the way")
def in_the_way(world, dice):
    world.begin(dice, formats=["gpkg"], map=False)
    before = world.title()
    name = dice.choice(["map.svg", "csv/parks.csv", "relocation.xlsx"])
    (world.out / name).parent.mkdir(exist_ok=True)
    world.foreign[name] = dice.randbytes(9)
    (world.out / name).write_bytes(world.foreign[name])
    title, command = world.command(dice, formats=["csv", "xlsx"], map=True)
    ended = world.run(command)
    outcomes, broken = world.judge(before, [title], ended)
    if ended.code != 2:
        broken.append(f"{name} was in the way; ends with {ended.code}")
    return outcomes, broken + world.swept(dice)


@fault("two runs at one target")
def two_runs(world, dice):
    before = first_or_next(world, dice)
    titles, commands = zip(*(world.command(dice) for _ in range(2)))
    processes = []
    for command in commands:
        processes.append(world.start(command))
        time.sleep(dice.choice([0, dice.uniform(0, 0.3)]))
    if dice.random() < 0.4:
        time.sleep(moment(world, dice))
        processes[0].send_signal(signal.SIGKILL)
    ended = [Ended(process, SIGNALS) for process in processes]
    outcomes, broken = world.judge(before, titles, *ended)
    return outcomes, broken + world.swept(dice)


@fault("a GeoPackage is open elsewhere")
def open_elsewhere(world, dice):
    """QGIS has the plan's GeoPackage open, and an input in which somebody is about to write."""
    world.begin(dice, formats=["gpkg"], map=False)
    before = world.title()
    theirs = sqlite3.connect(world.out / "relocation.gpkg", isolation_level=None)
    theirs.execute(dice.choice(["BEGIN", "BEGIN IMMEDIATE", "BEGIN EXCLUSIVE"]))
    count = "SELECT count(*) FROM gpkg_contents"
    layers = theirs.execute(count).fetchone()
    journal = dice.choice(["delete", "wal"])
    copy = world.folder / "enterprises open.gpkg"
    shutil.copy(world.folder / "enterprises.gpkg", copy)
    edited = sqlite3.connect(copy, isolation_level=None)
    edited.execute(f"PRAGMA journal_mode={journal}")
    edited.execute("BEGIN IMMEDIATE")
    edited.execute("DELETE FROM gpkg_ogr_contents")
    title, command = world.command(dice, ("geojson", "gpkg"))
    plan = world.folder / f"{title}.toml"
    plan.write_text(plan.read_text().replace("enterprises.gpkg", copy.name))
    ended = world.run(command)
    broken = [] if theirs.execute(count).fetchone() == layers else ["whoever has the old plan open sees another"]
    edited.execute("ROLLBACK")
    edited.close()
    theirs.execute("ROLLBACK")
    theirs.close()
    outcomes, found = world.judge(before, [title], ended)
    for path in world.folder.glob("enterprises open.gpkg*"):
        path.unlink()
    return outcomes, broken + found + world.swept(dice)
