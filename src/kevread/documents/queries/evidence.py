"""All that shows who signed a version, by what right, and what happened meanwhile.

The right of each was frozen as they signed. It is judged again here, for that same day, from what is written today: a link that
was corrected or annulled since says so, and the signature stays what it is.
"""

from collections.abc import Mapping
from datetime import date

from django.utils import timezone

from kevread.common.periods import day_in_words
from kevread.documents.asks import Entitled, entitled
from kevread.documents.models import Circle, Document, PaperSignature, PaperStep, Removal, Signature, Step
from kevread.documents.papers import Evidence, Happened, PenProof, Proof
from kevread.documents.verifying import Found

from .circles import LETTERS, told
from .kept import Reading, letterhead
from .on_paper import Told, on_paper
from .sealed import Known, known, sealed_bytes

VERDICTS: Mapping[str, str] = {
    "valid": "Le fichier signé est intact.",
    "altered": "Le fichier signé n’est plus celui qui fut signé.",
    "untrusted": "Le fichier signé porte un sceau que ce site ne reconnaît pas.",
}
GONE = (
    "D’après ce qui est inscrit aujourd’hui, rien ne lui donnait ce droit le {on} : ce qui le donnait a été corrigé, "
    "ou annulé, depuis."
)
SCANNED = (
    "Ce fichier montre un papier signé ailleurs : Kevread garde ses octets, et n’a rien vérifié de ce qui y est signé."
)
ERASED_FILE = "Le fichier n’est plus ici : qui l’a en main peut le faire vérifier, ses empreintes sont gardées."
NO_SEAL = "Aucun fichier ne porte ces signatures : elles se lisent au journal de ce site."


def gathered(document: Document, reading: Reading, on: date) -> tuple[Evidence, Known | None]:
    """On a paper, and what the signed file proves, where there is one. The number of queries grows with the organisations that
    sign, not with what they keep."""
    version = reading.version
    removal = Removal.objects.filter(document=document).first()
    proven = known(sealed_bytes(version)) if reading.is_sealed and removal is None else None
    sealed = version.seals.order_by("-rank").values_list("sha256", flat=True).first() if removal else None
    seals = {one.field: one for one in proven.report.signatures} if proven else {}
    circle = Circle.objects.select_related("asked_by").filter(version=version).first()
    signatures = [line.signature for line in reading.lines if line.signature]
    pens = on_paper([version.pk], on).get(version.pk, [])
    unsealed = NO_SEAL if signatures else SCANNED
    return Evidence(
        letterhead=letterhead(document.organisation, on),
        document=document.title,
        number=version.number,
        name=version.name,
        size=version.size,
        sha256=version.sha256,
        sealed_sha256=proven.report.sha256 if proven else sealed or "",
        kept_at=version.made_at,
        verdict=f"{removal.said} {ERASED_FILE}" if removal else verdict_of(proven) or unsealed,
        amount=circle.engages if circle else "",
        act=circle.act_in_words if circle else "",
        consent=circle.consent if circle else "",
        signatures=tuple(proof_of(one, circle, seals) for one in signatures),
        on_paper=tuple(pen_proof(one) for one in pens if not one.undone),
        awaited=tuple(line.awaited for line in reading.lines if not line.signature),
        happened=tuple(happened(circle)) if circle else (),
    ), proven


def verdict_of(proven: Known | None) -> str:
    return VERDICTS.get(proven.report.verdict, VERDICTS["altered"]) if proven else ""


def proof_of(one: Signature, circle: Circle | None, seals: Mapping[str, Found]) -> Proof:
    seal = seals.get(f"Sig{one.seal.rank}") if hasattr(one, "seal") else None
    return Proof(
        name=one.person_name,
        quality=one.quality,
        organisation=one.organisation.name,
        signed_at=one.signed_at,
        how=one.get_method_display(),
        sha256=one.sha256,
        chain=tuple(link_in_words(link) for link in one.chain or ()) or ((one.hat,) if one.hat else ()),
        again=judged_again(one, circle),
        seal=seal_in_words(seal) if seal else "",
    )


