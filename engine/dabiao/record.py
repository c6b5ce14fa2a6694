"""`NamedTuple` as typing has it, but quick to define: a start defines some hundred values, and throws none away.

`typing.NamedTuple` compiles a constructor for each class, which is most of what importing this package would cost. Here all classes
share one. To the type checker, and from Python 3.14 on (where annotations are no longer there when a class is made), it is typing's own.
"""

import sys

__all__ = ["TYPE_CHECKING", "NamedTuple"]

# true to the type checker, as typing's own is, which modules a start imports do without: typing takes as long to import as ten of them
TYPE_CHECKING = False

if TYPE_CHECKING or sys.version_info >= (3, 14):
    from typing import NamedTuple
else:
    from collections import namedtuple

    # what reads the nth field, as collections makes it: one for all classes
    _Reader = type(vars(namedtuple("_One", "first"))["first"])
    _READERS = tuple(_Reader(n, None) for n in range(48))

    class _Defined(type):
        """Makes the class: a reader for each annotated name, its defaults, and nothing else to store."""

        def __new__(cls, name: str, bases: tuple[type, ...], body: dict[str, object]) -> type:
            fields = tuple(body.get("__annotations__", ()))
            defaults = {field: body[field] for field in fields if field in body}
            body |= zip(fields, _READERS[: len(fields)], strict=True)
            body |= {"_size": len(fields), "_tail": tuple(defaults.values())}
            body |= {"__slots__": (), "_fields": fields, "_field_defaults": defaults, "__match_args__": fields}
            return type.__new__(cls, name, bases, body)

    def _completed(kind, given, named):
        """All values in order; TypeError where one is missing, unknown, or given twice."""
        fields, place = kind._fields, len(given)
        if named:
            if not place and tuple(named) == fields:
                return named.values()
            for name in fields[max(place, kind._size - len(kind._tail)) :]:
                named.setdefault(name, kind._field_defaults[name])
            if place + len(named) == kind._size:
                try:
                    return (*given, *map(named.__getitem__, fields[place:]))
                except KeyError as missing:
                    raise TypeError(f"{kind.__name__}: {missing} is missing") from None
        elif kind._size - len(kind._tail) <= place < kind._size:
            return given + kind._tail[place - kind._size :]
        raise TypeError(f"{kind.__name__}: {place} values and {', '.join(named) or 'no names'} for {', '.join(fields)}")

    _new = tuple.__new__

    class NamedTuple(tuple, metaclass=_Defined):
        """An immutable value with named fields; built from its fields in order, or by name."""

        def __new__(cls, *given, **named):
            if named or len(given) != cls._size:
                given = _completed(cls, given, named)
            return _new(cls, given)

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
