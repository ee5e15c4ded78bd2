/* The pages share one document, one set of controls and one scenario; the path says which is seen. */
(function () {
  "use strict";
  const EXPLORE = "",
    TITLE = document.title;

  function here() {
    const last = window.location.pathname.split("/").pop();
    return document.querySelector(`.ways a[data-way="${CSS.escape(last)}"]`) ? last : EXPLORE;
  }

  function show() {
    const page = here();
    document.body.dataset.page = page || "explore";
    for (const part of document.querySelectorAll("[data-on]"))
      part.hidden = part.dataset.on !== page;
    for (const way of document.querySelectorAll(".ways a")) {
      way.removeAttribute("aria-current");
      if (way.dataset.way !== page) continue;
      way.setAttribute("aria-current", "page");
      bring(way);
      document.body.dataset.settings = way.dataset.settings;
      document.title = page ? `${way.textContent} · ${TITLE}` : TITLE;
    }
    see(page);
    window.dispatchEvent(new Event("resize")); // plots that were out of sight find their size
    window.dash_clientside.set_props("page", { data: page });
    document.dispatchEvent(new CustomEvent("osteoniche:page", { detail: page }));
    told();
  }

  /* The newest answer goes to the page that is seen; Explore, where it was made, has it. */
  let untold = null;
  function tell(answer) {
    untold = answer;
    told();
  }

  function told() {
    if (!untold || here() === EXPLORE) return;
    window.dash_clientside.set_props("page-answer", { data: untold });
    untold = null;
  }

  /* On a telephone not all ways have room at once: the one that was taken comes into view. */
  function bring(way) {
    const box = way.parentElement;
    box.scrollLeft = way.offsetLeft - box.offsetLeft - (box.clientWidth - way.offsetWidth) / 2;
  }

  /* A page that is seen for the first time hears of it: what it needs is computed then. What was asked
     for when the server lost an answer may be lost too, so after that pages hear of it once more. */
  const seen = new Set();
  function see(page) {
    if (seen.has(page)) return;
    seen.add(page);
    const data = { screen: window.osteoniche.screen(), wish: window.osteoniche.wish() };
    window.dash_clientside.set_props(`seen-${page || "explore"}`, { data });
  }

  document.addEventListener("osteoniche:lost", () => seen.clear());
  document.addEventListener("osteoniche:back", () => see(here()));

  /* What the page that is seen gives in place of Explore's picture or table, if it has one. */
  function taken(kind) {
    const parts = document.querySelectorAll(`.part:not([hidden]) [data-takes="${kind}"]`);
    return parts[0] || null;
  }
  window.osteoniche = Object.assign(window.osteoniche || {}, { see, taken, tell });

  /* The way to another page takes the settings along, in a new window too. */
  function take(event) {
    const way = event.target.closest?.(".ways a");
    if (way) way.search = window.location.search;
    return way;
  }
  document.addEventListener("pointerdown", take, true);
  document.addEventListener("focusin", take, true);

  document.addEventListener("click", (event) => {
    const way = take(event);
    if (!way || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    if (way.pathname !== window.location.pathname) {
      window.history.pushState(null, "", way.href);
      window.scrollTo(0, 0);
    }
    show();
  });
  window.addEventListener("popstate", show);

  /* The ways are there once Dash has drawn the page. */
  const drawn = new MutationObserver(() => {
    if (!document.querySelector(".ways a")) return;
    drawn.disconnect();
    const place = window.location.hash.slice(1);
    show();
    if (place) window.osteoniche.goTo(place, null, here());
  });
  drawn.observe(document.body, { childList: true, subtree: true });
})();
