"""What « mail » brings to the house."""

from kevread.common.rooms import Room, Screen, Under, Verb, declare
from kevread.common.todo import Line
from kevread.mail.exports import LETTERS
from kevread.mail.todo import letters_to_send_again

ROOM = declare(
    Room(
        "mail",
        verbs=(
            Verb("mail.send", "a remis un courriel", None, because="the worker"),
            Verb("mail.send_again", "a demandé de renvoyer un courriel", "prepare_meeting"),
            Verb("mail.stop", "a arrêté les courriels vers une adresse", None, because="whoever has the address"),
            Verb("mail.resume", "a repris les courriels vers une adresse", None, because="whoever has the address"),
            Verb("mail.erase", "a effacé le texte des vieux courriels", None, because="the worker"),
        ),
        screens=(Screen("mail:letters", "letters", under=Under("house", "Courriels", 3)),),
        tabs={"courriels": "house", "ne-plus-recevoir/": "today"},
        tables=(LETTERS,),
        lines=(Line(70, letters_to_send_again),),
    )
)
