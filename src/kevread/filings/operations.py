"""The verbs of filings: say what is to be declared, that it was, that the gazette published the association; take each back."""

from datetime import date, datetime

from django.utils import timezone

from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.periods import day_in_words
from kevread.common.words import one_line, seen
from kevread.directory.models import Organisation
from kevread.documents.files import File
from kevread.documents.models import Document
from kevread.documents.operations import freeze
from kevread.filings.models import Declaration, Happening, Publication
from kevread.filings.permissions import may_file
from kevread.filings.queries import duty_of
from kevread.filings.rules import KINDS
from kevread.journal.operations import act


def today_of(now: datetime) -> date:
    return timezone.localtime(now).date()


def tell(
    *, actor: Actor, organisation: Organisation, kind: str, happened_on: date, what: str, now: datetime
) -> Happening:
    """Something to declare happened, that nothing here shows. Raises Denied; Invalid on `kind`, on `happened_on` to come, on
    `what`; Refused when it is told already."""
    may_file(actor, organisation).or_raise()
    if kind not in KINDS or not KINDS[kind].told:
        raise Invalid("kind", "Choisissez une des natures proposées.")
    if happened_on > today_of(now):
        raise Invalid("happened_on", "Ce jour n’est pas encore venu : un changement se déclare une fois fait.")
    what = said("what", what, "Dites ce qui change, en 300 caractères au plus.")
    arguments = {"kind": kind, "happened_on": happened_on, "what": what}
    with act("filings.tell", actor=actor, about=organisation, now=now, arguments=arguments):
        Organisation.objects.lock(organisation.pk)
        same = Happening.objects.standing().filter(organisation=organisation, kind=kind, happened_on=happened_on)
        if same.filter(what=what).exists():
            raise Refused("C’est déjà inscrit.")
        return Happening.objects.create(organisation=organisation, kind=kind, happened_on=happened_on, what=what)


def untell(*, actor: Actor, happening: Happening, reason: str, now: datetime) -> Happening:
    """It did not happen: it stays written, undone. Raises Denied; Invalid on `reason`; Refused when it is undone already."""
    may_file(actor, happening.organisation).or_raise()
    reason = said("reason", reason, "Dites quelle erreur vous corrigez.")
    arguments = {"happening": happening.pk}
    with act("filings.untell", actor=actor, about=happening.organisation, now=now, arguments=arguments, reason=reason):
        row: Happening = Happening.objects.select_related("organisation").lock(happening.pk)
        if row.undone_on:
            raise Refused("C’est déjà annulé.")
        row.undone_on, row.undone_because = today_of(now), reason
        row.save(update_fields=["undone_on", "undone_because"])
        return row


VERBS = {  # of each gesture, the verb on accounts: another right does it
    "filings.declare": "filings.declare_accounts",
    "filings.take_back": "filings.take_back_accounts",
    "filings.attach": "filings.attach_accounts",
}


def on(kind: str, verb: str) -> str:
    return VERBS[verb] if KINDS[kind].is_accounts else verb


def declare(
    *,
    actor: Actor,
    organisation: Organisation,
    kind: str,
    happened_on: date,
    filed_on: date,
    now: datetime,
    receipt: str = "",
    file: File | None = None,
) -> Declaration:
    """« C’est fait, le … »: what is known of that day, and left to declare, was declared, or published. Raises Denied; Invalid
    on `filed_on` to come, before the change, or after the gazette published what is created, on `receipt`, on `file`; Refused
    when nothing is left to declare of that day."""
    if kind not in KINDS:
        raise Refused("Il ne reste rien à déclarer de ce jour-là.")
    may_file(actor, organisation, kind).or_raise()
    today = today_of(now)
    if filed_on > today:
        raise Invalid("filed_on", "Une déclaration s’inscrit une fois faite.")
    if filed_on < happened_on:
        raise Invalid("filed_on", f"Ce changement est du {day_in_words(happened_on)} : il se déclare ensuite.")
    if KINDS[kind].is_accounts and filed_on == happened_on:
        raise Invalid("filed_on", "Des comptes se publient une fois l’exercice clos.")
    receipt = one_line(receipt)
    if len(receipt) > 120:
        raise Invalid("receipt", "120 caractères au plus.")
    arguments = {"kind": kind, "happened_on": happened_on, "filed_on": filed_on}
    with act(on(kind, "filings.declare"), actor=actor, about=organisation, now=now, arguments=arguments):
        Organisation.objects.lock(organisation.pk)
        duty = duty_of(organisation, kind, happened_on, today)
        if duty is None or duty.is_filed:
            raise Refused("Il ne reste rien à déclarer de ce jour-là.")
        gazette = Publication.objects.standing().filter(organisation=organisation).first()
        if kind == "creation" and gazette and gazette.published_on < filed_on:
            raise Invalid(
                "filed_on",
                f"Sa publication est inscrite au {day_in_words(gazette.published_on)} : la création se déclare avant.",
            )
        return Declaration.objects.create(
            organisation=organisation,
            kind=kind,
            happened_on=happened_on,
            covers=[one.key for one in duty.left],
            filed_on=filed_on,
            receipt=receipt,
            document=kept(actor, organisation, duty.kind.label, file, now) if file else None,
        )


