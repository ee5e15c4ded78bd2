/* The bone of the living picture: a trabecula whose thickness is the bone mass, with a pit under each
   osteoclast. Functions of their arguments, without a page. */
(function () {
  "use strict";
  const at = (x, y) => `${x.toFixed(1)} ${y.toFixed(1)}`;
  const POINTS = 48;

  /* The height of the surface at a place: gently rolling, eaten away under osteoclasts. */
  function surfaceAt(x, pits, { width, surface, unit }) {
    const rolls = 1.6 * unit * Math.sin((x / width) * 9 + 1);
    const eaten = pits.map((pit) => {
      const off = (x - pit.x) / (0.5 * pit.wide);
      return Math.abs(off) < 1 ? pit.deep * (1 - off * off) ** 1.5 : 0;
    });
    return surface + rolls + Math.max(0, ...eaten);
  }

  function underAt(x, mass, { width, surface, thick, unit }) {
    const arch = 3.5 * unit * Math.cos((x / width) * 5 + 0.6);
    return surface + thick * mass - 4 * unit + arch * Math.min(mass, 1);
  }

  const places = (width) => Array.from({ length: POINTS + 1 }, (_, k) => (k * width) / POINTS);
  const line = (points) => `M${points.join("L")}`;

  /* Where osteoclasts eat: as deep as they resorb, together. */
  function pits(clasts, resorption, { unit }) {
    const deep = unit * Math.min(2 + 4.2 * Math.log2(1 + resorption), 15);
    return clasts.map(({ x, wide, size }) => ({ x, wide: 0.8 * wide, deep: deep * size }));
  }

  function bone(values, hollows, room) {
    const mass = Math.max(values.bone / 100, 0.03);
    const above = fine(hollows, room).map((x) => at(x, surfaceAt(x, hollows, room)));
    const under = (share) => places(room.width).map((x) => at(x, underAt(x, share, room)));
    const back = (points) => [...points].reverse().join("L");
    return {
      mass: `${line(above)}L${back(under(mass))}Z`,
      edge: line(above),
      healthy: line(under(1)),
      lost: mass < 0.995 ? `${line(under(mass))}L${back(under(1))}Z` : "",
      lamellae: [0.22, 0.42, 0.62, 0.82].map((share) => line(under(share * mass))),
      osteocytes: osteocytes(mass, room),
    };
  }

  /* The surface is drawn finer where it is hollow. */
  function fine(hollows, { width }) {
    const near = hollows.flatMap(({ x, wide }) => {
      return Array.from({ length: 17 }, (_, k) => x + ((k - 8) / 16) * wide);
    });
    return [...places(width), ...near].filter((x) => x >= 0 && x <= width).sort((a, b) => a - b);
  }

  /* Places in healthy bone, clear of the words on it. */
  const OSTEOCYTES = [
    [0.065, 0.8, -4],
    [0.215, 0.84, 5],
    [0.345, 0.74, -3],
    [0.37, 0.24, 6],
    [0.49, 0.83, 4],
    [0.63, 0.78, -5],
    [0.785, 0.24, -4],
    [0.93, 0.32, 5],
    [0.83, 0.56, 3],
  ];

  /* Those that still have bone around them. */
  function osteocytes(mass, { width, surface, thick, unit }) {
    const kept = OSTEOCYTES.filter(([, y]) => y + 0.12 < mass);
    return kept.map(([x, y, turn]) => ({
      x: x * width,
      y: surface + y * thick,
      size: 0.2 * unit * Math.min(1.25, thick / (86 * unit)),
      turn,
    }));
  }

  /* The ruffled border: folds of an osteoclast that reach into its pit. */
  function ruffle(hollows, room) {
    const folds = ({ x, wide, deep }) => {
      const count = 9;
      const from = x - 0.36 * wide;
      const step = (0.72 * wide) / (2 * count);
      const foot = room.surface - 0.5 * room.unit;
      const points = Array.from({ length: 2 * count + 1 }, (_, k) => {
        const low = Math.max(surfaceAt(from + k * step, [{ x, wide, deep }], room) - foot, 0);
        return at(from + k * step, foot + (k % 2 ? 0.85 * low : 0));
      });
      return line(points);
    };
    return hollows.map(folds).join("");
  }

  function pitPath(hollows, room) {
    const each = (pit) => {
      const points = Array.from({ length: 17 }, (_, k) => pit.x + ((k - 8) / 16) * pit.wide);
      const low = points.map((x) => at(x, surfaceAt(x, [pit], room)));
      return `${line(low)}L${at(pit.x + pit.wide / 2, room.surface)}L${at(pit.x - pit.wide / 2, room.surface)}Z`;
    };
    return hollows.map(each).join("");
  }

  const trabecula = { bone, pits, ruffle, pitPath };
  window.osteoniche = Object.assign(window.osteoniche || {}, { trabecula });
})();
