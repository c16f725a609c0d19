"""The register of decisions, what applies them, and who follows."""

from .following import Application, ApplicationQuerySet, FollowUp, FollowUpQuerySet
from .register import (
    PLAIN_TITLE,
    Citation,
    Decision,
    DecisionQuerySet,
    Founding,
    Joining,
    JoiningQuerySet,
    OutsideAdvice,
    OutsideAdviceQuerySet,
    Parting,
    Ratification,
    Submission,
)

__all__ = [
    "PLAIN_TITLE",
    "Application",
    "ApplicationQuerySet",
    "Citation",
    "Decision",
    "DecisionQuerySet",
    "FollowUp",
    "FollowUpQuerySet",
    "Founding",
    "Joining",
    "JoiningQuerySet",
    "OutsideAdvice",
    "OutsideAdviceQuerySet",
    "Parting",
    "Ratification",
    "Submission",
]
