"""What several verbs ask of what is typed. Each says, on its field, what would be right."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from kevread.agreements.loader import ClauseSpec, KindSpec, ModelSpec, PartySpec, kinds
from kevread.agreements.models import Agreement, Instrument, Party
from kevread.agreements.queries.standing import standing_of
from kevread.agreements.rules import ENABLES
from kevread.common.errors import Invalid, Refused
from kevread.common.periods import EARLIEST, LATEST, day_in_words, out_of_calendar
from kevread.common.words import of, one_line
from kevread.competence.queries import matrix
from kevread.decisions.models import Decision
from kevread.directory.models import Organisation, Person
from kevread.directory.operations.checks import EXPLAINED, required

MOST_MONTHS = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """The days of a text, as they are typed."""

    starts_on: date
    ends_on: date | None = None
    renewal_months: int = 0
    notice_months: int = 0
    notice_means: str = Instrument.Means.REGISTERED

    def columns(self) -> dict[str, object]:
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """Who signed for a party, as what, and what let the party sign: a decision of the register, or what is written of it.
    `right`: by what mandate or delegation that person did; `signed_on`: when it was not the day of the last signature."""

    name: str
    quality: str
    person: Person | None = None
    decision: Decision | None = None
    authority: str = ""
    right: str = ""
    signed_on: date | None = None


def kind_of(slug: str) -> KindSpec:
    """Raises Invalid on `kind`."""
    found = kinds().get(slug)
    if found is None:
        raise Invalid("kind", "Choisissez une des natures de convention de la fédération.")
    return found


def model_in_use(spec: KindSpec, day: date) -> ModelSpec:
    """Raises Invalid on `kind`, before the first version of its model is in use."""
    found = spec.in_use(day)
    if found is None:
        first = day_in_words(spec.versions[0].since)
        raise Invalid("kind", f"Le modèle de cette nature ne sert qu’à partir du {first}.")
    return found


def titled(title: str) -> str:
    title = one_line(title)
    if not title:
        raise Invalid("title", "Donnez un titre à cette convention.")
    if len(title) > 200:
        raise Invalid("title", "Ce titre est trop long : 200 caractères au plus.")
    return title


def dated(dates: Dates) -> Dates:
    """Raises Invalid on the field."""
    if not EARLIEST <= dates.starts_on <= LATEST:
        raise Invalid("starts_on", out_of_calendar())
    if dates.ends_on is not None:
        if not EARLIEST <= dates.ends_on <= LATEST:
            raise Invalid("ends_on", out_of_calendar())
        if dates.ends_on < dates.starts_on:
            raise Invalid(
                "ends_on", f"La convention prend effet le {day_in_words(dates.starts_on)} : elle finit après."
            )
    for name in ("renewal_months", "notice_months"):
        if not 0 <= getattr(dates, name) <= MOST_MONTHS:
            raise Invalid(name, f"Écrivez un nombre de mois, {MOST_MONTHS} au plus.")
    if dates.renewal_months and dates.ends_on is None:
        raise Invalid("renewal_months", "Ce qui se reconduit a un dernier jour : écrivez-le, ou laissez zéro.")
    if dates.notice_means not in Instrument.Means.values:
        raise Invalid("notice_means", "Choisissez la forme que le texte demande.")
    return dates


def seated(kind: KindSpec, parties: Mapping[str, Organisation], keeper: Organisation) -> list[tuple[str, Organisation]]:
    """Who holds each place of the kind, in order. Raises Invalid on the place."""
    found: list[tuple[str, Organisation]] = []
    for spec in kind.parties:
        one = parties.get(spec.role)
        if one is None:
            raise Invalid(spec.role, f"Choisissez qui est {spec.label}.")
        if not may_hold(spec, one):
            raise Invalid(spec.role, f"{one.name} n’a pas l’échelle que demande cette place : {spec.label}.")
        if any(one.pk == other.pk for _, other in found):
            raise Invalid(
                spec.role, f"{one.name} tient déjà une autre place : une convention lie des parties distinctes."
            )
        found.append((spec.role, one))
    if all(one.pk != keeper.pk for _, one in found):
        raise Invalid(kind.parties[0].role, f"{keeper.name} n’y est pas partie : ouvrez-la depuis l’une des parties.")
    return found


def may_hold(spec: PartySpec, organisation: Organisation) -> bool:
    return organisation.scale in spec.scales if spec.scales else not organisation.scale


def past(field: str, day: date, now: datetime, what: str) -> None:
    if day > timezone.localtime(now).date():
        raise Invalid(field, f"{what} s’inscrit le jour même, ou après.")


def why(reason: str, sentence: str) -> str:
    reason = one_line(required("reason", reason, sentence, least=EXPLAINED))
    if len(reason) > 300:
        raise Invalid("reason", "Ce texte est trop long : 300 caractères au plus.")
    return reason


def habilitates(kind: KindSpec, party: Party, decision: Decision, signed_on: date | None = None) -> None:
    """Raises Invalid on `decision` when it does not let this party sign: not its own, not adopted, corrected since, by another
    body than the kind says, of a type that opens something else, or after that party signed (then on `signed_on`)."""
    adopted_by(party, decision, "Une décision adoptée habilite à signer ; ni un avis, ni un rejet.")
    type_ = matrix().types.get(decision.type)
    if type_ and type_.executes not in ENABLES:
        raise Invalid(
            "decision", f"Cette décision porte sur autre chose : « {type_.label} ». Elle n’approuve pas ce texte."
        )
    if signed_on and signed_on < decision.decided_on:
        raise Invalid("signed_on", "Une des décisions qui l’approuvent vient après ce jour.")
    by_the_body_asked(kind, party, decision)


def adopted_by(party: Party, decision: Decision, otherwise: str) -> None:
    """Raises Invalid on `decision` when it is no line of the register of this party that was adopted, or when a later one
    corrects it; `otherwise`: what is said of an advice, or of what was rejected."""
    if decision.organisation_id != party.organisation_id:
        raise Invalid("decision", f"Cette décision n’est pas au registre {of(party.organisation.name)}.")
    if decision.outcome != Decision.Outcome.ADOPTED or decision.type == Decision.ADVICE:
        raise Invalid("decision", otherwise)
    if Decision.objects.filter(corrects=decision).exists():
        raise Invalid("decision", "Cette décision est corrigée par une autre : choisissez celle qui la corrige.")
    if not Decision.objects.standing().filter(pk=decision.pk).exists():
        raise Invalid("decision", "Cette ligne du registre est annulée : cette décision n’a pas été prise.")


def by_the_body_asked(kind: KindSpec, party: Party, decision: Decision) -> None:
    """Raises Invalid on `decision` when another body took it than those that the kind says, or the assembly."""
    spec = kind.party(party.role)
    if spec and spec.decided_by and decision.body.kind not in (*spec.decided_by, "assembly"):
        raise Invalid("decision", f"{decision.body.name} n’est pas l’instance que cette convention demande.")


def habilitates_then(kind: KindSpec, party: Party, decision: Decision, said: Signed, signed_on: date) -> None:
    """As `habilitates`, for the day on which this party signed: its own, or that of the last signature. Raises Invalid on the
    day that was typed."""
    try:
        habilitates(kind, party, decision, said.signed_on or signed_on)
    except Invalid as wrong:
        if wrong.field == "signed_on" and said.signed_on:
            raise Invalid(
                f"{party.role}_signed_on", f"La décision {of(party.organisation.name)} vient après ce jour."
            ) from wrong
        raise


def blanks_read(model: ClauseSpec, blanks: Mapping[str, str] | None) -> dict[str, str]:
    """What was typed in the blanks of a clause, as each asks. Raises Invalid on the blank."""
    given = {}
    for name, spec in model.blanks.items():
        try:
            given[name] = spec.read(one_line(str((blanks or {}).get(name, ""))))
        except ValueError as wrong:
            raise Invalid(name, str(wrong)) from None
    return given


def locked(key: UUID) -> Agreement:
    """The agreement, locked. Must run inside an act. Raises Refused once it is annulled."""
    row: Agreement = Agreement.objects.select_related("organisation").lock(key)
    if row.annulled_on:
        raise Refused("Cette convention est annulée : elle avait été inscrite par erreur.")
    return row


def instrument_locked(key: UUID) -> Instrument:
    """A text and its agreement, both locked."""
    row: Instrument = Instrument.objects.select_related("agreement").get(pk=key)
    agreement = locked(row.agreement_id)
    row = Instrument.objects.lock(key)
    row.agreement = agreement
    return row


def bound(agreement: Agreement, day: date) -> Agreement:
    """Locked. Raises Refused when it does not bind its parties that day."""
    row = locked(agreement.pk)
    state = standing_of(row, day).state
    if not state.binds:
        raise Refused(f"Cette convention ne lie pas ses parties le {day_in_words(day)} : {state.value.lower()}.")
    return row


def amends_what_binds(instrument: Instrument, day: date) -> None:
    """Raises Refused for an amendment, when what it amends does not bind its parties that day: it would change nothing."""
    if instrument.number:
        bound(instrument.agreement, day)


def taking_effect(agreement: Agreement, dates: Dates, on: date) -> None:
    """Raises Invalid on the day from which an amendment counts, when the agreement does not run that day."""
    stands = standing_of(agreement, on)
    first, last = stands.first.starts_on, stands.term
    if dates.starts_on < first:
        raise Invalid(
            "starts_on", f"La convention prend effet le {day_in_words(first)} : un avenant ne la précède pas."
        )
    if last and dates.starts_on > last:
        raise Invalid(
            "starts_on", f"La convention finit le {day_in_words(last)} : un avenant prend effet tant qu’elle court."
        )
