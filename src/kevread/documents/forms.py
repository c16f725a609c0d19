"""What one types to keep a document, to give another version, to sign."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from kevread.directory.models import Organisation, Person
from kevread.ui.forms import DayField, SentenceField

from .asks import Committing, Entitled
from .files import SPOKEN, TYPES
from .models import LARGEST, WHY, Document

CHOOSE = {"required": "Choisissez une personne.", "invalid_choice": "Choisissez une des personnes proposées."}
NONE = "-"  # what names no act: no code is written so
ACCEPT = ",".join(f".{extension}" for extension in TYPES)


def file_field() -> forms.FileField:
    return forms.FileField(
        label="Fichier",
        help_text=f"{LARGEST // 1_000_000} Mo au plus. {SPOKEN}.",
        allow_empty_file=True,  # the verb says it better
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        error_messages={"required": "Choisissez un fichier."},
    )


def content_of(file: UploadedFile) -> bytes:
    """Its bytes, or one more than is admitted: what is larger is not read whole."""
    return bytes(file.read(LARGEST + 1))


class KeepForm(forms.Form):
    title = forms.CharField(
        label="Titre", max_length=250, error_messages={"required": "Donnez un titre à ce document."}
    )
    file = file_field()
    audience = forms.ChoiceField(
        label="Qui le lit",
        choices=[choice for choice in Document.Audience.choices if choice[0] != Document.Audience.PEOPLE],
        widget=forms.RadioSelect,
        help_text="Vous le lirez dans tous les cas.",
    )
    sort = forms.ChoiceField(
        label="De quelle sorte il est",
        required=False,
        help_text="C’est ce qui dit combien de temps il est gardé au moins.",
    )
    dated_on = DayField(
        label="Le jour qu’il porte",
        required=False,
        help_text="Sa durée compte de ce jour ; sans lui, du jour où il est conservé ici.",
    )

    def __init__(self, *args: Any, sorts: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["sort"].choices = [("", "Une autre : gardé sans limite"), *sorts]  # type: ignore[attr-defined]


class SortForm(forms.Form):
    """As what a file is kept, and so for how long."""

    sort = forms.ChoiceField(
        label="De quelle sorte il est", error_messages={"required": "Choisissez de quelle sorte est ce document."}
    )
    dated_on = DayField(
        label="Le jour qu’il porte",
        required=False,
        help_text="C’est de ce jour que sa durée compte. Sans lui, elle compte du jour où il fut conservé ici.",
    )

    def __init__(self, *args: Any, sorts: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["sort"].choices = [("", "Choisir…"), *sorts]  # type: ignore[attr-defined]


class EraseForm(forms.Form):
    documents = forms.MultipleChoiceField(
        label="Ce qui s’efface",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Choisissez ce qui s’efface.",
            "invalid_choice": "Ce document n’est pas de ceux-là.",
        },
    )
    why = SentenceField(
        label="D’après quelle décision",
        rows=2,
        missing="Dites d’après quelle décision : sa date, son numéro au registre.",
        max_length=WHY,
    )

    def __init__(self, *args: Any, documents: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["documents"].choices = documents  # type: ignore[attr-defined]


class VersionForm(forms.Form):
    file = file_field()
    corrects = SentenceField(
        label="Ce que cette version corrige",
        missing="Dites ce que cette version corrige de la précédente.",
    )


class SignForm(forms.Form):
    code = forms.CharField(
        label="Code",
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "size": 12}),
        error_messages={"required": "Tapez les six chiffres du code."},
    )


class ConsentForm(SignForm):
    """To sign what commits somebody: what the circle has each one confirm, then the code."""

    consent = forms.BooleanField(
        error_messages={"required": "Lisez le document, puis cochez ce que vous confirmez. Rien n’est signé."}
    )
    field_order = ("consent", "code")

    def __init__(self, *args: Any, says: str, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["consent"].label = says


class VerifyForm(forms.Form):
    file = forms.FileField(
        label="Le fichier",
        required=False,
        allow_empty_file=True,
        help_text="Un PDF. Il est lu, puis oublié.",
        widget=forms.FileInput(attrs={"accept": ".pdf"}),
    )
    digest = forms.CharField(
        label="Ou son empreinte",
        required=False,
        max_length=200,
        help_text="SHA-256, telle qu’on la lit sur la page d’un document.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="Pourquoi",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Dites pourquoi."},
    )


class ReplaceForm(forms.Form):
    """Of several demands: who signs in the place of whom."""

    qui = forms.ChoiceField(label="Qui est remplacé·e ?", error_messages=CHOOSE)
    par = forms.ChoiceField(
        label="Par qui ?",
        error_messages=CHOOSE,
        help_text="Qui peut engager, ce jour, au moins une des organisations au nom de qui l’on signe.",
    )

    def __init__(self, *args: Any, awaited: Sequence[Person], offered: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(one.pk): one for one in (*awaited, *offered)}
        for name, those in (("qui", awaited), ("par", offered)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", "À choisir"), *((str(one.pk), str(one)) for one in those)]

    @property
    def gone(self) -> Person:
        return self.people[self.cleaned_data["qui"]]

    @property
    def person(self) -> Person:
        return self.people[self.cleaned_data["par"]]


class OnPaperForm(forms.Form):
    """Who signed on paper what a file shows: for whom, as what, when, by what right."""

    organisation = forms.ChoiceField(label="Au nom de quelle organisation ?")
    name = forms.CharField(
        label="Qui a signé ?", max_length=170, error_messages={"required": "Écrivez le nom qui est sous la signature."}
    )
    quality = forms.CharField(
        label="En quelle qualité ?",
        max_length=160,
        help_text="Présidente, directeur par délégation…",
        error_messages={"required": "Écrivez en quelle qualité cette personne a signé."},
    )
    signed_on = DayField(label="Signé le")
    right = forms.CharField(
        label="De quel droit ?",
        required=False,
        max_length=300,
        help_text="Son mandat ou sa délégation de ce jour-là s’inscrit de soi-même, si les registres l’ont. Sinon, écrivez la "
        "délibération, le mandat d’avant le registre ou la lettre, et son jour.",
    )

    def __init__(self, *args: Any, near: Sequence[Organisation], **more: Any) -> None:
        super().__init__(*args, **more)
        self.near = {str(one.pk): one for one in near}
        field = self.fields["organisation"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(key, one.name) for key, one in self.near.items()]


class PaperReasonForm(forms.Form):
    reason = SentenceField(label="Pourquoi ?", missing="Dites pourquoi : l’autre partie le lira.", max_length=300)


class WhatForm(forms.Form):
    """Which documents, of what act it is, what each commits."""

    documents = forms.MultipleChoiceField(
        label="Les documents à signer",
        widget=forms.CheckboxSelectMultiple,
        help_text="Plusieurs à la fois : chaque personne les lit, puis les signe un à un ou ensemble.",
        error_messages={"required": "Choisissez au moins un document."},
    )
    act = forms.ChoiceField(
        label="De quel acte il s’agit",
        help_text="Une délégation permet les actes qu’elle nomme, et nul autre.",
        error_messages={
            "required": "Dites de quel acte il s’agit, ou « aucun de ceux-là ».",
            "invalid_choice": "Choisissez un des actes proposés, ou « aucun de ceux-là ».",
        },
    )
    engages = forms.ChoiceField(
        label="Ce que chaque document engage",
        choices=[("montant", "Un montant"), ("rien", "Aucun montant")],
        widget=forms.RadioSelect,
        help_text="Une délégation qui a un plafond ne permet pas de signer sans montant.",
        error_messages={"required": "Dites si chaque document engage un montant, ou aucun."},
    )
    amount = forms.IntegerField(
        label="Si c’est un montant : combien, en euros",
        required=False,
        min_value=0,
        max_value=1_000_000_000,
        help_text="De chaque document, arrondi à l’euro au-dessus.",
    )

    def __init__(self, *args: Any, documents: Sequence[Document], acts: Sequence[Committing], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["documents"].choices = [(str(one.pk), one.title) for one in documents]  # type: ignore[attr-defined]
        named = [(one.code or NONE, one.label if one.code else "Aucun de ceux-là") for one in acts]
        self.fields["act"].choices = [("", "À choisir"), *named]  # type: ignore[attr-defined]

    def clean_act(self) -> str:
        said: str = self.cleaned_data["act"]
        return "" if said == NONE else said

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("engages") == "montant" and cleaned.get("amount") is None and "amount" not in self.errors:
            self.add_error("amount", "Indiquez le montant que chaque document engage.")
        if cleaned.get("engages") == "rien" and cleaned.get("amount") is not None:
            self.add_error(
                "amount", "Vous avez dit « aucun montant » : laissez cette case vide, ou changez de réponse."
            )
        return cleaned

    @property
    def cents(self) -> int | None:
        """What each document commits; None: nothing."""
        amount: int | None = self.cleaned_data["amount"]
        return None if amount is None else amount * 100


class WhoForm(forms.Form):
    """Who signs each of them, in what turn; `people`, by the name of their field."""

    def __init__(self, *args: Any, people: Sequence[Entitled], **more: Any) -> None:
        super().__init__(*args, **more)
        # By their keys: who may sign changes between the page and the button.
        self.people = {f"signataire-{one.person.pk}-{one.organisation.pk}": one for one in people}
        turns = [
            ("", "Ne signe pas"),
            ("1", "Signe en premier"),
            ("2", "Signe en deuxième"),
            ("3", "Signe en troisième"),
        ]
        for name, one in self.people.items():
            self.fields[name] = forms.ChoiceField(
                label=f"{one.person}, {one.quality}, {one.organisation.name}", choices=turns, required=False
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not any(cleaned.get(name) for name in self.people):
            raise forms.ValidationError("Choisissez qui signe : au moins une personne.")
        return cleaned
