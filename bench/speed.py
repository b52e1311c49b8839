"""Measure how fast Dragoman reads: medians of several runs, each in a fresh process.

    python bench/speed.py                  five runs over the examples, repeated to twenty reports
    python bench/speed.py --floors         fail where a limit of LIMITS is missed
    python bench/speed.py FILE...          over reports of one's own

Printed: reports a second with one and two workers, the seconds until `--version`, `--help` and the first line of `read` come from a
cold start, the share of reading time that each room takes, and the peak memory of a process that has read everything.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from statistics import median
from types import FrameType

ROOT = Path(__file__).parent.parent
LIMITS = {"version_s": 0.2, "first_line_s": 2.5, "peak_mb": 1000.0}
"""What the documentation promises, as upper limits; speed itself depends on the machine, so `reports_s` is printed and not enforced."""
LOWEST_RATE = 8.0
"""Reports a second on two cores that the documentation promises."""


def timed(command: list[str], *, first_line: bool = False) -> float:
    """Seconds that a command takes, or until the first line of its output stands there."""
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=ROOT) as process:
        out = process.stdout
        if out is None:
            raise SystemExit("no output")
        if first_line:
            out.readline()
            taken = time.perf_counter() - start
            out.read()
            return taken
        out.read()
    return time.perf_counter() - start


def rate(paths: list[str], workers: int) -> dict[str, float]:
    """Reports a second in this process after the model is loaded, and the peak memory of it and of its biggest worker."""
    import dragoman

    reports = [report for path in paths for report in dragoman.reports(path)]
    while len(reports) < 20:
        reports += reports
    reader = dragoman.Reader()
    for _ in reader.read_many(reports[:2], workers=workers):
        pass
    start = time.perf_counter()
    number = sum(1 for _ in reader.read_many(reports, workers=workers))
    taken = time.perf_counter() - start
    peaks = [resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return {"reports_s": number / taken, "peak_mb": max(peaks)}


def shares(paths: list[str]) -> dict[str, float]:
    """The share of each room in the time of reading: every two milliseconds of work, the innermost room on the stack gets a point."""
    import dragoman

    reports = [report for path in paths for report in dragoman.reports(path)]
    reader = dragoman.Reader()
    reader.read(reports[0])
    points: Counter[str] = Counter()
    source = str(Path(dragoman.__file__).parent)

    def sample(_: int, frame: FrameType | None) -> None:
        while frame is not None:
            file = frame.f_code.co_filename
            if file.startswith(source):
                points[Path(file).relative_to(source).parts[0].removesuffix(".py")] += 1
                return
            frame = frame.f_back

    signal.signal(signal.SIGPROF, sample)
    signal.setitimer(signal.ITIMER_PROF, 0.002, 0.002)
    for report in reports * 3:
        reader.read(report)
    signal.setitimer(signal.ITIMER_PROF, 0)
    return {room: number / points.total() for room, number in points.most_common()}


def in_process(what: str, paths: list[str]) -> dict[str, float]:
    """One measurement in a fresh process, so that peaks and caches are its own."""
    command = [sys.executable, str(Path(__file__)), "--one", what, *paths]
    done = subprocess.run(
        command, check=True, stdout=subprocess.PIPE, encoding="utf-8", env={**os.environ, "PYTHONHASHSEED": "0"}
    )
    told: dict[str, float] = json.loads(done.stdout)
    return told


def medians(runs: int, measure: Callable[[], dict[str, float]]) -> dict[str, float]:
    """The median of every figure over some runs."""
    told = [measure() for _ in range(runs)]
    return {name: median(one[name] for one in told) for name in told[0]}


def main(arguments: list[str] | None = None) -> int:
    """Print the medians; 1 if a limit is missed under ``--floors``."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*", help="reports, or folders of them")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--floors", action="store_true", help="fail where a limit is missed")
    parser.add_argument("--one", choices=("1", "2", "shares"), help=argparse.SUPPRESS)
    args = parser.parse_args(arguments)
    paths = args.paths or [str(path) for path in sorted((ROOT / "examples").glob("*/report.txt"))]
    if args.one:
        print(json.dumps(shares(paths) if args.one == "shares" else rate(paths, int(args.one))))
        return 0
    command = [sys.executable, "-m", "dragoman"]
    version = median(timed([*command, "--version"]) for _ in range(args.runs))
    help_ = median(timed([*command, "--help"]) for _ in range(args.runs))
    first = median(timed([*command, "read", paths[0]], first_line=True) for _ in range(args.runs))
    one, two = (medians(args.runs, lambda workers=workers: in_process(workers, paths)) for workers in ("1", "2"))  # type: ignore[misc]
    told = {
        "version_s": version,
        "help_s": help_,
        "first_line_s": first,
        "peak_mb": max(one["peak_mb"], two["peak_mb"]),
    }
    print(f"medians of {args.runs} runs, {os.cpu_count()} cores, Python {sys.version.split()[0]}")
    print(f"  reports a second, one worker   {one['reports_s']:8.1f}")
    print(f"  reports a second, two workers  {two['reports_s']:8.1f}   (promised: {LOWEST_RATE})")
    for name, value in told.items():
        print(f"  {name:<30} {value:8.2f}" + (f"   (at most {LIMITS[name]})" if name in LIMITS else ""))
    parts = in_process("shares", paths)
    print(
        "  share of time  "
        + "  ".join(f"{name} {share:.0%}" for name, share in sorted(parts.items(), key=lambda part: -part[1]))
    )
    missed = [f"{name} is {told[name]:.2f}, its limit {limit}" for name, limit in LIMITS.items() if told[name] > limit]
    print("\n".join(missed))
    return int(bool(missed) and args.floors)


if __name__ == "__main__":
    sys.exit(main())
