"""Where what an article says comes from: the document, the law, a collective agreement, doctrine, usage; or us, for what it
adds."""

from pathlib import Path

from kevread.common.reading import Misread, Page, read_yaml
from kevread.common.wrong import Fault

from .written import WrittenArticle, WrittenLaw, WrittenSource, quoted


def read_law(law: Path | None, written: set[str], faults: list[Fault]) -> WrittenLaw:
    """What stands beside the articles of law (`law.yaml`), where there is some. `written`: the rules that have an article."""
    path = law / "law.yaml" if law else None
    if path is None or not path.exists():
        return WrittenLaw()
    try:
        page = read_yaml(path)
        read = page.read(WrittenLaw)
    except Misread as wrong:
        faults += wrong.faults
        return WrittenLaw()
    for rule in written & set(read.absent):
        page.wrong(("absent", rule), f"la règle {rule} a son article : elle n’est pas absente.")
    faults += page.faults
    return read


def kind_of(rule: str, source: WrittenSource, page: Page, *, is_law: bool) -> tuple[str, str]:
    """What an article is, and where it comes from: one thing, of those that its folder admits."""
    beside = ("law", "agreement", "doctrine", "usage")
    admitted = beside if is_law else ("document",)
    named = [(kind, said) for kind in ("document", *beside) if (said := getattr(source, kind))]
    if len(named) != 1 or named[0][0] not in admitted:
        wanted = (
            "la loi, une convention collective, une doctrine ou un usage (law, agreement, doctrine, usage)"
            if is_law
            else "le document (document)"
        )
        page.wrong((rule, "source"), f"la source doit nommer {wanted}.")
    return named[0] if named else (admitted[0], "")


def refuse_decided_additions(rule: str, written: WrittenArticle, page: Page) -> None:
    """What we add was decided by nobody: a setting that only an addition reads has no founding value."""
    read: dict[bool, set[str]] = {True: set(), False: set(quoted(written.text))}
    for clause in written.clauses:
        if clause.check:
            read[bool(clause.addition)] |= {limit for limit in clause.check.limits if isinstance(limit, str)}
    for name in read[True] - read[False]:
        if name in written.settings and written.settings[name].founding is not None:
            page.wrong(
                (rule, "settings", name), "un ajout n’a pas de valeur fondatrice : le document ne l’a pas décidée."
            )
