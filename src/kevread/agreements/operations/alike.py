"""The same agreement, prepared with several: each is a text of its own, that begins as the one it is taken from."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from kevread.agreements.loader import PartySpec, kinds
from kevread.agreements.models import Agreement, Clause, Instrument, Party
from kevread.agreements.permissions import may_keep
from kevread.agreements.queries.standing import mark_of_text
from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.directory.models import Organisation
from kevread.journal.operations import act

from .checks import Dates, instrument_locked, kind_of, seated, titled
from .preparing import WRITABLE, begun

MOST = 40
COPIED = Dates.__slots__


def place_to_take(agreement: Agreement, parties: Iterable[Party]) -> tuple[Party, PartySpec] | None:
    """Of these parties, that in whose place another may stand: of two, both of the network, the one beside who keeps it."""
    spec = kinds().get(agreement.kind)
    beside = [one for one in parties if one.organisation_id != agreement.organisation_id]
    place = spec.party(beside[0].role) if spec and len(beside) == 1 else None
    return (beside[0], place) if place and place.scales else None


def title_with(title: str, instead_of: str, name: str) -> str:
    """
    >>> title_with("Accord de données avec Le Nord", "Le Nord", "Le Sud"), title_with("Accord", "Le Nord", "Le Sud")
    ('Accord de données avec Le Sud', 'Accord, Le Sud')
    """
    found = title.replace(instead_of, name) if instead_of in title else f"{title}, {name}"
    return found if len(found) <= 200 else f"{title[: 198 - len(name)]}, {name}"


def open_alike(
    *,
    actor: Actor,
    instrument: Instrument,
    organisations: Sequence[Organisation],
    talks: bool,
    now: datetime,
    seen: str | None = None,
) -> list[Agreement]:
    """For each of these organisations, an agreement as that of which `instrument` is the first text: its kind, its days, its
    clauses as they are written, the version of the model that it is held to, the organisation in the place of the other party.
    Nothing is decided: each is approved and signed for itself. `talks`: the other parties read them at once. `seen`: the mark
    of the text that a page showed.

    Raises Denied; Invalid on `organisations`; Refused where the kind has no other place to take, the text changed since it was
    read, or one of that title is being prepared already. All of them, or none.
    """
    source = instrument.agreement
    keeper = source.organisation
    may_keep(actor, keeper).or_raise()
    if instrument.number or instrument.origin != Instrument.Origin.HERE:
        raise Refused("Seul le premier texte d’une convention préparée ici se reprend avec d’autres.")
    found = place_to_take(source, source.parties.select_related("organisation"))
    if found is None:
        raise Refused(
            "Cette convention ne lie pas deux organisations du réseau : elle ne se reprend pas avec d’autres."
        )
    party, place = found
    if not organisations or len(organisations) > MOST:
        raise Invalid("organisations", f"Choisissez de une à {MOST} organisations.")
    if any(one.pk == party.organisation_id for one in organisations):
        raise Invalid("organisations", f"{party.organisation.name} est déjà l’autre partie.")
    spec = kind_of(source.kind)
    dates = Dates(**{name: getattr(instrument, name) for name in COPIED})
    arguments = {"instrument": instrument.pk, "organisations": [str(one.pk) for one in organisations]}
    with act("agreements.open_alike", actor=actor, about=keeper, now=now, arguments=arguments):
        Organisation.objects.lock(keeper.pk)
        text = instrument_locked(instrument.pk)
        if seen is not None and seen != mark_of_text(text):
            raise Refused("Ce texte a changé depuis que vous avez ouvert cette page : relisez-le, puis recommencez.")
        if text.stage == Instrument.Stage.DROPPED:  # one that is annulled is refused as it is locked
            raise Refused("Ce texte est abandonné : il ne se reprend pas avec d’autres.")
        clauses = list(text.clauses.order_by("rank"))
        made = []
        for one in organisations:
            title = titled(title_with(source.title, party.organisation.name, one.name))
            same = Agreement.objects.filter(organisation=keeper, kind=source.kind, title=title, annulled_on=None)
            if same.filter(instruments__stage__in=WRITABLE).exists():
                raise Refused(f"{keeper.name} prépare déjà « {title} ».")
            those = seated(spec, {place.role: one, **others(source, party)}, keeper)
            stage: dict[str, object] = {"stage": Instrument.Stage.TALKS} if talks else {}
            told = stage | {"prepared_by_id": actor.person, "model_since": text.model_since}
            agreement, copy = begun(spec, source.kind, title, keeper, those, dates, **told)
            Clause.objects.bulk_create(
                Clause(
                    instrument=copy,
                    slug=each.slug,
                    rank=each.rank,
                    title=each.title,
                    text=each.text,
                    blanks=each.blanks,
                )
                for each in clauses
            )
            made.append(agreement)
        return made


def others(agreement: Agreement, party: Party) -> dict[str, Organisation]:
    """The other places of an agreement than this one, as they are held."""
    rows = agreement.parties.select_related("organisation").exclude(pk=party.pk)
    return {one.role: one.organisation for one in rows}
