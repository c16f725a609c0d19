"""Accounting files, as software writes them."""

from io import BytesIO

from kevread.ledgers.rules.shape import COLUMNS, ONE_AMOUNT

NAME = "123456782FEC20261231.txt"
Row = dict[str, str]


def row(account: str, debit: str = "", credit: str = "", **more: str) -> Row:
    given = {
        "JournalCode": "AC", "JournalLib": "Achats", "EcritureNum": "1", "EcritureDate": "20260115", "CompteNum": account,
        "CompteLib": f"Compte {account}", "PieceRef": "F1", "PieceDate": "20260115", "EcritureLib": "Loyer de janvier",
        "Debit": debit, "Credit": credit, "ValidDate": "20260131",
    }  # fmt: skip
    return given | more


def fec(
    rows: list[Row],
    *,
    separator: str = "\t",
    names: tuple[str, ...] = COLUMNS,
    encoding: str = "utf-8",
    end: str = "\n",
) -> bytes:
    lines = [separator.join(names), *(separator.join(one.get(name, "") for name in names) for one in rows)]
    return "".join(line + end for line in lines).encode(encoding)


def padded(rows: list[Row]) -> bytes:
    """Columns that spaces align."""
    lines = [COLUMNS, *([one.get(name, "") for name in COLUMNS] for one in rows)]
    widths = [max(len(line[place]) for line in lines) + 1 for place in range(len(COLUMNS))]
    return "".join(
        "".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + "\n" for line in lines
    ).encode()


def sided(rows: list[Row]) -> bytes:
    """An amount and its side."""
    turned = []
    for one in rows:
        amount, side = (one["Debit"], "D") if one["Debit"] else (one["Credit"], "C")
        turned.append(one | {"Montant": amount, "Sens": side})
    return fec(turned, names=ONE_AMOUNT)


def rent(label: str = "Loyer de janvier", cents: str = "800,00", **more: str) -> list[Row]:
    """One entry, balanced."""
    return [
        row("61320000", debit=cents, EcritureLib=label, **more),
        row("51200000", credit=cents, EcritureLib=label, **more),
    ]


def opened(data: bytes) -> BytesIO:
    return BytesIO(data)
