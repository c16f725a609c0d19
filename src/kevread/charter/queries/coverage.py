"""How each rule is known, clause by clause, and what proves it: those of the founding text, and those of the law beside."""

import ast
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings

from kevread.charter.engine import framework
from kevread.charter.loader import Article, Clause
from kevread.charter.written import WrittenAbsent, rule_order
from kevread.common.facts import REGISTRY

KNOWN = ("computed", "shown", "attested", "capability", "mixed", "not_checked")  # and `awaits`, room by room
FOUND = ("computed", "shown")  # what facts answer, each proven by a test


class Proof(NamedTuple):
    """The test that flips a clause, and whether one plants a breach of it."""

    path: str
    breaches: bool


def proofs(folder: str) -> dict[str, Proof]:
    """Which test proves each computed clause (« R3.7/1 »): those named by `proves(...)` in a folder. Empty for no folder: what
    is computed is then unproven."""
    found: dict[str, Proof] = {}
    for path in sorted((Path(settings.ROOT) / folder).glob("test_*.py")) if folder else []:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "proves":
                given = {one.arg: one.value for one in node.keywords}
                number = given.get("clause", ast.Constant(1))
                breaches = "after" not in given or ast.unparse(given["after"]) == "Verdict.BREACHES"
                for rule in node.args:
                    if (
                        isinstance(rule, ast.Constant)
                        and isinstance(rule.value, str)
                        and isinstance(number, ast.Constant)
                    ):
                        key = f"{rule.value}/{number.value!r}"
                        known = found.get(key, Proof(f"{folder}/{path.name}", breaches))
                        found[key] = known._replace(breaches=known.breaches or breaches)
    return found


def status_of(clause: Clause, proven: dict[str, Proof]) -> str:
    """How a clause is known: computed, shown, unproven, attested, capability, awaits:room, not_checked. What is shown conforms
    where something that is written shows it, and is else not known: nothing could show a breach, which « computed » needs."""
    if clause.way == "check":
        proof = proven.get(clause.key)
        return "unproven" if proof is None else "computed" if proof.breaches else "shown"
    return f"awaits:{clause.app}" if clause.way == "awaits" else clause.way


def told_of(clause: Clause, status: str) -> str:
    """What is computed, what piece attests it, what it waits for; and that it is ours, where the document does not say it."""
    if clause.check:
        how = "montrée, sans que rien ne puisse y montrer un écart," if status == "shown" else "calculée"
        said = f"{how} par {clause.check}"
    else:
        said = f"attestée ({clause.piece})" if clause.way == "attested" else clause.because
    return f"clause {clause.number} : {said}{' (ajout)' if clause.addition else ''}"


def row_of(article: Article, proven: dict[str, Proof]) -> dict[str, Any]:
    """A rule is known in one way when every clause of it is; otherwise each clause says how it is. One that waits for several
    rooms waits for the first that it names."""
    statuses = [status_of(clause, proven) for clause in article.clauses]
    waits = all(status.startswith("awaits:") for status in statuses)
    row: dict[str, Any] = {
        "rule": article.rule,
        "status": statuses[0] if waits or len(set(statuses)) == 1 else "mixed",
        "detail": " ; ".join(map(told_of, article.clauses, statuses)),
    }
    if "unproven" in statuses:
        row["status"] = "unproven"
    if row["status"] in FOUND:
        row["proved_by"] = proven[article.clauses[0].key].path
    if row["status"] == "mixed":
        pairs = zip(article.clauses, statuses, strict=True)
        row["clauses"] = [
            {"clause": clause.number, "status": status}
            | ({"proved_by": proven[clause.key].path} if status in FOUND else {})
            for clause, status in pairs
        ]
    return row


def row_of_absent(rule: str, absent: WrittenAbsent) -> dict[str, Any]:
    status = f"awaits:{absent.awaits.app}" if absent.awaits else "not_checked"
    return {"rule": rule, "status": status, "detail": f"{absent.title} : {absent.because}"}


def coverage(*, law: bool = False) -> dict[str, Any]:
    """How each rule of the founding text is known, or with `law` each one of the list of the law: those that have an article,
    and those that wait for one."""
    book = framework()
    proven = proofs(book.law_proofs if law else book.proofs)
    listed = [article for article in book.beside if not article.is_beyond] if law else book.founding
    rows = [row_of(article, proven) for article in listed]
    if law:
        rows += [row_of_absent(rule, absent) for rule, absent in book.absent.items()]
    return counted(sorted(rows, key=lambda row: rule_order(row["rule"])))


def counted(rows: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """The rows, and how many of each status. Those that nothing proves are in no count: the total then exceeds them."""
    told = list(rows)
    counts = Counter(row["status"] for row in told)
    awaits = {status.removeprefix("awaits:"): n for status, n in sorted(counts.items()) if status.startswith("awaits:")}
    return {"total": len(told), **{status: counts[status] for status in KNOWN}, "awaits": awaits, "rules": told}


def adds_up(answer: dict[str, Any]) -> bool:
    return sum(answer[status] for status in KNOWN) + sum(answer["awaits"].values()) == answer["total"]


def unused_facts() -> frozenset[str]:
    """Facts that are registered and that no article of this federation reads."""
    read = {c.check.fact for a in framework().articles.values() for c in a.clauses if c.check}
    return frozenset(REGISTRY) - read
