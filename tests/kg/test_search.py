"""The search index: any two characters, other spellings, initials, kept in step with the store."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.ask import Ask
from kg.build import quads
from kg.library import Library
from kg.model import Record
from kg.search_words import Wanted, characters, highlights, parse, split
from kg.store import open_store


def put(library: Library, record: Record) -> None:
    library.put(record.source.name, record.source.sha256, {record.id: quads(record)})


@pytest.mark.parametrize("place", ["memory", "disk"])
def test_the_index_follows_the_store(county: list[Record], tmp_path: Path, place: str) -> None:
    store = open_store(tmp_path if place == "disk" else None)
    library, ask = Library(store), Ask(store)
    assert ask.search("述法")["total"] == 0
    put(library, county[0])
    assert ask.search("述法")["total"] > 0
    put(library, county[1])
    assert ask.search("综合执法")["items"][0]["type"] == "unit"
    library.forget(county[0].id)
    assert ask.search("述法")["total"] == 0


def test_the_index_beside_the_store_is_used_again(county: list[Record], tmp_path: Path) -> None:
    store = open_store(tmp_path)
    put(Library(store), county[0])
    assert Ask(store).search("述法")["total"] > 0
    kept = tmp_path / "search.sqlite"
    before = kept.stat().st_mtime_ns
    assert Ask(store).search("述法")["total"] > 0
    assert kept.stat().st_mtime_ns == before
    put(Library(store), county[1])
    assert Ask(store).search("执法结果")["total"] > 0
    assert kept.stat().st_mtime_ns != before


def test_a_store_named_from_where_one_stands_is_searched_twice(
    county: list[Record], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    store = open_store(Path("store"))
    put(Library(store), county[0])
    for _ in range(2):  # the second one opens the index that the first one wrote
        assert Ask(store).search("述法")["total"] > 0


def test_a_broken_index_file_is_made_anew(county: list[Record], tmp_path: Path) -> None:
    store = open_store(tmp_path)
    put(Library(store), county[0])
    (tmp_path / "search.sqlite").write_bytes(b"not a database")
    assert Ask(store).search("述法")["total"] > 0


def test_a_folder_that_cannot_be_written_gets_an_index_in_memory(
    county: list[Record], tmp_path: Path
) -> None:
    store = open_store(tmp_path)
    put(Library(store), county[0])
    (tmp_path / "search.sqlite").mkdir()
    assert Ask(store).search("述法")["total"] > 0


@settings(deadline=None)  # a busy machine is no failure
@given(st.text(max_size=30))
def test_any_text_may_be_asked(text: str) -> None:
    store = open_store(None)
    assert Ask(store).search(text)["total"] == 0


def test_any_two_characters_are_found_wherever_they_stand(county: list[Record]) -> None:
    """As many tasks and sentences as a plain ``in`` over all of them finds, for pieces of them all."""
    store = open_store(None)
    for record in county:
        put(Library(store), record)
    ask, chance = Ask(store), random.Random(7)
    said = {
        "task": [task.title for record in county for task in record.tasks],
        "statement": [each.text for record in county for each in record.statements],
    }
    folded = {kind: [characters(text) for text in texts] for kind, texts in said.items()}
    for text in chance.choices([text for texts in said.values() for text in texts], k=150):
        start = chance.randrange(max(1, len(text) - 1))
        piece = text[start : start + chance.randint(2, 9)]
        looked_for = characters(piece)
        # Blanks and quotes part a search; Latin letters may be initials.
        if len(looked_for) < 3 or re.search(r'[\sA-Za-z"“”「」『』]', piece):
            continue
        found = ask.search(piece)["facets"]
        for kind, texts in folded.items():
            assert found.get(kind, 0) == sum(looked_for in text for text in texts), (kind, piece)


def test_characters() -> None:
    assert characters("司法所（A1）") == "司 法 所 a 1"


@pytest.fixture(scope="module")
def ask(county: list[Record]) -> Ask:
    store = open_store(None)
    for record in county:
        put(Library(store), record)
    return Ask(store)


def test_facets_count_every_kind_whatever_is_shown(ask: Ask) -> None:
    found = ask.search("执法", limit=2)
    assert len(found["items"]) == 2
    assert found["total"] == sum(found["facets"].values()) > 2
    for kind, count in found["facets"].items():
        one = ask.search("执法", type=kind, limit=200)
        assert one["total"] == len(one["items"]) == count
        assert one["facets"] == found["facets"]


def test_a_misspelling_is_found_where_a_document_wrote_it_and_nowhere_else(ask: Ask) -> None:
    hit = ask.search("综和治理办", type="unit")["items"][0]
    assert (hit["matched"], hit["matched_by"]) == ("综和治理办", "hidden")
    assert hit["label"].endswith("综合治理办")
    assert ask.search("踪合治理办", type="unit")["items"] == []


def test_initials_light_up_the_characters_they_stand_for(ask: Ask) -> None:
    hit = ask.search("sfs", type="unit")["items"][0]
    assert (hit["matched_by"], hit["matched"]) == ("pinyin", "sfs")
    assert [hit["label"][a:b] for a, b in hit["highlights"]] == ["司法所"]


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("renhesifasuo", "人和司法所"),
        ("sifasuo", "司法所"),
        ("sifas", "司法所"),
        ("SiFa'Suo", "司法所"),
    ],
)
def test_a_name_is_found_by_its_whole_sound(ask: Ask, typed: str, shown: str) -> None:
    hits = ask.search(typed, type="unit")["items"]
    hit = next(h for h in hits if "司法所" in h["label"])
    assert hit["matched_by"] == "pinyin"
    lit = [hit["label"][a:b] for a, b in hit["highlights"]]
    # 人和镇司法所 is called 人和司法所 too: then the alias is met, not the label.
    assert lit == ([shown] if shown in hit["label"] else [])
    assert shown in (hit["label"], *(h["label"] for h in hits)) or typed == "renhesifasuo" or lit


def test_sounds_that_nothing_has_find_nothing(ask: Ask) -> None:
    for typed in ("enhesifa", "sifasuoo", "zzzzz", "renheq"):
        assert ask.search(typed, type="unit")["total"] == 0, typed


def test_sounds_are_found_among_words(ask: Ask) -> None:
    """Letters and characters in one search: both must be there."""
    assert ask.search("renhe 司法所", type="unit")["total"] >= 1
    assert ask.search("renhe 教育局", type="unit")["total"] == 0


def test_a_phrase_in_quotes_is_found_as_it_stands(ask: Ask) -> None:
    across, plain = "执行《重大行政决策", "执行重大行政决策"
    assert ask.search(f"“{across}”")["total"] >= 1
    assert ask.search(plain)["total"] >= 1  # punctuation does not matter without quotes
    assert ask.search(f'"{plain}"')["total"] == 0
    assert ask.search(f'"{across}" 条例')["total"] >= 1


def test_what_nothing_holds_as_typed_is_found_by_its_words(ask: Ask) -> None:
    found = ask.search("述法村居")
    assert found["total"] > 0 and set(found["words"]) == {"述法", "村居"}
    assert found["items"][0]["matched_by"] in ("label", "words")
    assert ask.search("“述法村居”")["total"] == 0


def test_parts_of_a_search() -> None:
    assert parse('司法所 "执法 检查" “年底前”') == [
        Wanted("司法所"), Wanted("执法 检查", exact=True), Wanted("年底前", exact=True),
    ]  # fmt: skip
    assert parse('"') == parse("。 ，") == parse("“”") == []
    assert len(parse("甲乙 " * 50)) <= 12
    assert split([Wanted("司法所", exact=True), Wanted("a")]) == [Wanted("司法所", exact=True)]


def test_highlights_lie_in_the_text_and_never_overlap() -> None:
    text = "人和镇（综治办）、综治办A1"
    assert highlights(text, [Wanted("镇综治办")]) == [(2, 7)]
    assert highlights(text, [Wanted("综治"), Wanted("治办")]) == [(4, 7), (9, 12)]
    assert highlights(text, [Wanted("a1")]) == [(12, 14)]
    assert highlights(text, [Wanted("镇综", exact=True)]) == []


@given(
    st.text(alphabet="司法所aß“ ，\u0130", max_size=12),
    st.text(alphabet="司法sß \u0130", max_size=4),
)
def test_any_highlight_lies_in_its_text(text: str, word: str) -> None:
    last = 0
    for start, end in highlights(text, [Wanted(word), Wanted(word, exact=bool(word))]):
        assert last <= start < end <= len(text)
        last = end + 1
