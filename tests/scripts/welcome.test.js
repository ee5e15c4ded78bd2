/* The note of the first visit: beside its dial, or above a sheet of settings. */
"use strict";
const test = require("node:test");
const { load, same } = require("./harness.js");
const { placed } = load("pages/explore/welcome.js", ["placed"]);

const rail = { top: 40, bottom: 800, right: 288 };
const note = { width: 272, height: 80 };

test("it stands beside the middle of the dial", () => {
  same(placed({ top: 300, bottom: 380 }, rail, note, false), { left: 302, top: 300 });
});

test("of a dial that is scrolled away it stands at the end where it went", () => {
  same(placed({ top: -90, bottom: 20 }, rail, note, false), { left: 302, top: 40 });
  same(placed({ top: 820, bottom: 900 }, rail, note, false), { left: 302, top: 720 });
});

test("above the settings where they are a sheet at the bottom", () => {
  same(placed({ top: 700, bottom: 740 }, { ...rail, top: 640 }, note, true), {
    left: 12,
    top: 546,
  });
});
