/* What the first document showed of the answer stays where the answer will stand, until it is drawn. */
(function () {
  "use strict";

  document.addEventListener("DOMContentLoaded", () => {
    const first = document.querySelector(".opening");
    if (!first) return;
    const arrival = new MutationObserver(() => {
      const plots = document.getElementById("plots-box");
      if (!plots) return;
      arrival.disconnect();
      move(first, plots);
    });
    arrival.observe(document.documentElement, { childList: true, subtree: true });
  });

  function move(first, plots) {
    const sketch = first.querySelector("svg");
    document.getElementById("title-said").textContent = first.querySelector("strong").textContent;
    if (sketch) plots.append(sketch);
    first.remove();
    document.addEventListener("osteoniche:drawn", function drawn() {
      if (!document.querySelector("#timecourse .js-plotly-plot")?.data?.length) return;
      document.removeEventListener("osteoniche:drawn", drawn);
      sketch?.remove();
    });
  }
})();
