"""A statement that a bank gives as OFX, of either version. Pure."""

import re
from html import unescape
from xml.etree.ElementTree import Element

from ofxtools.Parser import TreeBuilder

from kevread.common.words import one_line
from kevread.dues.statements import NotAStatement, Statement, line_of, ranked

BEGINS, ENDS = re.compile(r"<OFX\s*>", re.IGNORECASE), re.compile(r"</OFX\s*>", re.IGNORECASE)
HEAD = 4096  # bytes
CUT = "Ce relevé est coupé : il n’a pas de fin. Demandez-le de nouveau à la banque."


def is_one(data: bytes) -> bool:
    return BEGINS.search(data[:HEAD].decode("latin-1")) is not None


def read(data: bytes) -> Statement:
    """What came in, as `statements.of_bank` has it; `row` counts operations. The names that a bank gives to operations are not
    kept: not all give the same twice. Characters are of UTF-8, or else of Windows: many files say one and are the other.

    >>> told = "<OFX><CURDEF>EUR<STMTTRN><DTPOSTED>20261102<TRNAMT>{}<NAME>VIR LAVOIR<MEMO>COT 7</STMTTRN></OFX>"
    >>> found = read(told.format("+40.00").encode())
    >>> [(one.day.isoformat(), one.cents, one.label) for one in found.lines]
    [('2026-11-02', 4000, 'VIR LAVOIR COT 7')]
    >>> read(told.format("-40.00").encode()).aside, read(told.format("x").encode()).wrong
    (1, [(1, '« x » n’est pas un montant : on attend 40,00.')])
    """
    try:
        text = data.decode()
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    begins = BEGINS.search(text)
    if begins is None or not ENDS.search(text):
        raise NotAStatement(CUT)
    builder = TreeBuilder()
    try:
        builder.feed(text[begins.start() :])
        root: Element | None = builder.close()
    except (SyntaxError, ValueError, AssertionError):
        root = None
    if root is None:
        raise NotAStatement("Ce relevé OFX est abîmé. Demandez-le de nouveau à la banque.")
    if others := {one.text for one in root.iter("CURDEF")} - {"EUR"}:
        raise NotAStatement(f"Ce relevé est en {', '.join(map(str, sorted(others, key=str)))} : on attend des euros.")
    told = Statement("bank", [], [], unit="Opération")
    for number, one in enumerate(root.iter("STMTTRN"), 1):
        take(told, number, {cell.tag: one_line(unescape(cell.text or "")) for cell in one})
    return ranked(told)


def take(told: Statement, number: int, said: dict[str, str]) -> None:
    amount = said.get("TRNAMT", "")
    if amount.startswith("-") or not re.search(r"[1-9a-zA-Z]", amount):
        told.aside += 1
        return
    name, memo = said.get("NAME", ""), said.get("MEMO", "")
    label = name if memo.casefold() in name.casefold() else f"{name} {memo}".strip()
    day = said.get("DTPOSTED", "")[:8]
    try:
        told.lines.append(line_of(number, f"{day[:4]}-{day[4:6]}-{day[6:]}", amount, label=label[:300], origin="bank"))
    except NotAStatement as wrong:
        told.wrong.append((number, str(wrong)))
