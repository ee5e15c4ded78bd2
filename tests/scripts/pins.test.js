/* Runs that are kept: under which names, and what stays when one goes. */
"use strict";
const assert = require("node:assert/strict");
const test = require("node:test");
const { load, rules, same } = require("./harness.js");
const NO_UPDATE = "no update";

/* What `pin` returns on a page that shows a run, after a change of one property. */
function pinned(
  changed,
  name,
  pins,
  { gone = null, minus = null, answer = { scenario: "q" } } = {},
) {
  const { last, pin, window } = load("pages/explore/pins.js", ["last", "pin"]);
  last.answer = answer;
  window.dash_clientside.callback_context = { triggered: [{ prop_id: changed }] };
  window.osteoniche = { showRow: (place, text) => Object.assign(window, { row: [place, text] }) };
  const pressed = [];
  window.KeyboardEvent = class {
    constructor(type, { key }) {
      pressed.push(`${type} ${key}`);
    }
  };
  window.document.getElementById = () => ({ dispatchEvent() {} });
  return { values: pin(1, 0, gone, name, pins, minus, rules), row: window.row, pressed };
}

const pins = (...names) => names.map((name) => ({ name, query: name }));

test("a run is kept under its tidied name, and its row is shown", () => {
  const { values, row, pressed } = pinned("pin.n_clicks", "  my \u0000 run\n", pins("a"));
  same(values[0], [...pins("a"), { name: "my run", query: "q" }]);
  same(values.slice(1, 4), ["", null, NO_UPDATE]);
  same(row, [1, "my run"]);
  assert.ok(values[4].includes("my run"));
  same(pressed, ["keydown Escape"]);
});

test("a name is said as it is, whatever stands in it", () => {
  assert.ok(pinned("pin.n_clicks", "$& $1", []).values[4].includes("$& $1"));
});

const many = Array.from({ length: rules.pins }, (_, place) => `run ${place}`);
const refusals = {
  noName: [" \t", []],
  sameName: ["A", pins("a")],
  tooMany: ["new", pins(...many)],
  noRun: ["new", [], { answer: null }],
};
for (const [why, given] of Object.entries(refusals)) {
  test(`refused with a reason: ${why}`, () => {
    const { values, pressed } = pinned("pin.n_clicks", ...given);
    same(pressed, []);
    same(values, [NO_UPDATE, NO_UPDATE, rules.say[why], NO_UPDATE, ""]);
  });
}

test("the same run is not kept twice, and it is said under which name it is", () => {
  const { values } = pinned("pin.n_clicks", "new", [{ name: "$& first", query: "q" }]);
  assert.equal(
    values[2],
    rules.say.sameRun.replace("{name}", () => "$& first"),
  );
  same(values[0], NO_UPDATE);
});

test("a refused answer can not be kept", () => {
  const { values } = pinned("pin.n_clicks", "new", [], { answer: { query: null } });
  assert.equal(values[2], rules.say.noRun);
});

test("names of the arms are taken", () => {
  const { values } = pinned("pin.n_clicks", rules.taken[0].toUpperCase(), []);
  assert.equal(values[2], rules.say.sameName);
});

test("a run goes by its place", () => {
  const gone = { place: 1 };
  const { values } = pinned("unpin.data", null, pins("a", "b", "c"), { gone, minus: "pin-2" });
  same(values, [pins("a", "c"), NO_UPDATE, null, "pin-1", ""]);
});

const { withoutPin, against } = load("pages/explore/pins.js", ["withoutPin", "against"]);

test("others stay shown against what they were, once a pin is gone", () => {
  assert.equal(withoutPin("pin-2", 2, "pin-"), null);
  assert.equal(withoutPin("pin-2", 0, "pin-"), "pin-1");
  assert.equal(withoutPin("pin-2", 3, "pin-"), NO_UPDATE);
  assert.equal(withoutPin("pin-10", 2, "pin-"), "pin-9");
  assert.equal(withoutPin("untreated", 0, "pin-"), NO_UPDATE);
  assert.equal(withoutPin(null, 0, "pin-"), NO_UPDATE);
});

test("runs can be shown against the arms and then the pins", () => {
  const kept = { value: `${rules.pin}0`, label: "a" };
  same(against(pins("a"), rules), [...rules.arms, kept]);
});
