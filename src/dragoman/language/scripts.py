"""Lemma scripts: how a form becomes its lemma, as a label that a classifier can choose.

Four kinds: ``=`` the form as it stands, ``l`` lower-cased, ``c<n>+<suffix>`` cut *n* letters of the lower-cased form and
add a suffix, ``w<word>`` a whole word ("better" to "good"). After the edit scripts of Chrupała (2006), kept to suffixes.
"""

from __future__ import annotations


def make(form: str, lemma: str) -> str:
    """Return the script that turns the form into the lemma.

    >>> make("Talks", "talk"), make("met", "meet"), make("Xi", "Xi"), make("better", "good")
    ('c1+', 'c1+et', '=', 'wgood')
    """
    if form == lemma:
        return "="
    lower = form.lower()
    if lower == lemma:
        return "l"
    shared = 0
    while shared < min(len(lower), len(lemma)) and lower[shared] == lemma[shared]:
        shared += 1
    if shared and shared >= len(lower) - 4 and len(lemma) - shared <= 4:
        return f"c{len(lower) - shared}+{lemma[shared:]}"
    return f"w{lemma}"


def apply(script: str, form: str) -> str:
    """Return the lemma that a script makes of a form; the lower-cased form where the script does not fit.

    >>> apply("c1+", "Troops"), apply("c3+y", "countries"), apply("c9+", "go")
    ('troop', 'country', 'go')
    """
    if script == "=":
        return form
    lower = form.lower()
    if script.startswith("w"):
        return script[1:]
    if script.startswith("c"):
        cut, _, suffix = script[1:].partition("+")
        number = int(cut)
        if number < len(lower):
            return lower[: len(lower) - number] + suffix
    return lower
