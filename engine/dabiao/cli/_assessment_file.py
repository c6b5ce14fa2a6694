"""Assessment files named on the command line."""

from collections.abc import Sequence
from pathlib import Path

from dabiao.assess.assessment import Assessment
from dabiao.assess.contract import read_assessment
from dabiao.diagnostics import Diagnostic, InputError, Span, error


def load_assessments(files: Sequence[Path]) -> list[tuple[str, Assessment]]:
    """Each file's assessment beside its name. Raises InputError with everything wrong with any of them (ASM850 to ASM854)."""
    made, found = [], list[Diagnostic]()
    for path in files:
        try:
            made.append((str(path), read_assessment(path.read_bytes(), str(path))))
        except OSError as failure:
            message = f"评估文件打不开：{failure.strerror or type(failure).__name__}"
            found.append(error("ASM850", message, Span(str(path)), hint="检查文件名"))
        except InputError as failure:
            found += failure.diagnostics
    if found:
        raise InputError(found)
    return made
