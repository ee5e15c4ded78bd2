/* Scripts do nothing while they load but offer functions and listen: so in whatever order. */
"use strict";
const fs = require("node:fs");
const test = require("node:test");
const { ASSETS, bareWindow, load, same } = require("./harness.js");

const found = fs.readdirSync(ASSETS, { recursive: true });
const ours = found.filter((name) => name.endsWith(".js") && !name.startsWith("vendor"));
const scripts = ours.sort();

function offered(order) {
  const window = bareWindow();
  for (const script of order) load(script, [], window);
  const { inner, ...rest } = window;
  return [Object.keys(rest.osteoniche).sort(), Object.keys(rest.dash_clientside.osteoniche).sort()];
}

test("in the order of Dash and in the opposite one they offer the same", () => {
  same(offered(scripts.toReversed()), offered(scripts));
});
