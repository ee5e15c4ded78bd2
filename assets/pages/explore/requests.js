/* The requests of the Explore page: what its controls want, and its answers as they arrive.

   A moved dial takes the short way: live.js asks for its curves and draws them. Once it rests, and
   for everything else, the request goes through Dash. */
(function () {
  "use strict";
  const noUpdate = () => window.dash_clientside.no_update;
  const rules = () => window.osteoniche.queue;

  const SLOW_AFTER = 300; // milliseconds after which work is shown as under way
  const held = { queue: null, read: false, timer: null };
  const queue = () => held.queue || rules().EMPTY;

  const NAMES = {
    "choice.data": "choice",
    "extra.data": "extra",
    "tumour-scale.value": "scale",
    "panels.value": "panels",
    "minus.value": "minus",
    "data.value": "data",
    "pins.data": "pins",
    "side.checked": "side",
    "band.checked": "band",
  };
  /* What starts a request and is no part of it: the request looks by itself. */
  const LOOKS = ["theme.data", "screen.data"];
  const UNASKED = [...LOOKS, "again.data"]; // no change that the visitor makes
  const SIGNALS = [...UNASKED, "arranged.data", "rested.data"];

  /* Take a step of the queue; what it wants to be sent is returned. */
  function step(next) {
    const begins = next.queue.sequence !== queue().sequence;
    held.queue = next.queue;
    if (next.abort) window.osteoniche.abort(next.abort);
    if (begins || !next.queue.busy) {
      clearTimeout(held.timer);
      document.body.classList.remove("is-working");
    }
    if (begins) {
      document.body.dataset.asked = String(next.queue.sequence);
      held.timer = setTimeout(() => document.body.classList.add("is-working"), SLOW_AFTER);
    }
    return next.send;
  }

  function proceed(send) {
    if (!send) return;
    if (send.short) short(send.request);
    else window.dash_clientside.set_props("request", { data: send.request });
  }

  async function short(request) {
    const isOvertaken = () => Boolean(queue().waiting);
    const answer = await window.osteoniche.live(request, isOvertaken);
    if (answer === window.osteoniche.OVERTAKEN) return proceed(step(rules().overtake(queue())));
    if (!answer) return; // failures.js says so
    const drawn = window.osteoniche.draw(request, answer);
    if (drawn) show(drawn);
    else proceed(step(rules().fallBack(queue())));
  }

  /* An answer is on the page, by either way. Returns whether it is the newest that is wanted. */
  function show(answer) {
    const send = step(rules().resolve(queue(), answer));
    document.dispatchEvent(new CustomEvent("osteoniche:answered", { detail: answer }));
    document.body.dataset.answered = String(answer.seq);
    document.body.classList.toggle("is-refused", answer.query === null);
    proceed(send);
    return !send;
  }

  /* Inputs and states of a callback as the state that is wanted, signals apart. */
  function stateOf(inputs, look) {
    const state = { values: {}, ...look };
    const signals = {};
    for (const { id, property, value = null } of inputs) {
      const name = NAMES[`${id}.${property}`];
      if (SIGNALS.includes(`${id}.${property}`)) signals[id] = value;
      else if (name) state[name] = value;
      else state.values[id] = value;
    }
    return { state: { ...state, values: valuesOf(state) }, signals };
  }

  /* What the controls say: dials come as where they stand, with what is typed beside them. */
  function valuesOf({ values, choice }) {
    const read = ([id, value]) => {
      return [id, window.osteoniche.reads(id, value, choice.limits, values[`${id}-number`])];
    };
    const isTyped = ([id]) => id.endsWith("-number");
    const controls = Object.entries(values).filter((entry) => !isTyped(entry));
    return Object.fromEntries(controls.map(read));
  }

  /* Until the address that the page was opened with has been read, the controls stand where they
     stood before it: whatever curve was asked for now would belong to other settings. */
  function isRead(arranged) {
    held.read = held.read || Boolean(arranged) || !window.location.search;
    return held.read;
  }

  function request() {
    const context = window.dash_clientside.callback_context;
    const look = { theme: window.osteoniche.theme(), screen: window.osteoniche.screen() };
    const { state, signals } = stateOf(context.inputs_list.concat(context.states_list), look);
    const changed = context.triggered.map((item) => item.prop_id);
    if (changed.includes("arranged.data")) window.osteoniche.catchUp();
    else if (changed.some((id) => !UNASKED.includes(id))) window.osteoniche.heeded();
    if (!isRead(signals.arranged)) {
      if (changed.includes("again.data")) window.osteoniche.read();
      return noUpdate();
    }
    const { sent } = queue();
    const looks = changed.length > 0 && changed.every((id) => LOOKS.includes(id));
    if (looks && sent && sent.theme === state.theme && sent.screen === state.screen) {
      return noUpdate();
    }
    const light = changed.every((id) => id === "rested.data");
    const send = step(rules().enqueue(queue(), state, light));
    return send ? send.request : noUpdate();
  }

  function release(answer) {
    window.osteoniche.tell(answer);
    if (answer && answer.seq === queue().sequence && show(answer)) {
      window.osteoniche.describe(answer.query);
    }
    return noUpdate();
  }

  /* What is taken away is what was asked for last, and not what Dash heard of last. */
  function take() {
    const button = window.dash_clientside.callback_context.triggered[0].prop_id.split(".")[0];
    const other = button === "take-csv" && window.osteoniche.taken("table");
    if (other) {
      other.click();
      return noUpdate();
    }
    return { what: button, request: rules().latest(queue()) };
  }

  document.addEventListener("osteoniche:moved", ({ detail: { id, value } }) => {
    if (!queue().sent || !held.read) return;
    window.osteoniche.heeded();
    window.osteoniche.rest(id);
    proceed(step(rules().move(queue(), id, value)));
  });

  /* Where it is not asked again, the address that it failed at is not read again. */
  document.addEventListener("osteoniche:lost", ({ detail: { again } }) => {
    step(rules().fail(queue()));
    held.read = held.read || !again;
  });

  /* The toggle's own property does not follow the system, so the root element is watched. Before
     anything was asked for, the first request looks by itself. */
  new MutationObserver(() => {
    if (!window.dash_clientside.set_props) return;
    window.dash_clientside.set_props("theme", { data: window.osteoniche.theme() });
  }).observe(document.documentElement, { attributeFilter: ["data-mantine-color-scheme"] });
  window.addEventListener("resize", () => {
    if (!held.queue?.sent) return;
    const screen = window.osteoniche.screen();
    if (held.queue.sent.screen !== screen) {
      window.dash_clientside.set_props("screen", { data: screen });
    }
  });

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.osteoniche = Object.assign(window.dash_clientside.osteoniche || {}, {
    request,
    release,
    take,
  });
})();
