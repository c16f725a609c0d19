"""Proofs of what the framework says of texts that are adopted in common."""

from kevread.concord.models import Answer, CommonText
from tests.arrange import TODAY
from tests.charter.proofs import proves
from tests.worlds import World, put


@proves("R5.7", clause=3)
def test_a_board_took_back_that_it_adopted_the_rules_of_the_fund(small: World):
    rows = Answer.objects.filter(named__version__text__kind="fonds-de-perequation")
    put(Answer.objects.get(pk=rows.order_by("pk")[0].pk), taken_back_on=TODAY, because="Une autre décision")


@proves("R6.3", clause=2)
def test_a_board_refused_the_common_frame(small: World):
    rows = Answer.objects.filter(named__version__text__kind="cadre-rh")
    put(Answer.objects.get(pk=rows.order_by("pk")[0].pk), adopts=False, reason="Le délai est trop court")


@proves("R8.2")
def test_the_policy_of_members_was_given_up(small: World):
    put(CommonText.objects.get(kind="politique-adhesion"), dropped_on=TODAY, because="Rien n’est prêt")