def pen_proof(told: Told) -> PenProof:
    one = told.signature
    links = tuple(link_in_words(link) for link in one.chain or ())
    right = (one.right,) if one.right and one.right not in {link["label"] for link in one.chain or ()} else ()
    return PenProof(
        name=one.person_name,
        quality=one.quality,
        organisation=one.organisation.name,
        signed_on=one.signed_on,
        told_on=timezone.localtime(one.told_at).date(),
        chain=(*right, *links),
        again=pen_judged_again(one),
        said=tuple(step_in_words(step) for step in told.steps),
        contested=told.denial is not None,
    )


def step_in_words(step: PaperStep) -> str:
    day, who = day_in_words(timezone.localtime(step.at).date()), f", {step.person}" if step.person else ""
    return f"{step.get_kind_display()} le {day}{who}{f' : {step.reason}' if step.reason else ''}"


def pen_judged_again(one: PaperSignature) -> str:
    """What is known today of the right by which somebody signed with a pen, for that day."""
    on = day_in_words(one.signed_on)
    if not one.right:
        return "Rien ne dit de quel droit cette personne signait."
    if one.chain is None:
        return f"Les registres d’ici ne disent rien de ce droit le {on} : il est tel qu’on l’a écrit."
    those = entitled([one.organisation], 0, one.signed_on, None, then=True)
    if any(found.person.pk == one.person_id for found in those):
        whole = entitled([one.organisation], 0, one.signed_on, None)
        if not any(found.person.pk == one.person_id for found in whole):
            return f"Le {on}, ce droit tenait, jusqu’à ce qu’il soit retiré ce jour-là : un papier ne dit pas à quelle heure."
        return f"Le {on}, ce droit tenait, d’après ce qui est inscrit aujourd’hui."
    return GONE.format(on=on)


def seal_in_words(seal: Found) -> str:
    said = "Sceau intact" if seal.intact and seal.trusted else "Sceau qui ne tient plus"
    dated = f"{said}, daté par {'un tiers' if seal.time == 'tsa' else 'ce site'}."
    return dated if seal.level == "seal" else f"{dated} {seal.by_whom}."


def link_in_words(link: Mapping[str, str | None]) -> str:
    """
    >>> link_in_words({"label": "Présidence, ESS 35", "until": "2027-09-30"})
    'Présidence, ESS 35, jusqu’au 30 septembre 2027'
    """
    until = link.get("until")
    return f"{link['label']}, jusqu’au {day_in_words(date.fromisoformat(until))}" if until else f"{link['label']}"


def judged_again(one: Signature, circle: Circle | None) -> str:
    """What is known today of the right by which somebody signed, for the day on which they did and the act that was asked."""
    if circle is None or not one.chain:
        return "Signer ceci ne demandait pas le droit d’engager."
    day = timezone.localtime(one.signed_at).date()
    on = day_in_words(day)
    found = right_on(one, circle, day)
    if found is None:
        return GONE.format(on=on)
    if [str(link.id) for link in found.chain] == [link["id"] for link in one.chain]:
        named = f" pour cet acte ({circle.act_said})" if circle.act_said else ""
        return f"Le {on}, ce droit tenait{named}, d’après ce qui est inscrit aujourd’hui."
    return f"Le {on}, cette personne pouvait signer, mais par un autre droit : {found.chain[0].label}."


def right_on(one: Signature, circle: Circle, day: date) -> Entitled | None:
    those = entitled([one.organisation], circle.amount, day, circle.judged_for, then=True)
    return next((found for found in those if found.person.pk == one.person_id), None)


def happened(circle: Circle) -> list[Happened]:
    """From the demand on, in order; a letter says what came of it."""
    steps = (
        Step.objects.filter(circle=circle).select_related("person", "asked__person", "dispatch").order_by("at", "pk")
    )
    found = [Happened(at=circle.opened_at, what="Signatures demandées", who=str(circle.asked_by))]
    for step in steps:
        is_letter = step.kind in LETTERS
        who = step.asked.person if is_letter and step.asked else step.person
        said = told(step.dispatch) if is_letter else step.reason
        found.append(Happened(at=step.at, what=step.get_kind_display(), who=str(who), said=said))
    return found
