/* Where a dial stands for its value. Most stand at the value itself; one whose value is felt by its
   ratios stands at the step of its scale, as scenario/scales.py has it, which says what a scale is. */
(function () {
  "use strict";
  const EXACT = 12;
  const NEAR = 1e-9;

  /* Where a value stands on a scale. */
  function stepOf(scale, value) {
    if (!(value > 0)) return 0;
    const above = scale.findIndex((rung) => rung > value);
    const below = (above < 0 ? scale.length - 1 : Math.min(above, scale.length - 1)) - 1;
    const [low, high] = [scale[below], scale[below + 1]];
    const share = low ? Math.log(value / low) / Math.log(high / low) : value / high;
    return below + Math.min(share, 1);
  }

  /* What a position on a scale stands for. */
  function valueAt(scale, position) {
    const nearest = Math.round(position);
    const last = scale.length - 1;
    if (Math.abs(position - nearest) < NEAR) return scale[Math.min(Math.max(nearest, 0), last)];
    const below = Math.min(Math.max(Math.floor(position), 0), last - 1);
    const [low, high, share] = [scale[below], scale[below + 1], position - below];
    const found = low ? low * (high / low) ** share : high * share;
    return Number(found.toPrecision(EXACT));
  }

  /* So many steps up or down, to a step. */
  function stepsFrom(scale, position, count) {
    const moved = position + count;
    const step = count > 0 ? Math.floor(moved + NEAR) : Math.ceil(moved - NEAR);
    return Math.min(Math.max(step, 0), scale.length - 1);
  }

  /* The limits of typed fields, scales among them: they follow the species and the drugs. */
  const known = { limits: {} };
  document.addEventListener("osteoniche:choice", ({ detail: { choice } }) => {
    known.limits = choice.limits;
  });

  /* The scale of a dial; most have none. */
  const scaleOf = (id, limits = known.limits) => limits[`${id}-number`]?.scale;

  /* The value of a dial that stands there: what is typed beside it, where it stands for that. */
  function reads(id, position, limits = known.limits, typed = null) {
    const scale = scaleOf(id, limits);
    if (!scale || typeof position !== "number") return position;
    const isTyped = typeof typed === "number" && Math.abs(stepOf(scale, typed) - position) < NEAR;
    return isTyped ? typed : valueAt(scale, position);
  }

  /* Where a dial stands for a value. */

  function stands(id, value, limits = known.limits) {
    const scale = scaleOf(id, limits);
    return scale && typeof value === "number" ? stepOf(scale, value) : value;
  }

  /* The value that is so many steps away on a scale. */
  const stepped = (scale, value, count) => {
    return scale[stepsFrom(scale, stepOf(scale, value), count)];
  };

  window.osteoniche = Object.assign(window.osteoniche || {}, {
    scaleOf,
    reads,
    stands,
    stepsFrom,
    stepped,
  });
})();
