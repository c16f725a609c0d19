"""Proofs of what the common framework says of locals that hand over to their grouping, and of articles of association."""

from kevread.common.verdicts import Verdict
from kevread.statutes.models import HandingOver, Statutes, StatutesArticle
from tests.arrange import TODAY
from tests.charter.proofs import proves
from tests.worlds import World, put


def of_first(small: World, subject: str):
    local = small.locals[small.groupings[0]][0]
    return HandingOver.objects.filter(local=local, subject=subject)


@proves("R5.1", clause=2, also=("R5.1/1", "R9.3/2"))
def test_the_day_of_the_funding_was_a_mistake(small: World):
    put(of_first(small, "funding"), undone_on=TODAY)


@proves("R6.1", clause=2, also=("R0.5/1", "R6.1/1", "R9.3/2"))
def test_the_grouping_alone_set_the_day_of_the_staff(small: World):
    put(of_first(small, "staff"), local_decided_on=None)


@proves("R9.3", clause=2)
def test_the_local_alone_set_the_day_of_the_contracts(small: World):
    put(of_first(small, "contracts"), grouping_decided_on=None)


@proves("R9.2")
def test_an_article_that_the_model_locks_is_worded_otherwise(small: World):
    rows = StatutesArticle.objects.filter(statutes__organisation=small.groupings[0], slug="dissolution")
    put(rows, stands="other", text="L’actif net revient aux membres.")


@proves("R9.2", after=Verdict.UNKNOWN, proven={})
def test_the_text_of_a_grouping_was_a_mistake(small: World):
    put(Statutes.objects.filter(organisation=small.groupings[0]), annulled_on=TODAY)


@proves("R9.2", proven={})
def test_the_model_changed_since_this_text_was_adopted(small: World):
    rows = StatutesArticle.objects.filter(statutes__organisation=small.groupings[0], slug="dissolution")
    put(rows, text="L’actif net allait aux membres, quand le modèle le disait encore.")
