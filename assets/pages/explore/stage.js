/* What follows every answer and stands outside the plots: the title, the cards, which arm the run is,
   the lines of folded settings; and which of curves, table and why is seen. */
(function () {
  "use strict";

  function write(element, text) {
    if (element && element.textContent !== text) element.textContent = text;
  }

  document.addEventListener("osteoniche:answered", ({ detail: answer }) => {
    if (answer.title === undefined) return;
    const [said, because, colour] = answer.title;
    write(document.getElementById("title-said"), said);
    const reason = document.getElementById("title-because");
    write(reason, `${because}.`.replace("..", "."));
    write(document.getElementById("trust-line"), answer.trust.line);
    for (const ground of document.querySelectorAll("#trust [data-drug]"))
      ground.hidden = !answer.trust.drugs.includes(ground.dataset.drug);
    document.body.style.setProperty("--own", colour || "currentColor");
    for (const [name, card] of Object.entries(answer.cards)) fill(name, card);
    for (const [fold, line] of Object.entries(answer.summaries))
      write(document.getElementById(`summary-${fold}`), line);
    for (const arm of document.querySelectorAll(".presets .arm"))
      arm.setAttribute("aria-pressed", String(arm.id === `preset-${answer.arm}`));
  });

  /* A card; that of the cost says what it is of, and goes where there is none. */
  function fill(name, filled) {
    const card = document.querySelector(`#cards .card-${name}`);
    card.hidden = !filled;
    if (!filled) return;
    const { value, dots, unit, said } = filled;
    card.classList.remove("is-empty");
    write(card.querySelector("strong"), value);
    if (filled.name) {
      write(card.querySelector(".card-name span"), filled.name);
      write(card.querySelector(".card-name small"), said);
      write(card.querySelector(".card-unit"), unit);
    }
    const strip = card.querySelector(".strip-of-runs");
    while (strip.childElementCount > dots.length) strip.lastElementChild.remove();
    while (strip.childElementCount < dots.length) strip.append(document.createElement("span"));
    for (const [place, [run, colour, share]] of dots.entries()) {
      const dot = strip.children[place];
      dot.className = run === "own" ? "dot is-own" : "dot";
      dot.style.left = `${share}%`;
      dot.style.background = colour || "";
    }
  }

  /* Curves, table or why; the server computes the last only while it is open. */
  document.addEventListener("click", ({ target }) => {
    const tab = target.closest?.("#tabs .tab");
    if (tab) choose(tab.dataset.tab);
  });

  /* Where words lead to a control among the further views: these open, and it takes the focus. */
  document.addEventListener("click", ({ target }) => {
    const way = target.closest?.("[data-focuses]");
    if (!way) return;
    const control = document.getElementById(way.dataset.focuses);
    const around = control.closest("details");
    if (around) around.open = true;
    control.scrollIntoView({ block: "center" });
    control.focus();
  });

  function choose(name) {
    document.getElementById("stage").dataset.tab = name;
    for (const tab of document.querySelectorAll("#tabs .tab"))
      tab.setAttribute("aria-pressed", String(tab.dataset.tab === name));
    window.dash_clientside.set_props("tab", { data: name });
    window.dispatchEvent(new Event("resize")); // plots that were out of sight find their size
  }

  /* Bars are due when their tab is opened, and when an answer comes while it is open. */
  function whyDue(answer, tab) {
    const { callback_context: context, no_update: nothing } = window.dash_clientside;
    return tab === "why" && (answer || context.triggered_id === "tab") ? Date.now() : nothing;
  }

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.osteoniche = Object.assign(window.dash_clientside.osteoniche || {}, {
    whyDue,
  });

  /* A list of further views closes by Escape, and by what happens elsewhere. */
  document.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape") return;
    for (const open of document.querySelectorAll("details.more[open]")) {
      open.open = false;
      open.querySelector("summary").focus();
    }
  });
  document.addEventListener("pointerdown", ({ target }) => {
    for (const open of document.querySelectorAll("details.more[open]"))
      if (!open.contains(target) && !target.closest?.("#popups")) open.open = false;
  });
})();
