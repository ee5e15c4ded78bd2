/* Likely ranges in few letters, and labels that leave room for them. */
"use strict";
const assert = require("node:assert/strict");
const test = require("node:test");
const { load, same } = require("./harness.js");
const { between } = load("pages/explore/readings.js", ["between"]);
const { spread, leaveOut } = load("pages/explore/ends.js", ["spread", "leaveOut"]);

for (const [low, high, written] of [
  ["24 %", "44 %", "24–44 %"],
  ["640", "71k", "640–71k"],
  ["2.2 M", "19 M", "2.2–19 M"],
  ["880k", "5 M", "880k–5 M"],
  ["under 1", "12", "under 1–12"],
  ["1.5k", "9k", "1.5–9k"],
])
  test(`from ${low} to ${high}`, () => assert.equal(between(low, high), written));

test("labels of unlike size cover each other nowhere and stay within two ends", () => {
  const sizes = [25, 14, 14];
  const tops = spread([50, 52, 54], sizes, 0, 84);
  const order = tops.map((top, place) => [top, sizes[place]]).sort((a, b) => a[0] - b[0]);
  for (const [place, [top, size]] of order.slice(0, -1).entries())
    assert.ok(top + size <= order[place + 1][0] + 1e-9);
  assert.ok(order[0][0] >= 0 && order.at(-1)[0] + order.at(-1)[1] <= 84);
});

test("labels with room stay where their lines end", () => {
  same(spread([10, 100], [25, 25], 0, 200), [10, 100]);
});

const labels = () => ["Your run", "Untreated", "Both"].map((name) => ({ name, range: "1–2" }));
const ranges = (room) => {
  const order = labels();
  leaveOut(order, room);
  return order.map(({ range }) => range);
};

test("where there is room for few ranges, the visitor's own is kept", () => {
  same(ranges(3), ["1–2", "1–2", "1–2"]);
  same(ranges(2), ["1–2", "", ""]);
  same(ranges(0.5), ["", "", ""]);
});
