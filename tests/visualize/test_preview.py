"""What the preview of a file says is what the graph will say."""

from __future__ import annotations

from kg.ask import Ask
from kg.build import quads
from kg.store import open_store
from loaders.pipeline import extract
from loaders.readers import read
from visualize import preview
from visualize.i18n import Words

PLAN = """霁川县2025年政务服务工作要点

一、优化服务
（1）推行在线帮办，九成问题当场解决。(责任单位：县政务服务办)
（2）打造企业服务旗舰店，完善县、镇、村三级联动的企业移动端政务服务体系，推动事项上线。(责任单位：县政务服务办、县经委)
"""


def test_tasks_are_called_alike_before_and_after_they_are_kept() -> None:
    (record,) = extract(read(PLAN.encode(), "要点.txt"))
    store = open_store(None)
    store.replace([record.id], quads(record))
    kept = [task["label"] for task in Ask(store).document(record.id)["tasks"]]
    shown = [row["title"] for row in preview.values(record, Words("zh"))["owners"]]
    assert shown == kept and len(kept) == 2
    assert not any("责任单位" in title for title in shown)
