/* What is shown of other settings than those of now says so. */
"use strict";
const assert = require("node:assert/strict");
const test = require("node:test");
const { load } = require("./harness.js");

const { isUnchanged } = load("shell/work.js", ["isUnchanged"]);
const SHOWN = { query: "15D11=10" };

test("only other settings than those that are shown are told", () => {
  assert.equal(isUnchanged(SHOWN, { scenario: "15D11=3" }), false);
  assert.equal(isUnchanged(SHOWN, { scenario: "15D11=10" }), true);
});

test("before anything was asked for there is nothing to tell", () => {
  for (const request of [undefined, null, {}])
    assert.equal(isUnchanged(request, { scenario: "a" }), true);
  for (const answer of [undefined, null, {}]) assert.equal(isUnchanged(SHOWN, answer), true);
});
