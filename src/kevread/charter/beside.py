"""What a sentence says beside its count: what the answer leaves aside, and from which day it speaks."""

from collections import defaultdict
from datetime import date
from uuid import UUID

from kevread.charter.engine import Finding
from kevread.charter.queries.registers import all_kept_since
from kevread.common.facts import REGISTRY, Organisations

type Key = tuple[str, UUID]  # a clause and an organisation


def left_aside(findings: list[Finding], on: date) -> dict[Key, str]:
    """What the answer leaves aside, by clause and organisation, for the sentences that say it."""
    told: dict[Key, str] = {}
    for finding in findings:
        check = finding.clause.check
        aside = REGISTRY[check.fact].aside if check else None
        if check and aside and "{aside}" in finding.clause.sentence(finding.verdict.value):
            key = finding.organisation.id
            said = aside(on, Organisations(frozenset({key})), **dict(check.parameters))
            told[finding.clause.key, key] = said.get(key, "")
    return told


def kept_when(findings: list[Finding], on: date) -> dict[Key, date]:
    """From which day an organisation keeps all the registers that the answer reads there, by clause and organisation, for the
    sentences that say it: of no day before is anything said. One query for each set of registers."""
    wanted: dict[frozenset[str], list[Finding]] = defaultdict(list)
    for finding in findings:
        check = finding.clause.check
        if check and "{kept}" in finding.clause.sentence(finding.verdict.value):
            fact = REGISTRY[check.fact]
            needed = (*fact.registers(dict(check.parameters)), *fact.reads)
            wanted[frozenset(register for register, keeper in needed if keeper == "self")].append(finding)
    told: dict[Key, date] = {}
    for registers, those in wanted.items():
        days = all_kept_since(registers, {finding.organisation.id for finding in those}, on)
        told |= {
            (one.clause.key, one.organisation.id): days[one.organisation.id]
            for one in those
            if one.organisation.id in days
        }
    return told
