"""A round of the fund for 1 000 beneficiaries and 12 criteria, two inverse, with bounds, tunnel and smoothing: certified.

In the same run, a floor: one product and one division of integers as wide for each value of it; a peer: the same parts and
largest remainders, without bounds nor smoothing, in the rationals of gmpy2; and the oracle, on fewer. See bench/README.md.

    PYTHONPATH=src:. .kevread/venv/bin/python bench/equalise.py [--beneficiaries 1000] [--times 15] [--peer]
"""

import argparse
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from kevread.equalisation.rules import Direction, Round, certified, share_out  # noqa: E402
from kevread.equalisation.rules.certified import BITS  # noqa: E402
from tests.equalisation.rounds import large  # noqa: E402

GMPY2, AIM, ORACLE = "gmpy2", 50, (25, 50, 100)


def milliseconds(work: Callable[[], Any], times: int) -> tuple[float, float]:
    """The median and the worst."""
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        work()
        taken.append(1000 * (time.perf_counter() - begun))
    return statistics.median(taken), max(taken)


def floor(values: int) -> None:
    """What integers as wide cost, whatever is done with them."""
    wide, narrow = (1 << BITS) - 1, 1_000_003
    total = 0
    for value in range(1, values + 1):
        total += wide * value // narrow


def rationals() -> Any:
    """`mpq`, from a folder of this bench alone. None when it cannot be had."""
    folder = ROOT / ".kevread" / GMPY2
    if not folder.exists():
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--target", str(folder), GMPY2]
        if subprocess.run(command, check=False).returncode:
            return None
    sys.path.append(str(folder))
    from gmpy2 import mpq

    return mpq


def shared_by(mpq: Any, one: Round) -> dict[str, int]:
    """Parts of criteria, then largest remainders: what anyone would write with rationals."""
    due = dict.fromkeys(one.beneficiaries, mpq(0))
    for criterion in one.criteria.values():
        inverse = criterion.direction is Direction.INVERSE
        measured = {who: mpq(1, int(each)) if inverse else mpq(int(each)) for who, each in criterion.values.items()}
        total = sum(measured.values())
        for who, measure in measured.items():
            due[who] += mpq(criterion.weight, 10_000) * measure / total
    ideal = {who: one.envelope * part for who, part in due.items()}
    cents = {who: int(amount) for who, amount in ideal.items()}
    left = one.envelope - sum(cents.values())
    for who in sorted(ideal, key=lambda who: (cents[who] - ideal[who], who))[:left]:
        cents[who] += 1
    return cents


def main() -> None:
    reader = argparse.ArgumentParser()
    reader.add_argument("--beneficiaries", type=int, default=1000)
    reader.add_argument("--times", type=int, default=15)
    reader.add_argument("--peer", action="store_true")
    asked = reader.parse_args()
    seeds = [large(asked.beneficiaries, seed=seed) for seed in range(asked.times)]
    proven = sum(certified(one) is not None for one in seeds)
    print(f"{asked.beneficiaries} beneficiaries × 12 criteria, 2 inverse, bounds, tunnel and smoothing")
    print(f"  proven without the oracle: {proven} of {len(seeds)} rounds")
    waiting = iter(seeds)
    median, worst = milliseconds(lambda: certified(next(waiting)), asked.times)
    print(f"  certified        {median:9.1f} ms   worst {worst:.1f}   aim {AIM}")
    print(f"  floor            {milliseconds(lambda: floor(12 * asked.beneficiaries), asked.times)[0]:9.1f} ms")
    for number in ORACLE:
        one = large(number)
        assert certified(one) == share_out(one).allocation
        print(f"  oracle, {number:4}     {milliseconds(lambda one=one: share_out(one), 3)[0]:9.1f} ms   equal")
    if asked.peer and (mpq := rationals()):
        plain = large(asked.beneficiaries, bounded=False)
        bare = Round(envelope=plain.envelope, criteria=plain.criteria, equal_base=Fraction(0))
        assert shared_by(mpq, bare) == certified(bare)
        print(f"  gmpy2.mpq, parts {milliseconds(lambda: shared_by(mpq, bare), 1)[0]:9.1f} ms   equal")
        print(f"  certified, parts {milliseconds(lambda: certified(bare), asked.times)[0]:9.1f} ms")


if __name__ == "__main__":
    main()
