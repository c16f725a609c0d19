"""What is typed on the screens of meetings. The verbs judge; their refusals come back on the field."""

from datetime import date, datetime, time
from typing import Any, ClassVar

from django import forms
from django.utils import timezone

from kevread.competence.queries import matrix
from kevread.meetings.models import AgendaItem, Meeting
from kevread.meetings.rules.terms import ORDINARY, RESOLUTIONS
from kevread.ui.forms import DayField, SentenceField

MISSING = {"required": "Choisissez une réponse.", "invalid_choice": "Choisissez une des réponses proposées."}


class HourField(forms.TimeField):
    """An hour of the day, typed in the browser's own clock."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
        options.setdefault(
            "error_messages", {"required": "Indiquez une heure.", "invalid": "Cette heure n’existe pas."}
        )
        super().__init__(**options)


class WhenForm(forms.Form):
    """A day, and from which hour to which. What the verb says of `starts_at` comes back on the day."""

    typed_as: ClassVar = {"starts_at": "day", "ends_at": "end"}

    day = DayField(label="Jour")
    start = HourField(label="De")
    end = HourField(label="À")

    def moments(self) -> tuple[datetime, datetime]:
        typed = self.cleaned_data
        return moment(typed["day"], typed["start"]), moment(typed.get("until") or typed["day"], typed["end"])


def moment(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, timezone.get_current_timezone())


class LastingForm(WhenForm):
    """What may last several days: a written consultation ends on its last day, at the hour of its end."""

    until = DayField(
        label="Jusqu’au, pour une consultation écrite",
        required=False,
        help_text="Le dernier jour pour répondre, à l’heure de fin. Une réunion où l’on vient le laisse vide.",
    )


class DraftForm(LastingForm):
    body = forms.ChoiceField(label="Quelle instance se réunit", error_messages=MISSING)
    title = forms.CharField(label="Titre", required=False, max_length=160, help_text="Vide : le nom de l’instance.")
    mode = forms.ChoiceField(label="Comment", choices=Meeting.Mode.choices, error_messages=MISSING)
    place = forms.CharField(label="Lieu", required=False, max_length=200)

    field_order = ("body", "mode", "day", "start", "end", "until", "place", "title")

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        if typed.get("mode") == Meeting.Mode.WRITTEN and not typed.get("until") and "until" not in self.errors:
            self.add_error(
                "until", "Dites jusqu’à quel jour on répond : une consultation écrite laisse le temps de lire."
            )
        return typed

    def __init__(self, bodies: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].choices = bodies  # type: ignore[attr-defined]


class AmendForm(forms.Form):
    title = forms.CharField(label="Titre", required=False, max_length=160, help_text="Vide : le nom de l’instance.")
    session = forms.ChoiceField(label="Session", choices=Meeting.Session.choices, error_messages=MISSING)
    mode = forms.ChoiceField(label="Comment", choices=Meeting.Mode.choices, error_messages=MISSING)
    place = forms.CharField(label="Lieu", required=False, max_length=200)
    link = forms.URLField(
        label="Lien pour se joindre à distance",
        required=False,
        max_length=200,
        assume_scheme="https",
        error_messages={"invalid": "Donnez une adresse entière, qui commence par https://."},
    )
    is_public = forms.BooleanField(
        label="Ouverte au public : la date et le lieu se lisent sans se connecter", required=False
    )


class ItemForm(forms.Form):
    kind = forms.ChoiceField(label="Nature", choices=AgendaItem.Kind.choices, error_messages=MISSING)
    title = forms.CharField(
        label="Intitulé",
        max_length=200,
        help_text="Précis : c’est ce que la convocation annonce, et ce sur quoi une assemblée peut voter.",
        error_messages={"required": "Donnez un intitulé au point."},
    )
    text = SentenceField(
        label="De quoi il s’agit",
        required=False,
        max_length=20_000,
        rows=4,
        help_text="Pour une décision : le texte proposé au vote.",
    )
    decision_type = forms.ChoiceField(
        label="Type de décision",
        required=False,
        help_text="Dit quelle instance est compétente, et quels avis viennent avant.",
        error_messages=MISSING,
    )
    resolution = forms.ChoiceField(
        label="Pour une décision : ce qu’elle change",
        choices=list(RESOLUTIONS.items()),
        required=False,
        help_text="De là vient la majorité demandée, là où les statuts ou la loi le disent (article L1.11).",
        error_messages=MISSING,
    )
    presenter = forms.CharField(label="Qui le présente", required=False, max_length=120)
    minutes = forms.IntegerField(
        label="Durée, en minutes",
        required=False,
        min_value=1,
        max_value=600,
        error_messages={
            "invalid": "Un nombre entier est attendu.",
            "min_value": "Une durée va de 1 à 600 minutes.",
            "max_value": "Une durée va de 1 à 600 minutes.",
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["resolution"].initial = ORDINARY
        types = [(type_.slug, type_.label) for type_ in matrix().types.values()]
        self.fields["decision_type"].choices = [("", "Aucun"), *types]  # type: ignore[attr-defined]

    def clean_resolution(self) -> str:
        return self.cleaned_data["resolution"] or ORDINARY


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="Pourquoi",
        max_length=300,
        help_text="Cette phrase est envoyée aux personnes convoquées, et reste au journal.",
        error_messages={"required": "Dites pourquoi en une phrase."},
    )


class PostponeForm(LastingForm, ReasonForm):
    place = forms.CharField(label="Lieu", required=False, max_length=200)

    field_order = ("day", "start", "end", "until", "place", "reason")


class MoveForm(LastingForm):
    place = forms.CharField(label="Lieu", required=False, max_length=200)


class DatesForm(forms.Form):
    """Up to four dates at once; empty lines are forgotten."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, 5):
            self.fields[f"date{number}"] = forms.DateTimeField(
                label=f"Date {number}",
                required=number == 1,
                input_formats=["%Y-%m-%dT%H:%M"],
                widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
                error_messages={"required": "Indiquez un jour et une heure.", "invalid": "Cette date n’existe pas."},
            )

    def moments(self) -> list[datetime]:
        return [at for number in range(1, 5) if (at := self.cleaned_data.get(f"date{number}"))]
