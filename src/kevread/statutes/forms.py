"""What is typed to compute the calendar of a transfer (in the address: its names are French), of a handing over, and of
articles of association."""

from base64 import b64decode
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from kevread.charter.specs import SettingSpec
from kevread.common.errors import Invalid
from kevread.decisions.models import Decision
from kevread.directory.models import Organisation
from kevread.documents.forms import file_field
from kevread.statutes.loader import ArticleSpec, BlankSpec
from kevread.statutes.models import HandingOver, Statutes
from kevread.statutes.rules.akn_read import LARGEST
from kevread.statutes.rules.articles import STANDS, Stands
from kevread.statutes.rules.transfer import MOST_NOTICE, Council, Transfer
from kevread.ui.forms import DayField, SentenceField, put_back

COUNCILS = [
    (Council.UNTOLD.value, "On ne le sait pas encore"),
    (Council.NONE.value, "Non : aucune des associations n’en a"),
    (Council.YES.value, "Oui, consulté sans expertise"),
    (Council.EXPERT.value, "Oui, et un·e expert·e peut être appelé·e"),
]
MOST_ASSETS = 10**10


class CalendarForm(forms.Form):
    assemblee = DayField(label="Première assemblée")
    autre = DayField(label="Dernière assemblée, si c’est un autre jour", required=False)
    cse = forms.ChoiceField(label="Y a-t-il un CSE à consulter ?", choices=COUNCILS, initial=Council.UNTOLD.value)
    cloture = DayField(label="Clôture des derniers comptes", required=False)
    actifs = forms.DecimalField(
        label="Valeur des actifs apportés, en euros",
        required=False,
        min_value=0,
        max_value=MOST_ASSETS,
        decimal_places=2,
        localize=True,
        help_text="Toutes les associations qui apportent, ensemble.",
    )
    convocation = forms.IntegerField(
        label="Délai de convocation des assemblées, en jours",
        min_value=0,
        max_value=MOST_NOTICE,
        initial=15,
        help_text="Celui des statuts en vigueur, s’ils sont inscrits ; sinon quinze, qui est l’usage.",
    )
    effet = DayField(label="Effet dit par le traité, s’il en dit un", required=False)

    typed_as = {"effective": "effet", "assets": "actifs", "notice_days": "convocation"}

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if self.errors:
            return said
        try:
            self.transfer = transfer_of(said)
        except Invalid as wrong:
            put_back(self, wrong)
        return said


def transfer_of(said: dict[str, Any]) -> Transfer:
    """What was typed. Raises Invalid."""
    assets: Decimal | None = said["actifs"]
    if said["autre"] and said["autre"] < said["assemblee"]:
        raise ValidationError({"autre": "La dernière assemblée ne précède pas la première."})
    return Transfer(
        assembly=said["assemblee"],
        others=(said["autre"],) if said["autre"] else (),
        council=Council(said["cse"]),
        year_end=said["cloture"],
        assets=int(assets * 100) if assets is not None else None,
        notice_days=said["convocation"],
        effective=said["effet"],
    )


