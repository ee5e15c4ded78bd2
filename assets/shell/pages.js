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
    for (const way of document.querySelectorAll(".ways a")) {
      if (way.dataset.way === page) way.setAttribute("aria-current", "page");
      else way.removeAttribute("aria-current");
      if (way.dataset.way === page) document.title = page ? `${way.textContent} · ${TITLE}` : TITLE;
    }
    window.dispatchEvent(new Event("resize")); // plots that were out of sight find their size
    window.dash_clientside.set_props("page", { data: page });
  }

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
