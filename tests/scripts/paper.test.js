/* Words below a picture: in lines that are as long as it is wide. */
"use strict";
const assert = require("node:assert/strict");
const test = require("node:test");
const { load, same } = require("./harness.js");
const { wrapped, escaped } = load("shell/paper.js", ["wrapped", "escaped"]);

test("lines are no longer than they may be, and lose no word", () => {
  const text = "Your run: Mouse, Paclitaxel 10 mg/kg ip on day 7 and every 3.5 days, 42 days";
  const lines = wrapped(text, 20);
  assert.ok(lines.every((line) => line.length <= 20));
  assert.equal(lines.join(" "), text);
});

test("a link is cut where the line ends, and loses nothing", () => {
  const link = `http://127.0.0.1/?${"15D11=10@7/3.5.ip&".repeat(4)}`;
  const lines = wrapped(link, 30);
  assert.ok(lines.length > 2 && lines.every((line) => line.length <= 30));
  assert.equal(lines.join(""), link);
});

test("a short text is one line", () => same(wrapped("Mouse", 20), ["Mouse"]));

test("names can not become tags", () =>
  assert.equal(escaped("High <b> & 1"), "High &lt;b> &amp; 1"));
