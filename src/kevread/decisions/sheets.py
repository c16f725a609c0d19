"""Decisions that were taken, as they leave and come back."""

from datetime import date

from django.db.models import QuerySet

from kevread.common.errors import Invalid
from kevread.common.sheets import Entry, Sheet, Values, Writing, declare_sheet
from kevread.common.tables import Kind
from kevread.competence.queries import matrix
from kevread.seats.models import Body
from kevread.seats.sheets.bodies import BODIES

from .models import Decision, Founding
from .operations.entering import enter_past_decision
from .operations.founding import found

TAKEN = "Décisions déjà prises"
BEFORE = "Décision d’avant le registre"


def founding_on(on: date) -> QuerySet[Founding]:
    return Founding.objects.filter(decision__decided_on__lte=on).select_related(
        "decision__organisation", "decision__body"
    )


def write_founding(writing: Writing, values: Values) -> Founding:
    return found(
        actor=writing.actor,
        organisation=writing.find("organisation", values),
        body=values["qui l’a prise"],
        title=values["titre"],
        text=values["texte"],
        now=writing.now,
    )


def taken_by(on: date) -> QuerySet[Decision]:
    rows = Decision.objects.filter(decided_on__lte=on).select_related("body__organisation", "corrects")
    rows = rows.exclude(body__in=Founding.objects.values("decision__body"))
    return rows.order_by("organisation__slug", "number")


def a_type(text: str) -> str:
    if text not in (*matrix().types, Decision.ADVICE, Decision.OTHER):
        raise ValueError(f"« {text} » n’est pas un type de décision de la répartition des compétences.")
    return text


def advised_type(text: str) -> str:
    if text not in matrix().types:
        raise ValueError(f"« {text} » n’est pas un type de décision de la répartition des compétences.")
    return text


def corrected(writing: Writing, values: Values, body: Body) -> Decision | None:
    """The line that the file says under this number, in the same register. Raises Invalid."""
    if not values["corrige"]:
        return None
    bodies = dict(Body.objects.filter(organisation=body.organisation_id).values_list("slug", "pk"))
    for row in writing.rows(TAKEN):
        if row["numéro"] == values["corrige"] and row["instance"] in bodies:
            same = Decision.objects.filter(
                body=bodies[row["instance"]],
                decided_on=row["décidée le"],
                title=row["titre"],
                corrected_by=None,
                annulled_on=None,
            )
            if (found := same.first()) is not None:
                return found
    raise Invalid("corrige", f"Aucune ligne de ce registre n’a le numéro {values['corrige']} dans cette feuille.")


def write_decision(writing: Writing, values: Values) -> Decision:
    body = Body.objects.filter(slug=values["instance"]).select_related("organisation").first()
    if body is None:
        raise Invalid("instance", "Cette instance n’existe pas.")
    return enter_past_decision(
        actor=writing.actor,
        body=body,
        decided_on=values["décidée le"],
        title=values["titre"],
        text=values["texte"],
        outcome=values["issue"],
        type=values["type"],
        advises=values["avis sur"],
        sum=values["décompte"],
        corrects=corrected(writing, values, body),
        reason=values["motif"],
        annulled_on=values["annulée le"] or None,
        annulled_because=values["motif de l’annulation"],
        now=writing.now,
    )


declare_sheet(
    Sheet(
        title=BEFORE,
        help="Celle dont vit le réseau, prise avant qu’il y ait un registre, au jour que dit le document. Son papier se "
        "dépose ensuite, à l’écran.",
        columns=(
            Entry(
                "organisation",
                lambda row: row.decision.organisation.slug,
                required=True,
                refers="Organisations",
                asked="organisation",
                help="La tête de réseau.",
            ),
            Entry("qui l’a prise", lambda row: row.decision.body.name, required=True, asked="body", longest=160),
            Entry("titre", lambda row: row.decision.title, required=True, asked="title"),
            Entry("texte", lambda row: row.decision.text, required=True, asked="text", longest=30_000, lines=True),
        ),
        keys=(("organisation",),),
        rows=founding_on,
        write=write_founding,
        after=(BODIES,),
    )
)

declare_sheet(
    Sheet(
        title=TAKEN,
        help="Le registre des décisions de chaque organisation, dans l’ordre où elles furent inscrites. Une ligne inscrite ne "
        "se retire plus : une autre la corrige, ou elle est dite annulée.",
        columns=(
            Entry("organisation", lambda row: row.body.organisation.slug, told=True, help="Pour s’y retrouver."),
            Entry(
                "numéro",
                lambda row: row.number,
                Kind.NUMBER,
                once=True,
                help="Son rang au registre d’où elle vient ; ici, elle prend le suivant.",
            ),
            Entry("instance", lambda row: row.body.slug, required=True, refers=BODIES, asked="body"),
            Entry("décidée le", lambda row: row.decided_on, Kind.DAY, required=True, asked="decided_on"),
            Entry("type", lambda row: row.type, check=a_type, asked="type", longest=60),
            Entry("avis sur", lambda row: row.advises, check=advised_type, asked="advises", longest=60),
            Entry("titre", lambda row: row.title, required=True, asked="title"),
            Entry("texte", lambda row: row.text, required=True, asked="text", longest=30_000, lines=True),
            Entry(
                "issue",
                lambda row: row.outcome,
                required=True,
                choices=lambda: dict(Decision.Outcome.choices),
                asked="outcome",
            ),
            Entry("décompte", lambda row: row.sum),
            Entry("corrige", lambda row: row.corrects.number if row.corrects else "", Kind.NUMBER, asked="corrects"),
            Entry("motif", lambda row: row.reason, asked="reason", longest=300),
            Entry(
                "annulée le",
                lambda row: row.annulled_on,
                Kind.DAY,
                asked="annulled_on",
                help="Le jour où l’on a dit que cette décision n’avait pas été prise : elle garde sa ligne, et ne compte pas.",
            ),
            Entry("motif de l’annulation", lambda row: row.annulled_because, asked="annulled_because", longest=300),
        ),
        keys=(("instance", "décidée le", "titre", "corrige", "annulée le"),),
        rows=taken_by,
        write=write_decision,
        after=("Réunions déjà tenues", BEFORE),
    )
)
