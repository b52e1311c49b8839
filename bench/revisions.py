"""What a record says of figures in the versions of press releases: every contradiction and revision that it draws, for a person to look at.

    python bench/revisions.py FOLDER --cache FILE        FOLDER holds the corpus state-dept-2021, unpacked or as .tar.xz
    python bench/revisions.py FOLDER --cache FILE --all  other relations between figures too

All versions of the releases that have several are added, and `SINGLE` others. Nobody has marked which relations are right: the script counts them, and prints the
first `SHOWN` with the sentences of both figures. FILE keeps the readings, which take minutes (see `cached.py`).
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from cached import read
from copies import Page, releases

from dragoman.model import Report
from dragoman.record.facts import Relation
from dragoman.record.record import Record
from dragoman.record.views import RecordedFigure

SINGLE = 300
SHOWN = 200
LOOKED_AT = ("contradicts", "revised_by")


def chosen(pages: Iterable[Page]) -> list[Report]:
    """All versions of what has several, and some that have one, as reports."""
    versions: defaultdict[str, list[Page]] = defaultdict(list)
    for page in pages:
        versions[page.id].append(page)
    several = [page for one in versions.values() if len(one) > 1 for page in one]
    single = [one[0] for _, one in sorted(versions.items()) if len(one) == 1][:SINGLE]
    return [
        Report.of(page.body, title=page.title, published=page.published, outlet="US Department of State", url=page.url)
        for page in (*several, *single)
        if page.body
    ]


def drawn(record: Record) -> Iterator[tuple[Relation, dict[str, RecordedFigure]]]:
    """Each relation between figures, once, with the figures by id."""
    figures = {one.id: one for series in record.figures() for one in series.figures}
    figures |= {one.id: one for one in record.figures_alone()}
    found = {(one.type, one.left, one.right): one for figure in figures.values() for one in figure.relations}
    for name in sorted(found):
        yield found[name], figures


def shown(figure: RecordedFigure | None, record: Record) -> str:
    """A figure with its words marked in their sentence."""
    if figure is None:
        return "(not among the figures)"
    text = record.report(figure.report.id).text
    words, sentence = figure.quantity.words, figure.quantity.words
    start = max(text.rfind("\n", 0, words.start) + 1, words.start - 160)
    end = min(len(text), text.find("\n", words.end) % (len(text) + 1), sentence.end + 160)
    fact = figure.figure
    return (
        f"{figure.report.published} {figure.report.id[:10]} {fact.counted} {fact.op} {fact.low} {fact.point} {fact.high} of [{fact.population}]"
        f" in [{fact.place.name if fact.place else ''}] by [{fact.holder.words or fact.holder.voice}] at {fact.as_of} ({fact.as_of_basis})\n"
        f"        {text[start : words.start]}[[{words.words}]]{text[words.end : end]}"
    )


def main() -> int:
    """Read, add, count and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="the folder with the corpora")
    parser.add_argument("--cache", type=Path, required=True, help="where readings are kept")
    parser.add_argument("--all", action="store_true", help="show every type of relation")
    options = parser.parse_args()
    reports = chosen(releases(options.folder))
    with tempfile.TemporaryDirectory() as folder, Record(f"{folder}/revisions.db") as record:
        for _ in record.add(read(reports, options.cache)):
            pass
        relations = list(drawn(record))
        print(f"{len({one.id for one in reports})} texts of {len(reports)} versions")
        for (kind, rule), number in sorted(Counter((one.type, one.rule) for one, _ in relations).items()):
            print(f"{kind:<16}{rule:<8}{number:6}")
        looked_at = [(one, figures) for one, figures in relations if options.all or one.type in LOOKED_AT]
        for number, (one, figures) in enumerate(looked_at[:SHOWN], 1):
            print(f"\n{number}. {one.type} by {one.rule} {one.direction or ''} {one.why}")
            print(f"    {shown(figures.get(one.left), record)}\n    {shown(figures.get(one.right), record)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