def take_back(*, actor: Actor, declaration: Declaration, reason: str, now: datetime) -> Declaration:
    """It was not declared: it stays written, undone, and what it covered is to be declared again. Raises Denied; Invalid on
    `reason`; Refused when it is undone already."""
    may_file(actor, declaration.organisation, declaration.kind).or_raise()
    reason = said("reason", reason, "Dites quelle erreur vous corrigez.")
    about, arguments = declaration.organisation, {"declaration": declaration.pk}
    with act(
        on(declaration.kind, "filings.take_back"), actor=actor, about=about, now=now, arguments=arguments, reason=reason
    ):
        row: Declaration = Declaration.objects.select_related("organisation").lock(declaration.pk)
        if row.undone_on:
            raise Refused("Cette déclaration est déjà annulée.")
        row.undone_on, row.undone_because = today_of(now), reason
        row.save(update_fields=["undone_on", "undone_because"])
        return row


def attach(*, actor: Actor, declaration: Declaration, file: File, now: datetime) -> Declaration:
    """What proves it, that came after. Raises Denied; Invalid on `file`; Refused when it has its proof, or is undone."""
    may_file(actor, declaration.organisation, declaration.kind).or_raise()
    arguments = {"declaration": declaration.pk}
    with act(
        on(declaration.kind, "filings.attach"),
        actor=actor,
        about=declaration.organisation,
        now=now,
        arguments=arguments,
    ):
        row: Declaration = Declaration.objects.select_related("organisation").lock(declaration.pk)
        if row.undone_on or row.document_id:
            raise Refused("Cette déclaration a déjà sa preuve, ou est annulée.")
        row.document = kept(actor, row.organisation, KINDS[row.kind].label, file, now)
        row.save(update_fields=["document"])
        return row


def publish(
    *,
    actor: Actor,
    organisation: Organisation,
    published_on: date,
    now: datetime,
    notice: str = "",
    file: File | None = None,
) -> Publication:
    """The gazette published the association on a day. Raises Denied; Invalid on `published_on` to come, or before its
    creation was declared, on `notice`, on `file`; Refused when a publication is written already."""
    may_file(actor, organisation).or_raise()
    if published_on > today_of(now):
        raise Invalid("published_on", "Ce jour n’est pas encore venu : une publication s’inscrit une fois parue.")
    notice = one_line(notice)
    if len(notice) > 60:
        raise Invalid("notice", "60 caractères au plus.")
    arguments = {"published_on": published_on, "notice": notice}
    with act("filings.publish", actor=actor, about=organisation, now=now, arguments=arguments):
        Organisation.objects.lock(organisation.pk)
        created = Declaration.objects.standing().filter(organisation=organisation, kind="creation")
        if (first := created.order_by("filed_on").first()) and published_on < first.filed_on:
            raise Invalid(
                "published_on", f"La création est déclarée le {day_in_words(first.filed_on)} : elle se publie ensuite."
            )
        if Publication.objects.standing().filter(organisation=organisation).exists():
            raise Refused("Sa publication est déjà inscrite : annulez-la d’abord si c’est une erreur.")
        return Publication.objects.create(
            organisation=organisation,
            published_on=published_on,
            notice=notice,
            document=kept(actor, organisation, "Journal officiel", file, now) if file else None,
        )


def unpublish(*, actor: Actor, publication: Publication, reason: str, now: datetime) -> Publication:
    """It was not published that day: it stays written, undone. Raises Denied; Invalid on `reason`; Refused when it is undone
    already."""
    may_file(actor, publication.organisation).or_raise()
    reason = said("reason", reason, "Dites quelle erreur vous corrigez.")
    about, arguments = publication.organisation, {"publication": publication.pk}
    with act("filings.unpublish", actor=actor, about=about, now=now, arguments=arguments, reason=reason):
        row: Publication = Publication.objects.select_related("organisation").lock(publication.pk)
        if row.undone_on:
            raise Refused("Cette publication est déjà annulée.")
        row.undone_on, row.undone_because = today_of(now), reason
        row.save(update_fields=["undone_on", "undone_because"])
        return row


def said(field: str, text: str, wanted: str) -> str:
    text = one_line(text)
    if not 5 <= len(seen(text)) <= len(text) <= 300:
        raise Invalid(field, wanted)
    return text


def kept(actor: Actor, organisation: Organisation, label: str, file: File, now: datetime) -> Document:
    """The proof, kept as it was given. Called in an act."""
    version = freeze(
        actor=actor,
        organisation=organisation,
        kind="file",
        source=file,
        title=f"{label} : récépissé",
        audience=Document.Audience.ORGANISATION,
        sort="founding",
        now=now,
    )
    return version.document
