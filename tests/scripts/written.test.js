/* Texts that the server has written, and which of them are written again. */
"use strict";
const assert = require("node:assert/strict");
const test = require("node:test");
const { bareWindow, load } = require("./harness.js");

function page() {
  const window = bareWindow();
  const places = { one: {}, two: {} };
  window.document.getElementById = (id) => places[id];
  window.CustomEvent = class {};
  load("shell/written.js", [], window);
  return { places, ...window.osteoniche };
}

test("a text that is there already stays, with what is open in it", () => {
  const { places, write } = page();
  write({ one: "<p>a</p>", two: "b" });
  places.one.innerHTML = "opened";
  write({ one: "<p>a</p>", two: "c" });
  assert.deepEqual([places.one.innerHTML, places.two.innerHTML], ["opened", "c"]);
});

test("what others have changed since is written again", () => {
  const { places, write, overwritten } = page();
  write({ one: "a", two: "b" });
  places.one.innerHTML = "moved";
  overwritten("one");
  write({ one: "a", two: "b" });
  assert.equal(places.one.innerHTML, "a");
});
