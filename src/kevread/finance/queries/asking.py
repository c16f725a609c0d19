"""What the form of a request asks (Cerfa 12156), each thing with what is known here, where it comes from, or how to say it.
Nothing is made up: what nobody wrote is missing."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from io import StringIO

from kevread.charter.models import Keeping
from kevread.common.actor import Actor
from kevread.common.errors import Way
from kevread.common.money import euros
from kevread.common.periods import day_in_words
from kevread.common.words import listed, plain
from kevread.directory.models import Affiliation, Coverage, Name, Organisation
from kevread.finance.models import GrantRequest, PlanLine, RequestAnswer
from kevread.ledgers.rules.budget import Foreseen, side_of
from kevread.ledgers.rules.families import NAMES, by_family
from kevread.membership.queries.life import headcount_on
from kevread.seats.models import Mandate
from kevread.staff.models import Assignment

from .volunteering import ADMINISTERING, Volunteering, volunteering

Item = RequestAnswer.Item
PARTS = {
    "who": "L’association",
    "people": "Les personnes",
    "project": "Le projet",
    "budget": "Le budget du projet",
    "attested": "Attestations",
}
SAID = "Dit ici, pour cette demande"
STAFF = "staff"  # the register of posts and contracts
MEMBERS = "members"


@dataclass(frozen=True, slots=True)
class Datum:
    """One thing that the form asks: what is known of it and from where, or what is missing (`lacks`), and the way to say it."""

    part: str
    label: str
    value: str = ""
    origin: str = ""
    lacks: str = ""
    way: Way | None = None

    @property
    def is_known(self) -> bool:
        return bool(self.value) and not self.lacks


@dataclass(frozen=True, slots=True)
class PlanFamily:
    """What a plan foresees of a family of accounts."""

    account: str
    cents: int

    @property
    def label(self) -> str:
        return NAMES.get(self.account, "")


@dataclass(frozen=True)
class Plan:
    """The budget of what is asked for."""

    lines: Sequence[PlanLine]

    @cached_property
    def foreseen(self) -> list[Foreseen]:
        return [Foreseen(one.account, "", one.label, one.cents) for one in self.lines]

    def side(self, side: str) -> list[PlanFamily]:
        """The families of a side (6, 7, 86 or 87), in the order of the accounts."""
        return [
            PlanFamily(account, cents)
            for account, cents in by_family(self.foreseen).items()
            if side_of(account) == side
        ]

    def sum(self, side: str) -> int:
        return sum(one.cents for one in self.foreseen if side_of(one.account) == side)

    @property
    def apart(self) -> int:
        """What comes in less what is spent."""
        return self.sum("7") - self.sum("6")

    @property
    def gap(self) -> int:
        return abs(self.apart)

    @property
    def gifts_apart(self) -> int:
        return self.sum("87") - self.sum("86")

    @property
    def has_gifts(self) -> bool:
        return bool(self.side("86") and self.side("87"))

    @property
    def grants(self) -> list[Foreseen]:
        """What is asked of each funder."""
        return [one for one in self.foreseen if one.account.startswith("74")]


@dataclass(frozen=True)
class Asking:
    """All that the form asks of a request, on a day. `given`: what volunteers gave, where its budget says nothing."""

    request: GrantRequest
    data: Sequence[Datum]
    plan: Plan
    given: Volunteering | None

    @property
    def known(self) -> int:
        return sum(one.is_known for one in self.data)

    @property
    def missing(self) -> list[Datum]:
        return [one for one in self.data if not one.is_known]

    @property
    def parts(self) -> list[tuple[str, list[Datum]]]:
        return [(name, [one for one in self.data if one.part == part]) for part, name in PARTS.items()]


def asking(request: GrantRequest, actor: Actor, on: date) -> Asking:
    """As many queries whatever is written."""
    answers = answers_of(request)
    plan = plan_of(request)
    given = None if plan.has_gifts else volunteering(request.organisation, actor, on)
    seated = administering(request.organisation, actor, on)
    data = [
        *who(request, answers, seated, on),
        *people(request, answers, actor, on),
        *project(request, answers),
        *planned(request, plan, given),
        *attested(request, answers, seated, on),
    ]
    return Asking(request, data, plan, given)


def table_of(lines: Iterable[Foreseen]) -> str:
    """As it is read again: what one changes starts from what there is. An action has no column here."""
    out = StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    writer.writerow(("compte", "libellé", "montant"))
    writer.writerows((one.account, one.label, f"{one.cents // 100},{one.cents % 100:02}") for one in lines)
    return out.getvalue()


def answers_of(request: GrantRequest) -> dict[str, str]:
    return {one.item: one.words for one in RequestAnswer.objects.filter(request=request)}


def plan_of(request: GrantRequest) -> Plan:
    return Plan(list(PlanLine.objects.filter(request=request).order_by("account")))


def request_shown(request: GrantRequest) -> object:
    """All that a request asks: itself, what was answered for it, its budget. Two queries."""
    lines = [(one.account, one.label, one.cents) for one in plan_of(request).lines]
    return [request.as_written(), answers_of(request), lines]


def administering(organisation: Organisation, actor: Actor, on: date) -> list[Mandate]:
    """Who sits on its board, then on its bureau. One query."""
    rows = Mandate.objects.visible_to(actor).on(on)
    rows = rows.filter(seat__body__organisation=organisation, seat__body__kind__in=ADMINISTERING)
    rows = rows.select_related("person", "seat__body")
    return list(rows.order_by("seat__body__kind", "seat__rank", "person__family_name", "pk"))


def amend(organisation: Organisation) -> Way:
    where = {"scale": organisation.slug, "organisation": organisation.slug}
    return Way("La corriger à l’annuaire", "directory:amend_organisation", where)


def complete(request: GrantRequest) -> Way | None:
    """Where what nothing else says is written, while nothing is sent."""
    if request.state != GrantRequest.State.DRAFT:
        return None
    return Way("Le dire", "finance:complete", {"scale": request.organisation.slug, "key": request.pk})


def answered(request: GrantRequest, answers: Mapping[str, str], part: str, item: Item, lacks: str) -> Datum:
    words = answers.get(item, "")
    if words:
        return Datum(part, item.label, words, SAID)
    return Datum(part, item.label, lacks=lacks, way=complete(request))


def who(request: GrantRequest, answers: Mapping[str, str], seated: Sequence[Mandate], on: date) -> Iterator[Datum]:
    here, directory = request.organisation, "Annuaire"
    name = (
        Name.objects.on(on).filter(organisation=here, kind=Name.Kind.STATUTORY).values_list("text", flat=True).first()
    )
    yield Datum("who", "Nom", name or here.name, "Dénomination statutaire" if name else f"{directory}, nom d’usage")
    for label, value, lacks in (
        ("SIREN", here.siren, "Il n’est pas à l’annuaire : sans lui, aucune subvention ne se verse."),
        ("Numéro RNA", here.rna, "Il n’est pas à l’annuaire."),
        ("Siège", here.locality, "Son lieu n’est pas à l’annuaire."),
    ):
        yield Datum("who", label, value, directory) if value else Datum(
            "who", label, lacks=lacks, way=amend(here)
        )  # fmt: skip
    yield answered(request, answers, "who", Item.OBJECT, "Personne ne l’a recopié des statuts.")
    named = [officer(one) for one in seated]
    if named:
        yield Datum("who", "Dirigeant·es", "\n".join(dict.fromkeys(named)), "Mandats au registre des instances")
    else:
        way = Way("Voir les instances", "seats:bodies", {"scale": here.slug})
        yield Datum("who", "Dirigeant·es", lacks="Aucun mandat du conseil ou du bureau n’est inscrit.", way=way)


def officer(mandate: Mandate) -> str:
    """Somebody who administers, what they are, until when."""
    last = mandate.dates.last
    until = f", jusqu’au {day_in_words(last)}" if last else ""
    return f"{mandate.person}, {mandate.seat.name} ({mandate.seat.body.name}){until}"


def people(request: GrantRequest, answers: Mapping[str, str], actor: Actor, on: date) -> Iterator[Datum]:
    here = request.organisation
    kept = set(
        Keeping.objects.on(on)
        .filter(organisation=here, register__in=(MEMBERS, STAFF))
        .values_list("register", flat=True)
    )
    declared = headcount_on(here, on)
    if declared is not None:
        told = Datum("people", "Adhérent·es", str(declared.number), f"Compté le {day_in_words(declared.counted_on)}")
    elif MEMBERS in kept:
        number = Affiliation.objects.on(on).filter(of=here).count()
        told = Datum("people", "Adhérent·es", str(number), "Registre des membres")
    else:
        way = Way("Le déclarer", "membership:headcount", {"scale": here.slug})
        told = Datum(
            "people", "Adhérent·es", lacks="Le registre des membres n’est pas tenu, ni leur nombre dit.", way=way
        )
    yield told
    yield answered(request, answers, "people", Item.VOLUNTEERS, "Personne n’a dit combien sont bénévoles.")
    if STAFF in kept:
        rows = Assignment.objects.visible_to(actor).standing().on(on).filter(post__employer=here)
        shares = list(rows.values_list("contract", "share"))
        whole = sum(share for _, share in shares)
        value = f"{len({contract for contract, _ in shares})}, soit {whole / 100:g} en équivalent temps plein"
        yield Datum("people", "Salarié·es", value.replace(".", ","), "Affectations de l’équipe")
    else:
        way = Way("Voir les postes", "staff:posts", {"scale": here.slug})
        yield Datum("people", "Salarié·es", lacks="Les postes et les contrats ne sont pas tenus ici.", way=way)


def project(request: GrantRequest, answers: Mapping[str, str]) -> Iterator[Datum]:
    nobody = "Personne ne l’a encore dit."
    yield Datum("project", "Intitulé", request.purpose, "La demande")
    yield answered(request, answers, "project", Item.OBJECTIVES, nobody)
    yield answered(request, answers, "project", Item.AUDIENCE, nobody)
    yield answered(request, answers, "project", Item.GROUND, nobody)
    dates = f"Du {day_in_words(request.first)} au {day_in_words(request.last)}"
    yield Datum("project", "Période", dates, "La demande")
    yield answered(request, answers, "project", Item.MEANS, nobody)
    yield answered(request, answers, "project", Item.INDICATORS, nobody)


def planned(request: GrantRequest, plan: Plan, given: Volunteering | None) -> Iterator[Datum]:
    way = None
    if request.state == GrantRequest.State.DRAFT:
        where = {"scale": request.organisation.slug, "key": request.pk}
        way = Way("Écrire le budget", "finance:plan", where)
    written = "Budget de cette demande"
    total = f"{euros(plan.sum('6'))} de charges, {euros(plan.sum('7'))} de produits"
    lacks = unbalanced(plan, request)
    yield Datum("budget", "Charges et produits", total if plan.lines else "", written, lacks, way if lacks else None)
    told = f"{euros(plan.sum('86'))} d’emplois, {euros(plan.sum('87'))} de ressources"
    lacks = gifts_lack(plan, given)
    yield Datum(
        "budget",
        "Contributions volontaires",
        told if plan.side("86") or plan.side("87") else "",
        written,
        lacks,
        way if lacks else None,
    )
    value = "\n".join(f"{one.label or one.account} : {euros(one.cents)}" for one in plan.grants)
    lacks = grants_lack(request, plan.grants)
    yield Datum("budget", "Subventions demandées, par financeur", value, written, lacks, way if lacks else None)


def unbalanced(plan: Plan, request: GrantRequest) -> str:
    """What is wrong of what it spends and receives; nothing where it holds together."""
    if not plan.sum("6") and not plan.sum("7"):
        return "Aucune ligne n’est écrite."
    if plan.apart:
        more, less = ("produits", "charges") if plan.apart > 0 else ("charges", "produits")
        return f"Il ne s’équilibre pas : {euros(abs(plan.apart))} de {more} de plus que de {less}."
    if request.budget is not None and plan.sum("6") != request.budget:
        return f"La demande dit un budget de {euros(request.budget)}, et ces lignes {euros(plan.sum('6'))}."
    return ""


def gifts_lack(plan: Plan, given: Volunteering | None) -> str:
    if plan.gifts_apart:
        return f"Elles ne s’équilibrent pas : {euros(abs(plan.gifts_apart))} séparent ce qui est reçu de ce qui est employé."
    if plan.has_gifts:
        return ""
    if given is None or given.told is None:
        return "Aucune ligne n’est écrite, et le bénévolat n’est pas valorisé ici."
    return f"Aucune ligne n’est écrite : le bénévolat de l’exercice vaut {euros(given.told)}, qui se reprennent."


def grants_lack(request: GrantRequest, grants: Iterable[Foreseen]) -> str:
    """Whether what is asked of this funder stands among what is asked of all, for as much."""
    mine = [one for one in grants if plain(request.funder.called) in plain(one.label)]
    if not mine:
        return f"Aucune ligne du compte 74 ne nomme {request.funder.called}."
    asked = sum(one.cents for one in mine)
    if asked != request.cents:
        return f"La demande dit {euros(request.cents)}, et le budget {euros(asked)}."
    return ""


def attested(request: GrantRequest, answers: Mapping[str, str], seated: Sequence[Mandate], on: date) -> Iterator[Datum]:
    here = request.organisation
    signs = [one for one in seated if (one.seat.body.kind, one.seat.title) == ("board", "president")]
    named = [f"{one.person}, {one.seat.name}" for one in signs]
    if request.authority:
        yield Datum("attested", "Qui engage l’association", request.authority, "L’envoi de la demande")
    elif named:
        yield Datum("attested", "Qui engage l’association", listed(named), "Mandats au registre des instances")
    else:
        way = Way("Voir les instances", "seats:bodies", {"scale": here.slug})
        yield Datum("attested", "Qui engage l’association", lacks="Nul ne préside, d’après le registre.", way=way)
    yield subscribed(request, on)
    lacks = "Inconnu : personne n’a dit ce qui fut reçu ainsi, ni que rien ne l’est."
    yield answered(request, answers, "attested", Item.STATE_AID, lacks)


def subscribed(request: GrantRequest, on: date) -> Datum:
    """The republican contract: subscribed once, and said with what is sent (L3.7)."""
    label, sent = "Contrat d’engagement républicain", "L’envoi de la demande"
    if request.committed_on:
        return Datum("attested", label, f"Souscrit le {day_in_words(request.committed_on)}", sent)
    rows = GrantRequest.objects.filter(organisation=request.organisation, committed_on__isnull=False, sent_on__lte=on)
    before = rows.order_by("-sent_on", "-pk").first()
    if before is not None and before.committed_on:
        said = f"Souscrit le {day_in_words(before.committed_on)}"
        return Datum("attested", label, said, f"Demande « {before.purpose} », envoyée")
    way = None
    if request.state == GrantRequest.State.DRAFT:
        where = {"scale": request.organisation.slug, "key": request.pk, "gesture": "envoyer"}
        way = Way("Le dire avec l’envoi", "finance:change_request", where)
    return Datum("attested", label, lacks="Aucune demande envoyée ne dit quand il fut souscrit.", way=way)


def proposals(request: GrantRequest, on: date) -> dict[str, str]:
    """What a form proposes of what nobody said: the land that the organisation covers. One query."""
    rows = Coverage.objects.on(on).filter(organisation=request.organisation).order_by("zone__name")
    found = list(rows.values_list("zone__name", flat=True))
    return {Item.GROUND: f"{', '.join(found)}"} if found else {}
