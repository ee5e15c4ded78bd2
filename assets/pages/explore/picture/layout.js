/* Where the parts of the living picture stand in a room of any size. Lengths are pixels; `unit` is how
   many of them a pixel of the desk is. */
(function () {
  "use strict";

  const within = (value, low, high) => Math.min(Math.max(value, low), high);

  function layout(width, height, unit) {
    const thick = within(0.22 * height, 62 * unit, 120 * unit);
    const surface = height - thick - 8 * unit;
    const body = within(0.075 * height, 22 * unit, 40 * unit); // the height of an osteoblast
    const reach = within(0.125 * height, 34 * unit, 66 * unit); // of Jagged1 and its antibody
    const top = within(0.14 * height, 44 * unit, 84 * unit);
    const bottom = surface - body - reach;
    const high = (bottom - top) / 2;
    const middle = { x: 0.56 * width, y: top + high };
    const wide = Math.min(0.27 * width, 1.6 * high);
    const clasts = { from: 0.025 * width, to: 0.385 * width, wide: 1.9 * body };
    const blasts = { from: 0.425 * width, to: 0.755 * width, wide: 1.32 * body };
    const room = { width, height, unit, thick, surface, body, reach, middle, wide, high };
    return { ...room, clasts, blasts, tags: tags(room) };
  }

  /* Where the words stand: a corner of each, and how wide they may be. */
  function tags({ width, height, unit, surface, body, middle, wide }) {
    const gap = 8 * unit;
    const line = 15 * unit;
    const left = middle.x - wide; // where the shield begins, at most
    const tgf = { right: 0.66 * width, top: surface - 1.9 * body - 2 * line, most: 90 * unit };
    const lines = left - 0.145 * width > 104 * unit ? 2 : 3; // of the words of PTHrP
    const pthrp = {
      left: (lines === 2 ? 0.16 : 0.135) * width, // higher up its arrow bends
      top: Math.min(middle.y + 12 * unit, tgf.top - lines * line - unit),
      most: left - (lines === 2 ? 0.145 : 0.12) * width,
    };
    return {
      tumour: { left: gap, top: 7 * unit, most: left + 30 * unit },
      notch: { left: gap, top: 5 * unit + 2.5 * line, most: left - gap },
      kill: { left: middle.x + 24 * unit, top: 7 * unit, most: width - middle.x - 30 * unit },
      pthrp,
      "tgf-beta": tgf,
      antibody: { right: gap, top: surface - body - 5.6 * line, most: 0.215 * width },
      osteoclasts: { left: gap, top: surface + 1.35 * line, most: 0.38 * width },
      osteoblasts: { left: 0.42 * width, top: surface + 0.6 * line, most: 0.36 * width },
      bone: { right: gap, top: height - 2.9 * line, most: 0.3 * width },
    };
  }

  /* The words of Jagged1 go with it: beside the last of the osteoblasts that stand, at its arrow. */
  function besideLast(standing, { width, unit, surface, body, blasts }) {
    const last = standing.at(-1);
    const left = (last ? last.x + last.wide / 2 : blasts.from) + 4 * unit;
    return { left, top: surface - body - 34 * unit, most: width - left - 2 * unit };
  }

  const room = { layout, besideLast };
  window.osteoniche = Object.assign(window.osteoniche || {}, { room });
})();
