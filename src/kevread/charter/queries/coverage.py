"""How each rule of the founding text is known, and what proves it."""

import ast
from collections import Counter
from pathlib import Path
from typing import Any

from django.conf import settings

from kevread.charter.engine import framework
from kevread.charter.loader import Article
from kevread.common.facts import REGISTRY


def proofs() -> dict[str, str]:
    """Which test proves each computed rule: the rules named by `proves(...)` in the folder that the federation names.
    Empty for a federation that names none, whose computed rules are then unproven."""
    found: dict[str, str] = {}
    named = framework().proofs
    folder = Path(settings.ROOT) / named
    for path in sorted(folder.glob("test_*.py")) if named else []:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("proves", "refuses"):
                for argument in node.args:
                    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                        found.setdefault(argument.value, f"{named}/{path.name}")
    return found


def status_of(article: Article) -> str:
    """How a rule is known: computed as soon as a clause is, then attested, capability, awaits:app, not_checked."""
    ways = [clause.way for clause in article.clauses]
    for way in ("check", "attested", "capability"):
        if way in ways:
            return "computed" if way == "check" else way
    waiting = [clause.app for clause in article.clauses if clause.way == "awaits"]
    return f"awaits:{waiting[0]}" if waiting else "not_checked"


def detail_of(article: Article) -> str:
    """What is computed, and what the clauses wait for."""
    told = []
    for clause in article.clauses:
        if clause.check:
            told.append(f"clause {clause.number} : calculée par {clause.check}")
        elif clause.way == "attested":
            told.append(f"clause {clause.number} : attestée ({clause.piece})")
        else:
            told.append(f"clause {clause.number} : {clause.because}")
    return " ; ".join(told)


def coverage() -> dict[str, Any]:
    """How each rule of the founding text is known. The law is not counted."""
    book, proven = framework(), proofs()
    counts: Counter[str] = Counter()
    awaits: Counter[str] = Counter()
    rows = []
    for article in book.founding:
        status = status_of(article)
        if status == "computed" and article.rule not in proven:
            status = "unproven"
        if status.startswith("awaits:"):
            awaits[status.removeprefix("awaits:")] += 1
        else:
            counts[status] += 1
        row = {"rule": article.rule, "status": status, "detail": detail_of(article)}
        if article.rule in proven:
            row["proved_by"] = proven[article.rule]
        rows.append(row)
    return {
        "total": len(book.founding),
        "computed": counts["computed"],
        "attested": counts["attested"],
        "capability": counts["capability"],
        "awaits": dict(sorted(awaits.items())),
        "not_checked": counts["not_checked"],
        "rules": rows,
    }


def unused_facts() -> frozenset[str]:
    """Facts that are registered and that no article of this federation reads."""
    read = {c.check.fact for a in framework().articles.values() for c in a.clauses if c.check}
    return frozenset(REGISTRY) - read
