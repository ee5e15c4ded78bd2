/* How often a dial that moves asks the server. */
"use strict";
const assert = require("node:assert/strict");
const test = require("node:test");
const { bareWindow, load } = require("./harness.js");

const never = () => false;

/* A page whose clock stands still until something waits for it. */
function page() {
  const clock = { now: 0, waits: [] };
  const window = bareWindow();
  window.performance = { now: () => clock.now };
  window.setTimeout = (then, wait) => {
    clock.waits.push(wait);
    clock.now += wait;
    then();
  };
  const sent = [];
  window.fetch = (_, { body }) => {
    sent.push(JSON.parse(body).values.dose);
    return Promise.resolve({ status: 200, json: () => ({ moved: { runs: {} }, beside: {} }) });
  };
  window.osteoniche = { prefix: () => "/" };
  load("pages/explore/live.js", [], window);
  const { live, OVERTAKEN } = window.osteoniche;
  const ask = (dose, isOvertaken = never) => live({ values: { dose } }, isOvertaken);
  return { clock, sent, ask, OVERTAKEN };
}

test("the first move is asked for at once, the next after an eighth of a second", async () => {
  const { clock, sent, ask } = page();
  await ask(1);
  assert.deepEqual(clock.waits, []);
  clock.now += 25;
  await ask(2);
  assert.deepEqual(clock.waits, [100]);
  clock.now += 400;
  await ask(3);
  assert.deepEqual([sent, clock.waits], [[1, 2, 3], [100]]);
});

test("a move that is overtaken while it waits is not asked for, and delays none", async () => {
  const { clock, sent, ask, OVERTAKEN } = page();
  await ask(1);
  assert.equal(await ask(2, () => true), OVERTAKEN);
  await ask(3);
  assert.deepEqual([sent, clock.waits], [[1, 3], [125]]);
});
