"""``sayso evaluate``: figures beside the peers' figures, floors, and what is said where there are no corpora."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest

from sayso.cli import arguments, main
from sayso.evaluation import floors, spacy_peer
from sayso.evaluation.corpora import MissingCorpusError, checksum, corpora_folder, files_of
from sayso.evaluation.floors import Floors, OtherCorpusError
from sayso.evaluation.peers import corpus_of, notes_of, peers_of
from sayso.evaluation.running import YARDSTICKS, Measured, NotMeasured, evaluate
from sayso.evaluation.yardstick import Figure, Tally

TEXT = "The bridge is safe, Ann Lee said on Monday.\n\n“We checked it twice,” she added."
ANN = """\
T1\tSource 20 27\tAnn Lee
T2\tCue 28 32\tsaid
T3\tContent 0 18\tThe bridge is safe
T4\tAttribution 28 32\tsaid
E1\tAttribution:T4 Source:T1 Cue:T2 Content:T3
"""


@pytest.fixture
def corpora(tmp_path: Path) -> Path:
    """A folder with a corpus of our own in PolNeAR's form: three articles."""
    for kind in ("text", "attributions"):
        (tmp_path / "polnear/dev" / kind).mkdir(parents=True)
    for name in ("bridge_1", "bridge_2", "bridge_3"):
        (tmp_path / f"polnear/dev/text/{name}.txt").write_text(TEXT, encoding="utf-8")
        (tmp_path / f"polnear/dev/attributions/{name}_ab12.ann").write_text(ANN, encoding="utf-8")
    return tmp_path


Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command where nothing tells of corpora."""
    monkeypatch.delenv("SAYSO_CORPORA", raising=False)

    def run(*argv: str) -> tuple[int, str, str]:
        code = main(argv)
        out, err = capsys.readouterr()
        return code, out, err

    return run


def measured(value: float = 70.04, *, of: int = 500, checksum: str = "c0ffee", **options: object) -> Measured:
    """A measurement with a percentage, an error that should be low, and a figure over few."""
    figures = (
        Figure("full match", value, of, precision=71.0, recall=69.0),
        Figure("error", 0.4512, of, lower_is_better=True, digits=3),
        Figure("of few", 50.0, 10),
        Figure("free", 50.0, 500, floored=False),
    )
    return Measured(YARDSTICKS["statements"], checksum, 3, 3, figures, peers_of("statements"), **options)  # type: ignore[arg-type]


# The command


def test_figures_stand_beside_the_peers_figures(run: Run, corpora: Path) -> None:
    code, out, err = run("evaluate", "statements", "--corpora", str(corpora), "--jobs", "1")
    assert (code, err) == (0, "")
    assert "3 of 3 documents" in out
    rows = {line.split("  ")[0]: line for line in out.splitlines()}
    assert rows["Citron, retrained on PolNeAR"].split()[-1] == "40.4"
    assert rows["full match"].split()[-1] == "3"


def test_json_holds_figures_peers_and_checksum(run: Run, corpora: Path) -> None:
    code, out, _ = run("evaluate", "statements", "--corpora", str(corpora), "--jobs", "1", "--format", "json")
    (one,) = json.loads(out)["yardsticks"]
    assert (code, one["name"], one["documents"]) == (0, "statements", 3)
    assert one["corpus"]["sha256"] == checksum(corpora, YARDSTICKS["statements"].corpus)
    assert {"content tokens", "full match", "indirect: full match, recall"} <= {f["key"] for f in one["figures"]}
    assert [p["name"] for p in one["peers"]] == [p.name for p in peers_of("statements")]


def test_markdown_is_a_whole_page(run: Run, corpora: Path, tmp_path: Path) -> None:
    page = tmp_path / "accuracy.md"
    options = ("--corpora", str(corpora), "--jobs", "1", "--format", "markdown", "--output", str(page))
    assert run("evaluate", "statements", *options)[0] == 0
    text = page.read_text(encoding="utf-8")
    assert text.startswith("# Accuracy\n")
    assert "## Statements" in text
    assert "| **Sayso" in text
    assert "second annotator" in text


def test_a_limit_reads_fewer_and_a_half_the_second_document(run: Run, corpora: Path) -> None:
    options = ("--corpora", str(corpora), "--jobs", "1")
    assert "2 of 3 documents" in run("evaluate", "statements", *options, "--limit", "2")[1]
    assert (
        "1 of 3 documents, from the held-out half" in run("evaluate", "statements", *options, "--half", "held-out")[1]
    )


def test_the_figures_do_not_depend_on_how_many_processes_read(corpora: Path) -> None:
    alone, together = (list(evaluate(["statements"], corpora, jobs=jobs)) for jobs in (1, 2))
    assert alone == together
    (one,) = alone
    assert isinstance(one, Measured)
    assert one.figure("full match") is not None


def test_without_corpora_it_says_what_where_and_what_to_do(run: Run, tmp_path: Path) -> None:
    code, _, err = run("evaluate")
    assert code == 2
    assert "SAYSO_CORPORA" in err
    code, _, err = run("evaluate", "dates", "--corpora", str(tmp_path / "nowhere"))
    assert code == 2
    assert "nowhere: no such folder" in err
    code, _, err = run("evaluate", "dates", "--corpora", str(tmp_path))
    assert code == 2
    assert "dates is not measured" in err
    assert "timebank" in err


def test_of_all_those_are_measured_whose_corpus_is_there_and_the_others_are_named(run: Run, corpora: Path) -> None:
    code, out, err = run("evaluate", "all", "--corpora", str(corpora), "--jobs", "1")
    assert code == 1
    assert out.startswith("statements: ")
    assert err.count(" is not measured: ") == len(YARDSTICKS) - 1


def test_wrong_words_are_wrong_usage(run: Run, corpora: Path) -> None:
    assert run("evaluate", "truth")[0] == 2
    assert run("evaluate", "--limit", "0")[0] == 2
    code, _, err = run("evaluate", "--corpora", str(corpora), "--limit", "1", "--write-floors")
    assert code == 2
    assert "--limit" in err


def test_the_command_names_the_yardsticks_there_are() -> None:
    assert tuple(YARDSTICKS) == arguments.YARDSTICKS


def test_spacy_is_measured_beside_where_it_is_installed(corpora: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def rival(document: object) -> Tally:
        asked.append(document)
        return Tally({"full match.right": 1, "full match.found": 1, "full match.gold": 1})

    monkeypatch.setitem(YARDSTICKS, "statements", replace(YARDSTICKS["statements"], rival=rival))
    monkeypatch.setattr(spacy_peer, "installed", lambda: "en_core_web_sm")
    (one,) = evaluate(["statements"], corpora)
    assert isinstance(one, Measured)
    assert (one.peers[0].name, one.peers[0].figures["full match"]) == (spacy_peer.NAME, 100.0)
    assert len(asked) == 3
    monkeypatch.setattr(spacy_peer, "installed", lambda: None)
    (one,) = evaluate(["statements"], corpora)
    assert isinstance(one, Measured)
    assert one.peers == peers_of("statements")


def test_a_corpus_that_is_missing_is_told_and_not_an_error(tmp_path: Path) -> None:
    (one,) = evaluate(["events"], tmp_path)
    assert isinstance(one, NotMeasured)
    assert "PLOVER_GSR_CAMEO.txt" in one.reason


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_document_that_cannot_be_read_is_named_and_costs_its_yardstick_only(
    run: Run, corpora: Path, jobs: int
) -> None:
    # U+FEFF at the start is a byte order mark, and no part of the report's text.
    (corpora / "polnear/dev/text/bridge_2.txt").write_text("\ufeff" + TEXT, encoding="utf-8")
    (one,) = evaluate(["statements"], corpora, jobs=jobs)
    assert isinstance(one, NotMeasured)
    assert one.fault
    assert one.reason.startswith("a fault in sayso at bridge_2: ValueError: ")
    code, _, err = run("evaluate", "statements", "--corpora", str(corpora), "--jobs", "1")
    assert code == 1
    assert "statements is not measured: a fault in sayso at bridge_2" in err


# Corpora


def test_the_folder_is_the_one_given_or_the_environments(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SAYSO_CORPORA", str(tmp_path))
    assert corpora_folder(None) == tmp_path
    assert corpora_folder(str(tmp_path.parent)) == tmp_path.parent


def test_a_checksum_is_of_names_and_bytes_and_leaves_hidden_files_out(corpora: Path) -> None:
    def now() -> str:
        return checksum(corpora, ("polnear/dev/text/*.txt",))

    first = now()
    (corpora / "polnear/dev/text/._bridge_1.txt").write_text("left by a file manager")
    assert now() == first
    path = corpora / "polnear/dev/text/bridge_3.txt"
    path.rename(path.with_name("bridge_4.txt"))
    assert now() != first
    path.with_name("bridge_4.txt").rename(path)
    assert now() == first
    path.write_text(TEXT.replace("twice", "once"), encoding="utf-8")
    assert now() != first


def test_files_that_are_missing_are_named(tmp_path: Path) -> None:
    with pytest.raises(MissingCorpusError, match=r"wire/\*\.gz: no such files"):
        files_of(tmp_path, ("wire/*.gz",))


# Floors


def test_floors_are_written_just_below_what_was_measured_and_only_where_there_is_enough() -> None:
    found = floors.raised({}, [measured()])
    assert found == {"statements": Floors("c0ffee", 3, {"full match": 69.0, "error": 0.462})}
    assert floors.raised({}, [measured(of=1000)])["statements"].figures["full match"] == 69.5
    assert floors.load(floors.written(found)) == found


def test_floors_are_only_ever_raised() -> None:
    high = floors.raised({}, [measured(80.0)])
    assert floors.raised(high, [measured(70.0)]) == high
    assert floors.raised(high, [measured(90.0)])["statements"].figures["full match"] == 89.0
    # Those of other yardsticks stay.
    other = {"dates": Floors("abc", 1, {"value": 70.0})}
    assert floors.raised(other, [measured()])["dates"] == other["dates"]


def test_floors_of_other_documents_are_not_mixed_with_these() -> None:
    old = floors.raised({}, [measured()])
    with pytest.raises(OtherCorpusError, match="take its tables out"):
        floors.raised(old, [measured(checksum="decaf")])
    assert not old["statements"].hold_for(measured(half="held-out"))


def test_what_falls_below_its_floor_is_named() -> None:
    least = Floors("c0ffee", 3, {"full match": 69.5, "error": 0.462})
    assert floors.fallen(measured(), least) == []
    assert floors.fallen(measured(69.4), least) == ["statements: full match is 69.400, worse than its floor 69.5"]
    gone = Floors("c0ffee", 3, {"gone": 1.0, "error": 0.44})
    assert [line.split(" is ")[0] for line in floors.fallen(measured(), gone)] == [
        "statements: gone",
        "statements: error",
    ]


def test_the_command_writes_floors(run: Run, corpora: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "floors.toml"
    monkeypatch.setattr(floors, "path", lambda: path)
    monkeypatch.setattr(floors, "ENOUGH", 1)
    options = ("evaluate", "statements", "--corpora", str(corpora), "--jobs", "1")
    assert run(*options, "--write-floors")[0] == 0
    first = tomllib.loads(path.read_text(encoding="utf-8"))["statements"]
    assert first["documents"] == 3
    assert "full match" in first["figures"]
    assert json.loads(run(*options, "--format", "json")[1])["yardsticks"][0]["figures"][0]["floor"] is not None
    path.write_text(path.read_text(encoding="utf-8").replace(first["corpus"], "0" * 64), encoding="utf-8")
    code, _, err = run(*options, "--write-floors")
    assert code == 2
    assert "other documents" in err


# The tables


def test_every_yardstick_says_where_its_corpus_is_from_and_peers_have_figures_that_it_has() -> None:
    table = tomllib.loads((files("sayso.evaluation") / "peers.toml").read_text(encoding="utf-8"))
    assert set(table) - {"notes", "corpora"} <= set(YARDSTICKS)
    assert set(table["notes"]) <= set(YARDSTICKS)
    for name, yardstick in YARDSTICKS.items():
        assert corpus_of(name)
        assert all(note.endswith(".") for note in notes_of(name))
        for peer in peers_of(name):
            assert peer.on
            assert set(peer.figures) <= set(yardstick.beside)
