/* Present: a step of the lecture on the whole window, by keys, clicker, pointer and finger. */
(function () {
  "use strict";
  const noUpdate = () => window.dash_clientside.no_update;
  const lecture = () => window.osteoniche.lecture;

  /* What the server computed of each step, what is seen of them, and what of it is drawn. */
  const held = { setup: null, slides: null, state: null, drawn: null, touched: null };

  const isHere = () => held.setup && document.body.dataset.page === held.setup.path;
  const section = () => document.getElementById("lecture");
  const slideOf = () => held.slides[held.state.at];
  const phaseOf = () => lecture().phase(held.state, held.slides);
  const isStill = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

  function write(element, text) {
    if (element.textContent !== text) element.textContent = text;
  }

  /* The page is come to, or left: the address says the step, and the server learns from where
     telephones can follow. */
  function presentAt(seen, page, setup) {
    const opening = !held.setup;
    held.setup = setup;
    held.state = held.state || lecture().BEGIN;
    const named = lecture().stepOf(window.location.search, setup);
    if (page !== setup.path) {
      window.osteoniche.lecturePicture.giveBack();
      window.osteoniche.adds(setup.path, { keys: [setup.step], parts: [], longest: setup.longest });
      if (opening && named !== null) enter();
      return noUpdate();
    }
    if (named !== null) held.state = { ...held.state, at: named };
    follow();
    const { triggered } = window.dash_clientside.callback_context;
    const isSeen = triggered.some(({ prop_id }) => prop_id !== "page.data");
    return seen && isSeen ? window.location.origin + window.location.pathname : noUpdate();
  }

  function enter() {
    document.querySelector(`.ways a[data-way="${held.setup.path}"]`).click();
  }

  /* All steps have come, in the colours of a theme. */
  function presentSlides(slides) {
    if (!slides) return noUpdate();
    held.slides = slides;
    held.drawn = null;
    follow();
    return noUpdate();
  }

  /* What is seen follows the state, and so does the address. */
  function follow() {
    if (!isHere()) return;
    const { step, path, longest } = held.setup;
    const parts = [`${step}=${held.state.at + 1}`];
    window.osteoniche.adds(path, { keys: [step], parts, longest });
    window.osteoniche.describe(window.location.search.slice(1));
    show();
  }

  function act(what) {
    if (!held.slides) return;
    held.state = lecture().after(held.state, held.slides, what, isStill());
    follow();
  }

  function show() {
    if (!held.slides) return;
    const slide = slideOf();
    const phase = phaseOf();
    Object.assign(section().dataset, { phase, step: String(held.state.at + 1) });
    section().style.setProperty("--last", slide.days);
    section().dataset.asks = slide.question ? "yes" : "no";
    const isTold = phase === "told";
    write(document.getElementById("present-heading"), isTold ? slide.heading : slide.question);
    write(document.getElementById("present-text"), isTold ? slide.text : "");
    document.getElementById("present-leave").dataset.visit = slide.query;
    document.getElementById("present-reveal").hidden = phase !== "asked";
    document.getElementById("present-full").hidden = !document.fullscreenEnabled;
    showAnswers(slide, phase);
    showWays(slide);
    draw();
  }

  function showAnswers(slide, phase) {
    const box = document.getElementById("present-answers");
    const chosen = held.state.chosen[held.state.at];
    const { say } = held.setup;
    box.hidden = !slide.question;
    for (const [place, button] of Array.from(box.children).entries()) {
      const isModels = phase === "told" && place === slide.outcome;
      const marks = [place === chosen && say.yours, isModels && say.models];
      button.hidden = phase === "told" && !marks.some(Boolean); // what nobody said has had its time
      button.disabled = phase !== "asked";
      button.setAttribute("aria-pressed", String(place === chosen));
      button.classList.toggle("is-models", isModels);
      write(button.children[1], slide.answers[place] || "");
      write(button.children[2], marks.filter(Boolean).join(" + "));
    }
    write(
      document.getElementById("present-verdict"),
      phase === "told" ? verdict(slide, chosen) : "",
    );
  }

  function verdict({ question, answers, outcome }, chosen) {
    if (!question) return "";
    const { agrees, differs, unsaid } = held.setup.say;
    const text = chosen === undefined ? unsaid : chosen === outcome ? agrees : differs;
    const small = (answer) => answer[0].toLowerCase() + answer.slice(1);
    return text
      .replace("{answer}", small(answers[outcome]))
      .replace("{chosen}", small(answers[chosen] || " "));
  }

  function showWays({ link, code }) {
    const { at } = held.state;
    for (const [place, way] of Array.from(
      document.getElementById("present-steps").children,
    ).entries()) {
      if (place === at) way.setAttribute("aria-current", "step");
      else way.removeAttribute("aria-current");
    }
    document.getElementById("present-back").disabled = at === 0;
    document.getElementById("present-next").disabled =
      at === held.slides.length - 1 && phaseOf() !== "asked";
    const [picture, words] = document.getElementById("present-code").children;
    picture.hidden = !code;
    if (code) picture.src = code;
    write(words.lastElementChild, link.replace(/^https?:\/\//, ""));
  }

  /* The plot anew where something of it has changed, its size too. */
  function draw() {
    const slide = slideOf();
    const phase = phaseOf();
    const view = held.state.view || slide.first;
    const plot = view in slide.plots ? view : slide.plot;
    const times = Number.parseFloat(getComputedStyle(section()).getPropertyValue("--u"));
    for (const tab of document.getElementById("present-plots").children)
      tab.setAttribute("aria-pressed", String(tab.dataset.view === view));
    section().dataset.view = view in slide.plots ? "plot" : held.setup.picture;
    const drawn = [held.state.at, plot, phase === "asked", times.toFixed(3)].join();
    if (drawn !== held.drawn) {
      const { figureOf, tableOf } = window.osteoniche.lecturePlot;
      const figure = figureOf(slide, plot, phase, times, held.setup.lengths);
      window.dash_clientside.set_props("present-plot", { figure });
      const box = document.getElementById("present-plot-box");
      box.setAttribute("aria-label", phase === "told" ? slide.plots[plot].label : slide.question);
      const table = document.getElementById("present-table");
      table.replaceChildren(...(phase === "asked" ? [] : [tableOf(slide.plots[plot])]));
    }
    held.drawn = drawn;
    mark();
    const { show, giveBack } = window.osteoniche.lecturePicture;
    if (view === held.setup.picture) show(slide, phase);
    else giveBack();
  }

  function mark() {
    if (!isHere() || !held.slides) return;
    const box = document.getElementById("present-plot-box");
    window.osteoniche.lecturePlot.mark(box, slideOf(), phaseOf());
  }

  function full() {
    const leaves = Boolean(document.fullscreenElement);
    const done = leaves
      ? document.exitFullscreen()
      : document.documentElement.requestFullscreen?.();
    done?.catch(() => {}); // a browser that refuses shows the same in its window
  }

  function leave() {
    if (document.fullscreenElement) full();
  }

  document.addEventListener("osteoniche:drawn", mark);
  document.addEventListener("animationend", ({ animationName }) => {
    if (animationName === "lecture-days" && isHere()) act(["settle"]);
  });
  window.addEventListener("resize", () => {
    if (isHere() && held.slides) draw();
  });
  window.addEventListener("popstate", () => {
    const named = held.setup && lecture().stepOf(window.location.search, held.setup);
    if (isHere() && named !== null) act(["step", named]);
  });

  /* Keys: here those of the lecture, on Explore the one that leads here. */
  const TYPING = "input, textarea, select, [contenteditable=true], [role=combobox]";
  const PRESSED = "button, a, summary";
  document.addEventListener("keydown", (event) => {
    const { key, target, repeat } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || target.closest?.(TYPING)) return;
    if (!isHere()) {
      const isWay = held.setup && document.body.dataset.page === "explore" && !repeat;
      if (!isWay || key.toUpperCase() !== held.setup.key) return;
      enter();
      full();
      return;
    }
    const what = lecture().actOf(key, held.setup);
    if (!what || ([" ", "Enter"].includes(key) && target.closest?.(PRESSED))) return;
    if (key === "Escape" && document.querySelector("#lecture :popover-open")) return; // closes that
    event.preventDefault();
    if (what[0] === "full") full();
    else if (what[0] === "leave") document.getElementById("present-leave").click();
    else act(what);
  });

  const BUTTONS = {
    "present-back": () => act(["back"]),
    "present-next": () => act(["forward"]),
    "present-reveal": () => act(["reveal"]),
    "present-full": full,
    "present-leave": leave,
    "present-save": () => window.osteoniche.takeSlide(slideOf(), held.state, held.setup),
  };
  document.addEventListener("click", (event) => {
    const pressed = isHere() && event.target.closest("#lecture :is(button, a)");
    if (!pressed || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const { answer, view, step } = pressed.dataset;
    if (step !== undefined) {
      event.preventDefault();
      act(["step", Number(step) - 1]);
    }
    if (answer !== undefined) {
      act(["choose", Number(answer)]);
      document.getElementById("present-reveal").focus({ preventScroll: true });
    }
    if (view !== undefined) act(["view", view]);
    BUTTONS[pressed.id]?.();
  });

  /* A finger wipes to the next step, or back. */
  const placeOf = ({ changedTouches: [finger] }) => ({ x: finger.clientX, y: finger.clientY });
  document.addEventListener("touchstart", (event) => {
    const isOne = event.touches.length === 1 && isHere() && !event.target.matches?.(TYPING);
    held.touched = isOne && event.target.closest?.("#lecture") ? placeOf(event) : null;
  });
  document.addEventListener("touchend", (event) => {
    const what = held.touched && lecture().actOfSwipe(held.touched, placeOf(event));
    held.touched = null;
    if (what) act(what);
  });

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.osteoniche = Object.assign(window.dash_clientside.osteoniche || {}, {
    presentAt,
    presentSlides,
  });
})();
