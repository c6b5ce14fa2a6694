"""Diagnostics: places a reader can look up, and errors that carry every finding."""

import pytest

from dabiao.diagnostics import DabiaoError, EngineFault, InputError, RuleError, Span, error, warning


@pytest.mark.parametrize(
    ("span", "shown"),
    [
        (Span("a.yaml", 3, 7), "a.yaml:3:7"),
        (Span("a.csv", 3), "a.csv:3"),
        (Span("a.yaml"), "a.yaml"),
        (Span("a.xlsx", sheet="填报", cell="E5"), "a.xlsx!填报!E5"),
        (Span("a.xlsx", sheet="填报"), "a.xlsx!填报"),
    ],
)
def test_a_span_reads_as_one_would_look_it_up(span: Span, shown: str) -> None:
    assert str(span) == shown


def test_a_diagnostic_says_code_places_what_and_how_to_mend_it() -> None:
    text = str(error("LNK307", "名称重复", Span("a.yaml", 3), Span("b.yaml", 9), hint="合并"))
    for part in ("错误", "LNK307", "a.yaml:3", "b.yaml:9", "名称重复", "合并"):
        assert part in text
    assert text.index("a.yaml:3") < text.index("b.yaml:9") < text.index("合并")


def test_only_an_error_stops_the_run() -> None:
    assert error("X", "x").is_error
    assert not warning("X", "x").is_error
    assert str(error("X", "x"))[:2] != str(warning("X", "x"))[:2]


@pytest.mark.parametrize("family", [RuleError, InputError, EngineFault])
def test_an_exception_carries_and_shows_every_finding(family: type[DabiaoError]) -> None:
    findings = [error("RUL201", "甲", Span("a", 1)), warning("RUL202", "乙", Span("b", 2))]
    with pytest.raises(DabiaoError) as caught:
        raise family(iter(findings))
    assert caught.value.diagnostics == tuple(findings)
    assert str(caught.value).splitlines() == [str(finding) for finding in findings]
