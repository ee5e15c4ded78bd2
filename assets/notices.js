/* Notices about a file or an address: they go with the visitor's next change, or by their button. */
(function () {
  "use strict";
  const ID = "address-notice";

  function heeded() {
    const notice = document.getElementById(ID);
    if (notice && notice.firstChild) window.dash_clientside.set_props(ID, { children: null });
  }

  /* The button goes with its notice: what stands below takes over the focus. */
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-close]")) return;
    heeded();
    document.getElementById("differs").focus({ preventScroll: true });
  });

  window.osteoniche = Object.assign(window.osteoniche || {}, { heeded });
})();
