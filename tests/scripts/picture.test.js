/* The living picture: its numbers, its places, its shapes, and the day that a key leads to. */
"use strict";
const assert = require("node:assert/strict");
const test = require("node:test");
const { load, same, bareWindow } = require("./harness.js");

const FOLDER = "pages/explore/picture";
const page = bareWindow();
const { figures } = load(`${FOLDER}/figures.js`, ["figures"], page);
const { layout, besideLast } = load(`${FOLDER}/layout.js`, ["layout", "besideLast"], page);
const { cluster, shield, row, ligands, call, kill, loop, drawn, dying } = load(
  `${FOLDER}/shapes.js`,
  ["cluster", "shield", "row", "ligands", "call", "kill", "loop", "drawn", "dying"],
  page,
);
const { bone, pits } = load(`${FOLDER}/bone.js`, ["bone", "pits"], page);
const { dayAfter, dayBy } = load(`${FOLDER}/scrubber.js`, ["dayAfter", "dayBy"], page);

/* A series as the server packs it. */
function packed(values) {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  if (low === high) return [low];
  const steps = values.map((value) => Math.round((65535 * (value - low)) / (high - low)));
  return [low, high, Buffer.from(Uint16Array.from(steps).buffer).toString("base64")];
}

const SENT = {
  days: packed([0, 10, 20]),
  series: {
    bone: packed([100, 80, 60]),
    tumour: packed([3, 4, 6]),
    notch: packed([0.4]),
    jagged1: packed([1, 2, 4]),
    free: packed([1, 1, 1]),
    kill: packed([0, 0.5, 0.1]),
    dying: packed([2, 10, 5]),
    osteoclasts: packed([1, 2, 3]),
    resorption: packed([1, 2, 3]),
    osteoblasts: packed([1, 0.5, 0.2]),
    pthrp: packed([0, 1, 3]),
    tgf: packed([1, 1.5, 2]),
  },
  drugs: [{ drug: "paclitaxel", name: "paclitaxel", level: packed([0, 1, 0.5]) }],
  protection: 0.9,
};
const RUN = {
  ...figures.opened(SENT),
  cell: 50,
  scale: { cells: 8, clasts: 1, blasts: 5, ligands: 2 },
  most: { cells: 64, clasts: 5, blasts: 7, ligands: 20 },
};
const near = (value, expected) => assert.ok(Math.abs(value / expected - 1) < 1e-4, `${value}`);

test("numbers between two rows lie between them", () => {
  const values = figures.read(RUN, 15);
  near(values.bone, 70);
  near(values.tumour, 1e5);
  near(values.jagged1, 3);
  near(values.levels[0][1], 0.75);
});

test("numbers before the first day and after the last are those of the ends", () => {
  near(figures.read(RUN, -3).bone, 100);
  near(figures.read(RUN, 99).bone, 60);
});

test("what Notch blocks and what comes through are the whole kill", () => {
  const values = figures.read(RUN, 10);
  near(values.blocked, 0.36);
  near(values.full * (1 - values.blocked), values.kill);
  near(values.covered, 0.5);
});

test("no tumour is none, in numbers and in words", () => {
  const healthy = { ...RUN, curves: { ...RUN.curves, tumour: new Float64Array(3).fill(-2) } };
  const values = figures.read(healthy, 5);
  assert.equal(values.tumour, 0);
  assert.equal(figures.written(values).tumour, "no");
  assert.equal(drawn(0, RUN), 0);
});

for (const [count, words] of [
  [0.4, "less than 1"],
  [12.3, "12"],
  [7490, "7,490"],
  [2.37e6, "2.37 million"],
  [3e12, "3 trillion"],
]) {
  test(`${count} cells are ${words}`, () => {
    assert.equal(figures.written({ tumour: count, blocked: 0 }).tumour, words);
  });
}

test("a small multiple is as short as the others", () => {
  const { pthrp, tgf, free } = figures.written({ pthrp: 0.004, tgf: 1.72, free: 0, blocked: 0 });
  same([pthrp, tgf, free], ["<0.01", "1.7", "0.00"]);
});

test("words take the place of names in braces", () => {
  assert.equal(figures.filled("{a} of {b}", { a: "1" }), "1 of {b}");
});

const ROOMS = [
  [394, 440, 1],
  [350, 310, 0.9],
  [560, 640, 1.25],
  [780, 340, 1],
  [1076, 500, 1.875], // a hall
];
const [WIDE, HIGH, UNIT] = ROOMS[0];
const ROOM = layout(WIDE, HIGH, UNIT);

