"""A user's folder laid over the shipped files."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from dragoman.codebook import Codebook, check
from dragoman.errors import CodebookError

ABOUT = "about: {origin: a test, licence: CC0-1.0, updated: 2026-11-24}\n"
RELEASE = """
type: RETREAT
predicates:
  - verb: unchain
    slots: {actor: subject, recipient: object}
    mode: release
    examples:
      - "[actor The guards] [event unchained] [recipient the sailors]."
      - not: "She unchained her bicycle."
"""


def write(folder: Path, name: str, content: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(ABOUT + content if name.endswith(".yml") else content, encoding="utf-8")


def problems(folder: Path) -> list[str]:
    with pytest.raises(CodebookError) as caught:
        Codebook.load(folder)
    return [
        f"{file}:{line}: {what} — {hint}".replace(f"{folder}/", "") for file, line, what, hint in caught.value.problems
    ]


def test_a_predicate_is_added_and_knows_where_it_is_from(tmp_path: Path, codebook: Codebook) -> None:
    write(tmp_path, "events/mine.yml", RELEASE)
    over = Codebook.load(tmp_path)
    added = [entry for entry in over.predicates if entry.lemma == "unchain"]
    assert [entry.where for entry in added] == [f"{tmp_path}/events/mine.yml:5"]
    assert added[0].examples[0].where == f"{tmp_path}/events/mine.yml:9"
    assert len(over.predicates) == len(codebook.predicates) + 1
    assert over.types["RETREAT"] == codebook.types["RETREAT"]
    assert over.hash != codebook.hash


def test_a_predicate_is_replaced_by_its_key(tmp_path: Path, codebook: Codebook) -> None:
    shipped = next(entry for entry in codebook.predicates if entry.pos == "verb" and entry.mode and not entry.particle)
    slots = ", ".join(f"{role}: {'|'.join(reversed(places))}" for role, places in shipped.slots.items())
    entry = f"""
type: {shipped.type}
predicates:
  - verb: {shipped.lemma}
    slots: {{{slots}}}
    mode: {shipped.mode}
    note: my own
    examples: ["[event {shipped.lemma}].", {{not: "None."}}]
