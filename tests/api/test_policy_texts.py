"""A policy's page shows as its text only a document that can be it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.loading import load
from api.settings import Settings
from kg.store import open_store

TITLE = "2023年度政务公开重点工作清单"
CITY = (
    f"合肥市人民政府办公室关于印发{TITLE}的通知\n\n各区人民政府：\n现将《{TITLE}》印发给你们，请认真落实。\n"
    f"合肥市人民政府办公室\n2023年5月31日\n\n{TITLE}\n\n"
    "一、公开涉企政策。每月更新政策清单。（责任单位：市司法局）\n"
)
OTHERS = (
    "芜湖市2023年政务公开工作要点\n\n一、落实上级部署\n\n"
    f"1.按照《{TITLE}》（皖政务办〔2023〕2号）要求公开信息。（责任单位：市司法局）\n"
    f"2.学习《合肥市人民政府办公室关于印发{TITLE}的通知》。（责任单位：市司法局）\n"
)
OWN = (
    "芜湖市2023年法治宣传工作方案\n\n一、落实部署\n\n"
    "1.落实《芜湖市2023年政务公开工作要点》。（责任单位：市司法局）\n"
)
Serve = Callable[..., Any]


@pytest.fixture(scope="module")
def client(serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder, store = tmp_path_factory.mktemp("titles"), open_store(None)
    for name, text in (("合肥", CITY), ("芜湖", OTHERS), ("方案", OWN)):
        Path(folder / f"{name}.txt").write_text(text, encoding="utf-8")
    load([str(folder)], store)
    with serve(Settings(), store) as client:
        yield client


def texts(client: httpx.Client, cited: str) -> list[str]:
    """The labels of the documents shown as the text of the policy whose label is ``cited``."""
    items = client.get("/api/policies").json()["items"]
    policy = next(p for p in items if p["label"] == cited)
    return [d["label"] for d in client.get(f"/api/policies/{policy['id']}").json()["texts"]]


def test_another_issuers_document_of_the_same_title_is_not_its_text(client: httpx.Client) -> None:
    assert texts(client, TITLE) == []


def test_a_document_is_the_text_of_the_title_that_says_whose_it_is(client: httpx.Client) -> None:
    assert texts(client, "芜湖市2023年政务公开工作要点") == ["芜湖市2023年政务公开工作要点"]
    assert texts(client, f"合肥市人民政府办公室关于印发{TITLE}的通知") == [TITLE]