for (const [width, height, unit] of ROOMS) {
  test(`everything has its place in ${width} by ${height}`, () => {
    const room = layout(width, height, unit);
    const { middle, wide, high, surface, body, reach, thick } = room;
    assert.ok(middle.y - high >= 40 * unit, "words and the kill above the tumour");
    assert.ok(middle.y + high <= surface - body - reach + 1e-9, "Jagged1 below it");
    assert.ok(middle.x - wide > 0.2 * width && middle.x + wide < width);
    assert.ok(surface + thick < height);
    assert.ok(room.clasts.to < room.blasts.from);
    const { pthrp, "tgf-beta": tgf } = room.tags;
    const lines = pthrp.most > 104 * unit ? 2 : 3;
    assert.ok(pthrp.top + lines * 14.7 * unit <= tgf.top, "PTHrP above TGF-β");
    assert.ok(pthrp.top > middle.y - 20 * unit, "and below its arrow");
    for (const tag of Object.values(room.tags)) {
      assert.ok((tag.left ?? width - tag.right) >= 0 && tag.most > 40 * unit);
      assert.ok(tag.top >= 0 && tag.top < height - 24 * unit);
    }
  });
}

test("a tenfold tumour is eight more cells, and never more than there are", () => {
  near(drawn(5000, RUN), 16);
  near(drawn(50000, RUN), 24);
  assert.equal(drawn(1e20, RUN), 64);
  assert.equal(drawn(1, RUN), 1);
  assert.equal(cluster({ tumour: 5000, dying: 0 }, RUN, ROOM).cells.length, 16);
});

test("of the drawn cells as many are dying as in the run", () => {
  const { cells } = cluster({ tumour: 5e5, dying: 25 }, RUN, ROOM);
  assert.equal(cells.length, 32);
  assert.equal(cells.filter(({ kind }) => kind === "dying").length, 8);
  const [fewer, more] = [dying(32, 0.1), dying(32, 0.3)];
  assert.ok(
    [...fewer].every((place) => more.has(place)),
    "the same ones first",
  );
});

test("cells stay where they are while the tumour grows", () => {
  const [few, many] = [5000, 5e6].map((tumour) => cluster({ tumour, dying: 0 }, RUN, ROOM).cells);
  for (const [place, { x, y }] of few.entries()) {
    assert.ok(x === many[place].x && y === many[place].y);
  }
});

test("the shield is thicker the more Notch is active, and holds all cells", () => {
  const { cells, inner } = cluster({ tumour: 5e5, dying: 0 }, RUN, ROOM);
  const thick = (notch) => shield({ notch }, inner, ROOM).outer.x - inner.x;
  assert.ok(thick(0.9) > 2 * thick(0.3) && thick(0.3) > 2 * thick(0));
  for (const { x, y } of cells) {
    const away = ((x - ROOM.middle.x) / inner.x) ** 2 + ((y - ROOM.middle.y) / inner.y) ** 2;
    assert.ok(away < 1);
  }
  assert.equal(shield({ notch: 0.9 }, { x: 0, y: 0 }, ROOM), null);
});

test("receptors are on as far as Notch is active", () => {
  const stems = (text) => text.split("Q").length - 1;
  for (const notch of [0, 0.3, 0.86, 1]) {
    const { on, off } = shield({ notch }, { x: 60, y: 50 }, ROOM).receptors;
    assert.equal(stems(on) / 2, Math.round(11 * notch));
    assert.equal((stems(on) + stems(off)) / 2, 11);
  }
});

test("osteoblasts stand in their place, however many they are", () => {
  for (const count of [0, 0.3, 1.4, 5, 7]) {
    const { cells, missing } = row(count, ROOM.blasts, 5, ROOM.surface);
    assert.equal(cells.length, Math.ceil(count));
    assert.equal(cells.length + missing.length, Math.max(5, cells.length));
    for (const { x, wide } of cells) {
      assert.ok(x - wide / 2 >= ROOM.blasts.from - 1e-9 && x + wide / 2 <= ROOM.blasts.to + 1e-9);
    }
  }
});

test("Jagged1 follows its fold, and antibodies the share that is covered", () => {
  const { cells } = row(5, ROOM.blasts, 5, ROOM.surface);
  const count = (text, letter) => text.split(letter).length - 1;
  const drawnOf = (jagged1, covered) => ligands({ jagged1, covered }, cells, RUN, ROOM);
  assert.equal(count(drawnOf(1, 0).stalks, "M"), 10);
  assert.equal(count(drawnOf(3.4, 0).stalks, "M"), 35);
  assert.equal(count(drawnOf(3, 0.9).ys, "M"), 2 * 27);
  assert.equal(drawnOf(3, 0).ys, "");
  assert.equal(drawnOf(0, 0).stalks, "");
  assert.equal(count(drawnOf(50, 0).stalks, "M"), 100);
});

