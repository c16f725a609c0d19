"""An answer as plain data: fractions are « p/q », cents are whole."""

import json
from hashlib import sha256
from typing import Any

from kevread.equalisation.rules.rounds import Round
from kevread.equalisation.rules.share import Answer, Bounds, Cents, Why


def amounts(allocation: Cents, bounds: Bounds) -> dict[str, Any]:
    """What each receives and between what, without why."""
    return {
        "allocation": dict(allocation),
        "bounds": {who: {"lower": bounds.lower[who], "upper": bounds.upper[who]} for who in allocation},
        "relaxations": list(bounds.relaxations),
    }


def told(answer: Answer, digest: str) -> dict[str, Any]:
    return {
        **amounts(answer.allocation, answer.bounds),
        "lambda": str(answer.multiplier),
        "decomposition": {who: parts(why) for who, why in answer.why.items()},
        "input_sha256": digest,
    }


def parts(why: Why) -> dict[str, Any]:
    return {
        "base": str(why.base),
        "criteria": {key: str(part) for key, part in why.criteria.items()},
        "strategic": why.strategic,
        "gross": str(why.gross),
        "smoothing": str(why.smoothing),
        "bounds": str(why.bounds),
        "rounding": str(why.rounding),
    }


def as_written(one: Round) -> dict[str, Any]:
    """A round as its file is written: read again, it is the same."""
    rates = {name: getattr(one, name) for name in ("equal_base", "floor", "cap", "loss", "gain", "smoothing")}
    return {
        "envelope": one.envelope,
        "strategic": dict(one.strategic),
        "criteria": {
            key: {
                "weight": criterion.weight,
                "direction": criterion.direction.value,
                "values": {who: str(value) for who, value in criterion.values.items()},
            }
            for key, criterion in one.criteria.items()
        },
        **{name: str(rate) for name, rate in rates.items() if rate is not None},
        "previous": None if one.previous is None else dict(one.previous),
        "previous_envelope": one.previous_envelope,
    }


def certificate(one: Round, answer: Answer) -> dict[str, Any]:
    """What a round started from and what came of it, in one file: anyone finds the amounts again with twenty lines."""
    given = as_written(one)
    digest = sha256(json.dumps(given, ensure_ascii=False, indent=1).encode()).hexdigest()
    return {"input": given, "answer": told(answer, digest)}
