/* Notices about a file or an address, which go with the visitor's next change or by their button; and
   where something new is to be seen. */
(function () {
  "use strict";
  const ID = "address-notice";

  function heeded() {
    const notice = document.getElementById(ID);
    if (notice?.firstChild) window.dash_clientside.set_props(ID, { children: null });
  }

  const known = { rules: null };
  document.addEventListener("osteoniche:choice", ({ detail: { rules } }) => {
    known.rules = rules;
  });

  /* A file is opened once; where its request was lost, nobody asks for it again. */
  document.addEventListener("osteoniche:unopened", () => {
    const { rules } = known;
    const props = { className: "notice", children: rules.say.unopened };
    const notice = { type: "Div", namespace: "dash_html_components", props: props };
    window.dash_clientside.set_props(ID, { children: notice });
  });

  /* The button goes with its notice: what stands below takes over the focus. */
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-close]")) return;
    heeded();
    document.getElementById("differs").focus({ preventScroll: true });
  });

  /* The row of a run that was kept just now: into view in its table, once it is there, and marked. */
  const MARKED = 4000; // milliseconds
  const SETTLING = [0, 500]; // the rows above may grow a little later
  function showRow(place, name, tries = 100) {
    const box = document.getElementById("headlines");
    const button = box.querySelector(`[data-unpin="${place}"]`);
    const row = button?.closest("tr");
    if (!row || !row.textContent.includes(name)) {
      if (tries > 0) setTimeout(() => showRow(place, name, tries - 1), 100);
      return;
    }
    row.classList.add("is-new");
    setTimeout(() => row.classList.remove("is-new"), MARKED);
    for (const wait of SETTLING) setTimeout(() => reveal(row), wait);
  }

  function reveal(row) {
    if (row.getClientRects().length) row.scrollIntoView({ block: "nearest" });
  }

  window.osteoniche = Object.assign(window.osteoniche || {}, { heeded, showRow });
})();
