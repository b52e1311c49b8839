"""Who stands where in a clause, whatever its form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from dragoman.extract.grammar import fillers, is_passive

Parse = Callable[[str], Any]

ACTIVE = """
Chad Chad PROPN NNP nsubj 2 GPE
expelled expel VERB VBD ROOT 2
envoys envoy NOUN NNS obj 2
from from ADP IN case 5
Mali Mali PROPN NNP nmod 3 GPE
on on ADP IN case 7
Monday Monday PROPN NNP obl 2 DATE
"""
PASSIVE = """
Envoys envoy NOUN NNS nsubj:pass 3
were be AUX VBD aux:pass 3
expelled expel VERB VBN ROOT 3
by by ADP IN case 5
Chad Chad PROPN NNP obl:agent 3 GPE
"""
CONTROL = """
Chad Chad PROPN NNP nsubj 2 GPE
urged urge VERB VBD ROOT 2
Mali Mali PROPN NNP obj 2 GPE
to to PART TO mark 5
withdraw withdraw VERB VB xcomp 2
"""
ADDRESSED = """
Chad Chad PROPN NNP nsubj 2 GPE
called call VERB VBD ROOT 2
on on ADP IN case 4
gangs gang NOUN NNS obl 2
to to PART TO mark 6
disarm disarm VERB VB advcl 2
"""
ASIDE = """
Judges judge NOUN NNS nsubj 2
warned warn VERB VBD ROOT 2
Mali Mali PROPN NNP iobj 2 GPE
, , PUNCT , punct 5
accusing accuse VERB VBG acl 3
Togo Togo PROPN NNP obj 5 GPE
"""
RELATIVE = """
envoys envoy NOUN NNS ROOT 1
whom whom PRON WP obj 4
Chad Chad PROPN NNP nsubj 4 GPE
expelled expel VERB VBD acl:relcl 1
"""
NOMINAL = """
Chad Chad PROPN NNP nsubj 2 GPE
filed file VERB VBD ROOT 2
complaint complaint NOUN NN obj 2
against against ADP IN case 5
Mali Mali PROPN NNP obl 2 GPE
"""


def words(found: list[Any]) -> list[str]:
    return [token.text for token in found]


@pytest.mark.parametrize(
    ("table", "at", "place", "wanted"),
    [
        (ACTIVE, 1, "subject", ["Chad"]),
        (ACTIVE, 1, "object", ["envoys"]),
        (ACTIVE, 1, "from", ["Mali"]),  # hangs on the object
        (ACTIVE, 1, "on", []),  # dates fill no place
        (PASSIVE, 2, "subject", ["Chad"]),
        (PASSIVE, 2, "object", ["Envoys"]),
        (CONTROL, 4, "subject", ["Mali"]),
        (CONTROL, 1, "content", ["withdraw"]),
        (CONTROL, 1, "clause", []),
        (ADDRESSED, 5, "subject", ["gangs"]),
        (ASIDE, 4, "subject", ["Judges"]),
        (ASIDE, 1, "object", ["Mali"]),  # the one addressed, where nothing else is acted on
        (RELATIVE, 3, "object", ["envoys"]),
        (NOMINAL, 2, "subject", ["Chad"]),
        (NOMINAL, 2, "against", ["Mali"]),  # hangs on the verb that carries the noun
    ],
)
def test_places_are_filled_in_every_form(parse: Parse, table: str, at: int, place: str, wanted: list[str]) -> None:
    assert words(fillers(parse(table)[at], place)) == wanted


def test_a_phrase_with_by_makes_no_passive_of_an_infinitive(parse: Parse) -> None:
    doc = parse(
        """
        They they PRON PRP nsubj 3
        will will AUX MD aux 3
        confer confer VERB VB ROOT 3
        by by ADP IN case 5
        video video NOUN NN obl:agent 3
        """
    )
    assert not is_passive(doc[2])
    assert words(fillers(doc[2], "subject")) == ["They"]


def test_a_finite_clause_is_no_infinitive(parse: Parse) -> None:
    doc = parse(
        """
        Chad Chad PROPN NNP nsubj 2 GPE
        demanded demand VERB VBD ROOT 2
        that that SCONJ IN mark 5
        Mali Mali PROPN NNP nsubj 5 GPE
        leave leave VERB VB ccomp 2
        """
    )
    assert words(fillers(doc[1], "clause")) == ["leave"]
    assert fillers(doc[1], "content") == []
