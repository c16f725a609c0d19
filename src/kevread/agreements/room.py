"""What agreements bring to the house."""

from kevread.agreements.exports import AGREEMENTS
from kevread.agreements.loader import kind_named
from kevread.agreements.models import KEEPS
from kevread.agreements.papers import AgreementReview, AgreementText, AmendmentText
from kevread.agreements.queries.carrying import texts_carried
from kevread.agreements.queries.owed import named
from kevread.agreements.queries.register import find_agreements
from kevread.agreements.todo import (
    dates_to_come,
    ends_proposed,
    owed_late,
    refused_to_sign,
    signatures_denied,
    to_approve,
    to_put,
)
from kevread.common.rooms import Carrier, Finder, Heard, Right, Room, Screen, Under, Verb, declare
from kevread.common.todo import Line

ROOM = declare(
    Room(
        "agreements",
        verbs=(
            Verb("agreements.open", "a ouvert le brouillon d’une convention", KEEPS, heard=Heard.NOWHERE),
            Verb(
                "agreements.open_alike",
                "a repris le texte d’une convention avec d’autres organisations",
                KEEPS,
                heard=Heard.NOWHERE,
            ),
            Verb("agreements.write_clause", "a écrit une clause", KEEPS, heard=Heard.NOWHERE),
            Verb("agreements.take_up", "a repris le modèle plus récent d’une convention", KEEPS, heard=Heard.NOWHERE),
            Verb("agreements.set_terms", "a inscrit les dates d’une convention", KEEPS, heard=Heard.NOWHERE),
            Verb("agreements.start_talks", "a ouvert la négociation d’une convention", KEEPS, heard=Heard.NEAR),
            Verb("agreements.approve", "a inscrit l’accord d’une partie à une convention", KEEPS, heard=Heard.NEAR),
            Verb(
                "agreements.approve_several",
                "a inscrit l’accord d’une partie à plusieurs conventions",
                KEEPS,
                heard=Heard.NEAR,
            ),
            Verb("agreements.take_back", "a retiré l’accord d’une partie à une convention", KEEPS, heard=Heard.NEAR),
            Verb("agreements.amend", "a ouvert un avenant à une convention", KEEPS, heard=Heard.NEAR),
            Verb("agreements.amend_clause", "a écrit ce qu’un avenant change à une clause", KEEPS, heard=Heard.NOWHERE),
            Verb(
                "agreements.leave_clause",
                "a laissé une clause telle qu’elle est en vigueur",
                KEEPS,
                heard=Heard.NOWHERE,
            ),
            Verb("agreements.deposit_amendment", "a déposé un avenant signé ailleurs", KEEPS, heard=Heard.NEAR),
            Verb("agreements.put_to_signature", "a mis des conventions à la signature", KEEPS, heard=Heard.NEAR),
            Verb("agreements.record_signed", "a inscrit les signatures d’une convention", KEEPS, heard=Heard.NEAR),
            Verb("agreements.drop", "a abandonné le texte d’une convention", KEEPS, heard=Heard.NEAR),
            Verb("agreements.deposit", "a déposé une convention signée ailleurs", KEEPS, heard=Heard.NEAR),
            Verb("agreements.attach", "a joint le document signé d’une convention", KEEPS, heard=Heard.NEAR),
            Verb("agreements.give_notice", "a inscrit le préavis d’une partie", KEEPS, heard=Heard.NEAR),
            Verb("agreements.end_together", "a inscrit la fin d’une convention", KEEPS, heard=Heard.NEAR),
            Verb("agreements.agree_end", "a accepté la fin d’une convention", KEEPS, heard=Heard.NEAR),
            Verb("agreements.tell_authority", "a dit ce qui habilitait une partie à signer", KEEPS, heard=Heard.NEAR),
            Verb("agreements.enter_clause", "a inscrit ce que dit une clause du papier", KEEPS, heard=Heard.NOWHERE),
            Verb("agreements.open_mediation", "a inscrit une médiation", KEEPS, heard=Heard.NEAR),
            Verb("agreements.settle_mediation", "a inscrit la fin d’une médiation", KEEPS, heard=Heard.NEAR),
            Verb("agreements.owe", "a inscrit un engagement", KEEPS, heard=Heard.NEAR),
            Verb("agreements.undo_obligation", "a annulé un engagement", KEEPS, heard=Heard.NEAR),
            Verb("agreements.tell_kept", "a dit qu’un engagement est tenu", KEEPS, heard=Heard.NEAR),
            Verb("agreements.contest_kept", "a contesté qu’un engagement soit tenu", KEEPS, heard=Heard.NEAR),
            Verb("agreements.ask_postponement", "a demandé le report d’un engagement", KEEPS, heard=Heard.NEAR),
            Verb("agreements.agree_postponement", "a accepté le report d’un engagement", KEEPS, heard=Heard.NEAR),
            Verb("agreements.tell_occasion", "a dit ce qui fait naître un engagement", KEEPS, heard=Heard.NEAR),
            Verb("agreements.undo_occasion", "a annulé ce qui faisait naître un engagement", KEEPS, heard=Heard.NEAR),
            Verb("agreements.deny", "a contesté devoir ce qui est inscrit", KEEPS, heard=Heard.NEAR),
            Verb(
                "agreements.deny_signature", "a dit que sa partie n’a pas signé une convention", KEEPS, heard=Heard.NEAR
            ),
            Verb("agreements.own_signature", "a reconnu la signature de sa partie", KEEPS, heard=Heard.NEAR),
            Verb("agreements.undo_event", "a annulé un événement d’une convention", KEEPS, heard=Heard.NEAR),
            Verb("agreements.annul", "a annulé une convention inscrite par erreur", KEEPS, heard=Heard.NEAR),
        ),
        registers={"agreements": "Conventions"},
        rights=(Right(KEEPS, "Préparer, déposer et suivre les conventions", ("prepares",)),),
        papers=(AgreementText, AmendmentText, AgreementReview),
        screens=(
            Screen(
                "agreements:agreements",
                "agreements",
                "Voir les conventions",
                KEEPS,
                mends=True,
                does="préparer une convention, ou déposer celle qui est signée",
                under=Under("decisions", "Conventions", 5),
            ),
            Screen(
                "agreements:deposit",
                label="Déposer la convention",
                right=KEEPS,
                mends=True,
                does="déposer une convention signée ailleurs",
                writes=True,
            ),
            Screen(
                "agreements:to_signature",
                label="Mettre à la signature",
                right=KEEPS,
                does="mettre à la signature les conventions que chaque partie a approuvées",
                writes=True,
            ),
        ),
        tabs={"conventions": "decisions"},
        lines=(
            Line(69, refused_to_sign),
            Line(69, signatures_denied),
            Line(70, to_approve),
            Line(70, to_put),
            Line(70, ends_proposed),
            Line(71, dates_to_come),
            Line(72, owed_late),
        ),
        finders=(Finder("Conventions", find_agreements),),
        tables=(AGREEMENTS,),
        carriers=(Carrier("texts", "Conventions en préparation", texts_carried),),
        says={
            "agreements.agreement.kind": lambda value, row: kind_named(value),
            "agreements.obligation.kept_by": lambda value, row: named(value),
            "agreements.obligation.upon": lambda value, row: named(value),
        },
    )
)
