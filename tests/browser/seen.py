"""What the eye sees of a page: colours as they are drawn, and how far they stand out."""

from typing import Any

from playwright.sync_api import Page

COLOURS = """
const parts = text => {
  const found = text.match(/^(rgba?|color)\\(([^)]*)\\)/);
  if (!found) return null;
  const [r, g, b, left = 1] = found[2].match(/[0-9.]+/g).map(Number);
  const most = found[1] === "color" ? 255 : 1;
  return [most * r, most * g, most * b, left];
};
const over = (top, under) =>
  [0, 1, 2].map(i => top[i] * top[3] + under[i] * (1 - top[3])).concat(1);
/* What lies behind an element's own content, `from` upwards. */
const ground = from => {
  const layers = [];
  for (let box = from; box; box = box.parentElement) {
    const paint = parts(getComputedStyle(box).backgroundColor);
    if (paint && paint[3] > 0) layers.push(paint);
    if (paint && paint[3] === 1) break;
  }
  return layers.reverse().reduce((under, top) => over(top, under), [255, 255, 255, 1]);
};
const faded = element => {
  let left = 1;
  for (let box = element; box; box = box.parentElement) left *= getComputedStyle(box).opacity;
  return left;
};
const light = ([r, g, b]) => {
  const [x, y, z] = [r, g, b].map(v => v / 255)
    .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
  return 0.2126 * x + 0.7152 * y + 0.0722 * z;
};
const contrast = (colour, from) => {
  const paint = typeof colour === "string" ? parts(colour) : colour;
  if (!paint) return 1;
  const under = ground(from);
  const drawn = over([paint[0], paint[1], paint[2], paint[3] * faded(from)], under);
  const [low, high] = [light(drawn), light(under)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
};
const visible = element => element.getClientRects().length > 0
  && getComputedStyle(element).visibility === "visible";
"""
"""Functions of the browser: `contrast(colour, element)` is that of a colour on an element."""

TEXTS = f"""() => {{
  {COLOURS}
  const LEAST = 4.5, LEAST_LARGE = 3;
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const judge = (element, colour, text) => {{
    const style = getComputedStyle(element);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    const ratio = contrast(colour, element);
    if (ratio < (large ? LEAST_LARGE : LEAST)) found.push([text, ratio.toFixed(2), colour]);
  }};
  let judged = 0;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {{
    const element = node.parentElement, text = node.textContent.trim();
    if (!text || !visible(element) || element.closest(":disabled, [data-disabled], script, style"))
      continue;
    if (element.closest(".modebar, .hoverlayer") || faded(element) === 0) continue;
    const style = getComputedStyle(element);
    judged += 1;
    judge(element, element instanceof SVGElement ? style.fill : style.color, text);
  }}
  for (const field of document.querySelectorAll("input[placeholder]")) {{
    if (visible(field) && !field.disabled && !field.value)
      judge(field, getComputedStyle(field, "::placeholder").color, field.placeholder);
  }}
  return [judged, found];
}}"""

PARTS = f"""() => {{
  {COLOURS}
  const LEAST = 3;
  const border = element => getComputedStyle(element).borderTopColor;
  const paint = element => getComputedStyle(element).backgroundColor;
  const frame = element => getComputedStyle(element, "::before").boxShadow;
  const bound = {{
    ".mantine-Input-input": [border],
    ".mantine-Slider-thumb": [border, paint],
    ".mantine-Slider-track": [frame],
    ".mantine-Slider-bar": [paint],
    ".mantine-Checkbox-input": [border, paint],
    ".mantine-Switch-track": [border, paint],
    ".mantine-SegmentedControl-indicator": [border],
    ".mantine-Button-root, .tool": [border, paint],
    ".mantine-Accordion-chevron": [element => getComputedStyle(element).color],
  }};
  const found = [], judged = {{}};
  for (const [kind, colours] of Object.entries(bound)) {{
    for (const element of document.querySelectorAll(kind)) {{
      if (!visible(element) || element.closest(":disabled, [data-disabled]")) continue;
      if (element.matches("[data-variant=subtle]")) continue; // words alone need no edge
      if (kind.includes("bar") && element.getBoundingClientRect().width < 1) continue;
      judged[kind] = (judged[kind] || 0) + 1;
      const best = Math.max(...colours.map(of => contrast(of(element), element.parentElement)));
      if (best < LEAST) found.push([kind, element.id || element.textContent, best.toFixed(2)]);
    }}
  }}
  return [judged, found];
}}"""


def faint_texts(page: Page) -> tuple[int, list[Any]]:
    """How many pieces of text were judged, and those too faint to read (WCAG 1.4.3)."""
    judged, found = page.evaluate(TEXTS)
    return judged, found


def faint_parts(page: Page) -> tuple[dict[str, int], list[Any]]:
    """How many parts of each kind of control were judged, and those too faint (WCAG 1.4.11)."""
    judged, found = page.evaluate(PARTS)
    return judged, found
