/* Typed numbers: read as the server reads them, by the same cases. */
"use strict";
const assert = require("node:assert/strict");
const test = require("node:test");
const cases = require("./numbers.json");
const { load, rules } = require("./harness.js");
const { number, bare, next, say } = load("rail/typed.js", ["number", "bare", "next", "say"]);

for (const [text, value] of Object.entries(cases.numbers)) {
  test(`${JSON.stringify(text)} is ${value}`, () => assert.equal(number(text, rules), value));
}

for (const text of [...cases.none, "9".repeat(400)]) {
  test(`${JSON.stringify(text)} is no number`, () => {
    assert.ok(!Number.isFinite(number(text, rules)));
  });
}

for (const [text, unit, value] of cases.units) {
  test(`${JSON.stringify(text)} in a field of ${unit} is ${value}`, () => {
    assert.equal(number(bare(text, unit), rules), value);
  });
}

for (const [text, unit] of cases.otherUnits) {
  test(`${JSON.stringify(text)} in a field of ${unit} is no number`, () => {
    assert.ok(Number.isNaN(number(bare(text, unit), rules)));
  });
}

const limits = { low: 0, high: 20, step: 0.1, default: 10 };

test("the next value is a step away, without the dust of binary fractions", () => {
  assert.equal(next("0.2", limits, 1, rules), 0.3);
  assert.equal(next("0,3", limits, -1, rules), 0.2);
});

test("the next value stays within the limits", () => {
  assert.equal(next("20", limits, 1, rules), 20);
  assert.equal(next("500", limits, -1, rules), 20);
  assert.equal(next("0", limits, -1, rules), 0);
});

test("an empty field begins at the default, and a text that is no number stays", () => {
  assert.equal(next(" ", limits, 1, rules), 10);
  assert.equal(next("abc", limits, 1, rules), null);
});

test("a message shows the beginning of a long text", () => {
  assert.equal(say("{text} is no number. ", "abc"), "abc is no number. ");
  assert.equal(say("{text}", "x".repeat(30)), `${"x".repeat(19)}…`);
});
