"""What each format says of an event: dates, folds, parties, places, figures; and what the sidecar says of the file."""

from __future__ import annotations

import csv
import hashlib
import json
import random
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dragoman.codebook import Codebook
from dragoman.errors import ExportError, MissingExtra, SettingsError
from dragoman.export import FORMATS, Options, sidecar, write


def polecat(made: Any, codebook: Codebook, folder: Path, **options: Any) -> list[dict[str, str]]:
    write("polecat", made, folder / "p.tsv", codebook=codebook, options=Options(**options))
    with (folder / "p.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def plover(made: Any, codebook: Codebook, folder: Path, **options: Any) -> dict[str, dict[str, Any]]:
    write("plover", made, folder / "p.jsonl", codebook=codebook, options=Options(**options))
    found = [json.loads(line) for line in (folder / "p.jsonl").read_text("utf-8").splitlines()]
    return {one["id"]: one for one in found}


def geojson(made: Any, codebook: Codebook, folder: Path, **options: Any) -> dict[str, dict[str, Any]]:
    write("geojson", made, folder / "g.json", codebook=codebook, options=Options(**options))
    return {one["id"]: one for one in json.loads((folder / "g.json").read_text("utf-8"))["features"]}


def told(folder: Path, name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(sidecar(folder / name).read_text("utf-8"))
    return found


def test_polecat_says_who_did_what_to_whom(made: Any, codebook: Codebook, tmp_path: Path) -> None:
    visit, plan, attack, summit = polecat(made, codebook, tmp_path)
    assert (visit["Event Date"], visit["Event Type"], visit["Event Mode"], visit["Intensity"], visit["Quad Code"]) == (
        "2025-09-02", "CONSULT", "visit", "4.0", "VERBAL COOPERATION",
    )  # fmt: skip
    assert visit["Actor Name"] == "Ana Reyes; European Union"
    assert visit["Actor Country"] == "Portugal; EUR"
    assert visit["Actor COW"] == "235; None"
    assert visit["Actor Title"] == "Prime Minister of Portugal; None"
    assert visit["Recipient Name Raw"] == "the Spanish government"
    assert (visit["City"], visit["Province"], visit["Country"], visit["GeoNames ID"]) == (
        "Lisbon",
        "Lisbon",
        "Portugal",
        "2267057",
    )
    assert visit["Contexts"] == "economic; military"
    assert (plan["Event Type"], plan["Event Mode"], plan["Event Date"]) == ("AGREE", "None", "None")
    assert (plan["Country"], plan["Latitude"]) == ("Spain", "None")
    assert (attack["Actor Name"], attack["Actor Name Raw"], attack["Recipient Name"]) == ("None", "Gunmen", "None")
    assert len(summit["Actor Name"].split("; ")) == 27
    about = told(tmp_path, "p.tsv")
    assert about["events"] == 6
    assert about["rows"] == {"events": 4}
    assert about["left_out"] == {"no type of PLOVER": 1, "status denied makes no row": 1}
    assert about["losses"]["date"] == 2
    assert about["losses"]["quantities"] == about["losses"]["status"] == 1


@pytest.mark.parametrize(
    "policy, days",
    [
        ("omit", ["None", "None"]),
        ("earliest", ["2025-09-08", "None"]),
        ("latest", ["2025-09-14", "2025-09-03"]),
        ("midpoint", ["2025-09-11", "None"]),
        ("published", ["2025-09-04", "2025-09-04"]),
    ],
)
def test_one_day_comes_only_from_a_named_policy(
    policy: str, days: list[str], made: Any, codebook: Codebook, tmp_path: Path
) -> None:
    rows = polecat(made, codebook, tmp_path, date=policy)
    assert rows[0]["Event Date"] == "2025-09-02"
    assert [row["Event Date"] for row in rows[1:3]] == days
    about = told(tmp_path, "p.tsv")
    assert about["policies"]["date"] == policy
    counted = about["changed"].get(f"dates that are one day by the policy {policy}", 0)
    assert counted == sum(day != "None" for day in days)


def test_folds_make_other_rows(made: Any, codebook: Codebook, tmp_path: Path) -> None:
    surface = polecat(made, codebook, tmp_path, fold="surface")
    assert [(row["Event Type"], row["Status"]) for row in surface] == [
        ("CONSULT", "happened"), ("CONSULT", "planned"), ("ASSAULT", "happened"), ("ASSAULT", "denied"), ("CONSULT", "happened"),
    ]  # fmt: skip
    assert told(tmp_path, "p.tsv")["conforms"] is False
    zsp = polecat(made, codebook, tmp_path, fold="zsp")
    assert [row["Event Type"] for row in zsp] == ["CONSULT", "AGREE", "ASSAULT", "YIELD", "CONSULT"]
    assert (zsp[3]["Quad Code"], zsp[3]["Intensity"]) == ("None", "None")
    with pytest.raises(SettingsError, match="manual, zsp, surface"):
        polecat(made, codebook, tmp_path, fold="none")


def test_what_the_reading_folded_stays(made: Any, codebook: Codebook, tools: Any, tmp_path: Path) -> None:
    from dragoman.model import Plover

    own = tools.tell(
        made, "We would talk, Spain said.", id="own", trigger="talk", type="CONSULT", status="hypothetical",
        actors=[("Spain", tools.spain)], plover=Plover(type="AGREE"),
    )  # fmt: skip
    made.held = [tools.merge(own), tools.merge(own, id="zz", status="happened")]
    assert [row["Event Type"] for row in polecat(made, codebook, tmp_path)] == ["AGREE", "CONSULT"]


def test_only_statuses_asked_for(made: Any, codebook: Codebook, tmp_path: Path) -> None:
    assert [row["Event Type"] for row in polecat(made, codebook, tmp_path, statuses=("planned",))] == ["AGREE"]
    assert set(geojson(made, codebook, tmp_path, statuses=("denied",))) == {"denial"}
    assert told(tmp_path, "g.json")["left_out"] == {
        "status happened was not asked for": 4,
        "status planned was not asked for": 1,
    }


def test_a_row_for_each_telling(made: Any, codebook: Codebook, tmp_path: Path) -> None:
    rows = polecat(made, codebook, tmp_path, per="mention")
    assert [row["Actor Name"] for row in rows[:2]] == ["Ana Reyes", "European Union; Ana Reyes"]
    assert len({row["Event ID"] for row in rows}) == len(rows) == 5


def test_nobody_comes_to_stand_on_two_sides(made: Any, codebook: Codebook, tools: Any, tmp_path: Path) -> None:
    one = tools.tell(made, "Ana Reyes met Spain.", id="a", trigger="met", type="CONSULT", actors=[("Ana Reyes", tools.premier)],
                     recipients=[("Spain", tools.spain)], when="2025-09-01")  # fmt: skip
    other = tools.tell(made, "Spain met Ana Reyes.", id="b", trigger="met", type="CONSULT", actors=[("Spain", tools.spain)],
                       recipients=[("Ana Reyes", tools.premier)], when="2025-09-01")  # fmt: skip
    made.held = [tools.merge(one, other)]
    (row,) = polecat(made, codebook, tmp_path)
    assert (row["Actor Name"], row["Recipient Name"]) == ("Ana Reyes", "Spain")


def test_plover_says_who_did_what_to_whom(made: Any, codebook: Codebook, tmp_path: Path) -> None:
    found = plover(made, codebook, tmp_path)
    assert list(found) == ["visit", "plan"]
    visit, plan = found.values()
    assert visit["time"] == "07:10"
    assert "enddate" not in visit
    assert visit["actor"][0] == {
        "code": "PRT", "sector": "GOV", "entity_text": "Ana Reyes", "identifier_text": "Ana Reyes", "office": "Prime Minister of Portugal",
    }  # fmt: skip
    assert visit["event_loc"]["resolution"] == 4
    assert visit["link"] == "summit"
    assert visit["comment"] == "status=happened; attribution=Radio Oru > Ana Reyes; certainty=PR+"
    assert visit["quad_code"] == 1
    assert visit["cite_info"]["url"] == "https://oru.example/1"
    info = visit["text_info"]
    text = made.text(made.held[-1].main.report.id)
    assert text[info["start"] : info["end"]] == made.held[-1].main.event.evidence.words
    assert (plan["event"], plan["date"], plan["enddate"]) == (["AGREE"], "2025-09-08", "2025-09-14")
    assert "recipient" not in plan
    assert "lat" not in plan["event_loc"]
    assert told(tmp_path, "p.jsonl")["left_out"]["no date"] == 2


def test_plover_options(made: Any, codebook: Codebook, tmp_path: Path) -> None:
    found = plover(made, codebook, tmp_path, date="published", with_text=True, entity_style="example")
    assert list(found) == ["visit", "plan", "attack", "summit"]
    assert found["attack"]["date"] == "2025-09-04"
    assert found["attack"]["size"] == {"dead": "2-", "injured": "~30"}
    assert "time" not in found["attack"]
    assert found["visit"]["text"].startswith("A day in Oru\n\n")
    assert found["visit"]["recipient"][0] == {
        "raw_text": "the Spanish government", "entity_name": "Spain", "wikidata_id": "Q29", "country_name": "Spain", "sector_code": "GOV",
    }  # fmt: skip
    assert told(tmp_path, "p.jsonl")["changed"]["dates that begin by the policy published"] == 2


def test_two_figures_of_a_kind_are_no_size(made: Any, codebook: Codebook, tools: Any, tmp_path: Path) -> None:
    attack = next(one for one in made.held if one.id == "attack")
    made.counted["attack"].append(
        tools.figure(attack.main, "attack", "two", id="q-3", counted="killed", op="=", point=2)
    )
    found = plover(made, codebook, tmp_path, date="latest")
    assert found["attack"]["size"] == {"injured": "~30"}
    assert told(tmp_path, "p.jsonl")["losses"]["quantities"] == 1


def test_sanctions_have_the_quad_that_is_asked_for(made: Any, codebook: Codebook, tools: Any, tmp_path: Path) -> None:
    act = tools.tell(
        made, "Spain expelled envoys.", id="x", trigger="expelled", type="SANCTION", mode="expel", when="2025-09-01"
    )
    made.held = [tools.merge(act)]
    assert plover(made, codebook, tmp_path)["x"]["quad_code"] == 4
    assert plover(made, codebook, tmp_path)["x"]["actor"] == []
    assert plover(made, codebook, tmp_path, sanction_quad=3)["x"]["quad_code"] == 3


def test_geojson_draws_what_has_a_place(made: Any, codebook: Codebook, tmp_path: Path) -> None:
    found = geojson(made, codebook, tmp_path)
    assert list(found) == ["visit", "plan", "attack", "summit", "flood"]
    assert found["visit"]["geometry"] == {"type": "Point", "coordinates": [-9.139, 38.717]}
    assert found["plan"]["geometry"] is found["flood"]["geometry"] is None
    attack = found["attack"]["properties"]
    assert (attack["when"], attack["earliest"], attack["latest"]) == ("[..2025-09-03]", None, "2025-09-03")
    assert [one["words"] for one in attack["quantities"]] == ["at least two", "about 30"]
    assert attack["sources"] == ["Oruvian interior ministry"]
    assert (found["plan"]["properties"]["type"], found["plan"]["properties"]["plover_type"]) == ("CONSULT", "AGREE")
    assert told(tmp_path, "g.json")["losses"]["geometry: the place is a whole country"] == 1
    own = json.loads((tmp_path / "g.json").read_text("utf-8"))
    assert "crs" not in own
    assert own["about"]["rows"] == {"features": 5}


def test_geojson_options(made: Any, codebook: Codebook, tmp_path: Path) -> None:
    found = geojson(made, codebook, tmp_path, countries="centre", flat=True)
    assert found["plan"]["geometry"]["coordinates"] == [-4.0, 40.0]
    assert found["plan"]["properties"]["actors"] == "Portugal | Spain"
    assert found["attack"]["properties"]["quantities"] == "killed: at least two | injured: about 30"


def test_tellings_that_disagree_give_no_one_day(made: Any, codebook: Codebook, tools: Any, tmp_path: Path) -> None:
    one = tools.tell(made, "Spain met.", id="a", trigger="met", type="CONSULT", when="2025-09-01")
    made.held = [tools.merge(one, when=("2025-09-01", "2025-09-03"))]
    assert polecat(made, codebook, tmp_path)[0]["Event Date"] == "None"
    assert plover(made, codebook, tmp_path)["a"]["enddate"] == "2025-09-03"
    assert geojson(made, codebook, tmp_path)["a"]["properties"]["when"] == "2025-09-01 | 2025-09-03"


@pytest.mark.parametrize("name", FORMATS)
def test_equal_input_gives_equal_bytes_in_order(name: str, made: Any, codebook: Codebook, tmp_path: Path) -> None:
    if name == "parquet":
        pytest.importorskip("duckdb")
    hashes = []
    for number in range(3):
        about = write(
            name, made, tmp_path / f"{number}" / "out", codebook=codebook, options=Options(written=date(2025, 9, 6))
        )
        hashes.append([file["sha256"] for file in about.files])
        random.Random(number).shuffle(made.held)
    assert hashes[0] == hashes[1] == hashes[2]


def test_the_sidecar_tells_what_the_file_is(made: Any, codebook: Codebook, tmp_path: Path) -> None:
    write(
        "polecat",
        made,
        tmp_path / "p.tsv",
        codebook=codebook,
        options=Options(written=date(2025, 9, 6), safe_cells=True),
    )
    about = told(tmp_path, "p.tsv")
    assert list(about)[:9] == [
        "format", "conforms", "written", "snapshot", "codebook", "reader", "as_published", "as_recorded", "selection",
    ]  # fmt: skip
    assert about["written"] == "2025-09-06"
    assert about["fold_codebook"] == codebook.hash
    assert about["policies"] == {"date": "omit", "tolerance": "tolerance/1"}
    assert about["options"]["safe_cells"] is True
    data = (tmp_path / "p.tsv").read_bytes()
    assert about["files"] == [{"name": "p.tsv", "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}]


def test_an_unknown_format_names_those_that_are_known(made: Any, codebook: Codebook, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="there is no format 'polcat'; there are polecat, csv, geojson, jsonl"):
        write("polcat", made, tmp_path / "x", codebook=codebook)


@pytest.mark.parametrize("option", [{"date": "soon"}, {"per": "day"}, {"sanction_quad": 2}, {"statuses": ("done",)}])
def test_an_option_that_cannot_be_is_said(option: dict[str, Any]) -> None:
    with pytest.raises(SettingsError, match="is none of"):
        Options(**option)


@pytest.mark.parametrize("name", FORMATS)
def test_what_cannot_be_written_is_said_and_leaves_nothing(
    name: str, made: Any, codebook: Codebook, tmp_path: Path
) -> None:
    if name == "parquet":
        pytest.importorskip("duckdb")
    (tmp_path / "file").write_text("x", "utf-8")
    with pytest.raises(ExportError, match="cannot be written"):
        write(name, made, tmp_path / "file" / "out", codebook=codebook)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize("name", FORMATS)
def test_a_record_that_fails_leaves_the_old_file(name: str, made: Any, codebook: Codebook, tmp_path: Path) -> None:
    if name == "parquet":
        pytest.importorskip("duckdb")
    write(name, made, tmp_path / "out", codebook=codebook)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}

    def broken(*_: object) -> Any:
        yield from ()
        raise RuntimeError("the record is gone")

    made.events = made.rows = broken
    with pytest.raises(RuntimeError, match="the record is gone"):
        write(name, made, tmp_path / "out", codebook=codebook)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_without_duckdb_the_way_to_get_it_is_said(
    made: Any, codebook: Codebook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "duckdb", None)
    with pytest.raises(MissingExtra, match=r"pip install 'dragoman\[parquet\]'"):
        write("parquet", made, tmp_path / "out", codebook=codebook)
    assert list(tmp_path.iterdir()) == []
