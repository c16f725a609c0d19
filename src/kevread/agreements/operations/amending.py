"""To amend an agreement that is in force: a text that changes its clauses or its days, approved and signed as the first was; or
signed elsewhere, and deposited."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db.models import Max
from django.utils import timezone
from django.utils.text import slugify

from kevread.agreements.loader import ClauseSpec, ModelSpec, kinds
from kevread.agreements.models import Agreement, Approval, Clause, Instrument, Party
from kevread.agreements.permissions import may_follow, may_speak_for, place_of
from kevread.agreements.queries.register import text_before
from kevread.agreements.queries.standing import UNDER_WAY, held_by, standing_of
from kevread.agreements.rules import Terms, Written, filled, shortens
from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.words import one_line, seen
from kevread.documents.files import File
from kevread.journal.operations import act
from kevread.seats.asks import END_AGREEMENT

from .checks import Dates, Signed, blanks_read, bound, dated, past, taking_effect
from .committing import by_what
from .depositing import empower, kept, shown_by
from .preparing import LONGEST_CLAUSE, sign, unsaid, writable

Stage = Instrument.Stage


def amend(*, actor: Actor, agreement: Agreement, subject: str, dates: Dates, now: datetime) -> Instrument:
    """Open an amendment, which every party reads and writes. Raises Denied; Invalid on the field; Refused when the agreement is
    not in force that day, or another amendment is being prepared."""
    may_follow(actor, agreement).or_raise()
    subject, dates = subject_of(subject), dated(dates)
    today = timezone.localtime(now).date()
    about = place_of(actor, agreement)
    arguments = {"agreement": agreement.pk, "subject": subject}
    with act("agreements.amend", actor=actor, about=about, now=now, arguments=arguments):
        row = bound(agreement, today)
        taking_effect(row, dates, today)
        return begun(row, subject, dates, prepared_by_id=actor.person, stage=Stage.TALKS)


def subject_of(subject: str) -> str:
    subject = one_line(subject)
    if len(seen(subject)) < 5:
        raise Invalid("subject", "Dites en quelques mots ce que change cet avenant.")
    if len(subject) > 200:
        raise Invalid("subject", "Cet objet est trop long : 200 caractères au plus.")
    return subject


def begun(agreement: Agreement, subject: str, dates: Dates, **more: object) -> Instrument:
    """The next text of an agreement, and what each party has to say of it. Called in an act, the agreement locked."""
    texts = agreement.instruments.all()
    if texts.filter(number__gt=0, stage__in=UNDER_WAY).exists():
        raise Refused("Un avenant se prépare déjà : signez-le ou abandonnez-le d’abord.")
    number = texts.aggregate(last=Max("number"))["last"] + 1
    made: Instrument = Instrument.objects.create(
        agreement=agreement, number=number, subject=subject, **dates.columns(), **more
    )
    Approval.objects.bulk_create(Approval(instrument=made, party=party) for party in agreement.parties.order_by("rank"))
    return made


def amend_clause(
    *,
    actor: Actor,
    instrument: Instrument,
    slug: str,
    now: datetime,
    title: str = "",
    text: str = "",
    blanks: Mapping[str, str] | None = None,
    is_removed: bool = False,
) -> Clause:
    """What an amendment makes of a clause in force: another text, or none; `slug` empty: a clause that is added. What a party
    approved is to be approved anew. Raises Denied; Invalid on the field; Refused for a clause of the common model."""
    agreement = instrument.agreement
    may_follow(actor, agreement).or_raise()
    about = place_of(actor, agreement)
    arguments = {"instrument": instrument.pk, "clause": slug}
    with act("agreements.amend_clause", actor=actor, about=about, now=now, arguments=arguments):
        row = amendment(instrument)
        model = held_by(agreement.kind, agreement.instruments.get(number=0))
        spec = kinds().get(agreement.kind)
        entered = (
            spec.known_on(timezone.localtime(now).date()) if spec else ()
        )  # of a paper: what might be entered of it
        ranks = ranks_of(model.clauses if model else entered)
        before = {one.slug: one for one in text_before(row)}
        known = {*before, *ranks, *row.clauses.values_list("slug", flat=True)}
        if slug and slug not in known:
            raise Invalid("title", "Cette clause n’est pas dans le texte en vigueur.")
        was = before.get(slug)
        if was is None and model is None:
            title = title or next((one.title for one in entered if one.slug == slug), "")
        said = changed(model, slug, was, blanks, title=title, text=text, is_removed=is_removed)
        named = slug or free_slug(str(said["title"]), known)
        rank = was.rank if was else ranks.get(slug) or after(before, row, ranks)
        found = row.clauses.filter(slug=named).first()
        if found is None:
            unsaid(row)
            made: Clause = Clause.objects.create(instrument=row, slug=named, rank=rank, **said)
            return made
        if any(getattr(found, name) != value for name, value in said.items()):
            for name, value in said.items():
                setattr(found, name, value)
            found.save(update_fields=list(said))
            unsaid(row)
        return found


def ranks_of(clauses: Sequence[ClauseSpec]) -> dict[str, int]:
    """The clauses of a model, each with its rank: of an agreement that was deposited, they may not be entered."""
    return {one.slug: rank for rank, one in enumerate(clauses, start=1)}


def after(before: Mapping[str, Written], instrument: Instrument, modelled: Mapping[str, int]) -> int:
    """The rank of a clause that is added: after all the others."""
    ranks = [one.rank for one in before.values()] + list(instrument.clauses.values_list("rank", flat=True))
    return max((*ranks, *modelled.values()), default=0) + 1


def amendment(instrument: Instrument) -> Instrument:
    """Locked, and being written. Raises Refused for the first text of an agreement."""
    row = writable(instrument)
    if row.number == 0:
        raise Refused("Ce texte n’est pas un avenant.")
    return row


def changed(
    held: ModelSpec | None,
    slug: str,
    was: Written | None,
    blanks: Mapping[str, str] | None,
    *,
    title: str,
    text: str,
    is_removed: bool,
) -> dict[str, object]:
    """The columns of a clause that an amendment writes, by the version of the model that the text is held to. Raises Invalid on
    the field; Refused."""
    model = held.clause(slug) if held else None
    form = held.form_of(slug) if held and slug else "free"
    if form == "locked":
        raise Refused("Cette clause est celle du modèle : un avenant ne la change pas.")
    if is_removed:
        if form == "set":
            raise Refused("Cette clause est du modèle : un avenant en change les blancs, et ne la supprime pas.")
        if was is None:
            raise Invalid("title", "Cette clause n’est pas dans le texte en vigueur.")
        return {"title": was.title, "text": "", "blanks": {}, "is_removed": True}
    title = one_line(title) or (was.title if was else model.title if model else "")
    if not title or len(title) > 160:
        raise Invalid("title", "Donnez un titre à cette clause, de 160 caractères au plus.")
    if form == "set":
        assert model is not None
        given = given_blanks(model, blanks)
        text, title = filled(model.text, given), model.title
    else:
        given, text = {}, "\n".join(line.rstrip() for line in text.strip().splitlines()) if seen(text) else ""
    if not text:
        raise Invalid("text", "Écrivez le texte de cette clause ; pour l’ôter, supprimez-la.")
    if len(text) > LONGEST_CLAUSE:
        raise Invalid("text", f"Ce texte est trop long : {LONGEST_CLAUSE} caractères au plus.")
    if was and (was.title, was.text) == (title, text):
        raise Invalid("text", "C’est le texte en vigueur : l’avenant n’y changerait rien.")
    return {"title": title, "text": text, "blanks": given, "is_removed": False}


def given_blanks(model: ClauseSpec, blanks: Mapping[str, str] | None) -> dict[str, str]:
    """Raises Invalid on the blank that is empty, or that is not what it asks: an amendment is written whole."""
    given = blanks_read(model, blanks)
    for name, value in given.items():
        if not value:
            raise Invalid(name, "Remplissez ce blanc.")
    return given


def free_slug(title: str, taken: set[str]) -> str:
    base = slugify(title)[:50] or "clause"
    names = [base, *(f"{base}-{number}" for number in range(2, len(taken) + 3))]
    return next(name for name in names if name not in taken)


def leave_clause(*, actor: Actor, clause: Clause, now: datetime) -> None:
    """An amendment says nothing of a clause any more: it stays as it is in force. Raises Denied, Refused."""
    agreement = clause.instrument.agreement
    may_follow(actor, agreement).or_raise()
    about = place_of(actor, agreement)
    with act("agreements.leave_clause", actor=actor, about=about, now=now, arguments={"clause": clause.pk}):
        row = amendment(clause.instrument)
        found = row.clauses.filter(pk=clause.pk).first()
        if found is None:
            raise Refused("Cet avenant ne dit déjà plus rien de cette clause.")
        found.delete()
        unsaid(row)


def require_power_to_end(
    actor: Actor, agreement: Agreement, mine: Party, said: Signed | None, dates: Dates, signed_on: date, now: datetime
) -> None:
    """Of an amendment that ends an agreement sooner, what a notice asks of the party that writes it (decision 273). Called in
    an act, the agreement locked. Raises Denied; Invalid on the field of the form."""
    before = standing_of(agreement, max(dates.starts_on, signed_on)).instrument.terms
    after = Terms(dates.starts_on, dates.ends_on, dates.renewal_months, dates.notice_months)
    if not shortens(before, after, dates.starts_on):
        return
    decision = said.decision if said else None
    try:
        by_what(actor, END_AGREEMENT, mine, decision, signed_on, timezone.localtime(now).date())
    except Invalid as wrong:
        typed = {"told_on": "signed_on", "decision": f"{mine.role}_decision"}
        raise Invalid(typed.get(wrong.field, wrong.field), wrong.sentence) from wrong


def deposit_amendment(
    *,
    actor: Actor,
    agreement: Agreement,
    subject: str,
    dates: Dates,
    signed_on: date,
    signers: Mapping[str, Signed],
    now: datetime,
    clauses: Mapping[str, str] | None = None,
    file: File | None = None,
) -> Instrument:
    """An amendment that was signed elsewhere: what it says of each clause in force, its days, who signed; by the people of a
    party. One that ends the agreement sooner commits that party as a notice does. Raises Denied; Invalid on the field or the
    place; Refused when the agreement was not in force the day it was signed."""
    about = place_of(actor, agreement)
    mine = agreement.parties.select_related("organisation", "agreement__organisation").get(organisation=about)
    may_speak_for(actor, mine).or_raise()
    subject, dates = subject_of(subject), dated(dates)
    past("signed_on", signed_on, now, "Une signature")
    written = {slug: text.strip() for slug, text in (clauses or {}).items() if seen(text)}
    if any(len(text) > LONGEST_CLAUSE for text in written.values()):
        raise Invalid("clauses", f"Une clause est trop longue : {LONGEST_CLAUSE} caractères au plus.")
    arguments = {"agreement": agreement.pk, "subject": subject, "signed_on": signed_on}
    with act("agreements.deposit_amendment", actor=actor, about=about, now=now, arguments=arguments):
        row = bound(agreement, signed_on)
        taking_effect(row, dates, signed_on)
        require_power_to_end(actor, row, mine, signers.get(mine.role), dates, signed_on, now)
        later = row.instruments.signed().filter(number__gt=0)
        if later.filter(subject=subject, signed_on=signed_on).exists():
            raise Refused("Cet avenant est déjà inscrit.")
        if later.filter(signed_on__gt=signed_on).exists():
            raise Refused(
                "Un avenant signé après ce jour est déjà inscrit : ils s’inscrivent dans l’ordre de leurs signatures."
            )
        made = begun(row, subject, dates, origin=Instrument.Origin.PAPER, prepared_by_id=actor.person)
        for approval in made.approvals.select_related("party__organisation", "party__agreement"):
            said = signers.get(approval.party.role)
            empower(approval, said, row.kind, signed_on, now)
            sign(approval, said, signed_on)
        before = {one.slug: one for one in text_before(made)}
        spec = kinds().get(row.kind)
        models = spec.known_on(timezone.localtime(now).date()) if spec else ()
        ranks, titles = ranks_of(models), {one.slug: one.title for one in models}
        for slug, text in written.items():
            if slug in before:
                place = (before[slug].title, before[slug].rank)
            elif slug in ranks:
                place = (titles[slug], ranks[slug])
            else:
                raise Invalid("clauses", "Une de ces clauses n’est pas dans le texte en vigueur.")
            Clause.objects.create(instrument=made, slug=slug, title=place[0], rank=place[1], text=text)
        if file is not None:
            made.document = shown_by(actor, made, kept(actor, row, file, now, title=made.told()), now)
        made.stage, made.signed_on = Stage.SIGNED, signed_on
        made.save(update_fields=["stage", "signed_on", "document"])
        return made
