/* The address: settings with others added, and what a page adds that no curve depends on. */
"use strict";
const assert = require("node:assert/strict");
const test = require("node:test");
const { load, same } = require("./harness.js");
const { together, withAdded, without, pressed, allOf } = load("shell/places.js", [
  "together",
  "withAdded",
  "without",
  "pressed",
  "allOf",
]);
const { read, addedBy } = load("pages/surface.js", ["read", "addedBy"]);

const terms = {
  keys: {
    "surface-points": ["view.points", "15", ["9", "15", "31"]],
    "surface-quantity": ["view.map", "burden", ["burden", "bone"]],
  },
  longest: 60,
};
const shown = (points, quantity) => ({ "surface-points": points, "surface-quantity": quantity });
const QUERY = "species=mouse&paclitaxel.dose=10";

for (const points of ["9", "15", "31"]) {
  for (const quantity of ["burden", "bone"]) {
    test(`a map of ${points} points of ${quantity} comes back from its address`, () => {
      const query = withAdded(QUERY, addedBy(shown(points, quantity), { ...terms, longest: 1000 }));
      same(read(`?${query}`, terms), shown(points, quantity));
      assert.equal(without(query, addedBy(shown("9", "bone"), terms).keys), QUERY);
    });
  }
}

test("what is as usual does not stand in the address", () => {
  assert.equal(withAdded(QUERY, addedBy(shown("15", "burden"), terms)), QUERY);
});

test("what an address said before is replaced", () => {
  const query = withAdded(`view.points=9&${QUERY}`, addedBy(shown("31", "burden"), terms));
  assert.equal(query, `${QUERY}&view.points=31`);
});

test("what is added gives way where there is no room", () => {
  const long = `${QUERY}&${"x".repeat(30)}`;
  assert.equal(withAdded(long, addedBy(shown("31", "bone"), terms)), long);
});

test("an address that says nothing, or nothing that is allowed, is as usual", () => {
  same(read("", terms), shown("15", "burden"));
  same(read("?view.points=1000&view.map=", terms), shown("15", "burden"));
});

test("an empty address with something added has no mark too many", () => {
  assert.equal(withAdded("", addedBy(shown("31", "burden"), terms)), "view.points=31");
});

test("settings are added to those of the address, in place of the same ones", () => {
  assert.equal(together("?a=1&b=2", "b=3&c=4", "mouse"), "?a=1&b=3&c=4");
  assert.equal(together("", "b=3", "mouse"), "?b=3");
});

test("names that are written in two ways are the same", () => {
  assert.equal(together("?bone%2Edrug=x&a=1", "bone.drug=y", "mouse"), "?a=1&bone.drug=y");
});

test("of another species no setting stays", () => {
  const added = "kP=2&species=mouse";
  assert.equal(together("?species=human&a=1", added, "mouse"), `?${added}`);
  assert.equal(together("?species=mouse&a=1", added, "mouse"), `?a=1&${added}`);
});

const START = { gesture: 0, entered: 0, keyAt: 0 };
const gestures = (...events) => {
  return events.reduce((history, [type, at]) => pressed(history, type, at), START).gesture;
};

test("each press of a pointer is a gesture", () => {
  assert.equal(gestures(["pointerdown", 5000], ["pointerdown", 5001]), 2);
});

test("keys that follow each other within a second are one, however long they go on", () => {
  assert.equal(gestures(["keydown", 5000], ["keydown", 5999], ["keydown", 6998]), 1);
  assert.equal(gestures(["keydown", 5000], ["keydown", 6000]), 2);
});

test("a pointer does not end a run of keys", () => {
  assert.equal(gestures(["keydown", 5000], ["pointerdown", 5500], ["keydown", 5900]), 2);
});

test("each page has its part of the address, and as much room as all of them leave", () => {
  same(allOf({}).keys, []);
  const map = { keys: ["view.points"], parts: ["view.points=9"], longest: 60 };
  const lecture = { keys: ["view.step"], parts: [], longest: 50 };
  same(allOf({ map, lecture }), {
    keys: ["view.points", "view.step"],
    parts: ["view.points=9"],
    longest: 50,
  });
  assert.equal(
    withAdded(`${QUERY}&view.step=3`, allOf({ map, lecture })),
    `${QUERY}&view.points=9`,
  );
});
