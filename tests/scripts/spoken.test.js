/* What is spoken is short: the beginning of a text, up to a clause that there is time for. */
"use strict";
const assert = require("node:assert/strict");
const test = require("node:test");
const { load } = require("./harness.js");
const { briefly, LONGEST } = load("shell/spoken.js", ["briefly", "LONGEST"]);

const clause = "Two doses lie ahead";

test("a short text is spoken as it is", () => assert.equal(briefly(clause), clause));

test("a long one ends with its last whole sentence or clause", () => {
  const sentences = Array(9).fill(`${clause}.`).join(" ");
  assert.equal(briefly(sentences), Array(5).fill(`${clause}.`).join(" "));
  const clauses = Array(9).fill(clause).join(", ");
  assert.equal(briefly(clauses), `${Array(5).fill(clause).join(", ")} …`);
});

test("one without clauses ends with a whole word", () => {
  const brief = briefly("wordless ".repeat(30).trim());
  assert.match(brief, /^(wordless )+…$/);
  assert.ok(brief.length <= LONGEST);
});

test("a number is not cut at its point", () => {
  const text = `${"x".repeat(LONGEST - 12)}, 3.14159265358979`;
  assert.equal(briefly(text), `${"x".repeat(LONGEST - 12)} …`);
});
