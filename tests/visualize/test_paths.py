"""How two things are connected: the shortest way, told as a sentence, each step with its characters."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

import httpx
import pytest

from kg.ask import Ask
from kg.errors import NotFoundError, QueryError
from visualize import paths
from visualize.i18n import Words

Get = Callable[..., httpx.Response]
TOWN = "unit/440111103/"
POLICY = "policy/重大行政决策程序暂行条例"


def labels(answer: dict[str, object]) -> list[str]:
    nodes = answer["nodes"]
    assert isinstance(nodes, list)
    return [n["label"] for n in nodes]


def test_two_units_meet_in_the_task_they_share_rather_than_in_their_town(ask: Ask) -> None:
    answer = ask.path(TOWN + "司法所", TOWN + "综合治理办")
    assert labels(answer) == ["人和镇司法所", "落实述法制度", "人和镇综合治理办"]
    first, second = (s["evidence"] for s in answer["steps"])
    assert (first["quote"], second["quote"]) == ("司法所", "综和治理办")
    for said in (first, second):
        text = ask.text(said["document"]["id"])
        assert text[said["start"] : said["end"]] == said["quote"]
        assert text[said["sentence_start"] : said["sentence_end"]] == said["sentence"]
    # 人和镇 itself is an equally short way.
    assert {n["type"] for n in answer["others"]["nodes"]} == {"place"}


@pytest.mark.parametrize(
    ("start", "end", "told"),
    [
        (TOWN + "司法所", TOWN + "综合治理办", "人和镇司法所牵头任务“落实述法制度”，这项任务由人和镇综合治理办牵头。"),
        (TOWN + "司法所", POLICY, "人和镇司法所负责任务“落实重大行政决策程序”，这项任务引用《重大行政决策程序暂行条例》。"),
        ("place/440111103", "place/440111", "人和镇在白云区辖区内。"),
        ("place/440111103", POLICY, "人和镇有人和镇党政综合办，这个单位牵头任务“落实重大行政决策程序”，这项任务引用《重大行政决策程序暂行条例》。"),
        ("doc/人和镇2021年报告", TOWN + "综合执法办", "《人和镇2021年法治政府建设年度报告》安排了任务“推进行政执法公示”，这项任务由人和镇综合执法办牵头。"),
    ],
)  # fmt: skip
def test_the_way_is_one_chinese_sentence(ask: Ask, start: str, end: str, told: str) -> None:
    assert paths.sentence(ask.path(start, end), Words("zh")) == told


def test_a_page_nobody_has_asked_yet_offers_ways_that_exist(ask: Ask, get: Get) -> None:
    found = paths.examples(ask)
    assert found
    for pair in found:
        answer = ask.path(pair["from"]["id"], pair["to"]["id"])
        assert answer["found"], (pair["from"]["label"], pair["to"]["label"])
        assert pair["from"]["label"] in get("/path").text


def test_the_way_in_english(ask: Ask) -> None:
    answer = ask.path(POLICY, TOWN + "司法所")
    assert paths.sentence(answer, Words("en")) == (
        "“重大行政决策程序暂行条例” is cited by the task “落实重大行政决策程序”; "
        "that task is the responsibility of 人和镇司法所."
    )


def test_duties_alone_may_not_connect_and_time_ends_the_search(ask: Ask) -> None:
    report = "doc/人和镇2021年报告"
    assert ask.path(report, TOWN + "司法所")["found"]
    alone = ask.path(report, TOWN + "司法所", links="duties")
    assert (alone["found"], alone["reason"], alone["steps"]) == (False, "none", [])
    cut = ask.path(TOWN + "司法所", POLICY, seconds=-1)
    assert (cut["found"], cut["reason"]) == (False, "limit")


def test_the_same_thing_is_no_step_away(ask: Ask) -> None:
    answer = ask.path(POLICY, POLICY)
    assert (answer["found"], answer["steps"], len(answer["nodes"])) == (True, [], 1)


def test_unknown_ends_and_scopes_are_refused(ask: Ask) -> None:
    with pytest.raises(NotFoundError):
        ask.path(TOWN + "司法所", TOWN + "没有这个")
    with pytest.raises(QueryError):
        ask.path(TOWN + "司法所", POLICY, links="roads")


def test_the_api_tells_it_in_both_languages(get: Get) -> None:
    ends = f"from={quote(TOWN + '司法所')}&to={quote(POLICY)}"
    answer = get(f"/api/path?{ends}").json()
    assert answer["sentence"]["zh"].startswith("人和镇司法所负责任务")
    assert answer["sentence"]["en"].startswith("人和镇司法所 is responsible for the task")
    assert [s["type"] for s in answer["steps"]] == ["assignment", "cites"]
    assert get(f"/api/path?{ends}&links=roads").status_code == 422
    assert get("/api/path?from=unit/x&to=unit/y").status_code == 404


def test_the_page_shows_each_step_with_its_sentence(get: Get) -> None:
    page = get(f"/path?from={quote(TOWN + '司法所')}&to={quote(POLICY)}").text
    assert "这项任务引用《重大行政决策程序暂行条例》。" in page
    assert "严格执行" in page and "相隔 2 步" in page


def test_words_pick_the_best_hit_and_unknown_words_say_so(get: Get) -> None:
    page = get(f"/path?fromq=rhzsfs&toq={quote('综和治理办')}").text
    assert "这项任务由人和镇综合治理办牵头" in page
    assert "没有找到“没有这个单位”" in get(f"/path?fromq={quote('没有这个单位')}&toq=x").text
    same = quote(TOWN + "司法所")
    assert "两端是同一个" in get(f"/path?from={same}&to={same}").text
    assert get(f"/path?from={same}&to={quote(TOWN + '没有')}").status_code == 404
    none = get(f"/path?from={quote('doc/人和镇2021年报告')}&to={same}&links=duties").text
    assert "八步之内没有联系" in none


def test_the_explorer_marks_the_way(get: Get) -> None:
    page = get(f"/explore?focus={quote(TOWN + '司法所')}&path={quote(POLICY)}").text
    assert "人和镇司法所负责任务“落实重大行政决策程序”" in page
    gone = get(f"/explore?focus={quote(TOWN + '司法所')}&path=policy/x")
    assert gone.status_code == 200 and "wayline" not in gone.text
