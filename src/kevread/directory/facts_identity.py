"""What the charter may ask of the organisations themselves: how many there are, their form, their numbers, their names."""

from datetime import date
from typing import Literal

from kevread.common.facts import HEAD, SCALES, Facts, Organisations, Span, Value, fact
from kevread.common.parameters import Scale

from .asks import CONSTITUTED
from .models import LegalForm, Name, Organisation

ASSOCIATION = LegalForm.ASSOCIATION


def of_each_head(on: date, among: Organisations, value: Value) -> Facts:
    """What is true of the whole network is answered for its head."""
    if among.heads is not None:
        return dict.fromkeys(among.heads, value)
    heads = Organisation.objects.on(on).at_scale(HEAD).filter(**among.where("pk"))
    return dict.fromkeys(heads.values_list("pk", flat=True), value)


@fact(about=HEAD, register="identity", unit="organisations")
def organisations_at_scale(on: date, among: Organisations, scale: Scale) -> Facts:
    """Organisations of this scale in force in the network (R0.4, R0.13). None is 0."""
    return of_each_head(on, among, Organisation.objects.on(on).at_scale(scale).count())


FORM = "ce qui montre sa forme : un numéro RNA, une publication, des statuts en vigueur, ou sa fiche remplie ici"


@fact(
    about=SCALES,
    register="identity",
    reads=(("filings", "self"), ("statutes", "self")),
    lacks=FORM,
)
def identity(on: date, among: Organisations, what: Literal["legal_form", "rna", "siren", "siret", "locality"]) -> Facts:
    """What is written of the organisation, as a set of one word: its legal form (R2.1, R3.2, R9.1), its RNA number,
    whose form is checked when it is written… What nobody wrote is no word; nor is the form that the federation's file alone
    proposes, unless its number, its publication or its articles show an association."""
    rows = Organisation.objects.on(on).at_scale(*SCALES).exclude(**{what: ""}).filter(**among.where("pk"))
    read = list(rows.values_list("pk", what, "form_is_proposed", "rna"))
    if what == "legal_form":
        doubted = {key for key, form, is_proposed, rna in read if is_proposed and not (rna and form == ASSOCIATION)}
        asked = frozenset(key for key, form, *_ in read if key in doubted and form == ASSOCIATION)
        if asked:
            doubted -= {key for shown in CONSTITUTED for key in shown(on, Organisations(ids=asked))}
        read = [row for row in read if row[0] not in doubted]
    return {key: frozenset({word}) for key, word, *_ in read}


@fact(about=SCALES, register="identity", unit="numbers", otherwise=Span(0, 1), lacks="son numéro RNA")
def registered(on: date, among: Organisations) -> Facts:
    """1 where the RNA number of the organisation is written (R2.1). One whose number nobody wrote may have it: that the
    directory is silent shows nothing."""
    rows = Organisation.objects.on(on).at_scale(*SCALES).exclude(rna="").filter(**among.where("pk"))
    return dict.fromkeys(rows.values_list("pk", flat=True), 1)


@fact(about=SCALES, register="identity", unit="names")
def names(on: date, among: Organisations, kind: Literal["brand", "statutory"]) -> Facts:
    """The names of this kind in force, as a set: the brand of the network's naming scheme (R7.19 to R7.21) or the statutory
    name; one that is only proposed is nobody's. Whether somebody decided it is not said here."""
    rows = Name.objects.on(on).filter(kind=kind, **among.where("organisation"))
    return {organisation: frozenset({text}) for organisation, text in rows.values_list("organisation", "text")}
