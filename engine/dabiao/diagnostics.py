"""One Diagnostic for loader, linter, inputs and command line, and the three families of errors that carry them."""

from collections.abc import Iterable

from dabiao.record import NamedTuple

ERROR = "error"
WARNING = "warning"


class Span(NamedTuple):
    """A place: a line of a file, or a cell of a sheet of a workbook. Lines and columns count from 1; 0 means unknown."""

    file: str
    line: int = 0
    column: int = 0
    sheet: str | None = None
    cell: str | None = None

    def __str__(self) -> str:
        """The place as a reader would look it up.

        >>> str(Span("a.csv", 3)), str(Span("a.xlsx", sheet="填报", cell="E5"))
        ('a.csv:3', 'a.xlsx!填报!E5')
        """
        if self.sheet is not None:
            return "!".join(part for part in (self.file, self.sheet, self.cell) if part)
        return ":".join([self.file, *(str(n) for n in (self.line, self.column) if n)])


class Diagnostic(NamedTuple):
    """One finding: a stable code, a severity (error or warning), what was found, where, and how to mend it (Chinese)."""

    code: str
    severity: str
    message: str
    spans: tuple[Span, ...] = ()
    hint: str = ""

    @property
    def is_error(self) -> bool:
        """Whether the run can not go on to a verdict."""
        return self.severity == ERROR

    def __str__(self) -> str:
        places = "、".join(str(span) for span in self.spans)
        head = f"{'错误' if self.is_error else '提示'} {self.code}"
        return " ".join(part for part in (head, places, self.message) if part) + (
            f" 改法：{self.hint}" if self.hint else ""
        )


class DabiaoError(Exception):
    """Something that stops a run; carries every diagnostic found, never just the first."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__("\n".join(str(d) for d in self.diagnostics))


class RuleError(DabiaoError):
    """The rules cannot be loaded or linked."""


class InputError(DabiaoError):
    """The statistics cannot be read."""


class EngineFault(DabiaoError):
    """An engine gave no verdict, two verdicts, or another verdict than the reference: never a verdict."""


def error(code: str, message: str, *spans: Span, hint: str = "") -> Diagnostic:
    """A diagnostic that stops the run."""
    return Diagnostic(code, ERROR, message, spans, hint)


def warning(code: str, message: str, *spans: Span, hint: str = "") -> Diagnostic:
    """A diagnostic that does not stop the run."""
    return Diagnostic(code, WARNING, message, spans, hint)
