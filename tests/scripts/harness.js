/* Loads a script of assets/ as the page does, into a window without a page. */
"use strict";
const fs = require("node:fs");
const path = require("node:path");
const vm = require("node:vm");
const assert = require("node:assert/strict");

/* What the server tells the page (toolbar.py). */
const rules = JSON.parse(process.env.OSTEONICHE_RULES);
const rungs = JSON.parse(process.env.OSTEONICHE_RUNGS);

const ASSETS = path.join(__dirname, "..", "..", "assets");
const PLATFORM = {
  URLSearchParams,
  TextEncoder,
  TextDecoder,
  atob,
  btoa,
  setTimeout,
  clearTimeout,
};
const DEAF = { addEventListener() {}, removeEventListener() {}, dispatchEvent() {} };

/* Everything that exists in a browser before any script has run and that scripts touch while they load. */
function bareWindow() {
  const element = { dataset: {}, classList: { add() {}, remove() {}, toggle() {} } };
  const document = { ...DEAF, title: "", documentElement: element, body: element };
  const MutationObserver = class {
    observe() {}
  };
  const window = { ...PLATFORM, ...DEAF, document, MutationObserver, fetch() {} };
  window.dash_clientside = { no_update: "no update" };
  window.window = window;
  return vm.createContext(window);
}

/* The named inner functions of a script, and the window that it was loaded into. */
function load(script, names = [], window = bareWindow()) {
  const source = fs.readFileSync(path.join(ASSETS, script), "utf-8");
  const open = source.replace(/\}\)\(\);\s*$/, `window.inner = { ${names.join(", ")} };\n})();`);
  vm.runInContext(open, window, { filename: script });
  return { ...window.inner, window };
}

/* Values of another context are of other classes, so what they say is compared. */
function same(value, expected) {
  assert.deepStrictEqual(JSON.parse(JSON.stringify(value ?? null)), expected);
}

module.exports = { ASSETS, bareWindow, load, rules, rungs, same };
