"""Files handed to the server: nothing enters the store before keep, hostile ones are refused in words."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from api.loading import load
from api.settings import Settings
from api.uploads.names import NAMELESS, clean
from api.uploads.staging import Limits, Staging
from api.work import Setup
from kg.errors import NotFoundError
from kg.store import Store, open_store

TOKEN = {"Authorization": "Bearer write-0123456789"}
WRITE = SecretStr("write-0123456789")
PLAN = (
    "泾县2023年法治工作要点\n一、加强组织领导\n（一）落实第一责任人职责。各单位每年年底前报送情况。"
    "（牵头单位：县司法局；配合单位：县财政局）\n（二）完善决策机制。（牵头单位：县政府办）\n"
)
Serve = Callable[..., Any]


def packed(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def send(client: httpx.Client, files: dict[str, bytes], upload: str = "") -> dict[str, Any]:
    parts = [("files", (name, data)) for name, data in files.items()]
    address = f"/api/uploads/{upload}" if upload else "/api/uploads"
    answer = client.post(address, files=parts, headers=TOKEN)
    assert answer.status_code in (200, 201), answer.text
    return settled(client, answer.json()["id"])


def settled(client: httpx.Client, upload: str) -> dict[str, Any]:
    for _ in range(600):
        found: dict[str, Any] = client.get(f"/api/uploads/{upload}").json()
        if not found["reading"]:
            return found
        time.sleep(0.05)
    raise AssertionError("still reading")


def keep(client: httpx.Client, upload: str, **params: Any) -> dict[str, Any]:
    answer = client.post(f"/api/uploads/{upload}/keep", params=params, headers=TOKEN)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


@pytest.fixture(scope="module")
def store() -> Store:
    return open_store(None)


@pytest.fixture(scope="module")
def client(store: Store, serve: Serve) -> Iterator[httpx.Client]:
    with serve(Settings(token=WRITE), store) as client:
        yield client


@contextmanager
def serving(serve: Serve, **settings: Any) -> Iterator[httpx.Client]:
    with serve(Settings(token=WRITE, **settings), open_store(None)) as client:
        yield client


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("../../etc/passwd", "etc/passwd"),
        ("C:\\文件\\要点.docx", "C_/文件/要点.docx"),
        ("<script>alert(1)</script>.txt", "_script_alert(1)_/script_.txt"),
        ("要\u202etxt.点\u0000\r\n.txt", "要txt.点.txt"),
        ("字" * 300 + ".docx", "字" * 94 + "….docx"),
        ("a/b/c/d/e/f/g/h.txt", "c/d/e/f/g/h.txt"),
        ("", NAMELESS),
        ("../..", NAMELESS),
        ("包.zip!/../../内.txt", "包.zip!/内.txt"),
    ],
)
def test_names_are_labels(given: str, name: str) -> None:
    assert clean(given) == name
    assert clean(name) == name


def test_what_was_understood_is_told_before_it_is_kept(client: httpx.Client, store: Store) -> None:
    before = len(store)
    (item,) = send(client, {"夹/要点.txt": PLAN.encode()})["items"]
    assert (item["name"], item["state"], item["verdict"]) == (
        "夹/要点.txt",
        "understood",
        {"does": "add"},
    )
    (document,) = item["documents"]
    assert document["title"] == "泾县2023年法治工作要点"
    assert document["place"][-1] == "泾县" and document["genre"] == "work_points"
    assert document["facts"]["tasks"] == 2 and document["facts"]["assignments"] == 3
    assert document["outline"] == ["一 加强组织领导"]
    assert len(store) == before


def test_kept_is_as_if_built(client: httpx.Client, store: Store, tmp_path: Path) -> None:
    upload = send(client, {"要点.txt": PLAN.encode()})["id"]
    done = keep(client, upload)
    assert done["failed"] == [] and [k["replaced"] for k in done["kept"]] == [False]
    assert settled(client, upload)["items"][0]["state"] == "kept"
    tasks = client.get(f"/api/documents/{done['kept'][0]['documents'][0]}").json()["tasks"]
    assert len(tasks) == 2
    (tmp_path / "要点.txt").write_text(PLAN, encoding="utf-8")
    built = open_store(None)
    load([str(tmp_path / "要点.txt")], built)
    graph = "graph/" + done["kept"][0]["documents"][0].removeprefix("doc/")
    assert sorted(map(str, store.quads(graph))) == sorted(map(str, built.quads(graph)))


def test_one_file_is_kept_once_however_often_at_once(serve: Serve) -> None:
    with serving(serve) as client:
        upload = send(client, {"要点.txt": PLAN.encode()})["id"]

        def ask(number: int) -> httpx.Response:
            address = f"/api/uploads/{upload}"
            if number == 3:
                return client.delete(address, params={"file": 0}, headers=TOKEN)
            return client.post(f"{address}/keep", params={"file": 0}, headers=TOKEN)

        with ThreadPoolExecutor(6) as clients:
            said = list(clients.map(ask, range(6)))
        state = settled(client, upload)["items"][0]["state"]
        done = [a for a in said if a.status_code == 200]
        assert len(done) == (state == "kept")
        refused = [a.json()["code"] for a in said if a.status_code not in (200, 204)]
        assert set(refused) <= {"being_kept", "not_understood"}
        assert client.get("/api/stats").json()["documents"] == len(done)


def test_an_upload_that_is_none_is_a_problem_the_description_knows(client: httpx.Client) -> None:
    answer = client.post("/api/uploads", files={"other": b"x"}, headers=TOKEN)
    assert (answer.status_code, answer.json()["code"]) == (400, "no_files")
    paths = client.get("/api/openapi.json").json()["paths"]
    assert "400" in paths["/api/uploads"]["post"]["responses"]


def test_known_duplicate_and_edited_say_so(serve: Serve) -> None:
    with serving(serve) as client:
        first = send(client, {"一.txt": PLAN.encode(), "二.txt": PLAN.encode()})
        assert [i["state"] for i in first["items"]] == ["understood", "duplicate"]
        assert first["items"][1]["verdict"] == {"copy_of": "一.txt"}
        keep(client, first["id"])
        (again,) = send(client, {"别名.txt": PLAN.encode()})["items"]
        assert (again["state"], again["verdict"]["source"]) == ("known", "一.txt")
        edited = PLAN + "（三）加强监督。（牵头单位：县审计局）\n"
        upload = send(client, {"新版.txt": edited.encode()})
        verdict = upload["items"][0]["verdict"]
        assert (verdict["does"], verdict["source"]) == ("replace", "一.txt")
        assert verdict["documents"][0]["tasks"] == 2
        assert keep(client, upload["id"])["kept"][0]["replaced"]
        assert client.get("/api/stats").json()["documents"] == 1
        third = send(client, {"三.txt": (edited + "（四）抓好普法。\n").encode()})
        both = keep(client, third["id"], file=0, beside=True)
        assert both["kept"][0]["documents"][0].endswith("~2")
        assert client.get("/api/stats").json()["documents"] == 2


@pytest.mark.parametrize("data", [PLAN.encode("gb18030"), PLAN.replace("\n", "\r\n").encode()])
def test_the_same_words_in_another_encoding_say_so(serve: Serve, data: bytes) -> None:
    with serving(serve) as client:
        first = send(client, {"一.txt": PLAN.encode(), "二.txt": data})
        assert [i["state"] for i in first["items"]] == ["understood", "duplicate"]
        assert first["items"][1]["verdict"] == {"copy_of": "一.txt"}
        keep(client, first["id"])
        (again,) = send(client, {"别名.txt": data})["items"]
        assert (again["state"], again["verdict"]["source"]) == ("known", "一.txt")


def test_two_versions_in_one_upload_are_both_kept(serve: Serve) -> None:
    with serving(serve) as client:
        upload = send(client, {"稿.txt": PLAN.encode(), "定.txt": (PLAN + "补充。").encode()})
        assert [k["replaced"] for k in keep(client, upload["id"])["kept"]] == [False, False]
        assert client.get("/api/stats").json()["documents"] == 2


def test_two_files_called_alike_without_a_title_are_two(serve: Serve) -> None:
    with serving(serve) as client:
        one = send(client, {"附件.txt": "单位\t事项\t时限\n甲\t乙\t丙\n".encode()})
        keep(client, one["id"])
        two = send(client, {"附件.txt": "名称\t数量\t备注\n丁\t戊\t己\n".encode()})
        assert two["items"][0]["verdict"] == {"does": "add"}
        keep(client, two["id"])
        assert client.get("/api/stats").json()["documents"] == 2


def test_archives_are_taken_apart(client: httpx.Client) -> None:
    inner = packed({"深/要点.txt": PLAN.replace("2023", "2021").encode()})
    data = packed({"内.zip": inner, "空.txt": b"", "程序.docx": b"MZ\x00\x01" * 500})
    items = send(client, {"包.zip": data})["items"]
    found = {i["name"]: i for i in items}
    assert found["包.zip"]["state"] == "archive"
    assert found["包.zip!/内.zip!/深/要点.txt"]["state"] == "understood"
    assert found["包.zip!/空.txt"]["error"]["code"] == "empty"
    assert found["包.zip!/程序.docx"]["error"]["code"] == "binary"
    assert all(i["error"]["hint"] for i in items if i["state"] == "refused")


def test_bombs_are_refused(client: httpx.Client) -> None:
    bomb = packed({"大.txt": b"\0" * 60_000_000})
    nested = packed({"a.zip": packed({"b.zip": packed({"c.txt": PLAN.encode()})})})
    items = send(client, {"弹.zip": bomb, "层.zip": nested})["items"]
    assert items[0]["error"]["code"] == "zip_bomb"
    (deep,) = (i for i in items if "!/" in i["name"])
    assert deep["error"]["code"] == "zip_bomb"


def test_discarded_is_gone(client: httpx.Client) -> None:
    upload = send(client, {"要点.txt": PLAN.replace("2023", "2019").encode(), "空.txt": b""})["id"]
    gone = client.delete(f"/api/uploads/{upload}", params={"file": 0}, headers=TOKEN)
    assert gone.status_code == 204
    assert settled(client, upload)["items"][0]["state"] == "discarded"
    refused = client.post(f"/api/uploads/{upload}/keep", params={"file": 0}, headers=TOKEN)
    assert (refused.status_code, refused.json()["code"]) == (409, "not_understood")
    assert client.delete(f"/api/uploads/{upload}", headers=TOKEN).status_code == 204
    after = client.get(f"/api/uploads/{upload}")
    assert (after.status_code, after.json()["code"]) == (404, "upload_gone")


def test_a_wrong_place_is_corrected(serve: Serve) -> None:
    with serving(serve) as client:
        upload = send(client, {"要点.txt": PLAN.encode()})["id"]
        places = client.get("/api/registry/places", params={"q": "丰润区"}).json()["items"]
        assert places[0]["path"][-1] == "丰润区"
        params = {"file": 0, "place": places[0]["code"]}
        assert client.post(f"/api/uploads/{upload}/correct", params=params).status_code == 401
        bad = client.post(
            f"/api/uploads/{upload}/correct", params={**params, "place": "999"}, headers=TOKEN
        )
        assert bad.status_code == 404
        done = client.post(f"/api/uploads/{upload}/correct", params=params, headers=TOKEN)
        assert done.status_code == 200
        (item,) = settled(client, upload)["items"]
        assert item["documents"][0]["place"][-1] == "丰润区"
        assert item["documents"][0]["warning_counts"]["place_given"] == 1
        kept = keep(client, upload)["kept"][0]["documents"][0]
        assert client.get(f"/api/documents/{kept}").json()["place"]["code"] == places[0]["code"]
        units = client.get("/api/units", params={"place": places[0]["code"]}).json()["items"]
        assert units


def said(client: httpx.Client, upload: str, **body: Any) -> httpx.Response:
    return client.post(
        f"/api/uploads/{upload}/correct", params={"file": 0}, headers=TOKEN, json=body
    )


def test_title_number_date_and_genre_are_corrected_before_keeping(serve: Serve) -> None:
    with serving(serve) as client:
        upload = send(client, {"要点.txt": PLAN.encode()})["id"]
        settled(client, upload)
        head = {
            "title": "泾县2024年法治工作方案",
            "number": "泾政办〔2024〕5号",
            "issued": "2024-02-03",
        }
        assert said(client, upload, **head, genre="implementation_plan").status_code == 200
        (item,) = settled(client, upload)["items"]
        (read,) = item["documents"]
        assert (read["title"], read["number"], read["issued"]) == tuple(head.values())
        assert (read["genre"], read["period"]) == ("implementation_plan", [2024, 2024])
        assert read["id"] == "doc/泾政办-2024-5号", "the id follows what was said"
        assert item["said"]["0"]["number"] == head["number"]
        assert said(client, upload, number="").status_code == 200
        (item,) = settled(client, upload)["items"]
        assert (
            item["documents"][0]["number"] == "" and item["documents"][0]["title"] == head["title"]
        )
        assert said(client, upload, title=f"{head['title']}\x07\u202e").status_code == 200
        (item,) = settled(client, upload)["items"]
        assert item["documents"][0]["title"] == head["title"], "nothing hidden is kept"
        assert said(client, upload, issued="2023-02-30").status_code == 422
        assert said(client, upload, document=7, title="没有的").status_code == 404
        kept = keep(client, upload)["kept"][0]["documents"][0]
        told = client.get(f"/api/documents/{kept}").json()
        assert (told["title"], told["document_number"]) == (head["title"], None)
        assert any(w["code"] == "metadata_given" for w in told["warnings"]), (
            "it is told who says so"
        )
        again = send(client, {"再来.txt": (PLAN + "（三）抓好普法。\n").encode()})["id"]
        settled(client, again)
        assert said(client, again, **head).status_code == 200
        (item,) = settled(client, again)["items"]
        assert item["verdict"]["does"] == "add", "another number is another document"
        assert said(client, again, number="").status_code == 200
        (item,) = settled(client, again)["items"]
        assert item["verdict"]["does"] == "replace"
        (note,) = item["verdict"]["told"]
        assert "标题" in note and note.endswith("由导入的人指定。"), (
            "nothing said is lost in silence"
        )


def test_words_that_are_no_unit_are_dropped_and_taken_back(serve: Serve) -> None:
    with serving(serve) as client:
        upload = send(client, {"要点.txt": PLAN.encode()})["id"]
        (item,) = settled(client, upload)["items"]
        before = item["documents"][0]["facts"]
        assert said(client, upload, drop=["县财政局"]).status_code == 200
        (item,) = settled(client, upload)["items"]
        after = item["documents"][0]["facts"]
        assert after["assignments"] == before["assignments"] - 1
        assert after["units"] == before["units"] - 1 and after["tasks"] == before["tasks"]
        assert said(client, upload, drop=["县司法局"]).status_code == 200
        (item,) = settled(client, upload)["items"]
        assert item["said"]["0"]["drop"] == ["县财政局", "县司法局"], "one after the other"
        assert client.post(
            f"/api/uploads/{upload}/correct", params={"file": 0}, headers=TOKEN
        ).is_success
        (item,) = settled(client, upload)["items"]
        assert item["documents"][0]["facts"] == before and item["said"] == {}
        assert said(client, upload, drop=["县财政局"]).status_code == 200
        settled(client, upload)
        keep(client, upload)
        labels = [u["label"] for u in client.get("/api/units").json()["items"]]
        assert labels and not any("财政局" in label for label in labels)


@pytest.mark.parametrize(
    "body",
    [
        {"issued": "2023-13-01"},
        {"issued": "昨天"},
        {"period": "2025-2023"},
        {"period": "一年"},
        {"genre": "novel"},
        {"title": "长" * 301},
        {"colour": "red"},
        {"document": -1},
        {"drop": [""]},
    ],
)
def test_what_cannot_be_meant_is_refused_and_changes_nothing(
    client: httpx.Client, body: dict[str, Any]
) -> None:
    upload = send(client, {"要点.txt": PLAN.replace("2023", "2017").encode()})["id"]
    before = settled(client, upload)["items"]
    assert said(client, upload, **body).status_code == 422
    assert settled(client, upload)["items"] == before
    client.delete(f"/api/uploads/{upload}", headers=TOKEN)


def test_only_the_writer_may(client: httpx.Client, serve: Serve) -> None:
    files = [("files", ("要点.txt", PLAN.encode()))]
    for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": "Basic d3JpdGU6eA=="}):
        answer = client.post("/api/uploads", files=files, headers=headers)
        assert answer.status_code == 401, headers
        assert answer.headers["content-type"] == "application/problem+json"
    # What a foreign page can make a browser send: a form with cookies, never the header.
    foreign = {"Cookie": "token=write-0123456789", "Origin": "http://evil.example"}
    assert client.post("/api/uploads", files=files, headers=foreign).status_code == 401
    assert client.get("/api/uploads").status_code == 401
    with serve(Settings(), open_store(None)) as closed:
        answer = closed.post("/api/uploads", files=files, headers=TOKEN)
        assert (answer.status_code, answer.json()["code"]) == (403, "read_only")
        page = closed.get("/import").text
        assert "--writable" in page and "zhize build" in page


def test_limits_are_told(serve: Serve) -> None:
    with serving(serve, upload_files=2, upload_bytes=20_000) as client:
        three = [("files", (f"{n}.txt", PLAN.encode())) for n in range(3)]
        assert client.post("/api/uploads", files=three, headers=TOKEN).status_code in (400, 413)
        upload = send(client, {"一.txt": PLAN.encode(), "二.txt": b""})["id"]
        more = client.post(f"/api/uploads/{upload}", files=three[:1], headers=TOKEN)
        assert (more.status_code, more.json()["code"]) == (413, "too_many")
        big = client.post(
            "/api/uploads", files=[("files", ("大.txt", b"x" * 30_000))], headers=TOKEN
        )
        assert (big.status_code, big.json()["code"]) == (507, "staging_full")
        stated = {**TOKEN, "Content-Type": "multipart/form-data; boundary=x"}
        huge = client.post("/api/uploads", content=b"x" * 65_000_000, headers=stated)
        assert (huge.status_code, huge.json()["code"]) == (413, "too_large")
        for body, headers in ((b"{}", {"Content-Type": "application/json"}), (b"--y", stated)):
            answer = client.post("/api/uploads", content=body, headers={**TOKEN, **headers})
            assert answer.status_code in (400, 415)
            assert answer.json()["hint"]


def test_what_is_decided_makes_room(serve: Serve) -> None:
    with serving(serve, upload_bytes=1000) as client:
        for year in (2015, 2016, 2017):
            upload = send(client, {"要点.txt": PLAN.replace("2023", str(year)).encode()})["id"]
            if year < 2017:
                assert keep(client, upload)["kept"]
        full = client.post("/api/uploads", files=[("files", ("三.txt", b"x" * 900))], headers=TOKEN)
        assert full.status_code == 507, "the last one waits"
        client.delete(f"/api/uploads/{upload}", params={"file": 0}, headers=TOKEN)
        (large,) = send(client, {"包.zip": packed({"甲.txt": b"x" * 5000})})["items"]
        assert (large["state"], large["error"]["code"]) == ("refused", "staging_full")


def test_what_is_discarded_while_it_is_read_stays_so(client: httpx.Client) -> None:
    slow = "".join(f"（{n}）推进第{n}项工作。（牵头单位：县司法局）\n" for n in range(4000))
    files = [("files", ("慢.txt", slow.encode())), ("files", ("后.txt", b"\xe5\x90\x8e"))]
    upload = client.post("/api/uploads", files=files, headers=TOKEN).json()["id"]
    while client.get(f"/api/uploads/{upload}").json()["items"][0]["state"] == "waiting":
        time.sleep(0.01)
    client.delete(f"/api/uploads/{upload}", params={"file": 0}, headers=TOKEN)
    # The second file is read after the first.
    assert settled(client, upload)["items"][0]["state"] == "discarded"


def test_the_import_page_never_shows_a_password(serve: Serve) -> None:
    address = "http://me:s3cret@store.example/query"
    with serve(Settings(store=address), open_store(None)) as closed:
        page = closed.get("/import").text
    assert "store.example/query" in page and "s3cret" not in page


def test_a_file_that_takes_too_long_is_stopped_and_the_next_is_read(serve: Serve) -> None:
    with serving(serve, upload_seconds=0.2) as client:
        slow = "".join(f"（{n}）推进第{n}项工作。（牵头单位：县司法局）\n" for n in range(9000))
        (item,) = send(client, {"慢.txt": slow.encode()})["items"]
        assert (item["state"], item["error"]["code"]) == ("refused", "timeout")
        assert item["error"]["hint"]


def test_undecided_uploads_expire() -> None:
    now = [0.0]
    staging = Staging(Setup(), Limits(rest=60), clock=lambda: now[0])
    try:
        upload = staging.begin()
        now[0] = 59
        assert staging.get(upload.id) is upload  # looking at it keeps it
        now[0] = 118
        assert staging.get(upload.id) is upload and upload.folder.is_dir()
        now[0] = 179
        with pytest.raises(NotFoundError):
            staging.get(upload.id)
        assert not upload.folder.exists()
    finally:
        staging.close()


def test_preview_shows_owners_and_text(client: httpx.Client) -> None:
    hostile = PLAN.replace("2023", "2018").replace("组织", "<script>window.PWN=1</script>组织")
    upload = send(client, {"<script>x</script>.txt": hostile.encode()})["id"]
    page = client.get(f"/import/{upload}/0").text
    assert "司法局" in page and "落实第一责任人职责" in page and 'id="owners"' in page
    assert "<script>window.PWN" not in page and "&lt;script&gt;window.PWN" in page
    assert client.get(f"/import/{upload}/7").status_code == 404
    kept = keep(client, upload)["kept"][0]["documents"][0]
    moved = client.get(f"/import/{upload}/0", follow_redirects=False)
    assert moved.status_code == 303 and kept


def test_samples_keep_their_own_places(serve: Serve) -> None:
    with resources.as_file(resources.files("loaders") / "samples") as samples:
        own = {"places": samples / "places.csv", "units": samples / "units.csv"}
        store = open_store(None)
        load([str(next((samples / "documents").glob("01-*")))], store, setup=Setup(**own))
        registry = len(store.quads("graph/registry"))
        with serve(Settings(token=WRITE, **own), store) as client:
            file = next((samples / "documents").glob("02-*"))
            upload = send(client, {file.name: file.read_bytes()})
            assert upload["items"][0]["documents"][0]["place"][-1] == "柳泊镇"
            keep(client, upload["id"])
            assert len(store.quads("graph/registry")) == registry
            assert client.get("/api/stats").json()["documents"] == 2
