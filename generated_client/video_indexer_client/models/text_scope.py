from typing import Literal

TextScope = Literal[
    "Annotations",
    "Brands",
    "NamedLocations",
    "NamedPeople",
    "Ocr",
    "Topics",
    "Transcript",
]

TEXT_SCOPE_VALUES: set[TextScope] = {
    "Annotations",
    "Brands",
    "NamedLocations",
    "NamedPeople",
    "Ocr",
    "Topics",
    "Transcript",
}


def check_text_scope(value: str) -> TextScope:
    if value in TEXT_SCOPE_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {TEXT_SCOPE_VALUES!r}"
    )
