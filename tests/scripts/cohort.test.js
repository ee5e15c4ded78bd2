/* What is set on the page of cohorts, in the address and back; and what a moved dial redraws. */
"use strict";
const assert = require("node:assert/strict");
const test = require("node:test");
const { load, same } = require("./harness.js");

const { read, written, typed } = load("pages/cohort/settings.js", ["read", "written", "typed"]);
const { replaced } = load("pages/cohort/live.js", ["replaced"]);

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

const OTHER = { name: "Both", x: [1], y: [2] };
const MINE = { meta: "own", name: "Your run", x: [1], y: [2] };

test("the visitor's traces are replaced, and the others stay", () => {
  const constants = { meta: "constants", y: [0] };
  same(replaced([MINE, constants, OTHER], [{ y: [3] }]), [{ ...MINE, y: [3] }, OTHER]);
  const whole = [{ ...MINE, y: [4] }, MINE];
  same(replaced([MINE, OTHER], whole), [...whole, OTHER]);
});

test("a part of traces that are not there draws nothing", () => {
  same(replaced([OTHER], [{ y: [3] }]), [OTHER]);
});
