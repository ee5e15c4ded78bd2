"""What was found of one thing."""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """How it is: as it should be, worth a look, or not working."""

    OK = "ok"
    WARN = "warn"
    WRONG = "wrong"


@dataclass(frozen=True)
class Finding:
    """One line: how a thing is, what was found, and what to do about it."""

    verdict: Verdict
    subject: str
    found: str
    advice: str = ""

    def __str__(self) -> str:
        told = f"{self.verdict:<6} {self.subject:<12} {self.found}"
        return f"{told}; {self.advice}" if self.advice else told


def ok(subject: str, found: str) -> Finding:
    """It is as it should be."""
    return Finding(Verdict.OK, subject, found)


def warn(subject: str, found: str, advice: str) -> Finding:
    """It works, but not as it should for others."""
    return Finding(Verdict.WARN, subject, found, advice)


def wrong(subject: str, found: str, advice: str) -> Finding:
    """It does not work."""
    return Finding(Verdict.WRONG, subject, found, advice)
