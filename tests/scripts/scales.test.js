/* Positions of a dial with a scale, by the same cases as on the server. */
"use strict";
const assert = require("node:assert/strict");
const test = require("node:test");
const cases = require("./scales.json");
const { load, rungs } = require("./harness.js");
const { stepOf, valueAt, stepsFrom } = load("shell/scales.js", ["stepOf", "valueAt", "stepsFrom"]);

test("the smallest rungs are those of the cases", () => {
  assert.deepEqual(rungs.slice(0, cases.rungs.length), cases.rungs);
});

for (const [dose, step] of Object.entries(cases.landmarks)) {
  test(`${dose} stands at step ${step}, which reads ${dose}`, () => {
    assert.ok(Math.abs(stepOf(rungs, Number(dose)) - step) < 1e-12);
    assert.equal(valueAt(rungs, step), Number(dose));
  });
}

test("each rung stands at its step", () => {
  for (const [step, rung] of rungs.entries()) assert.equal(valueAt(rungs, step), rung);
});

for (const dose of cases.between) {
  test(`${dose} comes back from between two steps, and steps go to the next`, () => {
    const position = stepOf(rungs, dose);
    assert.equal(valueAt(rungs, position), dose);
    assert.ok(rungs[Math.floor(position)] < dose && dose < rungs[Math.floor(position) + 1]);
    assert.equal(stepsFrom(rungs, position, 1), Math.ceil(position));
    assert.equal(stepsFrom(rungs, position, -1), Math.floor(position));
  });
}

for (const [dose, step] of Object.entries(cases.beyond)) {
  test(`${dose} stands at the end`, () => assert.equal(stepOf(rungs, Number(dose)), step));
}
