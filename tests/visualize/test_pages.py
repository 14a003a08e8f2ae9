"""Pages as they are sent: complete without scripts, in both languages, errors included."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import quote

import httpx
import pytest

from visualize import assets

Get = Callable[..., httpx.Response]
DOC = quote("人和镇2022年工作要点")
UNIT = quote("司法所")
PAGES = {
    "/": "人和镇2022年法治工作要点",
    "/explore": "人和镇司法所",
    f"/explore?focus=unit/440111103/{UNIT}": "落实重大行政决策程序",
    f"/explore?focus=unit/440111103/{UNIT}&sel=doc/{DOC}/task/1.1": "综和治理办",
    f"/explore?focus=doc/{DOC}&view=table": "健全应急预案",
    "/explore?focus=place/440111103": "推进行政执法公示",
    f"/d/{DOC}": "研究完善突发事件应对机制",
    f"/d/{DOC}?at=20-40": "m-hot",
    f"/u/440111103/{UNIT}": "牵头单位：党政综合办；责任单位：司法所",
    f"/t/{DOC}/1.1": "综和治理办",
    "/p/440111103": "人和镇综合治理办",
    "/units": "人和镇党政综合办",
    "/documents": "白云区法治政府建设规划",
    "/policies": "重大行政决策程序暂行条例",
    "/policy/" + quote("重大行政决策程序暂行条例"): "严格执行《重大行政决策程序暂行条例》",
    "/policy/" + quote("法治政府建设实施纲要-2021-2025"): "严格落实重大行政决策程序",
    "/places": "白云区",
    "/gaps": "健全应急预案",
    "/search?q=" + quote("司法"): "人和镇司法所",
    "/sparql-ui": "SELECT",
    "/matrix": "推进依法行政",
    f"/compare?a=doc/{DOC}&b=place/440111": "落实述法制度",
    "/quality": "综和治理办",
    "/timeline?today=2022-10-01": "各村居2022年9月底前完成述法",
    f"/matrix?cols=document&unit=unit/440111103/{UNIT}&col=doc/{DOC}": "落实述法制度",
}


def visible(html: str) -> str:
    """The text a reader sees: without head, scripts and marks."""
    html = re.sub(r"(?s)<(script|head)\b.*?</\1>", "", html)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html))


@pytest.mark.parametrize(("path", "words"), PAGES.items())
def test_every_page_says_what_it_is_about_without_scripts(get: Get, path: str, words: str) -> None:
    answer = get(path)
    assert answer.status_code == 200
    html = answer.text
    assert words in (html if words.startswith("m-") else visible(html))
    assert "'self'" in answer.headers["content-security-policy"]
    assert "unsafe-inline" not in answer.headers["content-security-policy"].split("style-src")[0]
    assert html.startswith("<!doctype html>")
    assert '<html lang="zh-CN"' in html


@pytest.mark.parametrize("path", PAGES)
def test_english_pages_have_no_chinese_interface(get: Get, path: str) -> None:
    """Chinese is left only where a document, a name or a shipped query speaks."""
    words = {
        "牵头",
        "责任清单",
        "时限",
        "单位",
        "任务",
        "图谱浏览",
        "职责缺口",
        "打印",
        "搜索",
        "共同单位",
    }
    html = get(path + ("&" if "?" in path else "?") + "lang=en").text
    assert '<html lang="en"' in html
    quoted = r'(?s)<(blockquote|textarea|td|div|a|q) (?=[^>]*lang="(?:zh-CN|en)").*?</\1>'
    questions = r'(?s)<ul class="questions">.*?</ul>'
    shown = visible(re.sub(questions, "", re.sub(quoted, "", html)))
    shown = re.sub(r"人和镇\S+|白云区\S*", "", shown)
    assert {w for w in words if w in shown} == set()


def test_the_language_stays_chosen(get: Get) -> None:
    answer = get("/?lang=en")
    assert "lang=en" in answer.headers["set-cookie"]
    assert '<html lang="en"' in get("/", cookies={"lang": "en"}).text
    assert '<html lang="zh-CN"' in get("/?lang=zh", cookies={"lang": "en"}).text


@pytest.mark.parametrize(
    "path", ["/d/none", "/u/1/none", "/t/none/1", "/policy/none", "/explore?focus=unit/1/x"]
)
def test_what_is_not_there_gets_a_page_with_a_way_on(get: Get, path: str) -> None:
    answer = get(path)
    assert answer.status_code == 404
    assert "text/html" in answer.headers["content-type"]
    assert 'href="/"' in answer.text and "没有找到" in answer.text


@pytest.mark.parametrize(
    "path",
    [
        f"/d/{DOC}?at=9999999-1",
        f"/d/{DOC}?at=x",
        f"/d/{DOC}?at=0-99999999999999999999",
        f"/explore?focus=unit/440111103/{UNIT}&year=abc&role=<b>&view=none&hide=zzz&sel=../../x",
        f"/u/440111103/{UNIT}?year=abc",
        "/units?cursor=0&q=%00",
        "/search?q=",
    ],
)
def test_nonsense_in_an_address_is_not_a_crash(get: Get, path: str) -> None:
    assert get(path).status_code in (200, 400, 422)


def test_every_state_is_an_address(get: Get) -> None:
    path = f"/explore?focus=unit/440111103/{UNIT}&role=lead&hide=policy&view=table"
    html = get(path).text
    assert 'class="role r-responsible' not in re.sub(r"(?s)<aside.*?</aside>", "", html)
    assert 'class="chip" data-turn' in html


def test_focus_is_served_as_data(get: Get) -> None:
    data = get(f"/api/focus/unit/440111103/{UNIT}?role=lead").json()
    assert (data["total"], data["kept"]) == (3, 2)
    assert get("/api/focus/unit/1/none").status_code == 404


def test_assets_are_cached_by_content_and_nothing_else_is_served(get: Get) -> None:
    answer = get(f"/static/{assets.version()}/app.js")
    assert answer.headers["content-type"].startswith("text/javascript")
    assert "immutable" in answer.headers["cache-control"]
    assert get("/static/old/app.js").headers["cache-control"] == "no-cache"
    for path in ("/static/x/..%2Fpages.py", "/static/x/none.js", "/vendor/vis/..%2f..%2fx.js"):
        assert get(path).status_code == 404


def test_the_network_library_comes_from_the_installed_wheel(get: Get) -> None:
    body = get("/vendor/vis/vis-network.min.js").text
    assert "9.1.2" in body[:2000] and "Apache" in body[:2000]


def test_the_document_page_holds_the_whole_text(get: Get) -> None:
    html = get(f"/d/{DOC}").text
    article = re.search(r'(?s)<div class="text" id="text" lang="zh-CN">(.*?)</article>', html)
    assert article is not None
    shown = re.sub(r"<[^>]+>", "", article[1])
    assert "（牵头单位：司法所、综和治理办；配合单位：党政综合办）" in shown


def test_a_shipped_question_is_filled_in_by_the_server(get: Get) -> None:
    html = get(f"/sparql-ui?question=unit-duties&unit=unit/440111103/{UNIT}&role=lead").text
    text = re.search(r"(?s)<textarea[^>]*>(.*?)</textarea>", html)
    assert text is not None
    assert f"id/unit/440111103/{UNIT}&gt;" in text[1] and "role/lead&gt;" in text[1]
    assert '<option value="unit/440111103/司法所" selected>人和镇司法所</option>' in html
    assert get("/sparql-ui?question=none").status_code == 404


def test_bad_parameters_are_explained_and_not_put_into_the_query(get: Get) -> None:
    html = get("/sparql-ui?question=unit-duties&unit=" + quote("doc/x> } DROP ALL #")).text
    assert 'class="problem" role="alert"' in html
    text = re.search(r"(?s)<textarea[^>]*>(.*?)</textarea>", html)
    assert text is not None and "DROP" not in text[1]


def test_a_duty_list_can_be_taken_away_as_a_table(get: Get) -> None:
    html = get(f"/u/440111103/{UNIT}?role=lead").text
    link = re.search(r'href="(/take/duties.csv[^"]+)"', html)
    assert link is not None
    table = get(link[1].replace("&amp;", "&"))
    assert table.headers["content-type"].startswith("text/csv")
    assert table.text.count("落实述法制度") == 1 and "落实重大行政决策程序" not in table.text


def test_a_note_says_its_kind_in_the_readers_language(get: Get) -> None:
    """What a note says is Chinese, as the document is; what kind it is of is not."""
    english = get(f"/d/{quote('人和镇2022年工作要点')}?lang=en").text
    assert "<b>suspect text</b>" in english or "<b>suspect" in english
    assert "<b>suspect" not in get(f"/d/{quote('人和镇2022年工作要点')}").text


def test_a_duty_read_off_a_table_shows_its_whole_row(get_sample: Callable[[str], Get]) -> None:
    get = get_sample("04-*.xlsx")
    unit = re.search(r'href="(/u/[^"]*%E5%8F%B8%E6%B3%95%E5%B1%80)"', get("/units").text)
    assert unit is not None
    rows = re.findall(r'class="cells"[^>]*>.*?</b>(.*?)</p>', get(unit[1]).text)
    assert rows and all(row.count(" | ") >= 3 and "县司法局" in row for row in rows)
