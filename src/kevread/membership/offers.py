"""What a decision opens here: an application that it accepts or refuses, a member that it removes; and who is leaving."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused, Way
from kevread.common.periods import day_in_words
from kevread.common.words import of
from kevread.competence.asks import OPENINGS, Opening
from kevread.decisions.models import Application, Decision
from kevread.decisions.rules import asked_as
from kevread.directory.models import Affiliation, Organisation
from kevread.membership.models import Admission, Step
from kevread.membership.operations import admit, remove, turn_down
from kevread.membership.operations.deciding import why
from kevread.membership.rules import DECIDING, REMOVING, AskedAdmission, AskedRemoval
from kevread.seats.asks import LEAVING


def read(decision: Decision, asked: Mapping[str, Any]) -> tuple[Admission, AskedAdmission]:
    """The application, of this organisation, that waits; and the answer. Raises Invalid on the field, Refused when it waits no
    more."""
    wanted = asked_as(AskedAdmission, asked)
    rows = Admission.objects.select_related("of", "member").filter(of=decision.organisation_id)
    found: Admission | None = rows.filter(pk=wanted.admission).first()
    if found is None:
        raise Invalid("admission", "Choisissez la demande que cette décision tranche.")
    if found.state != Admission.State.PENDING:
        raise Refused(f"La demande {of(found.name)} n’attend plus : {found.get_state_display().lower()}.")
    if decision.decided_on < found.received_on:
        raise Invalid("admission", f"Cette demande est du {day_in_words(found.received_on)}, après la décision.")
    if wanted.answer == "accept":
        if wanted.since is None:
            raise Invalid("since", "Indiquez le premier jour de l’adhésion.")
        if wanted.since < decision.decided_on:
            raise Invalid(
                "since", f"La décision est du {day_in_words(decision.decided_on)} : l’adhésion ne commence pas avant."
            )
    else:
        why(wanted.reason, "Dites pourquoi la demande est refusée : qui l’a faite le lira.")
    return found, wanted


SAYS = (
    "name", "legal_form", "siren", "rna", "commune", "activity", "said_reach", "member", "reach", "perimeter", "perimeter_note",
    "college",
)  # fmt: skip


def means(asked: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Who applies, and what was found of them."""
    row = Admission.objects.lock(asked_as(AskedAdmission, asked).admission)
    return [(label_of(name), in_words(row, name)) for name in SAYS] + [
        ("", row.commune.code if row.commune else ""),
        ("", row.member.slug if row.member else ""),
    ]


def label_of(name: str) -> str:
    field: Any = Admission._meta.get_field(name)  # noqa: SLF001
    said = str(field.verbose_name)
    return said[:1].upper() + said[1:]


def in_words(row: Admission, name: str) -> str:
    told = getattr(row, f"get_{name}_display", None)
    return str(told() if told else getattr(row, name) or "")


def apply(actor: Actor, application: Application, now: datetime) -> tuple[Mapping[str, Any], list[Any]]:
    found, wanted = read(application.decision, application.asked)
    if wanted.answer == "accept":
        since = wanted.since or date.max
        admit(actor=actor, admission=found, application=application, since=since, now=now)
    else:
        turn_down(actor=actor, admission=found, application=application, reason=wanted.reason, now=now)
    return {}, []


def sentences(applications: Collection[Application]) -> Mapping[UUID, str]:
    """One query, whatever their number."""
    every = {one.pk: asked_as(AskedAdmission, one.asked) for one in applications}
    names = dict(
        Admission.objects.filter(pk__in={asked.admission for asked in every.values()}).values_list("pk", "name")
    )
    return {key: sentence(asked, names.get(asked.admission, "?")) for key, asked in every.items()}


def sentence(asked: AskedAdmission, name: str) -> str:
    if asked.answer == "accept":
        return (
            f"La demande {of(name)} est acceptée : membre depuis le {day_in_words(asked.since)}." if asked.since else ""
        )
    return f"La demande {of(name)} est refusée : {asked.reason}"


def way(application: Application) -> Way:
    """Read before it is confirmed, and after."""
    where = {
        "scale": application.decision.organisation.slug,
        "key": asked_as(AskedAdmission, application.asked).admission,
    }
    return Way("voir la demande", "membership:admission", where)


OPENINGS.answer(
    Opening(
        DECIDING,
        "Une demande d’adhésion à trancher",
        "Dire quelle demande elle tranche",
        "membership:decide",
        read,
        apply,
        sentences,
        way,
        means=means,
    )
)


def read_removal(decision: Decision, asked: Mapping[str, Any]) -> tuple[Affiliation, str]:
    """The membership, of this organisation, and why it ends. Raises Invalid on the field."""
    wanted = asked_as(AskedRemoval, asked)
    rows = Affiliation.objects.on(decision.decided_on).filter(of=decision.organisation_id)
    found: Affiliation | None = rows.select_related("of", "member").filter(pk=wanted.affiliation).first()
    if found is None:
        raise Invalid("affiliation", "Choisissez le membre que cette décision radie.")
    return found, why(wanted.reason, "Dites pourquoi le membre est radié : il le lira.")


def apply_removal(actor: Actor, application: Application, now: datetime) -> tuple[Mapping[str, Any], list[Any]]:
    found, reason = read_removal(application.decision, application.asked)
    remove(actor=actor, affiliation=found, application=application, reason=reason, now=now)
    return {}, []


def sentences_of_removals(applications: Collection[Application]) -> Mapping[UUID, str]:
    """One query, whatever their number."""
    every = {one.pk: asked_as(AskedRemoval, one.asked) for one in applications}
    rows = Affiliation.objects.filter(pk__in={asked.affiliation for asked in every.values()})
    names = dict(rows.values_list("pk", "member__name"))
    return {
        key: f"Radiation {of(names.get(asked.affiliation, '?'))} : {asked.reason} Sans effet avant d’être notifiée."
        for key, asked in every.items()
    }


OPENINGS.answer(
    Opening(
        REMOVING,
        "Une radiation à inscrire, puis à notifier",
        "Dire quel membre elle radie",
        "membership:remove",
        read_removal,
        apply_removal,
        sentences_of_removals,
    )
)


def leaving(organisation: Organisation, on: date) -> dict[UUID, str]:
    """The members whose removal is decided, and that nobody was told of yet. One query."""
    rows = Step.objects.standing().filter(
        kind=Step.Kind.REMOVAL, notified_on=None, told_on__lte=on, affiliation__of=organisation
    )
    told = rows.values_list("affiliation__member", "told_on")
    return {member: f"radiation décidée le {day_in_words(day)}, à notifier" for member, day in told}


LEAVING.answer(leaving)
