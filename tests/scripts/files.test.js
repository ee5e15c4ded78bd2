/* Files that are opened: what goes to the server of them. */
"use strict";
const assert = require("node:assert/strict");
const test = require("node:test");
const { load, same } = require("./harness.js");

const encoded = (value) => Buffer.from(value).toString("base64");
const file = (value) => `data:text/plain;base64,${encoded(value)}`;
const decoded = (contents) => Buffer.from(contents.split(",")[1], "base64").toString();

const scenarios = load("shell/files.js", ["opened", "withoutCurves"]);
const rules = { contents: 200, begin: 40 };

test("a result of the command line travels as its scenario", () => {
  const scenario = { species: "mouse", name: "µ" };
  const result = JSON.stringify({ scenario, curves: Array(500).fill(0.5) });
  const [{ contents, bytes }] = scenarios.opened(file(result), rules);
  same(JSON.parse(decoded(contents)), { scenario });
  assert.equal(bytes, undefined);
});

test("a small file travels as it is", () => {
  const [{ contents }, emptied] = scenarios.opened(file("{}"), rules);
  assert.equal(contents, file("{}"));
  assert.equal(emptied, null);
});

test("of a file that is too large the beginning travels, and how large it is", () => {
  const [{ contents, bytes }] = scenarios.opened(file("x".repeat(600)), rules);
  assert.equal(contents, file("x".repeat(600)).slice(0, rules.begin));
  assert.equal(bytes, 600);
});

for (const [what, text] of Object.entries({ "no JSON": "x", "no scenario": "{}", null: "null" })) {
  test(`${what} is left as it is`, () => {
    assert.equal(scenarios.withoutCurves(file(text)), file(text));
  });
}

const own = load("pages/your-data.js", ["given", "opened"]);
const terms = { bytes: 50, sent: 60, begin: 8 };
const NONE = ["no update", "no update", null];

test("a table travels with what its groups were before a reload", () => {
  const before = { text: "a\tb", groups: ["PTX"] };
  same(own.given("a\tb", terms, before), { text: "a\tb", groups: ["PTX"] });
  same(own.given("a\tc", terms, before), { text: "a\tc", groups: [] });
  same(own.given("", terms, null), { text: "", groups: [] });
});

test("a table that is too large travels as its size", () => {
  same(own.given("x".repeat(51), terms, null), { bytes: 51, begin: "" });
  same(own.given("é".repeat(26), terms, null), { bytes: 52, begin: "" });
  same(own.given("\n".repeat(40), terms, null), { bytes: 51, begin: "" }); // twice as long when sent
});

test("a table in a file is opened, without a mark of its coding", () => {
  same(own.opened(file("\ufeffa\t1"), terms, null), [
    { text: "a\t1", groups: [] },
    "a\t1",
    null,
    null,
  ]);
});

const refused = {
  "a spreadsheet": "PK\u0003\u0004rest",
  "a document": "%PDF-1.7",
  "zero bytes": "a\0b",
  "no text": Buffer.from([0xff, 0xfe, 0x00, 0x80]),
};
for (const [what, content] of Object.entries(refused)) {
  test(`${what} is no table: its beginning goes to the server, and what is there stays`, () => {
    const begin = encoded(content).slice(0, terms.begin);
    const bytes = Buffer.from(content).length;
    same(own.opened(file(content), terms, null), [...NONE, { bytes, begin }]);
  });
}

test("an empty file has no beginning", () => {
  same(own.opened(file(" \n"), terms, null), [...NONE, { bytes: 0 }]);
});

test("a file that is too large is not read", () => {
  const [, , , { bytes }] = own.opened(file("1".repeat(80)), terms, null);
  assert.equal(bytes, 80);
});
