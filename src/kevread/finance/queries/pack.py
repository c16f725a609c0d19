"""What a funder asks for beside a funding, in one file: each paper that is composed or kept here and that the reader
may read, and what says which are missing."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from pathlib import PurePath
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.utils import timezone

from kevread.agreements.models import Agreement, Instrument
from kevread.agreements.queries.papers import agreement_paper, signed_version
from kevread.agreements.queries.register import whole
from kevread.common.actor import Actor
from kevread.common.money import euros
from kevread.common.periods import day_in_words
from kevread.common.tables import Table
from kevread.decisions.models import Decision
from kevread.decisions.queries.papers import register_paper
from kevread.documents.contracts import Paper, as_data
from kevread.documents.models import Version
from kevread.documents.queries import letterhead
from kevread.documents.queries.sealed import sealed_bytes
from kevread.documents.rendering import render
from kevread.finance.models import Accounts, Funding
from kevread.finance.papers import PackContents, Packed
from kevread.ledgers.exports import PLANNED
from kevread.ledgers.models import Budget
from kevread.ledgers.queries.budgets import in_force, lines_of
from kevread.seats.queries.papers import officers_paper
from kevread.statutes.models import Statutes
from kevread.statutes.queries.articles import in_force_on, statutes_paper
from kevread.ui.spreadsheet import workbook

from .pack_kept import approval_of, laid_before, minuted, proof_of
from .report_paper import report_paper
from .reports import Due, to_report
from .volunteering import given_in

PLAIN = re.compile(r"[a-z0-9]{1,8}")


@dataclass(frozen=True, slots=True)
class Piece:
    """A paper of the pack: its word in the name of its file, what it is, how it is made; where it is not, `lacks` says why."""

    word: str
    label: str
    make: Callable[[], bytes] | None = None
    ends: str = "pdf"
    lacks: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """For whom a pack is made, of which day, at which moment; `accounts`: as what the figures of a year leave."""

    funding: Funding
    actor: Actor
    on: date
    now: datetime
    accounts: Table

    @property
    def today(self) -> date:
        return timezone.localtime(self.now).date()

    def paper(self, made: Paper) -> bytes:
        return render(made.template, as_data(made), made_at=self.now)


def pieces_of(asked: Asked) -> Iterator[Piece]:
    """In the order in which a funder reads them."""
    yield agreed(asked)
    yield from signed(asked)
    yield from decided(asked)
    yield articles(asked)
    yield from deposited(asked)
    yield officers(asked)
    yield from accounted(asked)
    yield budgeted(asked)
    yield from reported(asked)


def agreed(asked: Asked) -> Piece:
    funding, label = asked.funding, "Convention"
    if funding.agreement_id is None:
        signed = funding.signed_on
        said = (
            f"signée le {day_in_words(signed)} hors de Kevread" if signed else "aucune n’est rattachée à ce financement"
        )
        return Piece("convention", label, lacks=f"Elle n’est pas ici : {said}.")
    found = Agreement.objects.visible_to(asked.actor).filter(pk=funding.agreement_id).first()
    if found is None:
        return Piece("convention", label, lacks="Elle est ici, et vous ne la lisez pas.")
    return Piece("convention", label, lambda: asked.paper(agreement_paper(whole(found, asked.actor, asked.on))))


def signed(asked: Asked) -> Iterator[Piece]:
    """What was signed, as it is kept, with the signatures that its file carries: the agreement, then each amendment. Read by
    whoever reads the agreement; nothing more of one that they do not, or that is not here: `agreed` says so."""
    if asked.funding.agreement_id is None:
        return
    found = Agreement.objects.visible_to(asked.actor).filter(pk=asked.funding.agreement_id)
    rows = Instrument.objects.signed().filter(agreement__in=found, signed_on__lte=asked.on)
    for one in rows.select_related("document").order_by("number"):
        word = f"avenant-{one.number}-signe" if one.number else "convention-signee"
        label = (
            f"Avenant n° {one.number} signé, tel qu’il est conservé"
            if one.number
            else ("Convention signée, telle qu’elle est conservée")
        )
        version = signed_version(one)
        if version is None:
            yield Piece(word, label, lacks="Le fichier signé n’est pas conservé ici.")
        else:
            yield as_kept(word, label, version)


def as_kept(word: str, label: str, version: Version) -> Piece:
    """Its name in the pack is ours: of that of the file, only how it ends, where it is a plain word. Erased, it says so."""
    if removal := getattr(version.document, "removal", None):
        return Piece(word, label, lacks=removal.said)
    ends = PurePath(version.name).suffix[1:].lower()
    return Piece(word, label, lambda: sealed_bytes(version), ends if PLAIN.fullmatch(ends) else "bin")


def decided(asked: Asked) -> Iterator[Piece]:
    """The line of the register, then the minutes of its meeting as they are kept."""
    wanted, label = asked.funding.request, "Décision de demander, extrait du registre"
    if wanted is None:
        yield Piece("decision", label, lacks="Ce financement est inscrit sans demande préparée ici.")
    elif wanted.decision is None:
        yield Piece("decision", label, lacks=f"La demande repose sur : {wanted.authority}.")
    else:
        minutes = "Procès-verbal de la réunion qui a décidé de demander, tel qu’il est conservé"
        yield from told_in_register(asked, wanted.decision, "decision", label, minutes)


def told_in_register(asked: Asked, decision: Decision, word: str, label: str, minutes: str) -> Iterator[Piece]:
    """A line of the register, and the minutes of its meeting; nothing more of one that is not read."""
    rows = Decision.objects.visible_to(asked.actor).filter(pk=decision.pk)
    if not rows:
        yield Piece(word, label, lacks="Elle est au registre, et vous ne la lisez pas.")
        return
    yield Piece(word, label, lambda: asked.paper(register_paper(asked.funding.organisation, rows, asked.on)))
    version, lacks = minuted(decision, asked.actor, asked.on)
    if version is None:
        yield Piece(f"{word}-pv", minutes, lacks=lacks)
    else:
        yield as_kept(f"{word}-pv", minutes, version)


def articles(asked: Asked) -> Piece:
    found, label = in_force_on(asked.funding.organisation, asked.on), "Statuts en vigueur"
    if found is None or not Statutes.objects.visible_to(asked.actor).filter(pk=found.pk).exists():
        return Piece("statuts", label, lacks="Ils ne sont pas inscrits ici.")
    return Piece("statuts", label, lambda: asked.paper(statutes_paper(found, asked.on)))


def deposited(asked: Asked) -> Iterator[Piece]:
    """The file of the articles that were signed, where it is kept, for whoever reads there what is not public: it bears
    names and signatures."""
    where = asked.funding.organisation
    found = in_force_on(where, asked.on)
    if found is None or found.document is None or not asked.actor.hat_for("read", where.pk):
        return
    version = found.document.versions.select_related("content").filter(number=1).first()  # as it was given
    if version is not None:
        yield as_kept("statuts-signes", "Statuts signés, tels qu’ils sont conservés", version)


def officers(asked: Asked) -> Piece:
    where = asked.funding.organisation
    return Piece(
        "dirigeants",
        "Liste des dirigeant·es",
        lambda: asked.paper(officers_paper(where, asked.actor, asked.on, asked.today)),
    )


def accounted(asked: Asked) -> Iterator[Piece]:
    """The figures of the last year; who approved them, what was before them, what proves that they were published."""
    rows = Accounts.objects.visible_to(asked.actor).standing().filter(organisation=asked.funding.organisation)
    found = rows.filter(closed_on__lte=asked.on).order_by("-closed_on", "-pk").first()
    if found is None:
        yield Piece("comptes", "Comptes du dernier exercice", lacks="Ceux d’aucun exercice ne sont inscrits ici.")
        return
    year = f"de l’exercice clos le {day_in_words(found.closed_on)}"
    label = f"Comptes {year}, leurs chiffres"
    yield Piece("comptes", label, lambda: workbook(asked.accounts, [found], asked.now), "xlsx")
    yield from approved(asked, found.closed_on, year)
    version, lacks = proof_of(asked.funding.organisation, found.closed_on, asked.actor, asked.on)
    label = f"Preuve de la publication des comptes {year}"
    if version is None:
        yield Piece("comptes-publication", label, lacks=lacks)
    else:
        yield as_kept("comptes-publication", label, version)


def approved(asked: Asked, closed_on: date, year: str) -> Iterator[Piece]:
    """The decision of the assembly, its minutes, and what was enclosed with its point: the accounts that it approved."""
    line = approval_of(asked.funding.organisation, closed_on, asked.on)
    label = f"Décision qui approuve les comptes {year}, extrait du registre"
    papers = f"Comptes approuvés {year}, tels qu’ils sont conservés"
    if line is None:
        yield Piece("approbation", label, lacks="Aucune décision de l’assemblée ne les approuve ici.")
        yield Piece("comptes-approuves", papers, lacks="Rien n’est joint au point qui les approuverait.")
        return
    minutes = "Procès-verbal de l’assemblée qui les approuve, tel qu’il est conservé"
    yield from told_in_register(asked, line, "approbation", label, minutes)
    laid = list(laid_before(line, asked.actor))
    if not laid:
        yield Piece(
            "comptes-approuves", papers, lacks="Aucun fichier que vous lisez n’est joint au point qui les approuve."
        )
    for rank, version in enumerate(laid, 1):
        title = f"Joint au point qui approuve les comptes {year} : {version.document.title}"
        yield as_kept(f"comptes-approuves-{rank}", title, version)


def budgeted(asked: Asked) -> Piece:
    label = f"Budget {asked.on.year}"
    found = in_force(asked.funding.organisation, asked.on.year, asked.on)
    if found is None:
        return Piece("budget", label, lacks="Aucune décision n’en fixe un ici.")
    if not Budget.objects.visible_to(asked.actor).filter(pk=found.pk).exists():
        return Piece("budget", label, lacks="Il est ici, et vous ne le lisez pas.")
    return Piece("budget", label, lambda: workbook(PLANNED, lines_of(found), asked.now), "xlsx")


def reported(asked: Asked) -> Iterator[Piece]:
    """One of each year that is closed, where the law asks for one."""
    for due in to_report(asked.on, [asked.funding.organisation_id]):
        if due.funding.pk == asked.funding.pk:
            label = f"Compte rendu financier de l’exercice clos le {day_in_words(due.closed_on)}, ce qui le prépare"
            word = f"compte-rendu-{due.closed_on.year}"
            yield Piece(word, label, lambda due=due: asked.paper(told_of(asked, due)))  # type: ignore[misc]


def told_of(asked: Asked, due: Due) -> Paper:
    return report_paper(due, asked.on, given_in(due, asked.actor, asked.on))


def pack(asked: Asked) -> bytes:
    """The file: its contents first, then each paper under its number."""
    made: list[tuple[str, bytes]] = []
    told: list[Packed] = []
    for piece in pieces_of(asked):
        name = f"{len(made) + 1:02}-{piece.word}.{piece.ends}" if piece.make else ""
        if piece.make:
            made.append((name, piece.make()))
        told.append(Packed(label=piece.label, name=name, lacks=piece.lacks))
    contents = asked.paper(contents_of(asked, told))
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as file:
        for name, content in [("00-sommaire.pdf", contents), *made]:
            local = timezone.localtime(asked.now)
            entry = ZipInfo(name, (local.year, local.month, local.day, local.hour, local.minute, 0))
            file.writestr(entry, content, ZIP_DEFLATED)
    return out.getvalue()


def contents_of(asked: Asked, told: list[Packed]) -> PackContents:
    funding = asked.funding
    return PackContents(
        letterhead=letterhead(funding.organisation, asked.on),
        purpose=funding.purpose,
        funder=funding.funder.called,
        granted=euros(funding.cents),
        notified_on=funding.notified_on,
        on=asked.on,
        there=tuple(one for one in told if one.name),
        missing=tuple(one for one in told if not one.name),
    )
