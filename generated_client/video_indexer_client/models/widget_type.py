from typing import Literal

WidgetType = Literal["Keywords", "People", "Search", "Sentiments"]

WIDGET_TYPE_VALUES: set[WidgetType] = {
    "Keywords",
    "People",
    "Search",
    "Sentiments",
}


def check_widget_type(value: str) -> WidgetType:
    if value in WIDGET_TYPE_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {WIDGET_TYPE_VALUES!r}"
    )
