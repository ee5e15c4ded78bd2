/* Where the mark of the visitor's run stands on the map of doses. */
"use strict";
const assert = require("node:assert/strict");
const test = require("node:test");
const { load, same } = require("./harness.js");

const { moveMark } = load("pages/surface.js", ["moveMark"]);
const PLACE = { x: [3], y: [4] };
const MAP = { type: "heatmap", z: [[1]] };

test("the mark goes to its place, and nothing else changes", () => {
  const figure = {
    data: [MAP, { type: "scatter", x: [0], y: [0], marker: { size: 9 } }],
    layout: { width: 5 },
  };
  same(moveMark(PLACE, figure), {
    data: [MAP, { type: "scatter", ...PLACE, marker: { size: 9 } }],
    layout: { width: 5 },
  });
  same(figure.data[1].x, [0]);
});

test("before a map is drawn there is no mark to move, and none is made", () => {
  for (const figure of [undefined, null, {}, { data: [] }, { data: [MAP] }]) {
    assert.equal(moveMark(PLACE, figure), "no update");
  }
  assert.equal(moveMark(null, { data: [MAP, {}] }), "no update");
});
