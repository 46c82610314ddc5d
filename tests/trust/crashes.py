"""Commands that are killed, or meet a full or a broken disk, at any moment; and what the next start finds."""

from __future__ import annotations

import random
import shutil
from dataclasses import dataclass
from pathlib import Path

from tests.trust import world
from tests.trust.figures import Budget, Figures
from tests.trust.machine import Fault, arm, counted
from tests.trust.world import Operation

_KILLS = (Fault.KILL, Fault.TORN)
_FAULTS = (Fault.FULL_ONCE, Fault.FULL, Fault.BROKEN_ONCE, Fault.BROKEN)
_LENGTH = 3
_TRIES = 4
_BUG = "Something went wrong inside the program"


@dataclass(frozen=True)
class Reference:
    """What a row of operations does when nothing disturbs it: the state after each, and how many calls it takes."""

    states: list[list[str]]
    calls: int


def kills(template: Path, scratch: Path, budget: Budget, chance: random.Random) -> Figures:
    """Kills rows of commands at a random call; a quarter of the writes is torn in half."""
    figures = Figures("kills")
    while budget.more():
        row = chance.sample(world.OPERATIONS, chance.randint(1, _LENGTH))
        reference = _reference(template, scratch, row)
        if isinstance(reference, str):
            figures.fails(f"{_named(row)}: {reference}")
            continue
        for _ in range(_TRIES):
            fault = _KILLS[chance.random() < 0.25]
            _kill(template, scratch, row, reference, fault, chance.randint(1, reference.calls), figures)
            if not budget.more():
                break
    return figures


def faults(template: Path, scratch: Path, budget: Budget, chance: random.Random) -> Figures:
    """Lets single commands meet a full disk or one that cannot be read or written, for a moment or from then on."""
    figures = Figures("faults")
    while budget.more():
        row = [chance.choice(world.OPERATIONS)]
        reference = _reference(template, scratch, row)
        if isinstance(reference, str):
            figures.fails(f"{_named(row)}: {reference}")
            continue
        for _ in range(_TRIES):
            fault, number = chance.choice(_FAULTS), chance.randint(1, reference.calls)
            _meet(template, scratch, row[0], reference, fault, number, figures)
            if not budget.more():
                break
    return figures


def _named(row: list[Operation]) -> str:
    return ", ".join(one.name for one in row)


def _copied(template: Path, scratch: Path) -> Path:
    folder = scratch / "trial"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(template, folder)
    return folder


def _filled(one: Operation, folder: Path) -> list[str]:
    return [argument.replace("{}", str(folder)) for argument in one.arguments]


def _reference(template: Path, scratch: Path, row: list[Operation]) -> Reference | str:
    folder = _copied(template, scratch)
    file = folder / world.NAME

    def undisturbed() -> object:
        states = [world.state(file)]
        arm(folder, Fault.NONE, 0)
        for one in row:
            status, said = world.carry_out(_filled(one, folder), file)
            if _BUG in said or status not in (0, 1, 2):
                return f"undisturbed it ended with {status}: {said}"
            states.append(world.state(file))
        return {"states": states, "calls": counted()}

    _, found = world.apart(undisturbed, scratch / "report.json")
    if isinstance(found, dict):
        return Reference(found["states"], max(found["calls"], 1))
    return str(found)


def _kill(
    template: Path,
    scratch: Path,
    row: list[Operation],
    reference: Reference,
    fault: Fault,
    number: int,
    figures: Figures,
) -> None:
    folder = _copied(template, scratch)
    before = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]
    file, reported = folder / world.NAME, scratch / "reported"
    reported.write_bytes(b"")

    def work() -> object:
        arm(folder, fault, number)
        with reported.open("ab", buffering=0) as out:
            for one in row:
                world.carry_out(_filled(one, folder), file)
                out.write(b".")
        return "done"

    ended, _ = world.apart(work, scratch / "report.json")
    done = len(reported.read_bytes())
    what = f"{_named(row)}: {fault.name} at {number} of {reference.calls}, {done} reported done"
    allowed = reference.states[done : done + 2]
    problem = _verdict(scratch, folder, before, allowed)
    if problem:
        figures.fails(f"{what}: {problem}")
    else:
        figures.right("killed" if ended else "ended first")
        figures.counts["operations confirmed and found again"] += done


def _meet(
    template: Path, scratch: Path, one: Operation, reference: Reference, fault: Fault, number: int, figures: Figures
) -> None:
    folder = _copied(template, scratch)
    before = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]
    file = folder / world.NAME

    def work() -> object:
        arm(folder, fault, number)
        found = world.carry_out(_filled(one, folder), file)
        arm(folder, Fault.NONE, 0)
        return found

    ended, found = world.apart(work, scratch / "report.json")
    what = f"{one.name}: {fault.name} at {number} of {reference.calls}"
    if ended or not isinstance(found, list):
        figures.fails(f"{what}: ended with {ended}: {found}")
        return
    status, said = found
    if _BUG in said or "Traceback" in said:
        figures.fails(f"{what}: {said.strip()}")
        return
    allowed = reference.states
    if status == 0:
        allowed = reference.states[1:]
    elif "nothing was changed" in said.lower():
        allowed = reference.states[:1]
    problem = _verdict(scratch, folder, before, allowed)
    if problem:
        figures.fails(f"{what}: ended with {status}, “{said.strip()}”: {problem}")
    else:
        figures.right({0: "overcome", 1: "done in part"}.get(status, "refused in words"))


def _verdict(scratch: Path, folder: Path, before: list[str], allowed: list[list[str]]) -> str:
    """What is wrong with what the next start finds; empty when nothing is."""
    file = folder / world.NAME

    def look() -> object:
        status, said = world.carry_out(["check"], file)
        return status, said, world.state(file), world.left_behind(folder, before)

    ended, found = world.apart(look, scratch / "report.json")
    if ended or not isinstance(found, list):
        return f"the next start ended with {ended}: {found}"
    status, said, now, left = found
    if status:
        return f"check says: {said.strip()}"
    if now not in allowed:
        return f"the catalogue is half changed: {_difference(now, allowed)}"
    return f"left behind: {', '.join(left[:5])}" if left else ""


def _difference(now: list[str], allowed: list[list[str]]) -> str:
    nearest = min((sorted(set(now) ^ set(one)) for one in allowed), key=len)
    return "; ".join(line[:160] for line in nearest[:6])
