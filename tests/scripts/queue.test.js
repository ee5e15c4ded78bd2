/* The queue of requests, of which the latest wins. */
"use strict";
const assert = require("node:assert/strict");
const test = require("node:test");
const { load, same } = require("./harness.js");
const { EMPTY, enqueue, move, resolve, fallBack, overtake, fail, latest } =
  load("pages/explore/queue.js").window.osteoniche.queue;

const state = (dose, more = {}) => ({ values: { dose }, ...more });
const answer = (seq, more = {}) => ({ seq, shown: "s", scenario: "q", beside: { b: 1 }, ...more });

/* The queue after a request for a state was answered: curves are there, nothing is under way. */
function answered(dose = 1) {
  const { queue, send } = enqueue(EMPTY, state(dose), false);
  return resolve(queue, answer(send.request.seq)).queue;
}

/* The queue while a moved dial is under way by the short way. */
const moving = () => move(answered(), "dose", 2).queue;

test("an idle queue sends at once, through Dash, and counts", () => {
  const { queue, send } = enqueue(EMPTY, state(1), false);
  same(send, {
    request: { values: { dose: 1 }, seq: 1, shown: null, drawn: null, beside: {} },
    short: false,
  });
  assert.ok(queue.busy);
});

test("a request says what the last answer has drawn", () => {
  const { send } = enqueue(answered(), state(3), false);
  same(send.request, { values: { dose: 3 }, seq: 2, shown: "s", drawn: "q", beside: { b: 1 } });
});

test("of what comes while one is under way only the newest is sent, after its answer", () => {
  let { queue } = enqueue(EMPTY, state(1), false);
  for (const dose of [2, 3, 4]) {
    const step = enqueue(queue, state(dose), false);
    assert.equal(step.send, undefined);
    queue = step.queue;
  }
  const { send } = resolve(queue, answer(1));
  same(send.request.values, { dose: 4 });
  assert.equal(send.request.seq, 2);
});

test("what is under way already is not asked for once more", () => {
  const { queue } = enqueue(EMPTY, state(1), false);
  const away = enqueue(queue, state(2), false).queue;
  const back = enqueue(away, state(1), false).queue;
  assert.equal(resolve(back, answer(1)).send, undefined);
});

test("after the short way the same state is asked for through Dash, which draws the rest", () => {
  const { queue } = enqueue(moving(), state(2), false);
  const { send } = resolve(queue, answer(2));
  assert.equal(send.short, false);
});

test("a moved dial takes the short way, once there are curves to move", () => {
  const { send } = move(answered(), "dose", 7);
  same([send.request.values, send.short], [{ dose: 7 }, true]);
  const early = move({ ...EMPTY, sent: state(1) }, "dose", 7);
  assert.equal(early.send.short, false);
});

test("a dial that moves on waits for its last answer, and goes the short way again", () => {
  const { queue, send } = move(moving(), "dose", 3);
  assert.equal(send, undefined);
  const next = resolve(queue, answer(2)).send;
  same([next.request.values, next.short], [{ dose: 3 }, true]);
});

test("a dial that moves while more was wanted joins that", () => {
  const { queue } = enqueue(moving(), state(2, { panels: ["cells"] }), false);
  const next = resolve(move(queue, "other", 5).queue, answer(2)).send;
  same([next.request.panels, next.request.values], [["cells"], { dose: 2, other: 5 }]);
  assert.equal(next.short, false);
});

test("what follows a dial at rest gives way to one that moves again", () => {
  const { queue } = resolve(moving(), answer(2));
  const resting = enqueue(queue, state(2), true).queue;
  assert.ok(resting.light);
  const { abort, send } = move(resting, "dose", 4);
  assert.equal(abort, 3);
  same([send.request.seq, send.request.values, send.short], [4, { dose: 4 }, true]);
});

test("nothing else is given up for a dial", () => {
  const { queue } = enqueue(answered(), state(2), true); // the last one did not go the short way
  const { abort, send } = move(queue, "dose", 4);
  same([abort ?? null, send ?? null], [null, null]);
});

test("where more changes than a dial moves, the newest state goes through Dash", () => {
  const { send } = fallBack(move(moving(), "dose", 3).queue);
  same([send.request.values, send.short], [{ dose: 3 }, false]);
});

test("a lost request waits, and so does what came after it", () => {
  same(latest(fail(moving()).queue), { values: { dose: 2 } });
  const lost = fail(move(moving(), "dose", 3).queue);
  assert.equal(lost.send, undefined);
  assert.equal(lost.queue.busy, false);
  same(latest(lost.queue), { values: { dose: 3 } });
});

test("what has waited for a lost server is sent once", () => {
  const { queue, send } = move(fail(moving()).queue, "dose", 9);
  same([send.request.values, send.short], [{ dose: 9 }, false]);
  assert.equal(resolve(queue, answer(send.request.seq)).send, undefined);
});

test("a step leaves the queue that it was given as it was", () => {
  const before = JSON.stringify(answered());
  const queue = answered();
  enqueue(queue, state(5), true);
  move(queue, "dose", 6);
  fail(queue);
  resolve(queue, answer(9));
  assert.equal(JSON.stringify(queue), before);
});

test("a request that was overtaken before it was sent gives its place to the newest", () => {
  const { queue } = move(moving(), "dose", 3);
  const step = overtake(queue);
  same([step.send.short, step.send.request.values], [true, { dose: 3 }]);
  assert.equal(step.queue.waiting, null);
  assert.equal(step.queue.sequence, queue.sequence + 1);
});
