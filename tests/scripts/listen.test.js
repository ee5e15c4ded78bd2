/* A plot as a tone: which tones, and where there are none. */
"use strict";
const test = require("node:test");
const { load, same } = require("./harness.js");
const { tone, sampled, melody } = load("pages/explore/listen.js", ["tone", "sampled", "melody"]);

test("from the lower end of a plot to its upper one are two octaves", () => {
  same([0, 0.5, 1].map(tone), [220, 440, 880]);
  same([-1, 2].map(tone), [220, 880]);
});

test("values between rows lie on the line between them", () => {
  same(sampled([0, 10], [0, 20], [0, 10], 5), [0, 5, 10, 15, 20]);
  same(sampled([0, 2, 10], [0, 2, 18], [0, 10], 6), [0, 2, 6, 10, 14, 18]);
  same(sampled([0, 10], [0, 20], [5, 10], 2), [10, 20]);
});

test("a line that jumps has the value after the jump", () => {
  same(sampled([0, 5, 5, 10], [1, 1, 3, 3], [0, 10], 3), [1, 3, 3]);
});

test("where a line is not drawn it is silent, and it begins and ends softly", () => {
  const heights = sampled([0, 1, 2, 3, 4], [0, 1, null, NaN, 1], [0, 4], 5);
  same(heights, [0, 1, null, null, 1]);
  const { tones, loud } = melody([0, 1, null, 0.5, 1]);
  same(Array.from(tones), [220, 880, 880, 440, 880]);
  same(
    Array.from(loud, (each) => each > 0),
    [false, true, false, true, false],
  );
});
