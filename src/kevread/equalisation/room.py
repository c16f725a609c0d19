"""What the fund brings to the house."""

from kevread.common.finality import GONE
from kevread.common.rooms import Heard, Right, Room, Screen, Under, Verb, declare
from kevread.common.todo import Line
from kevread.equalisation.exports import MEASURES, PAYMENTS, SHARES, YEARS
from kevread.equalisation.models import APPEALS, PAYS, PREPARES, REGISTER
from kevread.equalisation.papers import ShareSheet
from kevread.equalisation.rules.terms import said_of_shares, said_of_terms
from kevread.equalisation.todo import appeals_to_answer, opinions_to_give, payments_to_make

ROOM = declare(
    Room(
        "equalisation",
        verbs=(
            Verb("equalisation.set_weights", "a inscrit les poids des critères du fonds", "set_setting"),
            Verb(
                "equalisation.undo_weights",
                "a annulé les poids des critères du fonds",
                "set_setting",
                rewrites={"charter_setting": (GONE,)},
            ),
            Verb("equalisation.open_round", "a ouvert une campagne de péréquation", PREPARES, heard=Heard.NEAR),
            Verb("equalisation.add_resource", "a ajouté une ressource au fonds", PREPARES, heard=Heard.NEAR),
            Verb(
                "equalisation.bring_forward",
                "a reporté au fonds ce qui restait d’une année",
                PREPARES,
                heard=Heard.NEAR,
            ),
            Verb("equalisation.remove_resource", "a retiré une ressource du fonds", PREPARES, heard=Heard.NEAR),
            Verb("equalisation.set_reserve", "a fixé la réserve du fonds", PREPARES, heard=Heard.NEAR),
            Verb("equalisation.collect", "a relevé les données d’une campagne", PREPARES, heard=Heard.NOWHERE),
            Verb("equalisation.enter_measure", "a saisi la valeur d’un critère", PREPARES, heard=Heard.NOWHERE),
            Verb("equalisation.enter_measures", "a saisi des valeurs de critères", PREPARES, heard=Heard.NOWHERE),
            Verb("equalisation.add_criterion", "a ajouté un critère à une campagne", PREPARES, heard=Heard.NEAR),
            Verb("equalisation.remove_criterion", "a retiré un critère d’une campagne", PREPARES, heard=Heard.NEAR),
            Verb("equalisation.freeze", "a figé les données d’une campagne", PREPARES),
            Verb("equalisation.abandon", "a abandonné une campagne de péréquation", PREPARES),
            Verb("equalisation.propose", "a proposé les règles d’une péréquation", PREPARES),
            Verb("equalisation.withdraw", "a retiré les règles proposées d’une péréquation", PREPARES),
            Verb(
                "equalisation.give_opinion",
                "a donné son avis sur une péréquation",
                None,
                because="one’s own opinion, from the seat that one holds",
            ),
            Verb("equalisation.decide", "a inscrit la décision d’une péréquation", PREPARES),
            Verb("equalisation.notify", "a notifié les parts d’une péréquation", PREPARES),
            Verb("equalisation.open_correction", "a ouvert la correction d’une péréquation", PREPARES),
            Verb("equalisation.appeal", "a contesté la part d’une péréquation", APPEALS),
            Verb("equalisation.withdraw_appeal", "a retiré le recours sur une part", APPEALS),
            Verb("equalisation.answer_appeal", "a inscrit la réponse à un recours sur une part", PREPARES),
            Verb("equalisation.prepare_payment", "a préparé un versement du fonds", PAYS, heard=Heard.NEAR),
            Verb("equalisation.post_payment", "a fait un versement du fonds", PAYS, heard=Heard.NEAR),
            Verb("equalisation.void_payment", "a annulé un versement du fonds", PAYS, heard=Heard.NEAR),
            Verb("equalisation.confirm_receipt", "a constaté un versement du fonds", PAYS, heard=Heard.NEAR),
            Verb(
                "equalisation.return_payment", "a dit qu’un versement du fonds n’est pas arrivé", PAYS, heard=Heard.NEAR
            ),
            Verb(
                "equalisation.take_back_receipt", "a repris le constat d’un versement du fonds", PAYS, heard=Heard.NEAR
            ),
            Verb("equalisation.close", "a clos une campagne de péréquation", PREPARES),
            Verb("equalisation.keep_scenario", "a gardé un scénario de partage", PREPARES, heard=Heard.NOWHERE),
            Verb("equalisation.drop_scenario", "a retiré un scénario de partage", PREPARES, heard=Heard.NOWHERE),
        ),
        rights=(
            Right(APPEALS, "Contester la part d’une péréquation, pour qui la reçoit", ("decides",)),
            Right(
                PAYS, "Verser les parts du fonds, à deux, ou dire qu’elles sont reçues", ("decides", "keeps_accounts")
            ),
            Right(PREPARES, "Préparer la péréquation : ressources, données, scénarios", ("prepares",)),
        ),
        says={
            "equalisation.scenario.terms": said_of_terms,
            "equalisation.campaign.terms": said_of_terms,
            "equalisation.campaign.shares": said_of_shares,
        },
        registers={REGISTER: "Fonds de péréquation"},
        papers=(ShareSheet,),
        lines=(Line(63, opinions_to_give), Line(64, payments_to_make), Line(65, appeals_to_answer)),
        screens=(
            Screen(
                "equalisation:fund",
                "fund",
                "Voir le fonds de péréquation",
                PREPARES,
                mends=True,
                does="préparer une campagne de péréquation",
                under=Under("means", "Péréquation", 1),
            ),
            Screen(
                "equalisation:campaign",
                label="Ouvrir cette campagne",
                right=PREPARES,
                mends=True,
                does="reprendre cette campagne, ou en ouvrir une qui la corrige",
                about=("scale", "key"),
            ),
        ),
        tabs={"perequation": "means", "decisions": "decisions"},
        tables=(MEASURES, PAYMENTS, SHARES, YEARS),
    )
)
