/* What the lines of the plots say at a day. It is read from what is drawn, so that nothing else has
   to tell it. */
(function () {
  "use strict";
  const OWN = "Your run";
  const follows = new Set(); // the arms that settings of the visitor's move; the table says which

  document.addEventListener("osteoniche:answered", ({ detail: { rows = {} } }) => {
    for (const [run, [told]] of Object.entries(rows)) follows[told ? "add" : "delete"](run);
  });

  /* The place of the day's row in an ordered list of days. */
  function rowOf(days, day) {
    let [low, high] = [0, days.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (days[middle] <= day + 1e-6) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  const SIZES = [
    [1e12, " tn"],
    [1e9, " bn"],
    [1e6, " M"],
    [1e3, "k"],
  ];

  function short(value) {
    return String(Number(value.toPrecision(3)));
  }

  function compact(value) {
    const [size, letter] = SIZES.find(([least]) => value >= least * 0.9995) || [1, ""];
    return short(value / size) + letter;
  }

  const WRITE = {
    cells: (value) => (value < 1 ? "under 1" : compact(value)),
    percent: (value) => `${short(Math.round(value * 10) / 10)} %`,
    times: (value) => `${short(value)}×`,
    points: (value) => `${value > 0 ? "+" : ""}${short(Math.round(value * 10) / 10)} %`,
  };

  /* A range in few letters, with the unit once where both ends have it: 24–44 %. */
  function between(low, high) {
    const [, unit] = /( %|k| M| bn| tn)$/.exec(high) || [];
    const once = unit && low.endsWith(unit) && !low.startsWith("under");
    return `${once ? low.slice(0, -unit.length) : low}–${high}`;
  }

  /* The range of a run at a day, known no better than to two digits. */
  function rangeAt({ meta, yaxis }, unit, day) {
    if (unit !== "cells" && unit !== "percent") return "";
    const ends = window.osteoniche.likelyAt(meta, yaxis, (days) => rowOf(days, day));
    if (!ends?.every(Number.isFinite)) return "";
    return between(...ends.map((value) => WRITE[unit](Number(value.toPrecision(2)))));
  }

  /* The lines of each axis at a day: name, value, words, colour and height on the screen. */
  function linesAt(plot, day) {
    const units = plot.layout.meta?.units || {};
    const found = {};
    for (const trace of plot._fullData) {
      const unit = units[trace.yaxis];
      if (!unit || trace.mode !== "lines" || trace.fill === "toself" || !trace.x?.length) continue;
      const value = trace.y[rowOf(trace.x, day)];
      if (!Number.isFinite(value)) continue;
      const axis = plot._fullLayout[`yaxis${trace.yaxis.slice(1)}`];
      const height = axis._offset + axis.c2p(value);
      const own = trace.name === OWN;
      const mark = !own && follows.has(trace.meta) ? "†" : "";
      const line = {
        own,
        name: trace.name + mark,
        text: WRITE[unit](value),
        colour: trace.line.color,
        height,
      };
      line.range = rangeAt(trace, unit, day);
      found[trace.yaxis] = [...(found[trace.yaxis] || []), line];
    }
    return found;
  }

  window.osteoniche = Object.assign(window.osteoniche || {}, { linesAt });
})();
