"""What is typed to open an agreement or to deposit one, and to prepare its text."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from kevread.agreements.forms.outsiders import outsider_field
from kevread.agreements.loader import ClauseSpec, KindSpec, kinds
from kevread.agreements.models import Instrument
from kevread.agreements.operations.checks import Dates, Signed
from kevread.agreements.queries.register import decisions_of, outsider, who_may_hold
from kevread.common.actor import Actor
from kevread.common.facts import HEAD
from kevread.common.periods import MONTHS, add_months
from kevread.decisions.models import Decision
from kevread.directory.models import Organisation
from kevread.documents.forms import file_field
from kevread.ui.forms import DayField, SentenceField

MISSING = {"required": "Choisissez une réponse.", "invalid_choice": "Choisissez une des réponses proposées."}
TO_CHOOSE = [("", "À choisir")]
TO_TELL = [("", "Au choix : la dire en toutes lettres ci-dessous")]


class KindForm(forms.Form):
    """In the address: its name is French."""

    nature = forms.ChoiceField(label="Nature de la convention", error_messages=MISSING)

    def __init__(self, organisation: Organisation, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["nature"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = TO_CHOOSE + kinds_open_to(organisation)


def kinds_open_to(organisation: Organisation) -> list[tuple[str, str]]:
    """The kinds in which an organisation may hold a place."""
    return [
        (slug, spec.label)
        for slug, spec in kinds().items()
        if any(organisation.scale in one.scales for one in spec.parties)
    ]


def months(label: str, help_text: str) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=0,
        max_value=600,
        help_text=help_text,
        error_messages={
            "required": "Écrivez un nombre de mois, zéro s’il n’y en a pas.",
            "invalid": "Écrivez un nombre entier de mois.",
            "min_value": "Écrivez un nombre de mois, zéro s’il n’y en a pas.",
            "max_value": "Six cents mois au plus.",
        },
    )


class TermsForm(forms.Form):
    """The days that a text says."""

    starts_on = DayField(label="Prend effet le")
    ends_on = DayField(
        label="Dernier jour", required=False, help_text="Laissez vide si elle dure jusqu’à ce qu’on y mette fin."
    )
    renewal_months = months("Se reconduit d’elle-même pour, en mois", "Zéro si elle s’arrête à son dernier jour.")
    notice_months = months("Préavis, en mois", "Avant son terme, ou avant le jour où l’on veut partir.")
    notice_means = forms.ChoiceField(
        label="Forme du préavis", choices=Instrument.Means.choices, widget=forms.RadioSelect, error_messages=MISSING
    )

    @property
    def dates(self) -> Dates:
        return Dates(**{name: self.cleaned_data[name] for name in TermsForm.base_fields})


def usual(spec: KindSpec, starts_on: date) -> dict[str, Any]:
    """The days that a kind proposes, from its first."""
    ends_on = None
    if spec.months:
        following = add_months(starts_on, spec.months)
        ends_on = date.fromordinal(following.toordinal() - 1)
    return {
        "starts_on": starts_on,
        "ends_on": ends_on,
        "renewal_months": spec.renewal,
        "notice_months": spec.notice.months,
        "notice_means": spec.notice.by,
    }


class OpenForm(TermsForm):
    """A draft: its title, who holds each place, its days. `spec` is that of the kind."""

    title = forms.CharField(
        label="Titre", max_length=200, error_messages={"required": "Donnez un titre à cette convention."}
    )
    field_order = ("title",)

    def __init__(
        self, spec: KindSpec, organisation: Organisation, actor: Actor, on: date, *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.spec, self.actor, self.on = spec, actor, on
        self.offered: dict[str, dict[str, Organisation]] = {}
        self.unknown: dict[str, str] = {}  # the names, by their places, that the directory does not have
        seated = False
        for place in spec.parties:
            label = place.label[0].upper() + place.label[1:]
            if not place.scales:
                self.fields[place.role] = outsider_field(label, actor, on)
                continue
            rows = who_may_hold(place, actor, on)
            self.offered[place.role] = {one.slug: one for one in rows}
            field = forms.ChoiceField(
                label=label, choices=TO_CHOOSE + [(one.slug, one.name) for one in rows], error_messages=MISSING
            )
            heads = [one for one in rows if one.scale == HEAD]
            if organisation.scale in place.scales and not seated:
                field.initial, seated = organisation.slug, True
            elif place.scales == (HEAD,) and len(heads) == 1:
                field.initial = heads[0].slug
            self.fields[place.role] = field
        self.order_fields(["title", *(place.role for place in spec.parties), *self.fields])

    def clean(self) -> dict[str, Any]:
        """Those outside the network are typed by their names."""
        cleaned = super().clean() or self.cleaned_data
        for place in self.spec.parties:
            if place.scales or not cleaned.get(place.role):
                continue
            found = outsider(cleaned[place.role], self.actor, self.on)
            if len(found) == 1:
                self.offered[place.role] = {cleaned[place.role]: found[0]}
            elif found:
                some = ", ".join(one.name for one in found[:6])
                self.add_error(
                    place.role, f"Plusieurs organisations répondent à ce nom : {some}. Écrivez-le en entier."
                )
            else:
                self.unknown[place.role] = cleaned[place.role]
                self.add_error(place.role, "L’annuaire ne connaît aucune organisation de ce nom.")
        return cleaned

    @property
    def parties(self) -> dict[str, Organisation]:
        return {role: rows[self.cleaned_data[role]] for role, rows in self.offered.items()}


class SignersFields:
    """Who signed for each place, as what."""

    fields: dict[str, forms.Field]
    cleaned_data: dict[str, Any]
    decisions: dict[str, Decision]

    def ask_signers(self, places: Mapping[str, str], offered: Mapping[str, list[Decision]] | None = None) -> None:
        """`offered`: the decisions of each place that let it sign, where that is asked too."""
        self.decisions = {str(one.pk): one for rows in (offered or {}).values() for one in rows}
        for role, label in places.items():
            self.fields[f"{role}_name"] = forms.CharField(
                label=f"Qui a signé pour {label} ?",
                max_length=170,
                error_messages={"required": "Écrivez le nom qui est sous la signature."},
            )
            self.fields[f"{role}_quality"] = forms.CharField(
                label="En quelle qualité ?",
                max_length=160,
                help_text="Présidente, directeur par délégation, préfet…",
                error_messages={"required": "Écrivez en quelle qualité cette personne a signé."},
            )
            self.fields[f"{role}_right"] = forms.CharField(
                label="De quel droit ?",
                required=False,
                max_length=300,
                help_text="Son mandat, sa délégation et leur jour. Si nos registres ont ce droit ce jour-là, ils le disent.",
            )
            self.fields[f"{role}_signed_on"] = DayField(
                label="Quel jour ?",
                required=False,
                help_text="S’il diffère de celui de la dernière signature.",
            )
            if offered is not None and offered.get(role):
                self.fields[f"{role}_decision"] = forms.ChoiceField(
                    label="La décision du registre qui l’habilitait",
                    required=False,
                    choices=TO_TELL
                    + [
                        (str(one.pk), f"{one.organisation.name}, n° {one.reference}, {one.title}")
                        for one in offered[role]
                    ],
                    error_messages=MISSING,
                )
            if offered is not None:
                self.fields[f"{role}_authority"] = forms.CharField(
                    label="Ce qui l’habilitait à signer",
                    required=False,
                    max_length=300,
                    help_text="La délibération et son jour, une délégation… Laissez vide si rien ne le dit : ce sera signalé.",
                )

    def said_by(self, role: str) -> Signed:
        told = self.cleaned_data
        return Signed(
            name=told[f"{role}_name"],
            quality=told[f"{role}_quality"],
            decision=self.decisions.get(told.get(f"{role}_decision", "")),
            authority=told.get(f"{role}_authority", ""),
            right=told[f"{role}_right"],
            signed_on=told[f"{role}_signed_on"],
        )


class DepositForm(SignersFields, OpenForm):
    """What was signed elsewhere: its file, its days, who signed, what of it matters."""

    signed_on = DayField(label="Signée le", help_text="Le jour de la dernière signature.")
    file = file_field()

    def __init__(
        self, spec: KindSpec, organisation: Organisation, actor: Actor, on: date, *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(spec, organisation, actor, on, *args, **kwargs)
        self.fields["file"].required = False
        self.fields["file"].label = "Le document signé, numérisé"
        places = {place.role: place.label for place in spec.parties}
        self.ask_signers(places, decisions_of(spec, organisation, actor))
        self.to_enter = spec.known_on(on)
        for clause in self.to_enter:
            self.fields[f"clause_{clause.slug}"] = SentenceField(
                label=f"Ce que dit la clause « {clause.title} »", required=False, max_length=20_000, rows=3
            )

    @property
    def signers(self) -> dict[str, Signed]:
        return {place.role: self.said_by(place.role) for place in self.spec.parties}

    @property
    def clauses(self) -> dict[str, str]:
        return {one.slug: self.cleaned_data[f"clause_{one.slug}"] for one in self.to_enter}


class SignedForm(SignersFields, forms.Form):
    signed_on = DayField(label="Signée le", help_text="Le jour de la dernière signature.")

    def __init__(self, places: Mapping[str, str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = places
        self.typed_as = {role: f"{role}_name" for role in places}
        self.ask_signers(places)

    @property
    def signers(self) -> dict[str, Signed]:
        return {role: self.said_by(role) for role in self.places}


class AttachForm(forms.Form):
    file = file_field()


def blank_fields(model: ClauseSpec) -> dict[str, forms.Field]:
    """Of a set clause: each blank, as it asks."""
    found: dict[str, forms.Field] = {}
    for name, spec in model.blanks.items():
        empty = {"required": "Remplissez ce blanc."}
        if spec.kind == "month":
            twelve = [("", "À choisir"), *((month, month) for month in MONTHS)]
            found[name] = forms.ChoiceField(label=spec.label, choices=twelve, error_messages=MISSING | empty)
            continue
        attrs = {"inputmode": "numeric"} if spec.kind == "number" else {}
        found[name] = forms.CharField(
            label=spec.label,
            max_length=200,
            help_text=spec.asked,
            widget=forms.TextInput(attrs=attrs),
            error_messages=empty,
        )
    return found


class ClauseForm(forms.Form):
    """A free clause is written; of a set one, the blanks are filled."""

    def __init__(self, model: ClauseSpec | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.blanks = list(model.blanks) if model and model.form == "set" else []
        if model is None or not self.blanks:
            self.fields["text"] = SentenceField(
                label="Texte de la clause", missing="Écrivez le texte de cette clause.", max_length=20_000, rows=10
            )
        else:
            self.fields |= blank_fields(model)

    @property
    def said(self) -> dict[str, Any]:
        return {"blanks": self.cleaned_data} if self.blanks else {"text": self.cleaned_data["text"]}


class EnteredForm(forms.Form):
    text = SentenceField(
        label="Ce que dit le papier", missing="Écrivez ce que dit cette clause.", max_length=20_000, rows=8
    )


class ReasonForm(forms.Form):
    reason = SentenceField(label="Pourquoi ?", missing="Dites pourquoi : on le lira au journal.", max_length=300)
