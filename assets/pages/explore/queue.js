/* The queue of requests, of which the latest wins: rules alone, without page, clock or server.

   One request is under way at most; the newest state that came meanwhile waits for its answer. Each
   step takes the queue as it stands and returns `{ queue, send, abort }`: the queue that follows,
   the request to send (by the short way past Dash where it is `short`), and the number of one to give
   up; the last two where there are any. requests.js does what the steps say. */
(function () {
  "use strict";

  /* `busy`: one is under way, `short` by which way it went, `light` that it draws nothing (a dial came
     to rest, and its curves are there). `sent` is its state, `waiting` what comes after it, `answer`
     the last one that was shown. */
  const EMPTY = {
    busy: false,
    short: false,
    light: false,
    waiting: null,
    sent: null,
    sequence: 0,
    answer: null,
  };

  /* The page wants this state: at once, or after what is under way if it is another one. */
  function enqueue(queue, state, light) {
    if (!queue.busy) return send(queue, state, false, light && queue.short);
    const same = !queue.short && JSON.stringify(state) === JSON.stringify(queue.sent);
    return { queue: { ...queue, waiting: same ? null : { state, short: false } } };
  }

  /* What is wanted, with one dial moved. What only follows a dial at rest gives way to it. */
  function move(queue, id, value) {
    const yields = queue.busy && queue.light;
    const { state, short } = queue.waiting || { state: queue.sent, short: true };
    const moved = { ...state, values: { ...state.values, [id]: value } };
    const step = proceed(yields ? free(queue) : queue, moved, short);
    return yields ? { ...step, abort: queue.sequence } : step;
  }

  /* An answer is on the page, by either way: now for what came meanwhile. */
  function resolve(queue, answer) {
    const next = { ...free(queue), answer };
    const { waiting } = next;
    return waiting ? proceed(next, waiting.state, waiting.short) : { queue: next };
  }

  /* The short way ended without a picture: more changes than what follows a dial. */
  function fallBack(queue) {
    return proceed(free(queue), latest(queue), false);
  }

  /* Something newer waits, before the request that is under way by the short way was sent. */
  function overtake(queue) {
    const { state, short } = queue.waiting;
    return proceed(free(queue), state, short);
  }

  /* An answer was lost: the newest state waits for the server to come back. */
  function fail(queue) {
    return { queue: { ...free(queue), waiting: { state: latest(queue), short: false } } };
  }

  /* The state that was wanted last, whether it has been sent or not. */
  function latest(queue) {
    return (queue.waiting || { state: queue.sent }).state;
  }

  const free = (queue) => ({ ...queue, busy: false });

  function proceed(queue, state, short) {
    if (queue.busy) return { queue: { ...queue, waiting: { state, short } } };
    return send(queue, state, Boolean(short && queue.answer), false);
  }

  function send(queue, state, short, light) {
    const sequence = queue.sequence + 1;
    const { shown = null, scenario = null, beside = {} } = queue.answer || {};
    const request = { ...state, seq: sequence, shown, drawn: scenario, beside };
    const next = { ...queue, busy: true, short, light, waiting: null, sent: state, sequence };
    return { queue: next, send: { request, short } };
  }

  const queue = { EMPTY, enqueue, move, resolve, fallBack, overtake, fail, latest };
  window.osteoniche = Object.assign(window.osteoniche || {}, { queue });
})();
