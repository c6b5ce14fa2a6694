"""The columns of the school form in use (its 68 fields, as it writes them) are known to the catalogue that ships."""

from fractions import Fraction
from pathlib import Path

import pytest

from dabiao.inputs.read import read_files
from dabiao.inputs.tidy import Defaults
from national_helpers import REGION, YEAR, book, text_of, vocabulary

FLAGS = {
    "是否2010年及之前规划并建成": "建校2010年及之前",
    "是否2016年及之前规划并建成": "建校2016年及之前",
    "是否人口密度过高的大城市中心城区学校": "中心城区",
    "是否50人及以上但不足100人的乡村小规模学校和教学点": "乡村小规模",
    "是否最大班额低于30人的农村小规模学校": "最大班额低于30人",
}
BANDS = (
    "25人及以下",
    "26至30人",
    "31至35人",
    "36至40人",
    "41至45人",
    "46至50人",
    "51至55人",
    "56至60人",
    "61至65人",
    "66人及以上",
)
FIGURES = {
    "小学学生人数": "小学在校生数",
    "初中学生人数": "初中在校生数",
    "随迁子女在校生人数": "随迁子女在校生数",
    "划片范围内在校学生人数(小学)": "小学划片范围内在校生数",
    "划片范围内在校学生人数(初中)": "初中划片范围内在校生数",
    "班级总数": "班级总数",
    "班额≤25人": "班额25人及以下",
    **{f"班额{band.replace('至', '-')}": f"班额{band}" for band in BANDS[1:-1]},
    "班额≥66人": "班额66人及以上",
    "专任教师总人数": "专任教师总数",
    "专科(小学)": "小学专科专任教师数",
    **{f"{degree}({stage})": f"{stage}{degree}专任教师数" for stage in ("小学", "初中") for degree in ("本科", "硕士", "博士")},
    **{f"县级及以上骨干教师数({stage})": f"{stage}县级以上骨干教师数" for stage in ("小学", "初中")},
    "持有教师资格证的专任教师人数": "持教师资格证专任教师数",
    "近5年培训满360学时专任教师人数": "培训满360学时教师数",
    **{f"{of}专任教师({stage})": f"{stage}{of}专任教师数" for stage in ("小学", "初中") for of in ("体育", "音乐", "美术", "艺术")},
    **{f"交流轮岗、兼职、走教体艺教师数({stage})": f"{stage}交流轮岗兼职走教体艺教师数" for stage in ("小学", "初中")},
    "教学及辅助用房总面积": "教学及辅助用房面积",
    "室内体育用房面积": "室内体育用房面积",
    "学校体育馆面积": "体育馆面积",
    "校内体育场面积": "运动场地面积",
    "校外租赁场馆面积": "租赁场馆面积",
    "校内其他体育场面积": "校内其他体育场面积",
    "教学仪器设备资产值(账面原值,万元)": "教学仪器设备值",
    "网络多媒体教室间数": "网络多媒体教室数",
    "音乐教室总间数": "音乐教室数",
    "音乐教室≥96㎡": "音乐教室96平方米及以上数",
    "音乐教室73-96㎡": "音乐教室73至96平方米数",
    "音乐教室61-73㎡": "音乐教室61至73平方米数",
    "美术教室总间数": "美术教室数",
    "美术教室≥90㎡": "美术教室90平方米及以上数",
    "美术教室67-90㎡": "美术教室67至90平方米数",
    "美术教室61-67㎡": "美术教室61至67平方米数",
    "上一年度公用经费预算总额(万元)": "公用经费预算总额",
    "教师培训经费预算总额(万元)": "教师培训经费预算总额",
    "毕业学生人数": "毕业生数",
    "初一时在校学生数": "三年前初一在校生数",
    "三年转入": "三年转入学生数",
    "三年转出": "三年转出学生数",
    "三年死亡": "三年死亡学生数",
}  # fmt: skip
# names a county writes for the same
OTHERS = {
    "三年转入人数": "三年转入学生数",
    "三年转出人数": "三年转出学生数",
    "三年死亡人数": "三年死亡学生数",
    "教学仪器设备资产值（万元）": "教学仪器设备值",
}


@pytest.mark.parametrize("columns", [{**FLAGS, **FIGURES}, OTHERS], ids=["the-form", "other-names"])
def test_every_field_is_read_as_what_it_means(columns: dict[str, str], tmp_path: Path) -> None:
    """Each with a figure of its own, so that none is read as another."""
    typed: dict[str, object] = {"学校名称": "甲", "学校类型": "九年一贯制", "学校代码": "2108", "建校时间": "1998"}
    typed |= {header: "是" if header in FLAGS else number for number, header in enumerate(columns, 100)}
    path = tmp_path / "学校.csv"
    path.write_text(text_of([typed]), encoding="utf-8")
    read = read_files([path], vocabulary(), Defaults(REGION, YEAR))
    assert read.diagnostics == ()
    made = {book().indicators[o.indicator or ""].name: o.value for o in read.observations}
    for number, (header, item) in enumerate(columns.items(), 100):
        scale = 10000 if "万元" in header else 1
        assert made[item] == (1 if header in FLAGS else number * scale), header


def test_the_field_the_form_lacks(tmp_path: Path) -> None:
    """Rooms of 54 to 61 ㎡ are lawful in small schools; the form has no band for them."""
    path = tmp_path / "学校.csv"
    rows = [{"学校名称": "甲", "学校类型": "小学", "音乐教室54-61㎡": 1, "美术教室54-61㎡": 2}]
    path.write_text(text_of(rows), encoding="utf-8")
    read = read_files([path], vocabulary(), Defaults(REGION, YEAR))
    made = {book().indicators[o.indicator or ""].name: o.value for o in read.observations}
    assert (made["音乐教室54至61平方米数"], made["美术教室54至61平方米数"]) == (Fraction(1), Fraction(2))
