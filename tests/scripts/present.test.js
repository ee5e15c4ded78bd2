/* The lecture: what keys, fingers and answers do, and what is seen of a plot before the answer. */
"use strict";
const assert = require("node:assert/strict");
const test = require("node:test");
const { load, same } = require("./harness.js");
const { BEGIN, phase, after, actOf, actOfSwipe, stepOf } = load("pages/present/steps.js", [
  "BEGIN",
  "phase",
  "after",
  "actOf",
  "actOfSwipe",
  "stepOf",
]);
const { enlarged, withoutAnswer } = load("pages/present/plot.js", ["enlarged", "withoutAnswer"]);
const { linesOf } = load("pages/present/slide.js", ["linesOf"]);

const told = { question: "", answers: [] };
const asking = { question: "What does it do?", answers: ["grows", "shrinks", "stays", "goes"] };
const slides = [told, asking, told];
const rules = {
  letters: "ABCD",
  views: ["bone", "tumour", "apoptosis", "picture"],
  step: "view.step",
  steps: 3,
};
const all = (acts, still = false) =>
  acts.reduce((state, what) => after(state, slides, what, still), BEGIN);

test("a lecture begins with its first step and ends with its last", () => {
  assert.equal(all([["back"]]).at, 0);
  assert.equal(all([["last"], ["forward"]]).at, 2);
  assert.equal(all([["last"], ["first"]]).at, 0);
  assert.equal(all([["step", 7]]).at, 2);
});

test("a question is answered, revealed and then left, by one key alone too", () => {
  const asked = all([["forward"]]);
  assert.equal(phase(asked, slides), "asked");
  const running = all([["forward"], ["forward"]]);
  assert.deepEqual([running.at, phase(running, slides)], [1, "running"]);
  assert.equal(phase(all([["forward"], ["forward"], ["settle"]]), slides), "told");
  assert.equal(all([["forward"], ["forward"], ["forward"]]).at, 2);
});

test("where nothing may move the answer is there at once", () => {
  assert.equal(phase(all([["forward"], ["forward"]], true), slides), "told");
  assert.equal(phase(all([["forward"], ["reveal"]], true), slides), "told");
});

test("an answer can be changed until it is revealed, and stays", () => {
  const chosen = all([["forward"], ["choose", 1], ["choose", 3]]);
  same(chosen.chosen, { 1: 3 });
  const revealed = all([["forward"], ["choose", 3], ["reveal"], ["choose", 0]]);
  same(revealed.chosen, { 1: 3 });
  const returned = all([["forward"], ["choose", 3], ["reveal"], ["forward"], ["back"]]);
  assert.equal(phase(returned, slides), "told");
  same(returned.chosen, { 1: 3 });
});

test("where nothing is asked there is nothing to choose or to reveal", () => {
  assert.equal(all([["choose", 1]]), BEGIN);
  assert.equal(all([["reveal"]]), BEGIN);
});

test("another view is seen until the next step or the answer", () => {
  assert.equal(all([["view", "bone"]]).view, "bone");
  assert.equal(all([["view", "bone"], ["forward"]]).view, null);
  assert.equal(all([["forward"], ["view", "bone"], ["reveal"]]).view, null);
});

test("keys and clickers", () => {
  for (const key of ["ArrowRight", "PageDown", "Enter", " "]) same(actOf(key, rules), ["forward"]);
  for (const key of ["ArrowLeft", "PageUp"]) same(actOf(key, rules), ["back"]);
  same([actOf("a", rules), actOf("D", rules)], [["choose", 0], ["choose", 3]]); // biome-ignore format: short
  same([actOf("2", rules), actOf("4", rules)], [["view", "tumour"], ["view", "picture"]]); // biome-ignore format: short
  same([actOf("F", rules), actOf("Escape", rules)], [["full"], ["leave"]]); // biome-ignore format: short
  for (const key of ["5", "0", "x", "Tab", "Shift", "Delete", "ArrowDown"])
    assert.equal(actOf(key, rules), null);
});

test("a finger wipes across, and scrolls along", () => {
  const from = { x: 200, y: 400 };
  same(actOfSwipe(from, { x: 80, y: 420 }), ["forward"]);
  same(actOfSwipe(from, { x: 320, y: 380 }), ["back"]);
  assert.equal(actOfSwipe(from, { x: 170, y: 400 }), null);
  assert.equal(actOfSwipe(from, { x: 100, y: 200 }), null);
});

test("an address names a step that there is", () => {
  assert.equal(stepOf("?set=a&view.step=3", rules), 2);
  for (const search of ["", "?view.step=0", "?view.step=4", "?view.step=two", "?view.step=1.5"])
    assert.equal(stepOf(search, rules), null);
});

test("before the answer a plot has the lines that are known, their names, and all else", () => {
  const figure = {
    data: ["untreated", "treated", "doses"],
    layout: { annotations: ["untreated", "treated", "title"], font: 1 },
  };
  same(withoutAnswer(figure, { known: 1, runs: 2 }), {
    data: ["untreated", "doses"],
    layout: { annotations: ["untreated", "title"], font: 1 },
  });
});

test("lengths grow, numbers do not", () => {
  const part = { line: { width: 6 }, y: 3, list: [{ size: 10, text: "10" }], none: null };
  same(enlarged(part, 0.5, ["width", "size"]), {
    line: { width: 3 },
    y: 3,
    list: [{ size: 5, text: "10" }],
    none: null,
  });
});

test("a text is written in lines with room for them", () => {
  const measure = (text) => text.length;
  same(linesOf("one two three four", 9, measure), ["one two", "three", "four"]);
  same(linesOf("unbreakable", 3, measure), ["unbreakable"]);
});
