"""The head of the pack: title, number, issuer, date, region, level and period, as far as the document says them."""

import re

from dabiao.rules.clauses._text import fingerprint, fold
from dabiao.rules.draft.model import Period, ProposedSource
from dabiao.rules.draft.sentences import five_years
from dabiao.rules.model import Rulebook

_NUMBER = re.compile(r"[一-龥]{2,14}[〔\[(（](?:19|20)\d\d[〕\])）]\d+号")
_DATE = re.compile(r"(20\d\d)年(\d{1,2})月(\d{1,2})日")
_TITLE_END = re.compile(r"(?:规划|要点|计划|方案|意见|纲要|决定|办法|细则|通知)(?:[((][^))]*[))])?$")
_ISSUER = re.compile(
    r"^[一-龥]{2,24}(?:人民政府|办公室|教育局|教育体育局|教育和体育局|教育工作委员会|委员会|教体局|教育厅|教育督导委员会)$"
)
_SPAN = re.compile(r"(20\d\d)年?(?:-+|~|至|到)(20\d\d)年?")
_LEVELS = {
    "省": "province",
    "自治区": "province",
    "市": "city",
    "州": "city",
    "盟": "city",
    "区": "district",
    "县": "county",
    "旗": "county",
}
_HEAD = 60


def source_of(text: str, rulebook: Rulebook, region: str | None = None) -> ProposedSource:
    """The document's particulars; what it does not say is None, what a person must settle is in `todo`.

    `region` is the region's code where a person says it.
    """
    lines = [re.sub(r"\[bookmark:[^\]]*\]", "", line).strip() for line in text.split("\n")]
    head = [line for line in lines if line][:_HEAD]
    folded = [fold(line) for line in head]
    title = _title(folded, fold("".join(head[:12])))
    number = next((line for line in folded[:20] if _NUMBER.fullmatch(line)), None)
    issued, before = _date(folded, [fold(line) for line in lines if line])
    issuer = (
        before
        if before and _ISSUER.match(before)
        else next((line for line in folded[:20] if _ISSUER.match(line)), None)
    )
    period = period_of(title or "", "".join(folded[:20]), fold(text))
    code, level, doubts = _region(
        " ".join(part for part in (title, issuer, "".join(folded)[:1500]) if part), title or "", rulebook
    )
    settled = region is not None or not any("region" in doubt for doubt in doubts)
    todo = [] if region is not None else list(doubts)
    level = _level(region, rulebook) if region is not None else level
    if title is None:
        todo.append("没有认出文件标题")
    if not period.stated:
        todo.append("文件没有写明起止年份，period 是估计")
    return ProposedSource(
        title, number, issuer, issued, region or code, level, period, fingerprint(text), settled, tuple(todo)
    )


def _title(lines: list[str], start: str) -> str | None:
    if match := re.search(r"关于印发《?([^《》]{4,50}?)》?的通知", start):
        return _shown(re.sub(r"^.*?关于印发", "", match[1]))
    for line in lines[:30]:
        if (
            6 <= len(line) <= 50
            and _TITLE_END.search(line)
            and not re.match(r"[一二三四五六七八九十]+、|\(|关于", line)
        ):
            return _shown(line)
    return None


def _shown(title: str) -> str:
    """Quotation marks as a document prints them."""
    return re.sub(r'"([^"]*)"', r"“\1”", title)


def _date(head: list[str], lines: list[str]) -> tuple[str | None, str | None]:
    for group in (head, lines[-12:]):
        for n, line in enumerate(group):
            if match := _DATE.fullmatch(line):
                year, month, day = map(int, match.groups())
                if 1 <= month <= 12 and 1 <= day <= 31:
                    return f"{year:04d}-{month:02d}-{day:02d}", group[n - 1] if n else None
    return None, None


def period_of(title: str, head: str, text: str) -> Period:
    """The years a document governs: from its title, its first lines, else the last year it sets targets for.

    >>> period_of("某县“十四五”教育发展规划", "", ""), period_of("2024年教育工作要点", "", "")
    (Period(start=2021, end=2025, stated=True), Period(start=2024, end=2024, stated=True))
    """
    for part in (fold(title), fold(head)):
        if match := _SPAN.search(part):
            return Period(int(match[1]), int(match[2]), stated=True)
        if years := five_years(part):
            return Period(*years, stated=True)
        if match := re.search(r"(20\d\d)(?:-(20\d\d))?(?:学年|年)度?.{0,20}(?:要点|计划|安排|方案|任务)", part):
            return Period(int(match[1]), int(match[2] or match[1]), stated=True)
    years_due = [int(year) for year in re.findall(r"(?:到|至)(20\d\d)年", text)]
    if years_due:
        end = max(set(years_due), key=years_due.count)
        return Period(end - 4, end, stated=False)
    named = [int(year) for year in re.findall(r"(20\d\d)年", text)]
    year = max(set(named), key=named.count) if named else 2021
    return Period(year, year + 4, stated=False)


def _region(text: str, title: str, rulebook: Rulebook) -> tuple[str, str, tuple[str, ...]]:
    """The code of the most local region of the table that the text names, its level, and what a person must settle."""
    named: list[tuple[int, str]] = []
    for region in rulebook.regions:
        for name in (region.name, *region.aliases):
            at = text.find(name)
            if at >= 0 and len(name) >= 3 and region.code != "000000":
                named.append((_depth(region.code), region.code))
    code = max(named, key=lambda item: item[0])[1] if named else "000000"
    local = re.search(
        r"((?:(?!关于|印发|人民|政府|教育|全|年|我|本)[一-龥]){1,7}?[县旗区市])(?=人民政府|教育|[\"“]?十[一二三四五六七]五|20\d\d|办公室|委员会)",
        title + " " + text,
    )
    depth = _depth(code)
    if depth == 3:
        return code, _level(code, rulebook), ()
    if local is None:
        said = re.findall(r"[全我]([省市区县旗])", text)
        if depth or not said:
            return (
                code,
                {0: "national", 1: "province", 2: "city"}[depth],
                ("核对 region：暂按认出的地区填写",) if depth < 2 else (),
            )
        level = _LEVELS[max(set(said), key=said.count)]
        return code, level, ("没有认出地区：在 rules/regions.yaml 登记后改写 region（暂填 000000）",)
    name = local[1]
    known = rulebook.regions.name(code)
    if depth and known.endswith(name):
        return code, {1: "province", 2: "city"}[depth], ()
    level = _LEVELS.get(name[-1], "county")
    return code, level, (f"地区表里没有“{name}”：在 rules/regions.yaml 登记后改写 region（暂填 {code}）",)


def _level(code: str, rulebook: Rulebook) -> str:
    local = "district" if rulebook.regions.name(code).endswith("区") else "county"
    return {0: "national", 1: "province", 2: "city"}.get(_depth(code), local)


def _depth(code: str) -> int:
    return 0 if code == "000000" else 1 if code.endswith("0000") else 2 if code.endswith("00") else 3
