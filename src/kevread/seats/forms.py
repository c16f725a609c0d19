"""What is typed on the screens of seats. The verbs judge; their refusals come back on the field."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms

from kevread.common.facts import GROUPING, LOCAL
from kevread.directory.models import Organisation, Person
from kevread.directory.queries import Proposal, scale_word
from kevread.seats.conditions import condition
from kevread.seats.models import Body, Mandate, Plea, Seat
from kevread.seats.rules import MOST_TOGETHER
from kevread.ui.forms import DayField, SentenceField
from kevread.ui.words import counted

ORIGINS = [choice for choice in Mandate.Origin.choices if choice[0] != Mandate.Origin.EXISTING]
END_REASONS = [choice for choice in Mandate.EndReason.choices if choice[0] != Mandate.EndReason.MISTAKE]
MISSING = {"required": "Choisissez une réponse.", "invalid_choice": "Choisissez une des réponses proposées."}


class AskForm(forms.Form):
    """What one writes to those who designate."""

    message = SentenceField(
        label="Ce que vous demandez",
        rows=5,
        max_length=2000,
        help_text="Qui vous cherchez, pour quand, et à qui répondre. Le nom du siège et son adresse sont ajoutés.",
        missing="Écrivez ce que vous demandez, et pour quand.",
    )


class InviteForm(forms.Form):
    """In which organisations those who sit are invited to come in. `waiting`: those where somebody waits, all proposed."""

    organisations = forms.MultipleChoiceField(
        label="Inviter celles et ceux qui siègent à",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Choisissez au moins une organisation.",
            "invalid_choice": "Plus personne n’attend dans une organisation choisie. Voici celles qui restent.",
        },
    )

    def __init__(self, waiting: Mapping[Organisation, Sequence[Person]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.waiting = {one.slug: one for one in waiting}
        field = self.fields["organisations"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (one.slug, f"{one.name} : {counted(len(people), 'personne')}") for one, people in waiting.items()
        ]
        field.initial = list(self.waiting)

    def clean_organisations(self) -> list[Organisation]:
        return [self.waiting[slug] for slug in self.cleaned_data["organisations"]]


class DatesForm(forms.Form):
    """A period as people type it: both days included."""

    first = DayField(label="Premier jour du mandat")
    last = DayField(label="Dernier jour, compris", required=False, help_text="Laissez vide si le terme n’est pas fixé.")


class FillForm(DatesForm):
    origin = forms.ChoiceField(
        label="D’où vient ce mandat", choices=ORIGINS, widget=forms.RadioSelect, error_messages=MISSING
    )
    note = forms.CharField(
        label="La décision ou la pièce",
        required=False,
        max_length=200,
        help_text="Par exemple : assemblée générale du 12 juin 2026.",
    )


class BeforeForm(FillForm):
    """By what decision somebody sits, when no register says it."""

    decided_on = DayField(label="Date de la décision", help_text="Avant que le registre ne soit tenu ici.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        note = self.fields["note"]
        note.label, note.required = "La décision : qui l’a prise, et où on la lit", True
        note.error_messages["required"] = "Dites par quelle décision cette personne siège."
        self.order_fields(["note", "decided_on", "origin", "first", "last"])


class ExistingForm(DatesForm):
    reason = SentenceField(
        label="Ce qui a été constaté, et par qui",
        help_text="Cette phrase reste au journal, avec votre nom.",
        missing="Dites en une phrase ce qui a été constaté, et par qui.",
    )


class SubstituteForm(forms.Form):
    substitute = forms.ChoiceField(
        label="Par qui", widget=forms.RadioSelect, error_messages={"required": "Choisissez qui vous remplace."}
    )
    first = DayField(label="Premier jour d’absence")
    last = DayField(label="Dernier jour, compris")

    def __init__(self, people: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["substitute"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = people


class EndForm(forms.Form):
    last = DayField(label="Dernier jour du mandat, compris")
    reason = forms.ChoiceField(
        label="Pourquoi il prend fin", choices=END_REASONS, widget=forms.RadioSelect, error_messages=MISSING
    )
    note = SentenceField(
        label="Sur quoi cela repose",
        help_text="La lettre de démission, son jour et comment vous l’avez reçue ; la décision de l’instance qui élit ; le "
        "fait et son jour. La personne le lira, avec votre nom, dans un courriel qui le lui dit.",
        missing="Dites sur quoi repose la fin de ce mandat.",
    )

    def __init__(self, *args: Any, revokes: bool, for_another: bool, **kwargs: Any) -> None:
        """`revokes`: whether this person may say that it was revoked; `for_another`: whether they say on what it rests."""
        super().__init__(*args, **kwargs)
        if not for_another:
            del self.fields["note"]
        reason = self.fields["reason"]
        assert isinstance(reason, forms.ChoiceField)
        reason.choices = [choice for choice in END_REASONS if revokes or choice[0] != Mandate.EndReason.REVOCATION]


class CorrectForm(DatesForm):
    represents = forms.ChoiceField(label="Au nom de", required=False)
    reason = SentenceField(
        label="Ce qui avait été mal saisi",
        rows=2,
        missing="Dites ce qui avait été mal saisi.",
    )

    def __init__(self, shares: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["represents"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = shares


class AnnulForm(forms.Form):
    reason = SentenceField(
        label="Pourquoi ce mandat n’a jamais eu cours",
        help_text="Par exemple : confié au mauvais siège ; la personne a renoncé avant de commencer. Cette phrase reste au "
        "journal, avec votre nom.",
        missing="Dites en une phrase pourquoi ce mandat n’a jamais eu cours.",
    )


class BodyForm(forms.Form):
    name = forms.CharField(label="Nom", max_length=160, error_messages={"required": "Donnez un nom à cette instance."})
    purpose = SentenceField(
        label="À quoi elle sert",
        max_length=300,
        required=False,
        help_text="Une phrase, lue par tout le monde.",
    )
    kind = forms.ChoiceField(
        label="Nature",
        choices=[(Body.Kind.SPACE.value, "Groupe ou espace de travail"), (Body.Kind.BUREAU.value, "Bureau")],
        widget=forms.RadioSelect,
        error_messages=MISSING,
    )
    level = forms.ChoiceField(
        label="Niveau",
        choices=[("", "Aucun"), *Body.Level.choices],
        required=False,
        help_text="Pour un espace régional : politique, stratégique ou opérationnel.",
    )
    seat = forms.CharField(label="Comment s’appelle un siège", max_length=120, initial="Membre")
    one_per = forms.ChoiceField(
        label="Répartition des sièges", choices=[("", "Librement"), *Seat.OnePer.choices], required=False
    )
    places = forms.IntegerField(
        label="Nombre de places",
        min_value=1,
        max_value=500,
        required=False,
        help_text="En tout, ou pour chacun s’ils sont répartis. Vide : le nombre n’est pas fixé.",
        error_messages={"invalid": "Un nombre entier est attendu."},
    )
    first = DayField(label="Existe à partir du")
    last = DayField(label="Dernier jour, compris", required=False, help_text="Vide : jusqu’à nouvel ordre.")

    def __init__(self, *args: Any, levels: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not levels:
            del self.fields["level"]


ASKED_ON_SCREEN = ("in-office-at-home", "holds-mandate", "not-employed-director")


class PlacesForm(forms.Form):
    places = forms.IntegerField(
        label="Combien de personnes tiennent ce siège ensemble",
        min_value=1,
        max_value=MOST_TOGETHER,
        error_messages={
            "required": "Écrivez combien.",
            "invalid": "Un nombre entier est attendu.",
            "min_value": "Une personne au moins tient ce siège.",
            "max_value": f"Un nombre de 1 à {MOST_TOGETHER} est attendu.",
        },
    )
    why = forms.CharField(
        label="Ce qui le prévoit",
        max_length=300,
        help_text="Par exemple : statuts, article 9 ; ou la décision, et son jour.",
        error_messages={
            "required": "Dites ce qui le prévoit : les statuts et leur article, ou la décision et son jour."
        },
    )


class SeatForm(forms.Form):
    name = forms.CharField(
        label="Comment s’appelle ce siège", max_length=120, error_messages={"required": "Donnez un nom à ce siège."}
    )
    one_per = forms.ChoiceField(
        label="Répartition des sièges", choices=[("", "Librement"), *Seat.OnePer.choices], required=False
    )
    places = forms.IntegerField(
        label="Nombre de places",
        min_value=1,
        max_value=500,
        required=False,
        help_text="En tout, ou pour chacun s’ils sont répartis. Vide : le nombre n’est pas fixé.",
        error_messages={"invalid": "Un nombre entier est attendu."},
    )
    is_alternate = forms.BooleanField(label="Siège de suppléance", required=False)
    conditions = forms.MultipleChoiceField(
        label="Pour y siéger, il faut", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, at_head: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["conditions"]
        assert isinstance(field, forms.MultipleChoiceField)
        names = (*ASKED_ON_SCREEN, "of-the-head") if at_head else ASKED_ON_SCREEN
        field.choices = [(name, condition(name).asks) for name in names]


class LastDayForm(forms.Form):
    last = DayField(label="Dernier jour, compris")


class AnnulClosingForm(forms.Form):
    reason = SentenceField(
        label="Pourquoi cette fermeture est une erreur",
        help_text="Cette phrase reste au journal, avec votre nom.",
        missing="Dites en une phrase pourquoi cette fermeture est une erreur.",
    )


class LeadForm(DatesForm):
    mandate = forms.ChoiceField(label="Qui en devient référent·e", widget=forms.RadioSelect, error_messages=MISSING)
    main = forms.BooleanField(label="Référence principale", required=False, initial=True)

    def __init__(self, posts: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["mandate"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = posts
        self.fields["first"].label = "À partir du"
        self.order_fields(["mandate", "main", "first", "last"])


class EntrustForm(DatesForm):
    holder = forms.ChoiceField(label="À qui le confier", widget=forms.RadioSelect, error_messages=MISSING)

    def __init__(self, people: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["holder"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = people
        self.fields["first"].label = "À partir du"
        self.order_fields(["holder", "first", "last"])


def source_field() -> forms.CharField:
    """How one knows that an organisation of the network exists."""
    return forms.CharField(
        label="D’où le savez-vous ?",
        max_length=200,
        help_text="Par exemple : statuts déposés le 3 février 2025, décision du collectif.",
        error_messages={"required": "Écrivez d’où vous tenez que cela existe : un acte, une décision."},
    )


class OpenUnlistedForm(forms.Form):
    """A grouping or a pôle that the federation's file does not name. `groupings`: those that a pôle may be a member of."""

    scale = forms.ChoiceField(label="Ce que vous ouvrez", widget=forms.RadioSelect, error_messages=MISSING)
    name = forms.CharField(
        label="Nom",
        max_length=160,
        help_text="Celui de ses statuts. Son nom d’usage s’inscrit ensuite sur sa fiche.",
        error_messages={"required": "Écrivez le nom de l’organisation, comme dans ses statuts."},
    )
    of = forms.ChoiceField(required=False, error_messages=MISSING)
    since = DayField(label="Premier jour")
    source = source_field()

    def __init__(self, *args: Any, groupings: Iterable[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scale, above = self.fields["scale"], self.fields["of"]
        assert isinstance(scale, forms.ChoiceField) and isinstance(above, forms.ChoiceField)
        scale.choices = [(one, scale_word(one).capitalize()) for one in (LOCAL, GROUPING)]
        above.choices = [("", "—"), *((one.slug, one.name) for one in groupings)]
        above.label = f"{scale_word(GROUPING).capitalize()} dont elle est membre"
        above.help_text = f"À choisir pour un {scale_word(LOCAL)} seulement."


class OpenForm(forms.Form):
    """Which organisations to open, each as a member of what, since when, on what evidence."""

    chosen_slugs = forms.MultipleChoiceField(
        label="Organisations à ouvrir",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Choisissez au moins une organisation à ouvrir.",
            "invalid_choice": "Une organisation choisie n’est plus proposée, sans doute déjà ouverte. Voici ce qui reste.",
        },
    )
    since = DayField(label="Premier jour", help_text="Le même pour toutes celles que vous choisissez.")
    source = source_field()

    def __init__(self, *args: Any, proposed: list[Proposal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["chosen_slugs"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(row.slug, row.name) for row in proposed]
        for row in proposed:
            if len(row.among) > 1:
                self.fields[f"of_{row.slug}"] = forms.ChoiceField(choices=row.among, required=False)

    @property
    def chosen(self) -> dict[str, str]:
        """Slug, and what it would be a member of."""
        return {slug: self.cleaned_data.get(f"of_{slug}", "") for slug in self.cleaned_data["chosen_slugs"]}


class PleaForm(forms.Form):
    message = SentenceField(
        label="Ce que vous demandez",
        rows=5,
        missing="Dites ce que vous demandez.",
    )


class AnswerPleaForm(forms.Form):
    outcome = forms.ChoiceField(
        label="Votre réponse",
        choices=Plea.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Dites si c’est fait, ou si cela ne se fera pas."},
    )
    reason = SentenceField(
        label="Pourquoi, ou ce qu’il faut savoir",
        required=False,
        rows=4,
        help_text="Obligatoire quand cela ne se fera pas.",
    )
