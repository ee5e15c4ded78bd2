/* The shapes of the living picture from a day's numbers and the room (layout.js): paths, places, widths.
   Functions of their arguments, without a page; paint.js writes what they say. */
(function () {
  "use strict";
  const GOLDEN = Math.PI * (3 - Math.sqrt(5));
  const RECEPTORS = 11;

  const within = (value, low, high) => Math.min(Math.max(value, low), high);
  const at = (x, y) => `${x.toFixed(1)} ${y.toFixed(1)}`;
  const grown = (count, place) => within(count - place, 0, 1);
  const upTo = (count) => Array.from({ length: Math.ceil(count - 1e-6) }, (_, place) => place);

  /* How many cells are drawn of a tumour: so many more for each power of ten. */
  function drawn(tumour, { cell, scale, most }) {
    if (tumour <= 0) return 0;
    return within(scale.cells * Math.log10(tumour / cell), 1, most.cells);
  }

  /* Which of the drawn cells are dying: always the same ones first. */
  function dying(count, share) {
    const order = upTo(count).sort((a, b) => ((a * 0.618 + 0.5) % 1) - ((b * 0.618 + 0.5) % 1));
    return new Set(order.slice(0, Math.round(Math.floor(count) * share)));
  }

  function cluster(values, run, { middle, wide, high, unit }) {
    const count = drawn(values.tumour, run);
    const all = run.most.cells;
    const most = { x: wide - 21 * unit, y: high - 21 * unit };
    const radius = 0.52 * Math.sqrt((Math.PI * most.x * most.y) / all);
    const gone = dying(count, values.dying / 100);
    const cells = upTo(count).map((place) => {
      const far = Math.sqrt((place + 0.35) / all);
      return {
        x: middle.x + (most.x - radius) * far * Math.cos(place * GOLDEN),
        y: middle.y + (most.y - radius) * far * Math.sin(place * GOLDEN),
        size: (radius / 50) * (0.55 + 0.45 * grown(count, place)),
        turn: (place * 137) % 360,
        kind: gone.has(place) ? "dying" : `cell-${place % 2}`,
      };
    });
    const spread = Math.sqrt(count / all);
    const inner = (far) => (count ? (far - radius) * spread + 1.06 * radius + unit : 0);
    return { cells, inner: { x: inner(most.x), y: inner(most.y) } };
  }

  function ellipse({ x, y }, wide, high) {
    const half = `A${at(wide, high)} 0 1 1`;
    return `M${at(x - wide, y)}${half} ${at(x + wide, y)}${half} ${at(x - wide, y)}Z`;
  }

  /* The shield: as thick as Notch is active, with receptors that look towards the bone. */
  function shield(values, inner, { middle, unit }, plugged) {
    if (!inner.x) return null;
    const thick = (0.6 + 15 * values.notch) * unit;
    const outer = { x: inner.x + thick, y: inner.y + thick };
    const on = Math.round(values.notch * RECEPTORS);
    const receptors = { on: "", off: "", plugs: "" };
    for (let place = 0; place < RECEPTORS; place++) {
      const turn = Math.PI * (0.14 + (0.72 * place) / (RECEPTORS - 1));
      const isOn = rank(place) < on;
      receptors[isOn ? "on" : "off"] += receptor(middle, outer, turn, unit);
      if (plugged && !isOn) receptors.plugs += plug(middle, inner, turn, unit);
    }
    const rims = [ellipse(middle, outer.x, outer.y), ellipse(middle, inner.x, inner.y)];
    return { outer, thick, rims, band: rims.join(""), receptors };
  }

  /* From the middle outwards. */
  function rank(place) {
    const half = (RECEPTORS - 1) / 2;
    return 2 * Math.abs(place - half) - (place < half ? 1 : 0);
  }

  /* A stem on the rim that ends in a cup. */
  function receptor(middle, { x: wide, y: high }, turn, unit) {
    const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
    const place = (out, aside) => {
      return at(
        middle.x + (wide + out * unit) * cos - aside * unit * sin,
        middle.y + (high + out * unit) * sin + aside * unit * cos,
      );
    };
    return `M${place(-1, 0)}L${place(5, 0)}M${place(9, -3.4)}Q${place(4.4, -3.4)} ${place(4.6, 0)}Q${place(4.4, 3.4)} ${place(9, 3.4)}`;
  }

  function plug(middle, { x: wide, y: high }, turn, unit) {
    const centre = {
      x: middle.x + (wide + unit) * Math.cos(turn),
      y: middle.y + (high + unit) * Math.sin(turn),
    };
    return ellipse(centre, 2.6 * unit, 2.6 * unit);
  }

  /* Cells in a row on the bone: as many as `count`, the last one as far as it has grown. Those that
     health has and that are missing keep their places. */
  function row(count, { from, to, wide }, healthy, foot) {
    const each = Math.min(wide, (to - from) / Math.max(count, healthy));
    const start = healthy > 1 ? from : from + (to - from - each * Math.max(count, healthy)) / 2;
    const stands = (place) => {
      const part = grown(count, place);
      const size = 0.4 + 0.6 * part;
      const wide = each * size;
      return { x: start + each * place + wide / 2, y: foot, wide, size, part };
    };
    const whole = Math.ceil(count - 0.1);
    const missing = upTo(healthy - whole).map((place) => ({
      x: start + each * (whole + place + 0.5),
      y: foot,
      wide: each,
    }));
    return { cells: upTo(count - 0.1).map(stands), missing };
  }

  /* The outlines of osteoblasts that are missing. */
  function outlines(missing) {
    const outline = ({ x, y, wide }) => {
      const [half, high, round] = [0.42 * wide, 0.68 * wide, 0.14 * wide];
      return `M${at(x - half, y)}V${(y - high + round).toFixed(1)}Q${at(x - half, y - high)} ${at(x - half + round, y - high)}H${(x + half - round).toFixed(1)}Q${at(x + half, y - high)} ${at(x + half, y - high + round)}V${y.toFixed(1)}`;
    };
    return missing.map(outline).join("");
  }

  /* Ligands on the osteoblasts: their stalks, their heads, and antibodies on the share that is covered. */
  function ligands(values, blasts, { scale, most }, { reach, unit }) {
    const count = Math.min(Math.round(scale.ligands * values.jagged1), most.ligands);
    const heads = blasts.flatMap((blast) => tuft(blast, Math.round(count * blast.part), reach));
    const taken = (place) => {
      return Math.floor((place + 1) * values.covered) > Math.floor(place * values.covered + 1e-9);
    };
    return {
      stalks: heads.map(({ x, y, foot }) => `M${at(x, foot)}L${at(x, y)}`).join(""),
      heads: heads.map(({ x, y }) => ellipse({ x, y }, 2.7 * unit, 2.7 * unit)).join(""),
      ys: heads.map((head, place) => (taken(place) ? antibody(head, unit) : "")).join(""),
    };
  }

  function tuft({ x, y, wide }, count, reach) {
    const apart = (0.86 * wide) / Math.max(count, 3);
    const rows = count > 8 ? 3 : 2;
    const foot = y - 0.71 * wide;
    return Array.from({ length: count }, (_, place) => ({
      x: x + (place - (count - 1) / 2) * apart,
      y: foot - reach * (0.22 + (0.36 * (place % rows)) / (rows - 1)),
      foot,
    }));
  }

  /* The call of free Jagged1 to Notch: from the last osteoblast to the shield, as wide as there is of it. */
  function call(values, blasts, outer, { middle, surface, body, reach, unit }) {
    const wide = blasts.length ? breadth(values.free, 2.6, unit) : 0;
    if (!outer || !wide) return null;
    const from = { x: blasts.at(-1).x, y: surface - body - 0.8 * reach };
    const turn = 0.5 * Math.PI - within((from.x - middle.x) / outer.x, -0.6, 0.6);
    const tip = {
      x: middle.x + outer.x * Math.cos(turn),
      y: middle.y + (outer.y + 14 * unit + wide) * Math.sin(turn),
    };
    const towards = Math.atan2(tip.y - from.y, tip.x - from.x);
    return { path: `M${at(from.x, from.y)}L${at(tip.x, tip.y)}`, wide, tip, turn: towards };
  }

  /* Two arms around the head of a ligand, and a stem. */
  function antibody({ x, y }, unit) {
    const put = (dx, dy) => at(x + dx * unit, y + dy * unit);
    return `M${put(-4, -1)}L${put(0, -6.5)}L${put(4, -1)}M${put(0, -6.5)}L${put(0, -12)}`;
  }

  /* A width that follows a fold: `step` more for each doubling of one more than it. */
  function breadth(value, step, unit) {
    return value > 0.001 ? unit * within(1 + step * Math.log2(1 + value), 1, 13) : 0;
  }

  /* The arrow of the kill: it comes from the blood and divides at the shield. */
  function kill({ full, blocked }, { outer, thick } = {}, { middle, unit }) {
    const wide = full > 1e-4 ? unit * within(5 * Math.log2(1 + full / 0.03), 1.6, 24) : 0;
    if (!wide || !outer) return null;
    const rim = middle.y - outer.y;
    const passes = Math.max(wide * (1 - blocked), 0.8 * unit);
    const stopped = wide * blocked;
    const right = middle.x + wide / 2 - passes / 2;
    const left = middle.x - wide / 2 + stopped / 2;
    const tip = rim + thick + 5 * unit + 0.5 * outer.y * (1 - blocked); // the deeper the more comes through
    const away = { x: left - 34 * unit - stopped / 2, y: rim - 15 * unit - stopped / 2 };
    return {
      wide,
      coming: `M${at(middle.x, 0)}V${(rim - 6 * unit).toFixed(1)}`,
      passes: {
        wide: passes,
        path: `M${at(right, rim - 7 * unit)}V${(tip - 2 * unit).toFixed(1)}`,
      },
      head: arrowhead({ x: right, y: tip }, Math.PI / 2, passes, unit),
      stopped: {
        wide: stopped,
        path: `M${at(left, rim - 7 * unit)}C${at(left, rim + 5 * unit)} ${at(left - 20 * unit, rim + 1 * unit)} ${at(away.x, away.y)}`,
      },
      stoppedHead:
        stopped > unit ? arrowhead(away, Math.PI * 1.22, Math.min(stopped, 7 * unit), unit) : "",
    };
  }

  /* A head at a point, in a direction, for a line of a width. */
  function arrowhead({ x, y }, turn, wide, unit) {
    const half = wide / 2 + 3.2 * unit;
    const long = half * 1.5;
    const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
    const put = (out, aside) => at(x + out * cos - aside * sin, y + out * sin + aside * cos);
    return `M${put(-0.2 * long, -half)}L${put(long, 0)}L${put(-0.2 * long, half)}Z`;
  }

  /* The vicious circle: PTHrP from the tumour to the bone, TGF-beta from the bone to the tumour. */
  function loop(values, outer, room) {
    const { middle, clasts, surface, body, width, unit } = room;
    if (!outer) return { pthrp: null, tgf: null };
    const foot = surface - Math.min(1.3 * body, 60 * unit) - 16 * unit;
    const rim = (turn, off) => ({
      x: middle.x + (outer.x + off) * Math.cos(turn),
      y: middle.y + (outer.y + off) * Math.sin(turn),
    });
    const from = rim(Math.PI * 1.08, 3 * unit);
    const down = { x: 0.1 * width, y: foot - 4 * unit };
    const side = 0.085 * width;
    const pthrp = `M${at(from.x, from.y)}C${at(side, from.y - 4 * unit)} ${at(side, from.y + 20 * unit)} ${at(down.x, down.y)}`;
    const wide = breadth(values.tgf, 3.4, unit);
    const start = { x: (clasts.to + room.blasts.from) / 2, y: surface - 2 * unit };
    const end = rim(Math.PI * 0.79, 12 * unit + 1.2 * wide);
    const [dx, dy] = [end.x - start.x, end.y - start.y];
    const bend = { x: end.x - 0.45 * Math.abs(dx) - 4 * unit, y: end.y - 0.42 * dy };
    const tgf = `M${at(start.x, start.y)}C${at(start.x, start.y + 0.3 * dy)} ${at(bend.x, bend.y)} ${at(end.x, end.y)}`;
    return {
      pthrp: { path: pthrp, wide: breadth(values.pthrp, 3.4, unit), tip: down, turn: 1.5 },
      tgf: { path: tgf, wide, tip: end, turn: Math.atan2(end.y - bend.y, end.x - bend.x) },
    };
  }

  const shapes = { cluster, shield, row, outlines, ligands, call, kill, loop, arrowhead };
  window.osteoniche = Object.assign(window.osteoniche || {}, { shapes });
})();
