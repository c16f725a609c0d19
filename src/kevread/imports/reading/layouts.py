"""Files that others make and everybody receives: known by their headers, described as data. What must not be kept of them is
dropped while they are read, before anything sees it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache, partial

from kevread.common.words import plain

from .cells import text_of, with_zeros
from .grids import Book, Cell, Grid, Row, trimmed

NOTHING = frozenset({"0001-01-01", "1900-01-01", "[nd]"})  # what their makers write for « not known »
ORGANISATIONS, PEOPLE = "Organisations", "Personnes"
FIRST = 30  # rows among which headers are looked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """`marks`: the headers by which it is known. `columns`: what each feeds; one that is not named feeds nothing, unless
    `open`: people add theirs. `aside`: by column, the values of which nothing is kept, and how they are told. `instead`:
    where a column is empty, another that says it. `coded`: the commune that a column names, and another by its code: the first
    says both. `prefixed`: by the beginning of a code, what it means."""

    name: str
    marks: tuple[str, ...]
    into: str
    columns: Mapping[str, str]
    open: bool = False
    aside: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    instead: Mapping[str, str] = field(default_factory=dict)
    coded: Mapping[str, str] = field(default_factory=dict)
    prefixed: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    payer: bool = False  # the address is the payer’s, who is not always the member


PARTIAL = "en diffusion partielle"
CLOSED = "qui ont cessé"
LEGAL_FORMS = {
    "92": "Association",
    "93": "Fondation",
    "82": "Mutuelle",
    "545": "Coopérative",
    "546": "Coopérative",
    "555": "Coopérative",
    "556": "Coopérative",
    "5": "Société commerciale",
    "6317": "Coopérative",
    "6318": "Coopérative",
    "7": "Organisme public",
    "4": "Organisme public",
}
LAYOUTS = (
    Layout(
        name="la base Sirene des unités légales",
        marks=("siren", "statutDiffusionUniteLegale", "denominationUniteLegale"),
        into=ORGANISATIONS,
        columns={
            "siren": "SIREN",
            "denominationUniteLegale": "nom",
            "categorieJuridiqueUniteLegale": "forme juridique",
            "identifiantAssociationUniteLegale": "RNA",
        },
        aside={
            "statutDiffusionUniteLegale": {"p": PARTIAL, "n": PARTIAL},
            "etatAdministratifUniteLegale": {"c": CLOSED},
        },
        prefixed={"categorieJuridiqueUniteLegale": LEGAL_FORMS},
    ),
    Layout(
        name="la base Sirene des établissements",
        marks=("siren", "nic", "siret", "statutDiffusionEtablissement"),
        into=ORGANISATIONS,
        columns={
            "siren": "SIREN",
            "siret": "SIRET du siège",
            "denominationUsuelleEtablissement": "nom",
            "libelleCommuneEtablissement": "lieu",
        },
        aside={
            "statutDiffusionEtablissement": {"p": PARTIAL, "n": PARTIAL},
            "etatAdministratifEtablissement": {"f": CLOSED},
            "etablissementSiege": {"false": "d’un autre établissement que le siège"},
        },
        instead={"denominationUsuelleEtablissement": "enseigne1Etablissement"},
        coded={"libelleCommuneEtablissement": "codeCommuneEtablissement"},
    ),
    Layout(
        name="la liste d’ESS France",
        marks=("SIREN", "Nom ou raison sociale de l’entreprise", "Famille juridique de l’entreprise"),
        into=ORGANISATIONS,
        columns={
            "SIREN": "SIREN",
            "Nom ou raison sociale de l’entreprise": "nom",
            "Famille juridique de l’entreprise": "forme juridique",
            "Commune": "lieu",
            "Libellé de la commune": "lieu",
        },
    ),
    Layout(
        name="le répertoire national des associations",
        marks=("id", "titre", "objet", "position", "adrs_codeinsee"),
        into=ORGANISATIONS,
        columns={
            "id": "RNA",
            "siret": "SIRET du siège",
            "titre": "nom",
            "adrs_libcommune": "lieu",
            "date_creat": "depuis",
        },
        aside={"position": {"d": "dissoutes", "s": "supprimées"}},
        coded={"adrs_libcommune": "adrs_codeinsee"},
    ),
    Layout(
        name="un export d’adhésions HelloAsso",
        marks=("Référence commande", "Nom adhérent", "Prénom adhérent", "Email payeur"),
        into=PEOPLE,
        columns={"Nom adhérent": "nom", "Prénom adhérent": "prénom", "Email payeur": "adresse électronique"},
        open=True,
        aside={
            "Statut de la commande": dict.fromkeys(
                ("annule", "annulee", "rembourse", "remboursee", "refuse", "refusee", "echoue"), "d’un paiement annulé"
            )
        },
        payer=True,
    ),
)


def called(header: Cell) -> str:
    return plain(text_of(header)) if isinstance(header, str) else ""


def layout_of(header: Row) -> Layout | None:
    """The layout that these headers are those of."""
    said = {called(cell) for cell in header}
    return next((one for one in LAYOUTS if all(plain(mark) in said for mark in one.marks)), None)


def header_of(grid: Grid) -> tuple[int, Layout] | None:
    """Where the headers of a known layout stand, and which it is: a title, or a few lines, may be above them."""
    found = ((place, layout_of(row)) for place, row in enumerate(grid.rows[:FIRST]))
    return next(((place, layout) for place, layout in found if layout is not None), None)


def cleaned(book: Book) -> Book:
    """The book, less what must not be kept of files that are known; what was left is told."""
    notes = list(book.notes)
    grids = []
    for grid in book.grids:
        known = header_of(grid)
        grids.append(grid if known is None else clean(grid, *known, notes))
    return Book(tuple(grids), tuple(notes))


def clean(grid: Grid, header: int, layout: Layout, notes: list[str]) -> Grid:
    """Below its headers, rows of which nothing is kept stay as empty ones, so that the others keep their number."""
    at: dict[str, int] = {}
    for place, cell in enumerate(grid.rows[header]):
        at.setdefault(called(cell), place)
    left = Counter[str]()
    unclaimed = 0
    rows: list[Row] = list(grid.rows[: header + 1])
    width = len(grid.rows[header])
    judged = [(at[plain(name)], reasons) for name, reasons in layout.aside.items() if plain(name) in at]
    instead, coded, commune = where_both(layout.instead, at), where_both(layout.coded, at), cache(with_code)
    prefixed = [
        (at[plain(name)], cache(partial(meaning, meanings=meanings)))
        for name, meanings in layout.prefixed.items()
        if plain(name) in at
    ]
    for row in grid.rows[header + 1 :]:
        cells = [None if isinstance(cell, str) and cell.strip().lower() in NOTHING else cell for cell in row]
        cells += [None] * (width - len(cells))
        words = ((plain(text_of(cells[place])), reasons) for place, reasons in judged)
        why = next((reasons[said] for said, reasons in words if said in reasons), None)
        if why is not None:
            left[why] += 1
            rows.append(())
            continue
        for place, other in instead:
            if cells[place] is None:
                cells[place] = cells[other]
        for place, other in coded:
            cells[place] = commune(text_of(cells[place]), text_of(cells[other]))
        for place, meant in prefixed:
            cells[place] = meant(text_of(cells[place]))
        if "siren" in at and (whole := with_zeros(text_of(cells[at["siren"]]), 9)):
            cells[at["siren"]] = whole
        if layout.payer:
            unclaimed += of_payer(cells, at)
        rows.append(trimmed(tuple(cells)))
    notes.append(
        f"C’est {layout.name}." if not layout.open else f"C’est {layout.name} : qui paie n’est pas toujours qui adhère."
    )
    for why, times in left.items():
        notes.append(f"{times} ligne{'s' if times > 1 else ''} {why} : rien n’en est gardé.")
    if unclaimed:
        notes.append(
            f"{unclaimed} adhésion{'s' if unclaimed > 1 else ''} payée{'s' if unclaimed > 1 else ''} par quelqu’un d’autre : "
            "l’adresse de qui a payé n’est pas donnée à qui adhère."
        )
    return replace(grid, rows=tuple(rows))


def where_both(pairs: Mapping[str, str], at: Mapping[str, int]) -> list[tuple[int, int]]:
    """The places of two columns, where the file has both."""
    return [
        (at[plain(one)], at[plain(other)]) for one, other in pairs.items() if plain(one) in at and plain(other) in at
    ]


def with_code(name: str, code: str) -> str | None:
    """
    >>> with_code("RENNES", "35238"), with_code("RENNES", ""), with_code("", "")
    ('RENNES (35238)', 'RENNES', None)
    """
    return f"{name} ({code})" if name and code else name or code or None


def meaning(code: str, meanings: Mapping[str, str]) -> str | None:
    """What a code means, by its longest beginning that is known.

    >>> meaning("9220", LEGAL_FORMS), meaning("5458", LEGAL_FORMS), meaning("5710", LEGAL_FORMS), meaning("1000", LEGAL_FORMS)
    ('Association', 'Coopérative', 'Société commerciale', None)
    """
    known = [start for start in meanings if code.startswith(start)]
    return meanings[max(known, key=len)] if known else None


def of_payer(cells: list[Cell], at: Mapping[str, int]) -> bool:
    """Payer is not member: the address stays where both have one name, in small letters. Whether it was taken away."""
    said = {
        name: plain(text_of(cells[place]))
        for name, place in at.items()
        if name.split(" ")[-1] in ("payeur", "adherent")
    }
    place = at["email payeur"]
    same = all(
        said.get(f"{word} payeur", "") in ("", said.get(f"{word} adherent", "")) for word in ("nom", "prenom")
    ) and any(said.get(f"{word} payeur") for word in ("nom", "prenom"))
    had = cells[place] is not None
    cells[place] = text_of(cells[place]).lower() or None if same else None
    return had and not same
