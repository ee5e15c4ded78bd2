/* What is set on the page of cohorts, in the address and back. */
"use strict";
const assert = require("node:assert/strict");
const test = require("node:test");
const { load, same } = require("./harness.js");

const { read, written, typed, alongText } = load("pages/cohort/settings.js", [
  "read",
  "written",
  "typed",
  "alongText",
]);

const KEY = "view.cohort";

test("settings travel in the address", () => {
  const texts = { subjects: "500", progression: "burden=1e6", T0: "0.5" };
  const [part] = written(texts, KEY);
  assert.equal(part, "view.cohort=subjects:500,progression:burden=1e6,T0:0.5");
  same(read(`?15D11=1&${part}`, KEY), texts);
  same(written({}, KEY), []);
  same(read("", KEY), {});
});

test("what is typed can break no address", () => {
  same(written({ T0: "1&set=x,y:2#" }, KEY), ["view.cohort=T0:1set=xy2"]);
  same(read("?view.cohort=T0,:3,a:1", KEY), { a: "1" });
});

test("an empty field is as usual, and another rule has another number", () => {
  same(typed({ T0: "1" }, "T0", "", "lowest"), {});
  same(typed({ T0: "1" }, "seed", "7", "lowest"), { T0: "1", seed: "7" });
  same(typed({}, "limit", "2", "lowest"), { progression: "lowest=2" });
  same(typed({ progression: "lowest=2" }, "limit", "", "lowest"), { progression: "lowest" });
  same(typed({ progression: "lowest=2" }, "progression", "burden", "burden"), {
    progression: "burden",
  });
});

test("what was run along a setting travels with its values", () => {
  const along = alongText({ setting: "15D11.dose", values: " 0, 0.03,1e-1 3" });
  assert.equal(along, "15D11.dose=0;0.03;1e-1;3");
  const [part] = written({ along }, KEY);
  same(read(`?${part}`, KEY), { along });
});

/* A plot with the traces of the visitor's run first, and one of the constants. */
function plotted(constants) {
  const data = [{ meta: "own" }, { meta: "own" }, { name: "Both" }];
  return { data: constants ? [...data, { meta: "constants" }] : data };
}

function moving(plot, traces) {
  const { move, window } = load("pages/cohort/live.js", ["move"]);
  const drawn = {};
  window.Plotly = { deleteTraces: (_, places) => Object.assign(drawn, { gone: places }) };
  window.osteoniche = { redraw: (_, places, parts) => Object.assign(drawn, { places, parts }) };
  return [move(plot, traces), drawn];
}

test("the visitor's traces are moved, and what the constants leave open goes", () => {
  const traces = [{ y: [1] }, { y: [2] }];
  same(moving(plotted(false), traces), [true, { places: [0, 1], parts: traces }]);
  same(moving(plotted(true), traces), [true, { gone: [3], places: [0, 1], parts: traces }]);
});

test("a part of traces that are not there draws nothing", () => {
  same(moving(plotted(true), [{ y: [3] }]), [false, {}]);
});
