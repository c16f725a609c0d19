"""What the law asks of an organisation in a year, why, by when, and what shows that it is done. Each row is of a count that is
made elsewhere, or of a fact that somebody wrote; where it lacks, the row says what, and where one says it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from kevread.charter.queries.limits import Told
from kevread.common.errors import Way
from kevread.common.money import euros
from kevread.common.periods import add_months, day_in_words
from kevread.common.words import listed, of, the, to
from kevread.decisions.queries.approvals import end_of_month
from kevread.directory.models import Organisation
from kevread.filings.queries import Duty
from kevread.finance.queries.approved import Approved
from kevread.finance.queries.reports import Due
from kevread.finance.queries.thresholds import Threshold
from kevread.finance.queries.unwritten import Given
from kevread.finance.queries.years import Part, Year

STATES = {"late": "En retard", "due": "À faire", "unknown": "Inconnu", "done": "Fait"}  # in the order of the page
UNDATED = "L’article ne dit pas de jour"
CERTIFYING = ("L4.1", "L4.2", "L4.3")


@dataclass(frozen=True, slots=True)
class Required:
    """Something that the law asks: by which articles, why, by when; how it stands. `told` says what shows it, where it is done,
    and what lacks, where it is not known; `when`, what is said of its day where it has none."""

    organisation: Organisation
    rules: tuple[str, ...]
    what: str
    why: str
    state: str
    by: date | None = None
    when: str = ""
    told: str = ""
    way: Way | None = None

    @property
    def word(self) -> str:
        return STATES[self.state]


def awaited(by: date, on: date) -> str:
    """Its last day is in time."""
    return "late" if on > by else "due"


def way(label: str, screen: str, organisation: Organisation, **where: object) -> Way:
    return Way(label, screen, {"scale": organisation.slug, **where})


def registers(organisation: Organisation) -> Way:
    return way("Voir les registres tenus", "charter:registers", organisation)


def accounts_page(organisation: Organisation) -> Way:
    return way("Voir les comptes et les seuils", "finance:accounts", organisation)


def auditing(organisation: Organisation) -> Way:
    return way("Dire qui certifie les comptes, et la clôture", "charter:article", organisation, rule="L1.21")


def sheet(organisation: Organisation, kind: str, day: date) -> Way:
    return way("Voir la fiche", "filings:declare", organisation, kind=kind, day=day.isoformat())


def said_of(parts: Iterable[Part]) -> str:
    """The sums that make one, each with whom it is from."""
    return " ; ".join(f"{euros(one.cents)} ({one.funding.funder.called}, {one.funding.purpose})" for one in parts)


def ending(year: Year, on: date) -> str:
    """
    >>> from uuid import UUID
    >>> year = Year(UUID(int=1), date(2025, 1, 1), date(2025, 12, 31), (), (), True, None, "")
    >>> ending(year, date(2025, 12, 31)), ending(year, date(2026, 1, 1))
    ('l’exercice à clore le 31 décembre 2025', 'l’exercice clos le 31 décembre 2025')
    """
    return f"l’exercice {'clos' if year.closed_on < on else 'à clore'} le {day_in_words(year.closed_on)}"


def auditor(
    organisation: Organisation, year: Year, lines: Sequence[Threshold], named: Told | None, on: date
) -> Iterator[Required]:
    """Somebody must certify the accounts of a year of which a threshold is passed. Of one that is closed, where it is not known
    whether one is, what lacks is said; the figures of one that is not closed are not made yet."""
    those = [one for one in lines if one.rule in CERTIFYING]
    over = [one for one in those if one.is_over]
    what = f"Nommer un·e commissaire aux comptes, pour {ending(year, on)}"
    if over:
        rules = tuple(one.rule for one in over)
        why = " ".join(f"{one.label} : {one.measured}." for one in over)
        if year.auditor == "appointed" and named is not None:
            told = f"Un·e commissaire est nommé·e : {named.decision}."
            yield Required(organisation, rules, what, why, "done", when=UNDATED, told=told, way=auditing(organisation))
        elif year.auditor == "none":
            told = f"Il est dit que personne ne certifie les comptes : {named.decision}." if named else ""
            yield Required(organisation, rules, what, why, "due", when=UNDATED, told=told, way=auditing(organisation))
        else:
            told = "Personne n’a dit qui certifie les comptes."
            yield Required(
                organisation, rules, what, why, "unknown", when=UNDATED, told=told, way=auditing(organisation)
            )
    elif year.closed_on < on and year.auditor != "appointed" and any(one.is_over is None for one in those):
        rules = tuple(one.rule for one in those if one.is_over is None)
        why = "Un seuil de la loi a pu être dépassé."
        there = accounts_page(organisation)
        yield Required(organisation, rules, what, why, "unknown", when=UNDATED, told=lacking(year, those), way=there)


def lacking(year: Year, lines: Iterable[Threshold]) -> str:
    """What is not known of the figures of a year, and why."""
    figures = [figure for one in lines for figure in one.figures]
    untyped = list(dict.fromkeys(one.label for one in figures if one.value is None))
    said = []
    if any(one.is_least for one in figures):
        said.append("Les financements ne sont pas tenus ici depuis le premier jour de l’exercice.")
    if untyped:
        said.append(f"Personne n’a inscrit, pour cet exercice : {listed(untyped)}.")
    return " ".join(said)


def approval(
    organisation: Organisation, year: Year, is_certified: bool | None, found: Approved, months: int, on: date
) -> Iterator[Required]:
    """Certified accounts are approved in so many months, counted whole as the finding of L1.21 does."""
    if is_certified is False:
        return
    last = add_months(year.closed_on, months)
    by = end_of_month(last.year, last.month)
    what = f"Approuver en assemblée les comptes de {ending(year, on)}"
    why = "Un·e commissaire certifie ces comptes."
    there = way("Voir les décisions", "decisions:decisions", organisation)
    state, told = awaited(by, on), ""
    if is_certified is None:
        why = "Ces comptes sont peut-être certifiés."
        state, told = "unknown", f"Personne n’a dit qui les certifiait le {day_in_words(year.closed_on)}."
        there = auditing(organisation)
    elif found.on is not None:
        late = ", après ce jour" if found.on > by else ""
        state, told = (
            "done",
            f"L’assemblée les a approuvés le {day_in_words(found.on)}{late}, dit le registre des décisions.",
        )
    elif found.others:
        state = "unknown"
        told = f"Une décision du {day_in_words(found.others[0])} approuve des comptes sans dire de quel exercice."
    elif not found.is_whole:
        state, told = "unknown", "Le registre des décisions n’est pas tenu ici depuis la clôture."
        there = registers(organisation)
    yield Required(organisation, ("L1.21",), what, why, state, by, told=told, way=there)


def publication(
    organisation: Organisation, year: Year, line: Threshold, found: Approved, months: int, on: date
) -> Iterator[Required]:
    """The accounts of a year of which public subsidies pass the threshold are published so many months after their approval."""
    if line.is_over is False:
        return
    done = year.published_on
    by = found.last(months) if found.on else None
    what, why = f"Publier les comptes de {ending(year, on)}", f"{line.label} : {line.measured}."
    when = "" if by else f"Dans les {months} mois qui suivent leur approbation"
    state, told = "due" if by is None else awaited(by, on), ""
    if done is not None and done <= on:
        late = ", après ce jour" if by and done > by else ""
        said = "dit la formalité" if year.filed else "dit qui tient les comptes"
        receipt = f", référence {year.filed.receipt}" if year.filed and year.filed.receipt else ""
        state, told = "done", f"Publiés le {day_in_words(done)}{late}{receipt}, {said}."
    elif line.is_over is None:
        state, told = "unknown", lacking(year, [line])
    elif by is None and found.others:
        state = "unknown"
        told = f"Une décision du {day_in_words(found.others[0])} approuve des comptes sans dire de quel exercice."
    elif by is None and not found.is_whole:
        state, told = (
            "unknown",
            "Le registre des décisions n’est pas tenu ici depuis la clôture : on ne sait pas le jour.",
        )
    elif by is None:
        told = "Aucune décision de l’assemblée ne les approuve encore."
    there = registers(organisation) if state == "unknown" and not found.is_whole else accounts_page(organisation)
    if year.filed or (state in ("due", "late") and by):
        there = sheet(organisation, "accounts", year.closed_on)
    yield Required(organisation, (line.rule,), what, why, state, by, when, told, there)


def pay(organisation: Organisation, year: Year, line: Threshold, months: int, on: date) -> Iterator[Required]:
    """What the three highest executives are paid is published, where both figures of L4.4 are passed."""
    if line.is_over is False:
        return
    told_on = year.accounts.pay_told_on if year.accounts else None
    by = add_months(year.closed_on, months)
    state, told = awaited(by, on), ""
    if told_on is not None and told_on <= on:
        state, told = "done", f"Publiées le {day_in_words(told_on)}, dit qui tient les comptes."
    elif line.is_over is None:
        state, told = "unknown", lacking(year, [line])
    what = f"Publier les rémunérations des trois plus hauts cadres dirigeants, pour {ending(year, on)}"
    yield Required(
        organisation, (line.rule,), what, f"{line.measured}.", state, by, told=told, way=accounts_page(organisation)
    )


def report(organisation: Organisation, due: Due, on: date) -> Required:
    """A financial report on a public subsidy."""
    funding, sent = due.funding, due.report
    what = f"Rendre compte {to(funding.funder.called)} : {funding.purpose}"
    why = f"Subvention publique : {euros(due.share)} pour l’exercice clos le {day_in_words(due.closed_on)}."
    state = awaited(due.by, on) if sent is None else "done"
    told, there = "", accounts_page(organisation)
    if sent is None and due.is_unsaid:
        state, told = "unknown", "Personne n’a dit si cette subvention est donnée pour un projet défini."
        there = way("Voir le financement", "finance:funding", organisation, key=funding.pk)
    if sent is not None:
        late = ", après ce jour" if sent.sent_on > due.by else ""
        told = f"Envoyé le {day_in_words(sent.sent_on)}{late}."
    return Required(organisation, ("L4.5",), what, why, state, due.by, told=told, way=there)


def agreement(organisation: Organisation, given: Given, limit: int) -> Iterator[Required]:
    """What one public funder gives for a civil year, where it is more than that, is told by a written agreement. What none
    tells is counted alone, as the finding of L3.6 does."""
    if given.cents <= limit * 100:
        return
    what = f"Écrire une convention avec {the(given.funder.called)}, pour {given.year}"
    why = f"Accordé pour l’année civile {given.year} : {euros(given.cents)} (seuil : {euros(limit * 100)})."
    there = way("Voir les financements", "finance:fundings", organisation)
    rest = f"Sans convention écrite : {said_of(given.unwritten)}." if given.unwritten else ""
    if given.left > limit * 100:
        yield Required(organisation, ("L3.6",), what, why, "due", when=UNDATED, told=rest, way=there)
    else:
        told = f"Une convention est écrite : {said_of(given.written)}. {rest}".strip()
        yield Required(organisation, ("L3.6",), what, why, "done", when=UNDATED, told=told, way=there)


def filed_on(duty: Duty) -> date | None:
    """The day of its declaration, or of the last one where there are several."""
    return duty.filed_on or max((one.filed_on for one in duty.filed), default=None)


def declaration(duty: Duty, on: date) -> Required:
    """A change that is declared to the State: who it is about is read on its sheet."""
    organisation, state = duty.organisation, duty.state(on)
    filed = filed_on(duty)
    receipts = [one.receipt for one in duty.filed if one.receipt]
    told = ""
    if state == "filed" and filed is not None:
        receipt = f", récépissé {listed(receipts)}" if receipts else ""
        told = f"Déclaré le {day_in_words(filed)}{receipt}."
    there = (
        way("Voir l’adhésion", "membership:member", organisation, key=duty.link)
        if duty.link
        else sheet(organisation, duty.kind.slug, duty.happened_on)
    )
    return Required(
        organisation,
        (duty.kind.rule,),
        f"Déclarer « {duty.kind.label.lower()} » au greffe des associations (formulaire {duty.kind.form})",
        f"Survenu le {day_in_words(duty.happened_on)}.",
        {"filed": "done", "late": "late"}.get(state, "due"),
        duty.by,
        "" if duty.by else UNDATED,
        told,
        there,
    )


def unkept(organisation: Organisation, *, closing: bool, fundings: bool, filings: bool) -> Iterator[Required]:
    """What lacks before anything may be told of an organisation: when its year closes, its fundings and filings kept here."""
    if not closing:
        what, why = (
            "Savoir quand l’exercice se clôt",
            f"Les comptes et les seuils {of(organisation.name)} en dépendent.",
        )
        told = "Personne n’a dit à la fin de quel mois il se clôt."
        yield Required(organisation, ("L1.21",), what, why, "unknown", told=told, way=auditing(organisation))
    if not fundings:
        what, why = "Savoir ce qui est reçu", "Les seuils de subventions et les comptes rendus en dépendent."
        told = "Les financements ne sont pas tenus ici à cette date."
        yield Required(
            organisation, ("L4.1", "L4.5", "L3.6"), what, why, "unknown", told=told, way=registers(organisation)
        )
    if not filings:
        what, why = (
            "Savoir ce qui est à déclarer",
            "Dirigeant·es, statuts, siège, immeubles : un changement se déclare.",
        )
        told = "Les formalités ne sont pas tenues ici à cette date."
        yield Required(
            organisation, ("L1.3", "L1.4", "L1.6"), what, why, "unknown", told=told, way=registers(organisation)
        )
