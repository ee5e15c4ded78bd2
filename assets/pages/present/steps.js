/* The steps of a lecture: which is seen, what was answered, and whether its answer is revealed. */
(function () {
  "use strict";

  /* `chosen` has an answer by step, `revealed` the steps whose answer is seen; the days are `running`
     while the curves of the answer grow. Without a `view` of its own a step begins with its first. */
  const BEGIN = { at: 0, view: null, chosen: {}, revealed: [], running: false };

  function isAsked({ at, revealed }, slides) {
    return Boolean(slides[at].question) && !revealed.includes(at);
  }

  function phase(state, slides) {
    if (state.running) return "running";
    return isAsked(state, slides) ? "asked" : "told";
  }

  function go(state, slides, at) {
    const place = Math.min(Math.max(at, 0), slides.length - 1);
    return { ...state, at: place, view: null, running: false };
  }

  function choose(state, slides, answer) {
    if (!isAsked(state, slides) || answer >= slides[state.at].answers.length) return state;
    return { ...state, chosen: { ...state.chosen, [state.at]: answer } };
  }

  /* `still`: the days do not run, their curves are there at once. */
  function reveal(state, slides, still) {
    if (!isAsked(state, slides)) return state;
    const revealed = [...state.revealed, state.at];
    return { ...state, view: null, revealed, running: !still };
  }

  const ACTS = {
    back: (state, slides) => go(state, slides, state.at - 1),
    first: (state, slides) => go(state, slides, 0),
    last: (state, slides) => go(state, slides, slides.length - 1),
    step: go,
    choose,
    reveal: (state, slides, _, still) => reveal(state, slides, still),
    forward: (state, slides, _, still) =>
      isAsked(state, slides) ? reveal(state, slides, still) : go(state, slides, state.at + 1),
    view: (state, _, view) => ({ ...state, view }),
    settle: (state) => ({ ...state, running: false }),
  };

  /* The state after an act of the lecturer or the listener, with what it is about. */
  function after(state, slides, [act, about], still) {
    return ACTS[act](state, slides, about, still);
  }

  const KEYS = {
    ArrowRight: ["forward"],
    PageDown: ["forward"],
    Enter: ["forward"],
    " ": ["forward"],
    ArrowLeft: ["back"],
    PageUp: ["back"],
    Home: ["first"],
    End: ["last"],
    Escape: ["leave"],
    f: ["full"],
  };

  /* What a key does: a clicker sends Page Up and Page Down. */
  function actOf(key, { letters, views }) {
    const small = key.length === 1 ? key.toLowerCase() : key;
    const answer = small.length === 1 ? letters.toLowerCase().indexOf(small) : -1;
    if (answer >= 0) return ["choose", answer];
    if (views[Number(key) - 1]) return ["view", views[Number(key) - 1]];
    return KEYS[small] || null;
  }

  const FAR = 60; // pixels
  /* What a stroke of a finger does, from one place to another. */
  function actOfSwipe(from, to) {
    const [across, along] = [to.x - from.x, to.y - from.y];
    if (Math.abs(across) < FAR || Math.abs(across) < 2 * Math.abs(along)) return null;
    return across < 0 ? ["forward"] : ["back"];
  }

  /* The place of the step that an address names, from 0; null where it names none of them. */
  function stepOf(search, { step, steps }) {
    const named = new URLSearchParams(search).get(step);
    return /^[1-9]$/.test(named || "") && Number(named) <= steps ? Number(named) - 1 : null;
  }

  const lecture = { BEGIN, phase, after, actOf, actOfSwipe, stepOf };
  window.osteoniche = Object.assign(window.osteoniche || {}, { lecture });
})();
