"""Verbs that no list of the genre holds, and verbs that say one work together."""

from __future__ import annotations

import pytest

from loaders.extract.statements import action_object


@pytest.mark.parametrize(
    ("sentence", "action", "thing"),
    [
        # verbs of the common dictionary, read only where a clause or what follows an adverb begins
        ("延展渡口服务链,支持船员创业", "延展", "渡口服务链"),
        ("船主不得恶化航道水质", "恶化", "航道水质"),
        ("船员应仔细阅读、理解摆渡须知,填写报名表", "阅读、理解", "摆渡须知"),
        ("任何人不得胁迫、诱骗他人参加摆渡", "胁迫、诱骗", "他人参加摆渡"),
        ("必须严格按照调度单位的指令启闭闸门", "启闭", "闸门"),
        ("在船舶集中停泊区域,划定专用泊位", "划定", "专用泊位"),
        ("采伐标准应当向社会公布", "公布", "采伐标准"),
        # an adverb that is a verb too, where no other verb follows
        ("加快重点渡口标准体系建设,推动成果应用", "加快", "重点渡口标准体系建设"),
        ("依法规范非正常申请行为,查处违法摆渡", "规范", "非正常申请行为"),
        # the second of two verbs of one process
        ("定期调查评估渡口水源环境状况", "调查评估", "渡口水源环境状况"),
        ("进一步细化公开各环节对应的责任事项", "细化公开", "各环节对应的责任事项"),
        ("县政府应当统筹规划建设应急渡口", "统筹规划建设", "应急渡口"),
        ("规划建设工作由县航运局负责", "负责", "规划建设工作"),
        ("提升监管能力", "提升", "监管能力"),
        # each with a thing of its own
        ("优化政策衔接、加大资金投入,建立保障体系", "优化", "政策衔接"),
        ("鼓励船员参与评审、开展培训", "鼓励", "船员参与评审、开展培训"),
        ("复制与检疫工作有关的发票", "复制", "与检疫工作有关的发票"),
        # where and before what it is done
        ("取得者应当到原发证机关办理权属变更登记,更换证书", "办理", "权属变更登记"),
        ("学生可以在其父母户籍所在地参加考试,并享受同等待遇", "参加", "考试"),
        ("要把群众安全放在第一位,加强巡查", "放在", "群众安全"),
        ("对在摆渡工作中作出突出贡献的单位和个人予以表彰、奖励", "予以", "表彰、奖励"),
        # what has not been done, and what only names the thing, is but what the next clause is about
        ("未聘请物业企业的渡口,由船主自行管理", "管理", "未聘请物业企业的渡口"),
        ("未经县政府批准,船主不得从事摆渡", "从事", "摆渡"),
        ("针对能够当场办结的事项,各渡口要压缩办理时限", "压缩", "办理时限"),
        ("围绕加快实现发展愿景,成立渡口专班", "成立", "渡口专班"),
        ("摆渡动员预案,由主管机构根据全县预案,会同有关部门拟订", "拟订", "摆渡动员预案"),
        ("负责现场指挥的船舶应当按照指令承担协调工作", "承担", "协调工作"),
        ("重点审查的预算草案,县人大可以先予审议", "审议", "重点审查的预算草案"),
        # verbs of two characters before those of one, and what 与 and 就 lead to
        ("船主有权依法处分个人财产", "处分", "个人财产"),
        ("自备水源不得与公共供水系统连接", "连接", "自备水源"),
        ("鉴定机构可以就特定问题聘请其他人员,进行鉴定", "聘请", "其他人员"),
        ("应当注明入境后办理证件的时限", "注明", "入境后办理证件的时限"),
        ("每年12月份组织开展渡口宣传活动", "组织开展", "渡口宣传活动"),
    ],
)
def test_read_together(sentence: str, action: str, thing: str) -> None:
    assert action_object(sentence) == (action, thing)
