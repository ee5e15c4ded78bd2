/* What becomes of a request for curves that is given up, or whose answer breaks off. */
"use strict";
const assert = require("node:assert/strict");
const test = require("node:test");
const { bareWindow, load } = require("./harness.js");

const CURVES = ["/live", { body: '{"seq":7}' }];

/* The window with `failures.js` in it, whose server answers with `content`, a function of the
   controller of a stream and of the signal of the request. */
function visiting(content, status = 200, more = {}) {
  const window = bareWindow();
  Object.assign(window, { AbortController, Response, Headers, CustomEvent, Date });
  const banner = { textContent: "" };
  window.document.getElementById = () => banner;
  window.setTimeout = () => 1; // neither patience nor another try is waited for
  window.fetch = async (resource, { signal }) =>
    new Response(new ReadableStream({ start: (stream) => content(stream, signal) }), {
      status,
      headers: { "Content-Type": "application/json", ...more },
    });
  load("shell/failures.js", [], window);
  return { window, banner };
}

test("an answer comes whole, with its status and its headers", async () => {
  const { window, banner } = visiting((stream) => {
    stream.enqueue(new TextEncoder().encode('{"a":1}'));
    stream.close();
  });
  const answer = await window.fetch(...CURVES);
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.get("Content-Type"), "application/json");
  assert.deepEqual(await answer.json(), { a: 1 });
  assert.equal(banner.textContent, "");
});

test("what is given up while its content is on the way is nothing to update, without a word", async () => {
  const { window, banner } = visiting((stream, signal) => {
    signal.addEventListener("abort", () => stream.error(signal.reason));
    setImmediate(() => window.osteoniche.abort(7));
  });
  assert.equal((await window.fetch(...CURVES)).status, 204);
  assert.equal(banner.textContent, "");
});

test("where the connection breaks in the middle the page says so", async () => {
  const { window, banner } = visiting((stream) => stream.error(new TypeError("broken")));
  assert.equal((await window.fetch(...CURVES)).status, 204);
  assert.match(banner.textContent, /does not answer/);
});

/* The pauses after which pages try again that were refused with this Retry-After. */
async function pauses(told, chance) {
  const window = bareWindow();
  const waits = [];
  Object.assign(window, { AbortController, Response, Headers, CustomEvent, Date });
  window.Math = Object.create(Math, { random: { value: () => chance } });
  window.document.getElementById = () => ({ textContent: "" });
  window.setTimeout = (_, wait) => waits.push(wait);
  const headers = told === null ? {} : { "Retry-After": told };
  window.fetch = async () => new Response(null, { status: 503, headers });
  load("shell/failures.js", [], window);
  await window.fetch(...CURVES);
  return waits.slice(1); // the first is the patience with an answer
}

test("a refused page tries again after as long as the server says, and not with all others", async () => {
  assert.deepEqual(await pauses("4", 0), [4000]);
  assert.deepEqual(await pauses("4", 0.5), [5000]);
  assert.deepEqual(await pauses(null, 0), [2000]);
  assert.deepEqual(await pauses("soon", 0), [2000]);
  assert.deepEqual(await pauses("86400", 0), [30000]);
});

const NUMBER = { "X-Request-ID": "0123456789abcdef" };
const ends = (stream) => stream.close();

test("a mistake of the server is told with its number in the log, and not as a busy server", async () => {
  const { window, banner } = visiting(ends, 500, NUMBER);
  assert.equal((await window.fetch(...CURVES)).status, 204);
  assert.match(banner.textContent, /went wrong.*Its number: 0123456789abcdef\.$/);
  assert.doesNotMatch(banner.textContent, /busy/);
});

test("what has no number, or passes by itself, is told without", async () => {
  for (const [status, more] of [
    [500, {}],
    [503, NUMBER],
    [400, NUMBER],
  ]) {
    const { window, banner } = visiting(ends, status, more);
    await window.fetch(...CURVES);
    assert.notEqual(banner.textContent, "");
    assert.doesNotMatch(banner.textContent, /number/);
  }
});
