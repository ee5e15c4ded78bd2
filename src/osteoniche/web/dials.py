"""What controls are built of: a dial (slider, typed value, way back), fields, choices."""

from typing import Any

import dash_mantine_components as dmc
from dash import html

from osteoniche.limits import Range
from osteoniche.quantity import shown_unit
from osteoniche.web import ids, words


def aria(**attributes: str) -> dict[str, Any]:
    """Attributes for people who hear the page: `aria(label="Settings")` is aria-label."""
    return {f"aria-{name}": text for name, text in attributes.items()}


def data(**attributes: str) -> dict[str, Any]:
    """Attributes that scripts read: `data(unpin="0")` is data-unpin."""
    return {f"data-{name}": text for name, text in attributes.items()}


def suffix(unit: str) -> str:
    """A unit as it stands behind a typed value."""
    return f" {shown_unit(unit)}" if shown_unit(unit) else ""


def scale_text(limits: Range) -> str:
    """The range of a dial in words."""
    return str(limits)


def marks(limits: Range) -> list[dict[str, float]]:
    """A mark on the slider at the default."""
    return [{"value": limits.default}]


def dial(name: str, label: str, limits: Range, value: float, hint: str) -> html.Div:
    """A slider with a typed value in its unit and a button back to its default."""
    return html.Div(
        className="dial",
        children=[
            html.Div(
                className="dial-head",
                children=[
                    html.Label(label, htmlFor=ids.number(name), className="dial-label"),
                    dmc.NumberInput(
                        id=ids.number(name),
                        value=value,
                        min=limits.low,
                        max=limits.high,
                        step=limits.step,
                        suffix=suffix(limits.unit),
                        clampBehavior="none",
                        debounce=True,
                        size="xs",
                        className="dial-number",
                    ),
                    dmc.ActionIcon(
                        "↺",
                        id=ids.default(name),
                        variant="subtle",
                        size="md",
                        attributes={"root": aria(label=f"{label}: back to the default")},
                    ),
                ],
            ),
            dmc.Slider(
                id=ids.control(name),
                value=value,
                min=limits.low,
                max=limits.high,
                step=limits.step,
                updatemode="drag",
                label=None,
                thumbLabel=label,
                marks=marks(limits),
                size="md",
                thumbSize=22,
            ),
            html.Div(
                className="dial-foot",
                children=[html.Span(scale_text(limits), id=ids.scale(name)), html.Span(hint)],
            ),
        ],
    )  # fmt: skip


def field(
    name: str, label: str, limits: Range, value: Any, placeholder: str = ""
) -> dmc.NumberInput:
    """A typed number with its unit."""
    return dmc.NumberInput(
        id=ids.control(name),
        label=label,
        description=words.explained(name),
        value=value,
        min=limits.low,
        max=limits.high,
        step=limits.step,
        suffix=suffix(limits.unit),
        placeholder=placeholder,
        clampBehavior="none",
        debounce=True,
        size="xs",
    )


def choose(name: str, label: str, options: dict[str, str], value: str) -> dmc.Select:
    """A choice from a list: value -> words."""
    return dmc.Select(
        id=ids.control(name),
        label=label,
        description=words.explained(name),
        data=choices(options),
        value=value,
        allowDeselect=False,
        size="xs",
        checkIconPosition="right",
    )


def choices(options: dict[str, str]) -> list[dict[str, str]]:
    """Options as Mantine wants them."""
    return [{"value": value, "label": words} for value, words in options.items()]
