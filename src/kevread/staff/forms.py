"""What is typed on the screens of staff. The verbs judge; their refusals come back on the field."""

from datetime import date
from typing import Any

from django import forms

from kevread.common.errors import Invalid
from kevread.common.periods import day_in_words
from kevread.common.words import listed
from kevread.decisions.models import Decision
from kevread.directory.models import Organisation, Person
from kevread.seats.rules import dates
from kevread.staff.loader import framework
from kevread.staff.models import Contract, Hosted, MedicalVisit, Post
from kevread.staff.operations.ending import ENDS
from kevread.staff.operations.hiring import Agreed
from kevread.staff.operations.posts import Description
from kevread.staff.queries.trials import longest_of
from kevread.staff.rules.trials import Longest
from kevread.ui.forms import DayField, EurosField, SentenceField

OF_HEALTH = "Lue par l’employeur et la personne. N’écrivez rien de sa santé."


def share_field(initial: int | None = None) -> forms.IntegerField:
    return forms.IntegerField(
        label="Part d’un temps plein, en pour cent",
        initial=initial,
        min_value=1,
        max_value=100,
        help_text="100 pour un temps plein, 80 pour quatre cinquièmes.",
    )


def choices(of: Any, empty: str = "") -> list[tuple[str, str]]:
    rows = [(code, getattr(one, "label", one)) for code, one in of.items()]
    return [("", empty), *rows] if empty else rows


