/* The reason below the title: where it is longer than its room, a button shows all of it. */
(function () {
  "use strict";
  const held = { watched: null };

  const box = () => document.getElementById("reason");
  const button = () => document.getElementById("read-all");

  /* Whether the button is there: where something is cut, and where all of it was asked for. */
  const offered = (open, { scrollHeight, clientHeight }) => open || scrollHeight > clientHeight + 1;

  function look() {
    const open = button().getAttribute("aria-expanded") === "true";
    button().hidden = !offered(open, box());
  }

  function toggle() {
    const open = button().getAttribute("aria-expanded") !== "true";
    button().setAttribute("aria-expanded", String(open));
    button().textContent = open ? button().dataset.less : button().dataset.more;
    box().classList.toggle("is-open", open);
    box().scrollTop = 0;
  }

  /* The reason changes with the run, its room with the window. */
  function watch() {
    if (!box() || held.watched === box()) return;
    held.watched = box();
    const observer = new ResizeObserver(look);
    for (const each of [box(), ...box().children]) observer.observe(each);
  }

  document.addEventListener("osteoniche:answered", watch);
  document.addEventListener("click", ({ target }) => {
    if (target.closest?.("#read-all")) toggle();
  });
})();