for (const count of [0, 0.7, 1.4, 5, 7]) {
  test(`the words of Jagged1 stand beside the last of ${count} osteoblasts, at the call`, () => {
    for (const room of ROOMS.map(([width, height, unit]) => layout(width, height, unit))) {
      const { cells } = row(count, room.blasts, 5, room.surface);
      const { left, top, most } = besideLast(cells, room);
      const right = count ? cells.at(-1).x + cells.at(-1).wide / 2 : room.blasts.from;
      assert.ok(left > right && left - right < 10 * room.unit);
      assert.ok(left + most <= room.width && most > 70 * room.unit);
      const middle = top + 15 * room.unit;
      assert.ok(
        middle > room.surface - room.body - room.reach && middle < room.surface - room.body,
      );
      if (count === 0) continue;
      const start = Number(call({ free: 1 }, cells, { x: 80, y: 60 }, room).path.split(/[M ]/)[1]);
      assert.ok(Math.abs(start - cells.at(-1).x) < 0.1);
    }
  });
}

test("the call to Notch is as wide as there is free Jagged1", () => {
  const { cells } = row(5, ROOM.blasts, 5, ROOM.surface);
  const wide = (free) => call({ free }, cells, { x: 80, y: 60 }, ROOM)?.wide;
  assert.ok(wide(3) > 1.5 * wide(1) && wide(1) > wide(0.03));
  assert.equal(wide(0), undefined);
  assert.equal(call({ free: 3 }, [], { x: 80, y: 60 }, ROOM), null);
});

test("the arrow of the kill divides into what is blocked and what gets through", () => {
  const shell = { outer: { x: 80, y: 60 }, thick: 10 };
  const arrow = kill({ full: 0.3, blocked: 0.75 }, shell, ROOM);
  near(arrow.passes.wide + arrow.stopped.wide, arrow.wide);
  near(arrow.stopped.wide / arrow.wide, 0.75);
  assert.ok(arrow.wide > kill({ full: 0.05, blocked: 0.75 }, shell, ROOM).wide);
  assert.equal(kill({ full: 0, blocked: 0.75 }, shell, ROOM), null);
  assert.equal(kill({ full: 1, blocked: 0 }, shell, ROOM).stoppedHead, "");
});

test("the arrows of the loop are as wide as their signals", () => {
  const outer = { x: 80, y: 60 };
  const [weak, strong] = [0.1, 4].map((pthrp) => loop({ pthrp, tgf: 1 }, outer, ROOM));
  assert.ok(strong.pthrp.wide > 2 * weak.pthrp.wide);
  assert.equal(strong.tgf.wide, weak.tgf.wide);
  same(loop({ pthrp: 1, tgf: 1 }, undefined, ROOM), { pthrp: null, tgf: null });
});

test("bone is as thick as its mass, and hollow where osteoclasts resorb", () => {
  const clasts = row(2, ROOM.clasts, 1, ROOM.surface).cells;
  const [weak, strong] = [1, 3].map((resorption) => pits(clasts, resorption, ROOM)[0].deep);
  assert.ok(strong > weak && weak > 0);
  const lowest = (share) => {
    const { lamellae } = bone({ bone: share }, [], ROOM);
    return Math.max(...lamellae[3].split("L").map((point) => Number(point.split(" ")[1])));
  };
  assert.ok(lowest(100) > lowest(60));
  assert.equal(bone({ bone: 100 }, [], ROOM).lost, "");
  assert.notEqual(bone({ bone: 60 }, [], ROOM).lost, "");
});

test("all days are played in twenty seconds, and by steps where nothing may move", () => {
  near(dayAfter(10, 0, 42, false), 21);
  assert.equal(dayAfter(21, 0, 42, false), 42);
  assert.equal(dayAfter(1.99, 0, 42, true), 2.1);
  assert.equal(dayAfter(5, 40, 42, false), 42);
});

for (const [key, day, last, expected] of [
  ["ArrowRight", 3.4, 42, 4],
  ["ArrowLeft", 0, 42, 0],
  ["PageUp", 40, 42, 42],
  ["ArrowRight", 100, 730, 107],
  ["Home", 20, 42, 0],
  ["End", 20, 42, 42],
  ["a", 20, 42, null],
]) {
  test(`${key} on day ${day} of ${last} leads to ${expected}`, () => {
    assert.equal(dayBy(key, day, last), expected);
  });
}
