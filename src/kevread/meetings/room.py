"""What meetings bring to the house: one room for each subject."""

from kevread.common.rooms import Room, Verb, declare

SITTINGS = declare(
    Room(
        "sittings",
        verbs=(
            Verb("sittings.open", "a ouvert une séance", "convene"),
            Verb(
                "sittings.name_officers", "a désigné une autre présidence ou un autre secrétariat de séance", "convene"
            ),
            Verb("sittings.begin", "a commencé la séance", "convene"),
            Verb("sittings.record_failure", "a constaté l’absence de quorum", "convene"),
            Verb("sittings.turn_to", "est passé·e à un autre point", "prepare_meeting"),
            Verb("sittings.close", "a clos une séance", "convene"),
            Verb("sittings.write_minutes", "a écrit au procès-verbal", "prepare_meeting"),
            Verb("sittings.draft_minutes", "a établi le projet de procès-verbal", "prepare_meeting"),
            Verb(
                "sittings.sign_minutes", "a signé un procès-verbal", None, because="the two people who keep the sitting"
            ),
            Verb("sittings.approve_minutes", "a inscrit l’approbation d’un procès-verbal", "convene"),
            Verb("sittings.correct_minutes", "a rectifié un procès-verbal signé", "convene"),
            Verb("sittings.archive", "a archivé une réunion", "prepare_meeting"),
            Verb("sittings.certify_extract", "a préparé l’extrait certifié d’une décision", "record_decision"),
        ),
    )
)

VOTES = declare(
    Room(
        "votes",
        verbs=(
            Verb("votes.draft", "a préparé un vote", "prepare_meeting"),
            Verb("votes.put", "a mis un point au vote", "prepare_meeting"),
            Verb(
                "votes.accept_scrutiny",
                "a accepté de garder une part de la clé",
                None,
                because="whoever is named to keep this share",
            ),
            Verb("votes.open", "a ouvert un vote", "prepare_meeting"),
            Verb("votes.call_name", "a noté des votes à l’appel des noms", "prepare_meeting"),
            Verb("votes.close", "a clos un vote", "prepare_meeting"),
            Verb("votes.enter_count", "a écrit un compte à la main", "prepare_meeting"),
            Verb("votes.give_share", "a ouvert sa part de la clé", None, because="whoever keeps this share"),
            Verb("votes.lose_share", "a perdu le code de sa part de la clé", None, because="whoever keeps this share"),
            Verb("votes.void", "a annulé un vote", "prepare_meeting"),
            Verb("votes.ask_secrecy", "a demandé le bulletin secret", None, because="whoever votes"),
        ),
    )
)

RHYTHM = declare(
    Room(
        "rhythm",
        verbs=(
            Verb("rhythm.make_feed", "a fait une adresse d’agenda", None, because="one’s own calendar"),
            Verb("rhythm.renew_feed", "a refait une adresse d’agenda", None, because="one’s own calendar"),
            Verb("rhythm.revoke_feed", "a révoqué une adresse d’agenda", None, because="one’s own calendar"),
        ),
    )
)

DECISIONS = declare(
    Room(
        "decisions",
        verbs=(
            Verb("decisions.record", "a inscrit une décision au registre", "record_decision"),
            Verb("decisions.give_advice", "a inscrit un avis au registre", "record_decision"),
            Verb("decisions.correct", "a corrigé la rédaction d’une décision", "record_decision"),
            Verb("decisions.cite_advice", "a cité un avis rendu avant une décision", "record_decision"),
            Verb("decisions.join", "a dit qu’une autre instance a pris la même décision", "record_decision"),
            Verb("decisions.propose_application", "a dit ce qu’une décision ouvre", "record_decision"),
            Verb("decisions.apply", "a appliqué une décision", "record_decision"),
            Verb("decisions.drop_application", "a abandonné une proposition", "record_decision"),
            Verb("decisions.settle", "a noté où une décision a été appliquée", "record_decision"),
            Verb("decisions.follow", "a confié une suite", "record_decision"),
            Verb("decisions.finish_follow_up", "a noté qu’une suite est faite", "record_decision"),
        ),
    )
)

ATTENDANCE = declare(
    Room(
        "attendance",
        verbs=(
            Verb("attendance.record_held", "a déclaré une réunion tenue", "prepare_meeting"),
            Verb("attendance.mark_present", "a noté une arrivée", "prepare_meeting"),
            Verb("attendance.mark_remote", "a noté une arrivée à distance", "prepare_meeting"),
            Verb("attendance.sign_in", "s’est inscrit·e parmi les présent·es", None, because="one’s own arrival"),
            Verb("attendance.mark_left", "a noté un départ", "prepare_meeting"),
            Verb("attendance.unmark", "a retiré une présence notée par erreur", "prepare_meeting"),
            Verb("attendance.check_quorum", "a constaté le quorum", "prepare_meeting"),
        ),
    )
)

ROOM = declare(
    Room(
        "meetings",
        verbs=(
            Verb("meetings.plan", "a planifié une réunion", "prepare_meeting"),
            Verb("meetings.plan_several", "a planifié plusieurs réunions", "prepare_meeting"),
            Verb("meetings.move", "a déplacé une réunion", "prepare_meeting"),
            Verb("meetings.amend", "a complété une réunion", "prepare_meeting"),
            Verb("meetings.add_item", "a ajouté un point à l’ordre du jour", "prepare_meeting"),
            Verb("meetings.amend_item", "a modifié un point de l’ordre du jour", "prepare_meeting"),
            Verb("meetings.move_item", "a changé l’ordre des points", "prepare_meeting"),
            Verb("meetings.withdraw_item", "a retiré un point de l’ordre du jour", "prepare_meeting"),
            Verb("meetings.forward_item", "a porté un point à une autre réunion", "prepare_meeting"),
            Verb("meetings.set_agenda", "a arrêté l’ordre du jour", "prepare_meeting"),
            Verb("meetings.reopen_agenda", "a rouvert l’ordre du jour", "prepare_meeting"),
            Verb("meetings.enclose", "a joint une pièce à une réunion", "prepare_meeting"),
            Verb("meetings.withdraw_enclosure", "a retiré une pièce d’une réunion", "prepare_meeting"),
            Verb("meetings.propose_dates", "a proposé des dates", "prepare_meeting"),
            Verb("meetings.answer_dates", "a répondu sur des dates", None, because="everybody answers for themselves"),
            Verb("meetings.retain_date", "a retenu une date", "prepare_meeting"),
            Verb("meetings.convene", "a envoyé une convocation", "convene"),
            Verb("meetings.send_further_notice", "a envoyé un avis complémentaire", "convene"),
            Verb("meetings.cancel", "a annulé une réunion", "convene"),
            Verb("meetings.postpone", "a reporté une réunion", "convene"),
            Verb("meetings.call_again", "a préparé une seconde convocation", "convene"),
            Verb("meetings.answer", "a répondu à une convocation", None, because="everybody answers for themselves"),
            Verb("meetings.give_proxy", "a donné pouvoir", "prepare_meeting"),
            Verb("meetings.withdraw_proxy", "a repris un pouvoir", "prepare_meeting"),
            Verb("meetings.remind", "a rappelé une réunion à qui n’avait pas répondu", "prepare_meeting"),
        ),
    )
)
