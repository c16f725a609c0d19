"""A network with its own files, walked from its first page to its first board: in a database of its own, that it commits."""

from kevread.directory.models import Organisation, Person
from kevread.imports.models import Import
from kevread.seats.models import Mandate
from kevread.seats.operations import seat_first_secretary
from tests.arrange import NOW, TODAY
from tests.clients import entered_as
from tests.journeys.walker import Walker

from .untidy import FILES

IN = 19  # gestures, from the first page that one reads once signed in


def test_a_network_opens_and_its_four_untidy_files_are_in(empty, settings):
    """As somebody does it who comes with what they have: only what the screens show is pressed, and each gesture is counted."""
    seat_first_secretary(
        given_name="Youenn", family_name="Le Drézenic", email="youenn.ledrezenic@kevread.example", now=NOW
    )
    walker = Walker(entered_as(Person.objects.get(), settings))
    walker.read("/cress/aujourd-hui")
    walker.follow("Voir ce qui est proposé")
    walker.follow("Tout choisir")
    walker.press("Ouvrir ce que", {"since": "2024-01-01", "source": "Statuts de chacune"})
    assert Organisation.objects.exclude(scale="").count() == 26
    walker.follow("Aujourd’hui")
    walker.follow("Importer un fichier")
    walker.press("Lire ces fichiers", {"file": [(name, make()) for name, make in FILES.items()]})
    assert "Ropartel" not in walker.text.partition("Ce que veulent dire ses mots")[2]  # another of the files names her
    words = walker.meaning({"35": "ess-35-board", "Armor": "ess-armor-board"})
    walker.press("Passer à la feuille suivante", {"a0": "Élection", **words})
    walker.press("Passer à la feuille suivante", {"a0": "Élection"})
    walker.press("Laisser vide")
    walker.press("C’est la même")
    walker.press("C’est la même")
    walker.press("Importer les lignes valides")
    walker.worker()
    assert walker.gestures == IN, walker.told
    made = Import.objects.get()
    assert made.state == "committed" and made.counts["new"] > 600, made.counts
    assert Mandate.objects.on(TODAY).count() > 300
    walker.follow("Aujourd’hui")
    assert "Voir qui inviter" in walker.text
