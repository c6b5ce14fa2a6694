"""Word: an assessment as a 自评报告, laid out as a 公文 or put into the office's own template."""

from dabiao.assess.assessment import Assessment


def render(assessment: Assessment, template: bytes | None = None) -> bytes:
    """The report (.docx). With a template, its fields are filled instead (docs/报告模板.md lists them).

    What no data support is a marked blank (〔待填：…〕, highlighted). The same assessment gives the same bytes.
    Raises InputError where the template is no .docx (WRD801) or its fields are written wrongly (WRD802).
    """
    import io

    from dabiao.reports.docx._archive import repacked
    from dabiao.reports.docx._content import content

    report = content(assessment)
    if template is not None:
        from dabiao.reports.docx._template import fill

        return repacked(fill(template, report, assessment))
    from dabiao.reports.docx._page import new_document
    from dabiao.reports.docx._report import write
    from dabiao.reports.docx._write import Writer

    document = new_document("".join(report.title))
    write(Writer(document), report, assessment)
    made = io.BytesIO()
    document.save(made)
    return repacked(made.getvalue())
