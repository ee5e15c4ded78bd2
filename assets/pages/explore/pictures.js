/* The main plots as a picture to take away. */
(function () {
  "use strict";

  /* On white paper there is a legend in place of the names at the ends of the lines. */
  function picture(format) {
    const plot = document.querySelector("#timecourse .js-plotly-plot");
    const seen = new Set();
    const data = plot.data.map((trace) => {
      const first = trace.name && trace.yaxis !== "y4" && !seen.has(trace.name);
      seen.add(trace.name);
      return Object.assign({}, trace, { showlegend: Boolean(first) });
    });
    const more = {
      showlegend: !plot.layout.meta.named,
      legend: { orientation: "h", x: 0, y: 1.04, yanchor: "bottom" },
    };
    const height = Math.max(900, plot.clientHeight);
    const file = { format, width: 1200, height, filename: "osteoniche" };
    window.osteoniche.takePicture(plot, data, more, file);
  }

  /* A page that has a picture of its own gives that. */
  document.addEventListener("click", (event) => {
    const button = event.target.closest("#take-png, #take-svg");
    if (!button) return;
    const other = window.osteoniche.taken("picture");
    if (other) other.click();
    else picture(button.id.slice("take-".length));
  });
})();
