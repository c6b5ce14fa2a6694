"""`NamedTuple` as typing has it, but quick to define: a start defines some hundred values, and throws none away.

`typing.NamedTuple` compiles a constructor for each class, which is most of what importing this package would cost. Here all classes
share one. To the type checker, and from Python 3.14 on (where annotations are no longer there when a class is made), it is typing's own.
"""

import sys
from typing import TYPE_CHECKING

__all__ = ["NamedTuple"]

if TYPE_CHECKING or sys.version_info >= (3, 14):
    from typing import NamedTuple
else:
    from collections import namedtuple
    from typing import Any

    # what reads the nth field: one for all classes, as collections makes them
    _WIDEST = namedtuple("_WIDEST", [f"f{n}" for n in range(48)])
    _READERS = tuple(vars(_WIDEST)[name] for name in _WIDEST._fields)

    class _Defined(type):
        """Makes the class: a reader for each annotated name, its defaults, and nothing else to store."""

        def __new__(cls, name: str, bases: tuple[type, ...], body: dict[str, Any]) -> type:
            fields = tuple(body.get("__annotations__", ()))
            defaults = {field: body[field] for field in fields if field in body}
            body |= zip(fields, _READERS[: len(fields)], strict=True)
            body["_tail"] = tuple(defaults.values())
            body |= {"__slots__": (), "_fields": fields, "_field_defaults": defaults, "__match_args__": fields}
            return type.__new__(cls, name, bases, body)

    def _by_name(kind, place, named):
        """The values of the fields from a place on; TypeError where one is missing, unknown, or was given in order already."""
        wanted, defaults = kind._fields[place:], kind._field_defaults
        for name in kind._fields[max(place, len(kind._fields) - len(defaults)) :]:
            named.setdefault(name, defaults[name])
        if len(named) != len(wanted):
            raise TypeError(f"{kind.__name__}: {', '.join(named)} for {', '.join(wanted)}")
        try:
            return tuple(map(named.__getitem__, wanted))
        except KeyError as missing:
            raise TypeError(f"{kind.__name__}: {missing} is missing") from None

    class NamedTuple(tuple, metaclass=_Defined):
        """An immutable value with named fields; built from its fields in order, or by name."""

        def __new__(cls, *given, **named):
            missing = len(cls._fields) - len(given)
            if named:
                given += _by_name(cls, len(given), named)
            elif missing > 0:
                given += cls._tail[-missing:]
            if len(given) != len(cls._fields):
                raise TypeError(f"{cls.__name__}: {len(given)} values for {', '.join(cls._fields)}")
            return tuple.__new__(cls, given)

        @classmethod
        def _make(cls, values):
            """A value of an iterable of all its fields in order."""
            return cls(*values)

        def _replace(self, **changed):
            """The same value but for the fields named; ValueError where there is no such field."""
            values = dict(zip(self._fields, self, strict=True))
            values.update(changed)
            if len(values) != len(self):
                raise ValueError(f"no such fields: {[name for name in changed if name not in self._fields]}")
            return tuple.__new__(type(self), values.values())

        def _asdict(self):
            """The fields by name, in order."""
            return dict(zip(self._fields, self, strict=True))

        def __repr__(self):
            fields = ", ".join(f"{name}={value!r}" for name, value in zip(self._fields, self, strict=True))
            return f"{type(self).__name__}({fields})"

        def __getnewargs__(self):
            return tuple(self)