"""
    write(tmp_path, "events/mine.yml", entry)
    over = Codebook.load(tmp_path)
    mine = [one for one in over.predicates if one.key == shipped.key]
    assert [one.note for one in mine] == ["my own"]
    assert not any(one.note == "my own" for one in codebook.predicates)


def test_a_predicate_is_dropped(tmp_path: Path, codebook: Codebook) -> None:
    write(tmp_path, "events/a.yml", RELEASE)
    grown = Codebook.load(tmp_path)
    write(tmp_path, "events/a.yml", "type: RETREAT\npredicates: [{verb: unchain, drop: yes}]\n")
    assert problems(tmp_path) == ["events/a.yml:3: predicates: no entry with this key to drop — "]
    shipped = next(entry for entry in codebook.predicates if entry.type == "RETREAT" and entry.pos == "verb")
    slots = ", ".join(f"{role}: {'|'.join(places)}" for role, places in shipped.slots.items())
    mode = f"mode: {shipped.mode}, " if shipped.mode else ""
    drop = f"type: RETREAT\npredicates: [{{verb: {shipped.lemma}, slots: {{{slots}}}, {mode}drop: yes}}]\n"
    write(tmp_path, "events/a.yml", drop)
    fewer = Codebook.load(tmp_path)
    assert shipped.key not in {entry.key for entry in fewer.predicates}
    assert len({codebook.hash, grown.hash, fewer.hash}) == 3


def test_a_new_type_is_no_plover_type_until_a_fold_has_a_row(tmp_path: Path) -> None:
    write(
        tmp_path,
        "events/pilgrimage.yml",
        "type: pilgrimage\nmeaning: People travel to a holy place.\nmodes:\n  foot: {meaning: They walk.}\n",
    )
    over = Codebook.load(tmp_path)
    assert over.types["pilgrimage"].modes["foot"].where == f"{tmp_path}/events/pilgrimage.yml:5"
    assert over.fold("pilgrimage", "foot", "happened") is None
    statuses = "happened|under_way|planned|promised|threatened|attempted|cancelled|denied|hypothetical|own"
    rows = f"folds: {{manual: {{rows: {{pilgrimage: {{{statuses}: {{type: CONSULT, mode: visit}}}}}}}}}}\n"
    write(tmp_path, "status.yml", rows)
    folded = Codebook.load(tmp_path).folded("pilgrimage", "foot", "happened")
    assert folded is not None
    assert (folded.type, folded.mode, folded.cameo) == ("CONSULT", "visit", "042")
    assert Codebook.load(tmp_path).fold("CONSULT", None, "planned") is not None


def test_new_modes_and_contexts(tmp_path: Path, codebook: Codebook) -> None:
    write(
        tmp_path, "events/RETREAT.yml", "type: RETREAT\nmodes:\n  apologise: {meaning: Says sorry in deed., score: 5}\n"
    )
    write(tmp_path, "contexts.yml", "contexts:\n  sport: {meaning: Games., words: [football]}\n  gender: {drop: yes}\n")
    over = Codebook.load(tmp_path)
    assert set(over.types["RETREAT"].modes) == {*codebook.types["RETREAT"].modes, "apologise"}
    assert over.contexts["sport"].where == f"{tmp_path}/contexts.yml:3"
    assert set(over.contexts) == {*codebook.contexts, "sport"} - {"gender"}


def test_rows_of_a_table_are_added_replaced_and_dropped(tmp_path: Path, codebook: Codebook) -> None:
    write(tmp_path, "countries.csv", "id,name,qid,drop\nATA,,,yes\nNOR,Kingdom of the North,Q20,\nXXA,Atlantis,,\n")
    write(tmp_path, "countries.about.yml", "")
    over = Codebook.load(tmp_path)
    assert "ATA" not in over.countries
    assert over.countries["NOR"].name == "Kingdom of the North"
    assert over.countries["NOR"].where == f"{tmp_path}/countries.csv:3"
    assert over.countries["XXA"].demonyms == ()
    assert over.countries["SWE"] == codebook.countries["SWE"]
    assert len(over.countries) == len(codebook.countries)
    assert over.hash != codebook.hash


def test_an_overlay_that_says_the_same_changes_no_hash(tmp_path: Path, codebook: Codebook) -> None:
    row = next(row for row in codebook.names if row.kind == "capital")
    write(
        tmp_path,
        "names.csv",
        f"entity,name,lang,kind,needs,since,until\n{row.entity},{row.name},en,capital,{'|'.join(row.needs)},,\n",
    )
    write(tmp_path, "names.about.yml", "")
    assert Codebook.load(tmp_path).hash == codebook.hash
    assert Codebook.load(tmp_path) == codebook


def test_mistakes_are_told_all_at_once_with_the_file_and_line(tmp_path: Path) -> None:
    write(
        tmp_path,
        "events/x.yml",
        "type: AID\npredicates:\n  - verbs: give\n  - {verb: donate, slot: {actor: subject}, examples: ['[actr A] [event gave] it.', {not: 'No.'}]}\n",
    )
    write(tmp_path, "hedges/en.yml", "hedges:\n  - {word: perhaps, kind: shild}\n")
    write(tmp_path, "contxts.yml", "contexts: {}\n")
    found = problems(tmp_path)
    assert found == [
        "contxts.yml:1: a file of this name is not read — did you mean 'contexts.yml'?",
        "events/x.yml:4: a predicate has exactly one of verb noun adjective phrase, this one has 0 — ",
        "events/x.yml:5: example: role 'actr' is not known; known: event actor recipient with place when source cue content number hedge mark — ",
        "events/x.yml:5: unknown key 'slot' — did you mean 'slots'?",
        "hedges/en.yml:3: kind: 'shild' is not known — did you mean 'shield'?",
    ]


def test_a_file_needs_its_header(tmp_path: Path) -> None:
    (tmp_path / "contexts.yml").write_text("contexts: {}\n")
    (tmp_path / "names.csv").write_text("entity,name,lang,kind\nNOR,Norge,en,name\n")
    write(tmp_path, "policies.yml", "historical_after: {days: 40}\n")
    found = problems(tmp_path)
    assert len(found) == 2
    assert found[0].startswith("contexts.yml:1: no about: header")
    assert found[1].startswith("names.about.yml:1: names.csv has no header file")


def test_a_licence_that_cannot_stand_beside_the_others(tmp_path: Path) -> None:
    (tmp_path / "contexts.yml").write_text(
        "about: {origin: a test, licence: CC-BY-NC-3.0, updated: 24.11.2026}\ncontexts: {}\n"
    )
    assert [line.split(" — ")[0] for line in problems(tmp_path)] == [
        "contexts.yml:1: licence: 'CC-BY-NC-3.0' is not known",
        "contexts.yml:1: updated: '24.11.2026' is not a day",
    ]


def test_no_such_folder(tmp_path: Path) -> None:
    assert problems(tmp_path / "nowhere")[0].endswith("nowhere:1: no such folder — a codebook is a folder of files")


def test_an_overlay_is_checked_together_with_the_shipped_files(tmp_path: Path) -> None:
    before = check()
    write(
        tmp_path,
        "events/mine.yml",
        RELEASE.replace("mode: release", "mode: release\n    contexts: [sports]\n    cameo: 84"),
    )
    assert [str(problem) for problem in check(tmp_path) if problem not in before] == [
        f"{tmp_path}/events/mine.yml:5: cameo: '84' is no CAMEO code — did you mean 084?",
        f"{tmp_path}/events/mine.yml:5: context 'sports' is not known",
    ]


def test_a_codebook_pickles_as_the_way_to_load_it(tmp_path: Path) -> None:
    write(tmp_path, "events/mine.yml", RELEASE)
    codebook = Codebook.load(tmp_path)
    pickled = pickle.dumps(codebook)
    assert len(pickled) < 1000
    assert pickle.loads(pickled) == codebook
    write(tmp_path, "events/mine.yml", RELEASE.replace("unchain", "unshackle"))
    with pytest.raises(CodebookError, match="has changed since it was loaded"):
        pickle.loads(pickled)
