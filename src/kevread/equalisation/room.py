"""What the fund brings to the house."""

from kevread.common.rooms import Heard, Right, Room, Screen, Under, Verb, declare
from kevread.equalisation.exports import MEASURES, SHARES
from kevread.equalisation.models import PREPARES
from kevread.equalisation.rules.terms import said_of_terms

ROOM = declare(
    Room(
        "equalisation",
        verbs=(
            Verb("equalisation.open_round", "a ouvert une campagne de péréquation", PREPARES, heard=Heard.NEAR),
            Verb("equalisation.add_resource", "a ajouté une ressource au fonds", PREPARES, heard=Heard.NEAR),
            Verb("equalisation.remove_resource", "a retiré une ressource du fonds", PREPARES, heard=Heard.NEAR),
            Verb("equalisation.set_reserve", "a fixé la réserve du fonds", PREPARES, heard=Heard.NEAR),
            Verb("equalisation.collect", "a relevé les données d’une campagne", PREPARES, heard=Heard.NOWHERE),
            Verb("equalisation.enter_measure", "a saisi la valeur d’un critère", PREPARES, heard=Heard.NOWHERE),
            Verb("equalisation.freeze", "a figé les données d’une campagne", PREPARES),
            Verb("equalisation.abandon", "a abandonné une campagne de péréquation", PREPARES),
            Verb("equalisation.keep_scenario", "a gardé un scénario de partage", PREPARES, heard=Heard.NOWHERE),
            Verb("equalisation.drop_scenario", "a retiré un scénario de partage", PREPARES, heard=Heard.NOWHERE),
        ),
        rights=(Right(PREPARES, "Préparer la péréquation : ressources, données, scénarios", ("prepares",)),),
        says={"equalisation.scenario.terms": said_of_terms},
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
        ),
        tabs={"perequation": "means"},
        tables=(MEASURES, SHARES),
    )
)
