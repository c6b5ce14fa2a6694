"""A hand-built Assessment with every verdict, every flag and the awkward cases of a report."""

from typing import Any

from dabiao.assess.assessment import (
    Assessment,
    ClauseText,
    ConclusionText,
    Engines,
    Finding,
    PackInfo,
    Place,
    Read,
    RestsOn,
    Verdict,
)

PLAN = PackInfo(
    "demo-plan-2021",
    "示例区“十四五”教育发展规划",
    "示政发〔2021〕1号",
    "示例区人民政府",
    "110101",
    "district",
    (2021, 2025),
    True,
    False,
    0,
)
UNTITLED = PackInfo("demo-points-2023", None, None, None, "110101", "district", (2023, 2023), True, False, 0)
OLD = PackInfo(
    "demo-plan-2016", "示例区“十三五”教育发展规划", None, None, "110101", "district", (2016, 2020), False, False, 0
)
ENGINES = Engines(("durable", "reference"), True, "")


def verdict(name: str, kind: str, **fields: Any) -> Verdict:
    """A verdict on an indicator of that name; what is not said is what a bare milestone would have."""
    usual: dict[str, Any] = {
        "target": name,
        "pack": PLAN.id,
        "indicator": None,
        "indicator_name": name,
        "year": 2023,
        "form": "value",
        "verdict": kind,
        "flags": (),
        "requirement": f"{name}（2025 年底前）",
        "every": False,
        "due": kind not in ("pending", "on_track", "behind"),
        "binding": True,
        "force": "must",
        "clause": clause(),
        "lead": (),
        "origin": (),
        "evidence": (),
        "readings": (),
        "rule": "demo.yaml:1:1",
        "note": "",
    }
    return Verdict(**{**dict.fromkeys(Verdict._fields), **usual, **fields})


def figure(name: str, kind: str, value: str, limit: str, **fields: Any) -> Verdict:
    """A verdict on a share in per cent that is to be at least the limit."""
    usual = {
        "value": value,
        "shown": value,
        "limit": limit,
        "op": ">=",
        "unit": "%",
        "gap": "0",
        "requirement": f"≥ {limit} %（2025 年底前）",
    }
    return verdict(name, kind, **{**usual, **fields})


def clause(at: str = "二（四）发展目标 第1段", quote: str = "原文这样写", source: str = PLAN.title or "") -> ClauseText:
    """A clause of the plan."""
    return ClauseText(source, PLAN.number, at, quote)


def read(value: str | None, kind: str, cell: str, label: str = "填报", primary: bool = True, **fields: Any) -> Read:
    """A reading of a cell of 填报表.xlsx."""
    usual: dict[str, Any] = {"right": None, "status": "actual", "formula": None, "inputs": (), "doubts": (), "note": ""}
    origin = (Place("填报表.xlsx", "指标", cell),)
    return Read(
        **{**usual, "label": label, "value": value, "verdict": kind, "primary": primary, "origin": origin, **fields}
    )


def assessment(*verdicts: Verdict, **fields: Any) -> Assessment:
    """An assessment of these verdicts."""
    packs = tuple(pack._replace(verdicts=sum(v.pack == pack.id for v in verdicts)) for pack in (PLAN, UNTITLED, OLD))
    usual: dict[str, Any] = {
        "region": "110101",
        "region_name": "某市示例区",
        "year": 2023,
        "engines": ENGINES,
        "inputs": (("填报表.xlsx", "0" * 64),),
        "rulebook": "0" * 64,
        "packs": packs,
        "counts": {},
        "verdicts": verdicts,
        "conclusions": (),
        "findings": (),
        "incomplete": (),
    }
    return Assessment(**{**usual, **fields})