class DayForm(forms.Form):
    """What an organisation decided: with whom, of what, from which day, by which of its decisions."""

    other = forms.ModelChoiceField(label="Avec", queryset=Organisation.objects.none(), empty_label="À choisir")
    subject = forms.ChoiceField(label="Ce qui passe", choices=HandingOver.Subject.choices, widget=forms.RadioSelect)
    is_nothing = forms.BooleanField(
        label="Il n’y a rien à passer",
        required=False,
        help_text="Personne que vous employez, aucun financement, aucun contrat. Votre groupement n’a alors rien à décider.",
    )
    day = DayField(label="À partir du", required=False)
    decision = forms.ModelChoiceField(
        label="Décision qui le fixe",
        queryset=Decision.objects.none(),
        required=False,
        empty_label="À choisir",
        help_text="Une décision adoptée, déjà inscrite au registre.",
    )
    decided_on = DayField(label="Ou, avant que le registre soit tenu : décidé le", required=False)
    decided_by = forms.CharField(label="Par quelle décision", required=False, max_length=200)

    def __init__(self, others: Any, decisions: Any, *args: Any, is_local: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other"].queryset = others  # type: ignore[attr-defined]
        self.fields["decision"].queryset = decisions  # type: ignore[attr-defined]
        if not is_local:
            del self.fields["is_nothing"]
            self.fields["day"].required = True

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        said["is_nothing"] = said.get("is_nothing", False)  # a grouping is not asked
        if not said["is_nothing"] and not said.get("day") and "day" not in self.errors:
            self.add_error("day", "Indiquez un jour, par exemple 24/11/2026.")
        if said["is_nothing"] and said.get("day"):
            self.add_error("day", "S’il n’y a rien à passer, laissez ce jour vide.")
        return said


class UndoForm(forms.Form):
    reason = SentenceField(label="Pourquoi", missing="Dites quelle erreur vous corrigez.", max_length=300, rows=2)


UNSAID = "Ce texte ne le dit pas"


def setting_field(spec: SettingSpec, blank: BlankSpec | None = None) -> forms.Field:
    """What articles of association say of a setting, or nothing; `blank`: within what the model admits, that is told and not
    imposed."""
    label = blank.label if blank else spec.label
    told = ""
    if blank and blank.between:
        told = f"Le modèle admet de {blank.between[0]} à {blank.between[1]}."
    elif blank and blank.among:
        told = f"Le modèle admet : {' ; '.join(spec.words(value) for value in blank.among)}."
    if spec.unit == "choice":
        return forms.ChoiceField(
            label=label,
            required=False,
            choices=[("", UNSAID), *spec.one_of],
            help_text=told,
            error_messages={"invalid_choice": "Choisissez une des valeurs proposées."},
        )
    if spec.unit == "fraction":
        told = f"{told} Une part, par exemple 1 sur 4 ; 0 : aucun.".strip()
    elif spec.unit == "weights":
        told = "Le poids de chaque collège, par exemple : poles : 2 ; adherents-directs : 1."
    else:
        told = told or spec.asked
    return forms.CharField(label=label, required=False, max_length=200, help_text=told)


class ValuesForm(forms.Form):
    """All that articles of association may fix, under the articles of the common framework; each has the name of its
    setting."""

    def __init__(self, specs: list[SettingSpec], blanks: dict[str, BlankSpec], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for spec in specs:
            self.fields[spec.name] = setting_field(spec, blanks.get(spec.name))


class ArticleForm(forms.Form):
    """An article: its wording, what fills its blanks, the settings that it fixes."""

    stands = forms.ChoiceField(
        label="Rédaction",
        choices=[(one.value, said) for one, said in STANDS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": "Dites si la rédaction est celle du modèle."},
    )

    def __init__(self, spec: ArticleSpec | None, specs: Mapping[str, SettingSpec], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plain = list(spec.plain) if spec else []
        self.settings = list(spec.fixes) if spec else []
        if spec is None or spec.form == "free":
            choices = [(Stands.OTHER.value, "Écrit ci-dessous"), (Stands.ABSENT.value, STANDS[Stands.ABSENT])]
            self.fields["stands"].choices = choices  # type: ignore[attr-defined]
        for name in self.plain:
            assert spec is not None
            self.fields[name] = forms.CharField(label=spec.blanks[name].label, required=False, max_length=200)
        for name in self.settings:
            assert spec is not None
            self.fields[name] = setting_field(specs[name], spec.fixes[name])
        if spec is None:
            self.fields["title"] = title_field()
        self.fields["text"] = SentenceField(
            label="Texte de l’article" if spec is None or spec.form == "free" else "L’autre rédaction, s’il y en a une",
            required=False,
            max_length=20_000,
            rows=8,
        )

    @property
    def said(self) -> dict[str, Any]:
        told = self.cleaned_data
        return {
            "stands": told["stands"],
            "text": told["text"],
            "title": told.get("title", ""),
            "blanks": {name: told[name] for name in self.plain},
            "values": {name: told[name] for name in self.settings},
        }


def title_field() -> forms.CharField:
    return forms.CharField(
        label="Titre de l’article", max_length=160, error_messages={"required": "Donnez un titre à cet article."}
    )


class FreeArticleForm(forms.Form):
    """An article of nobody’s model."""

    title = title_field()
    text = SentenceField(label="Texte de l’article", missing="Écrivez cet article.", max_length=20_000, rows=8)


class BeginForm(forms.Form):
    origin = forms.ChoiceField(
        label="Ce texte",
        choices=[
            (Statutes.Origin.HERE.value, "Est à rédiger, avant d’être adopté"),
            (Statutes.Origin.PAPER.value, "Est déjà signé : on inscrit ce qu’il dit, à côté du fichier"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Dites si ce texte se rédige ici, ou s’il est déjà signé."},
    )


class AdoptForm(forms.Form):
    """By what decision, from which day."""

    since = DayField(label="En vigueur à partir du", help_text="Le jour de l’assemblée, ou après.")
    decision = forms.ModelChoiceField(
        label="Décision de l’assemblée, au registre",
        queryset=Decision.objects.none(),
        required=False,
        empty_label="D’avant le registre : la dire ci-dessous",
    )
    decided_on = DayField(label="Décidé le", required=False, help_text="Si aucune décision du registre n’est choisie.")
    decided_by = forms.CharField(
        label="Ce qui l’a adopté",
        required=False,
        max_length=200,
        help_text="Par exemple : assemblée constitutive du 12 juin 2025.",
    )

    def __init__(self, decisions: Any, *args: Any, is_bylaws: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decision"].queryset = decisions  # type: ignore[attr-defined]
        if is_bylaws:
            self.fields["since"].help_text = "Le jour de la décision, ou après."
            self.fields["decision"].label = "Décision qui l’adopte, au registre"
            self.fields["decision"].help_text = "De l’instance que vos statuts nomment : le conseil ou l’assemblée."
            self.fields["decided_by"].help_text = "Par exemple : conseil d’administration du 10 mars 2025."


class WhyForm(forms.Form):
    reason = SentenceField(label="Pourquoi ?", missing="Dites pourquoi : on le lira au journal.", max_length=300)


class FileForm(forms.Form):
    file = file_field()


class TakeForm(forms.Form):
    """A file in Akoma Ntoso; once it was read, what it holds comes back with the page that showed it (`content`)."""

    file = forms.FileField(
        label="Fichier Akoma Ntoso",
        help_text="Un fichier XML, sorti d’ici ou d’un autre logiciel, de 1 Mo au plus.",
        allow_empty_file=True,  # the verb says it better
        widget=forms.FileInput(attrs={"accept": ".xml,.akn"}),
        error_messages={"required": "Choisissez un fichier."},
    )
    content = forms.CharField(required=False, max_length=LARGEST * 4 // 3 + 4, widget=forms.HiddenInput, strip=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].required = not self.data.get("content")

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        file = said.get("file")
        if file is not None:
            self.read = bytes(file.read(LARGEST + 1))
        elif said.get("content"):
            try:
                self.read = b64decode(said["content"], validate=True)
            except ValueError:
                self.add_error("file", "Choisissez de nouveau le fichier.")
        return said
