"""What is typed of what the register of staff asks of somebody; of whom another employer places here, and who that is."""

from django import forms

from kevread.staff.models import Identity, Placed
from kevread.staff.operations.placing import Worker
from kevread.ui.forms import DayField


class MentionsForm(forms.Form):
    nationality = forms.CharField(label="Nationalité", max_length=60)
    born_on = DayField(label="Date de naissance")
    sex = forms.ChoiceField(label="Sexe", choices=Identity.Sex.choices, widget=forms.RadioSelect)
    permit = forms.CharField(
        label="Titre de travail : type et numéro",
        required=False,
        max_length=120,
        help_text="Pour une personne étrangère qui doit en avoir un.",
    )


class IdentityForm(MentionsForm):
    authorised_as = forms.ChoiceField(
        label="Autorisation de l’administration, quand la loi en demande une",
        choices=[("", "Aucune"), *Identity.Authorised.choices],
        required=False,
    )
    authorised_on = DayField(label="Date de cette autorisation, ou de sa demande", required=False)


class PlaceForm(MentionsForm):
    kind = forms.ChoiceField(label="Nature", choices=Placed.Kind.choices, widget=forms.RadioSelect)
    provider = forms.CharField(
        label="Qui l’emploie",
        max_length=160,
        help_text="La dénomination de l’entreprise de travail temporaire, ou du groupement d’employeurs.",
    )
    provider_address = forms.CharField(label="Adresse de qui l’emploie", max_length=200)
    given_name = forms.CharField(label="Prénom", max_length=80)
    family_name = forms.CharField(label="Nom", max_length=80)
    occupation = forms.CharField(label="Emploi", max_length=120)
    qualification = forms.CharField(label="Qualification", required=False, max_length=80)
    first = DayField(label="Premier jour")
    last = DayField(label="Dernier jour, compris", required=False, help_text="Laissez vide s’il n’est pas fixé.")

    field_order = [
        "kind", "provider", "provider_address", "given_name", "family_name", "nationality", "born_on", "sex", "permit",
        "occupation", "qualification", "first", "last",
    ]  # fmt: skip

    @property
    def worker(self) -> Worker:
        said = self.cleaned_data
        return Worker(**{name: said[name] for name in Worker.__slots__})
