/* Wishes of long work are told apart, and a visit's from those of another. */
"use strict";
const assert = require("node:assert/strict");
const test = require("node:test");
const { webcrypto } = require("node:crypto");
const { bareWindow, load } = require("./harness.js");

function visit() {
  const window = bareWindow();
  window.crypto = webcrypto;
  return load("shell/asking.js", ["wish"], window).wish;
}

test("each wish of a visit has a number of its own behind the visit's name", () => {
  const wish = visit();
  const [first, second] = [wish(), wish()];
  assert.match(first, /^[0-9a-z]{10,28}-1$/);
  assert.equal(second, first.replace(/-1$/, "-2"));
});

test("two visits have names that nobody can guess from each other", () => {
  assert.notEqual(visit()(), visit()());
});