SAMPLE = assessment(
    figure(
        "义务教育巩固率",
        "met",
        "99.5",
        "99",
        shown="99.50",
        stage="义务教育",
        requirement="≥ 99 %（逐年）",
        baseline=(2020, "100"),
        binding=False,
        note="另有更严的要求：demo-plan-2021/retention-table（＞ 99 %（逐年））",
    ),
    figure(
        "普惠性幼儿园覆盖率",
        "behind",
        "70.1",
        "83",
        shown="70.10",
        stage="学前",
        flags=("customary",),
        gap="12.9",
        short="还差 1290 人（普惠性幼儿园在园幼儿数）",
        baseline=(2020, "68"),
        path="77",
        nature="约束性",
        clause=clause(quote="普惠性幼儿园覆盖率达83%以上"),
        lead=("学前教育科", "计划财务科"),
    ),
    figure(
        "高中阶段毛入学率",
        "not_met",
        "97.996",
        "98",
        shown="98.00",
        flags=("borderline",),
        gap="0.004",
        requirement="≥ 98 %（2023 年底前）",
        clause=clause("三（一）表1 高中阶段毛入学率", "高中阶段毛入学率（%） 98"),
        lead=("基础教育科",),
    ),
    figure(
        "平均班额",
        "not_met",
        "46",
        "45",
        op="<=",
        unit="人",
        stage="小学",
        gap="1",
        requirement="≤ 45 人（2023 年底前）",
        force="strive",
        clause=clause("三（一）2", "平均班额不超过45人"),
    ),
    figure(
        "学前三年毛入园率",
        "unverified",
        "91.5",
        "95",
        stage="学前",
        flags=("suspect",),
        gap="3.5",
        readings=(read("91.5", "met", "E2"), read("91", "not_met", "E3")),
        note="两个数互相矛盾",
    ),
    figure(
        "公办园在园幼儿占比",
        "on_track",
        "50.2",
        "55",
        stage="学前",
        flags=("disputed", "estimated"),
        gap="4.8",
        baseline=(2020, "48"),
        path="50",
        readings=(read("50.2", "on_track", "E4", "计算"), read("49.1", "behind", "E5", "按园所数", primary=False)),
    ),
    verdict("示例中学通过省示范性高中评审", "no_data", requirement="示例中学通过省示范性高中评审（2023 年底前）"),
    verdict("每年开展学生视力监测", "unverified", requirement="每年开展学生视力监测（逐年）", note="没有写佐证材料"),
    verdict(
        "配备心理健康教师的学校比例",
        "no_data",
        stage="中小学",
        form="each",
        requirement="每个学校（学生数 > 1000） 专职心理健康教师 ≥ 1，比例 ＝ 100 %（逐年）",
        clause=clause("三（二）4", "超过1000人的学校必须配备专职教师"),
        lead=("德育科", "人事科", "财政局"),
    ),
    verdict(
        "建立教育督导平台",
        "pending",
        pack=UNTITLED.id,
        clause=clause("二7", "建立教育督导平台", UNTITLED.id),
        force="encourage",
        requirement="建立教育督导平台（2023 年底前）",
    ),
    figure("校园无线网络覆盖率", "met", "100", "100", due=False, clause=clause("四（一） 第2段", "实现无线网络全覆盖")),
    figure(
        "特殊教育资源中心覆盖率",
        "waived",
        "80",
        "100",
        gap="20",
        note="豁免：受灾重建，至 2024-12-31（示教〔2023〕9号）",
    ),
    verdict(
        "大校额学校数",
        "not_applicable",
        stage="义务教育",
        requirement="比上年变化 ＜ 0 所（逐年）",
        note="两年都已到头",
    ),
    conclusions=(
        ConclusionText(
            pack="demo-plan-2021",
            id="balance",
            title="县域义务教育优质均衡",
            outcome="不合格",
            because=("平均班额",),
            rule="all",
            least=0,
            members=("平均班额",),
            rests_on=(RestsOn("target", "平均班额", None, None, "不合格"),),
            clause=None,
        ),
    ),
    findings=(
        Finding(
            "DAT203",
            "warning",
            "“学前三年毛入园率”2023 年有两个不同的数：91.5、91",
            ("填报表.xlsx!指标!E2", "填报表.xlsx!指标!E3"),
            "核对后保留一个",
        ),
    ),
    incomplete=("demo-plan-2016",),
)
