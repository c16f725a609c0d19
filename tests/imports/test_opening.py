"""A network with its own files, walked from its first page to its first board: in a database of its own, that it commits."""

from datetime import timedelta
from io import BytesIO

from django.utils import timezone
from python_calamine import CalamineWorkbook

from kevread.attendance.models import Presence
from kevread.base import clock
from kevread.directory.models import Organisation, Person
from kevread.imports.models import Import
from kevread.mail.models import Dispatch
from kevread.mail.models import State as Sending
from kevread.meetings.models import Meeting
from kevread.meetings.rules.life import State
from kevread.seats.models import Body, Mandate
from kevread.seats.operations import seat_first_secretary
from tests.arrange import NOW, TODAY
from tests.clients import entered_as
from tests.journeys.walker import Walker

from .untidy import FILES

IN, OUT = (
    16,
    39,
)  # gestures, from the first page that one reads once signed in: its files are in, then all of it out again


def test_a_network_moves_in_holds_its_first_board_and_takes_all_of_it_out(empty, settings, monkeypatch):
    """As somebody does it who comes with what they have: only what the screens show is pressed, and each gesture is counted."""
    seat_first_secretary(
        given_name="Youenn", family_name="Le Drézenic", email="youenn.ledrezenic@kevread.example", now=NOW
    )
    walker = Walker(entered_as(Person.objects.get(), settings))
    its_files_are_in(walker)
    everybody_is_invited(walker)
    registers_are_kept(walker)
    meeting = a_board_is_convened(walker)
    evening = timezone.localtime(meeting.starts_at) + timedelta(minutes=5)
    monkeypatch.setattr(clock, "watch", lambda: evening)  # it opens at its hour
    and_held(walker, meeting)
    book = all_of_it_is_out(walker)
    assert walker.gestures == OUT, walker.told
    assert len(book.get_sheet_by_name("Mandats").to_python()) > 250


def its_files_are_in(walker: Walker) -> None:
    walker.read("/cress/aujourd-hui")
    walker.follow("Voir ce qui est proposé")
    walker.follow("Tout choisir")
    walker.press("Ouvrir ce que", {"since": "2024-01-01", "source": "Statuts de chacune"})
    assert Organisation.objects.exclude(scale="").count() == 26
    walker.press("Lire ces fichiers", {"file": [(name, make()) for name, make in FILES.items()]})
    assert "Ropartel" not in walker.text.partition("Ce que veulent dire ses mots")[2]  # another of the files names her
    words = walker.meaning({"35": "ess-35-board", "Armor": "ess-armor-board"})
    walker.press("Passer à la feuille suivante", {"a0": "Élection", **words})
    walker.press("Passer à la feuille suivante", {"a0": "Élection"})  # proposed, since the first sheet said so
    walker.press("Laisser vide")
    walker.press("C’est la même")
    walker.press("C’est la même")
    walker.press("Importer les lignes valides")
    walker.worker()
    assert walker.gestures == IN, walker.told
    made = Import.objects.get()
    assert made.state == "committed" and made.counts["new"] > 600, made.counts
    assert Mandate.objects.on(TODAY).count() > 300


def everybody_is_invited(walker: Walker) -> None:
    walker.follow("Voir qui inviter")
    walker.press("Voir ce qui partira")
    walker.press("Envoyer les 161 invitations")
    walker.worker()
    assert Dispatch.objects.filter(state=Sending.SENT).count() >= 161


def registers_are_kept(walker: Walker) -> None:
    walker.follow("Dire depuis quand les registres sont tenus")
    walker.press("Voir ce que cela change")
    walker.press("Tenir ces registres")
    assert "dans 26 organisations" in walker.text


def a_board_is_convened(walker: Walker) -> Meeting:
    walker.follow("Préparer une réunion")
    walker.press("Noter cette réunion", {"day": TODAY.isoformat(), "place": "Rennes"})
    walker.press("Enregistrer", {"title": "Une année qui commence"})
    walker.press("Arrêter l’ordre du jour")
    walker.press("Envoyer à 18 personnes")
    walker.worker()
    return Meeting.objects.select_related("body").get()


def and_held(walker: Walker, meeting: Meeting) -> None:
    walker.follow("Noter les présences")
    walker.press("Les 18 personnes attendues sont là")
    walker.press("Ouvrir la séance")
    walker.press("Commencer")
    walker.follow("Clore la séance")
    walker.press("Clore quand même")  # its one point was a decision, and nothing was put to the vote
    meeting.refresh_from_db()
    assert (meeting.body.kind, meeting.stage) == (Body.Kind.BOARD, State.CLOSED)
    assert Presence.objects.filter(entry__meeting=meeting).count() == 18


def all_of_it_is_out(walker: Walker) -> CalamineWorkbook:
    walker.follow("Réseau")
    walker.follow("Importer")
    return CalamineWorkbook.from_filelike(BytesIO(walker.taken("Classeur rempli")))