class SheetForm(forms.Form):
    """What a sheet says of a post."""

    axis = forms.ChoiceField(label="Axe")
    main_mission = forms.ChoiceField(label="Mission principale")
    missions = forms.MultipleChoiceField(label="Autres missions", required=False, widget=forms.CheckboxSelectMultiple)
    share = share_field(100)
    under = forms.ModelChoiceField(
        label="Sous la responsabilité de",
        queryset=Post.objects.none(),
        required=False,
        empty_label="De personne : c’est la direction",
    )

    def __init__(self, posts: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["axis"].choices = choices(framework().axes)  # type: ignore[attr-defined]
        self.fields["main_mission"].choices = choices(framework().missions)  # type: ignore[attr-defined]
        self.fields["missions"].choices = choices(framework().missions)  # type: ignore[attr-defined]
        self.fields["under"].queryset = posts  # type: ignore[attr-defined]

    @property
    def description(self) -> Description:
        said = self.cleaned_data
        return Description(said["axis"], said["main_mission"], tuple(said["missions"]), said["share"], said["under"])


class DescribeForm(SheetForm):
    first = DayField(label="À partir du")

    field_order = ["first"]


class PostForm(SheetForm):
    function = forms.ChoiceField(label="Fonction", widget=forms.RadioSelect)
    name = forms.CharField(label="Intitulé", required=False, max_length=120, help_text="Vide : celui de la fonction.")
    is_territorial = forms.BooleanField(
        label="Au service d’un pôle, dont le conseil a la responsabilité fonctionnelle",
        required=False,
        help_text="Sinon le poste est mutualisé, sous la seule direction.",
    )
    first = DayField(label="Ouvert à partir du")
    last = DayField(label="Dernier jour, compris", required=False, help_text="Laissez vide si le poste est durable.")

    field_order = ["function", "name", "is_territorial", "first", "last"]

    def __init__(self, scale: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["function"].choices = choices(framework().functions_at(scale))  # type: ignore[attr-defined]


UNSAID = "pas-dit"


def agreements() -> list[tuple[str, str]]:
    return [(code, f"Convention {one.label} (IDCC {one.idcc})") for code, one in framework().agreements.items()]


class AgreedForm(forms.Form):
    """Time and pay."""

    share = share_field(100)
    group = forms.ChoiceField(label="Groupe", required=False)
    coefficient = forms.IntegerField(
        label="Coefficient", required=False, min_value=1, max_value=2000, help_text="Vide : celui du groupe."
    )
    points = forms.IntegerField(label="Points en plus", required=False, min_value=0, max_value=2000)
    salary = EurosField(
        label="Salaire brut mensuel, en euros",
        required=False,
        help_text="Il n’est lu que par vous, la direction, la présidence et la personne.",
    )

    def __init__(self, agreement: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = framework().agreements.get(agreement)
        groups = [(code, f"Groupe {code}") for code in known.groups] if known else []
        self.fields["group"].choices = [("", "Sans groupe"), *groups]  # type: ignore[attr-defined]

    @property
    def agreed(self) -> Agreed:
        said = self.cleaned_data
        return Agreed(said["share"], said["group"], said["coefficient"], said["points"] or 0, said["salary"])


class SignedForm(forms.Form):
    """By what it is signed: a decision of the register, or somebody who may."""

    decision = forms.ModelChoiceField(
        label="Décision qui le permet",
        queryset=Decision.objects.none(),
        required=False,
        empty_label="Aucune : signé par délégation",
    )
    signatory = forms.ModelChoiceField(
        label="Signé pour l’employeur par",
        queryset=Person.objects.none(),
        required=False,
        empty_label="Moi",
        help_text="Sans décision citée, Kevread vérifie que cette personne pouvait signer ce jour-là, si le registre des "
        "délégations était tenu.",
    )
    signed_on = DayField(label="Signé le")

    def take(self, decisions: Any, signatories: Any) -> None:
        self.fields["decision"].queryset = decisions  # type: ignore[attr-defined]
        self.fields["signatory"].queryset = signatories  # type: ignore[attr-defined]


class AmendForm(AgreedForm, SignedForm):
    first = DayField(label="À partir du")

    field_order = ["first", "share", "group", "coefficient", "points", "salary", "decision", "signatory", "signed_on"]


def lengths_of_trials() -> str:
    """How long a trial may be, of each agreement that says so and of a contract of a term."""
    said = []
    for one in framework().agreements.values():
        by: dict[int, list[str]] = {}
        for code, group in one.groups.items():
            by.setdefault(group.trial, []).append(code)
        given = [f"{months} mois pour {listed(codes)}" for months, codes in sorted(by.items()) if months]
        said += [f"Convention {one.label} : {', '.join(given)}."] if given else []
    return " ".join([*said, "CDD : un jour par semaine, quatorze au plus jusqu’à six mois ; un mois au-delà."])


class HireForm(AgreedForm, SignedForm):
    person = forms.ModelChoiceField(label="Personne", queryset=Person.objects.none(), empty_label="À choisir")
    kind = forms.ChoiceField(label="Type de contrat", choices=Contract.Kind.choices, widget=forms.RadioSelect)
    motive = forms.CharField(label="Motif, pour un CDD", required=False, max_length=200)
    is_replacement = forms.BooleanField(
        label="Remplace une personne absente",
        required=False,
        help_text="Qui remplace quelqu’un ne compte pas dans l’effectif au sens de la loi.",
    )
    replaces = forms.CharField(
        label="Qui est remplacé·e, et sa qualification",
        required=False,
        max_length=200,
        help_text="Un CDD de remplacement le dit. Pas pourquoi cette personne est absente.",
    )
    occupation = forms.CharField(label="Emploi", max_length=120)
    workplace = forms.CharField(label="Lieu de travail", required=False, max_length=200)
    agreement = forms.ChoiceField(
        label="Convention collective que dit le contrat",
        error_messages={"required": "Dites quelle convention collective nomme le contrat, ou que ce n’est pas dit."},
    )
    first = DayField(label="Premier jour")
    last = DayField(
        label="Dernier jour, compris",
        required=False,
        help_text="Pour un CDD, un apprentissage ou une professionnalisation.",
    )
    trial_end = DayField(
        label="Fin de la période d’essai", required=False, help_text="Vide : le contrat n’en dit aucune."
    )
    longest_trial = forms.BooleanField(
        label="Proposer l’essai le plus long, selon le contrat et le groupe", required=False
    )
    seniority_from = DayField(label="Ancienneté reprise depuis le", required=False)
    signs_here = forms.BooleanField(
        label="Il n’est pas encore signé : il se signera ici",
        required=False,
        help_text="Son papier se compose de ce qui est inscrit ; il est signé le jour de la dernière signature. Les deux "
        "réponses qui suivent ne servent pas.",
    )

    field_order = [
        "person", "kind", "motive", "is_replacement", "replaces", "occupation", "workplace", "agreement", "first", "last",
        "trial_end", "longest_trial", "seniority_from", "share", "group", "coefficient", "points", "salary", "decision",
        "signs_here", "signatory", "signed_on",
    ]  # fmt: skip

    trial: Longest | None = None

    def __init__(self, people: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__("", *args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
        known = framework().agreements
        groups = dict.fromkeys(code for one in known.values() for code in one.groups)
        self.fields["group"].choices = [("", "Sans groupe"), *((code, f"Groupe {code}") for code in groups)]  # type: ignore[attr-defined]
        self.fields["longest_trial"].help_text = lengths_of_trials()
        if self.is_bound and self.data.get("signs_here"):
            self.fields["signed_on"].required = False
        if named := agreements():
            self.fields["agreement"].choices = [("", "À choisir"), *named, (UNSAID, "Ce n’est pas dit, ou une autre")]  # type: ignore[attr-defined]
        else:
            del self.fields["agreement"]

    def clean(self) -> dict[str, Any]:
        """The trial that is asked for, beside what says how long it may be."""
        said = super().clean() or self.cleaned_data
        if not said.get("longest_trial") or not said.get("first"):
            return said
        try:
            period = dates(said["first"], said.get("last"))
        except Invalid:
            return said  # the verb says so, on its field
        known = longest_of(said.get("kind", ""), period, self.followed, said.get("group", ""))
        if said.get("trial_end"):
            self.add_error("trial_end", "Dites un jour, ou prenez l’essai le plus long : l’un ou l’autre.")
        elif known is None:
            self.add_error("longest_trial", "Rien ne dit ici combien d’essai ce contrat permet : dites le jour.")
        else:
            said["trial_end"], self.trial = known.last, known
        return said

    @property
    def of_trial(self) -> str:
        """What was taken for the trial, and why; nothing where its day was typed."""
        if (known := self.trial) is None:
            return ""
        return f" Son essai finit le {day_in_words(known.last)} : {known.length}, par {known.by}."

    @property
    def followed(self) -> str:
        """The agreement that the contract names: nothing where it is not said, or is none of those that are known."""
        said: str = self.cleaned_data.get("agreement", "")
        return "" if said == UNSAID else said

    @property
    def hired(self) -> dict[str, Any]:
        """All that `staff.hire` asks besides who, when, and what is agreed of time and pay."""
        asked = "kind motive is_replacement replaces occupation workplace trial_end seniority_from decision signatory"
        told = {name: self.cleaned_data[name] for name in [*asked.split(), "signed_on", "signs_here"]}
        return told | {"agreement": self.followed}


class AgreementForm(forms.Form):
    agreement = forms.ChoiceField(
        label="Convention collective que dit le contrat",
        choices=agreements,
        widget=forms.RadioSelect,
        help_text="Lisez-la sur le contrat signé, ou sur un bulletin de paie.",
    )


class HostForm(forms.Form):
    kind = forms.ChoiceField(label="Nature", choices=Hosted.Kind.choices, widget=forms.RadioSelect)
    given_name = forms.CharField(label="Prénom", max_length=80)
    family_name = forms.CharField(label="Nom", max_length=80)
    first = DayField(label="Premier jour")
    last = DayField(label="Dernier jour, compris")
    tutor = forms.ModelChoiceField(label="Tuteur ou tutrice", queryset=Person.objects.none(), empty_label="À choisir")
    place = forms.CharField(
        label="Lieu de présence", max_length=160, help_text="Par exemple : au siège, ou chez un pôle."
    )

    def __init__(self, tutors: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tutor"].queryset = tutors  # type: ignore[attr-defined]


class EndContractForm(forms.Form):
    last = DayField(label="Dernier jour du contrat, compris")
    reason = forms.ChoiceField(label="Pourquoi il prend fin", choices=list(ENDS.items()), widget=forms.RadioSelect)
    note = forms.CharField(
        label="Précision",
        required=False,
        max_length=300,
        help_text=OF_HEALTH,
    )


class AssignForm(forms.Form):
    contract = forms.ModelChoiceField(label="Personne", queryset=Contract.objects.none(), empty_label="À choisir")
    local = forms.ModelChoiceField(
        label="Au service de", queryset=Organisation.objects.none(), required=False, empty_label="Tous les pôles"
    )
    speciality = forms.ChoiceField(label="Spécialité", required=False)
    share = share_field()
    first = DayField(label="Premier jour")
    last = DayField(label="Dernier jour, compris", required=False, help_text="Laissez vide si rien ne le fixe.")

    def __init__(self, contracts: Any, locals_: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["contract"]
        field.queryset = contracts  # type: ignore[attr-defined]
        field.label_from_instance = lambda one: str(one.person)  # type: ignore[attr-defined]
        if locals_ is None:
            del self.fields["local"], self.fields["speciality"]
            return
        self.fields["local"].queryset = locals_  # type: ignore[attr-defined]
        known = choices(framework().specialities, "Aucune en particulier")
        self.fields["speciality"].choices = known  # type: ignore[attr-defined]


class ShareForm(forms.Form):
    share = share_field()
    first = DayField(label="À partir du")


class LastForm(forms.Form):
    last = DayField(label="Dernier jour, compris")
    note = forms.CharField(label="Précision", required=False, max_length=300)


class ClosePostForm(LastForm):
    """The end of a post; to whom it passes."""

    moved_to = forms.ModelChoiceField(
        label="Il passe à un autre employeur",
        queryset=Organisation.objects.none(),
        required=False,
        empty_label="Non : il est supprimé",
        help_text="Cet employeur lira ce qu’il fut, et l’ouvrira chez lui s’il le veut.",
    )

    field_order = ["last", "moved_to", "note"]

    def __init__(self, others: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["moved_to"].queryset = others  # type: ignore[attr-defined]


class LastOfWorkForm(LastForm):
    """The end of what somebody does: what is said of it is theirs."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].help_text = OF_HEALTH


class SetVisitForm(forms.Form):
    planned_on = DayField(label="Jour prévu")


class HoldVisitForm(forms.Form):
    held_on = DayField(label="Jour où elle s’est tenue")
    as_set = forms.BooleanField(required=False)

    def __init__(self, planned_on: date | None, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        if planned_on is None:
            del self.fields["as_set"]
            return
        field = self.fields["as_set"]
        field.label = f"C’est celle qui était prévue le {day_in_words(planned_on)}"
        field.help_text = "Sinon, celle-là reste prévue."


class AnnulVisitForm(forms.Form):
    """Of the last visit of a contract, which it names: one that was held can only be a mistake."""

    undone_as = forms.ChoiceField(label="Pourquoi", choices=MedicalVisit.Undone.choices, widget=forms.RadioSelect)

    def __init__(self, visit: MedicalVisit | None, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        why = self.fields["undone_as"]
        assert isinstance(why, forms.ChoiceField)
        if visit is not None:
            day = day_in_words(visit.held_on or visit.planned_on)
            why.label = f"Pourquoi annuler la visite {'tenue' if visit.held_on else 'prévue'} le {day}"
        if visit is not None and visit.held_on:
            why.choices = [(MedicalVisit.Undone.MISTAKE.value, MedicalVisit.Undone.MISTAKE.label)]


class AnnulForm(forms.Form):
    reason = SentenceField(label="Quelle erreur", missing="Dites quelle erreur vous corrigez.", max_length=300, rows=2)
