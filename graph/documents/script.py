"""Whether a text is written in simplified characters, the script that the word lists know."""

from __future__ import annotations

from graph.documents.source import Caveat

# Frequent in reports, and of different form in the two scripts.
_TRADITIONAL = frozenset("縣衛員會務業產發開關總結計劃達級鎮與區醫療預個這來國對學為體實現強類費設診質術")
_SIMPLIFIED = frozenset("县卫员会务业产发开关总结计划达级镇与区医疗预个这来国对学为体实现强类费设诊质术")
# Enough to tell by.
_SAMPLE = 20_000


def script_warnings(text: str) -> tuple[Caveat, ...]:
    """A warning where the text is in traditional characters, in which little is recognised."""
    sample = text[:_SAMPLE]
    traditional = sum(char in _TRADITIONAL for char in sample)
    if traditional <= sum(char in _SIMPLIFIED for char in sample):
        return ()
    told = "is in traditional characters, in which little is recognised; convert it to simplified ones"
    return (Caveat("traditional", told),)
