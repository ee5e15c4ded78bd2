/* Plots: one time axis for all, a hover label that survives an update, pictures to take away. */
(function () {
  "use strict";
  const mouse = { x: 0, y: 0 };
  document.addEventListener("mousemove", (event) => Object.assign(mouse, { x: event.clientX, y: event.clientY }));

  /* Plots below the main ones show the same days when one of them is zoomed. */
  function shareTimeAxis(plot) {
    const range = plot.layout && plot.layout.xaxis && plot.layout.xaxis.range;
    if (!range) return;
    for (const other of document.querySelectorAll(".js-plotly-plot")) {
      const own = other.layout && other.layout.xaxis && other.layout.xaxis.range;
      if (other !== plot && own && (own[0] !== range[0] || own[1] !== range[1])) {
        window.Plotly.relayout(other, { "xaxis.range": range.slice() });
      }
    }
  }

  /* plotly.js drops the label when it draws anew; the mouse did not move, so neither should it. */
  function keepLabel(plot) {
    if (!plot.matches(":hover")) return;
    const under = document.elementFromPoint(mouse.x, mouse.y);
    const layer = under && under.closest(".drag");
    if (layer) {
      const where = { clientX: mouse.x, clientY: mouse.y, bubbles: true };
      layer.dispatchEvent(new MouseEvent("mousemove", where));
    }
  }

  function watchPlots() {
    for (const plot of document.querySelectorAll(".js-plotly-plot:not([data-watched])")) {
      if (!plot.on) continue;
      plot.dataset.watched = "yes";
      plot.on("plotly_relayout", () => shareTimeAxis(plot));
      plot.on("plotly_afterplot", () => keepLabel(plot));
    }
  }
  new MutationObserver(watchPlots).observe(document.documentElement, { childList: true, subtree: true });

  /* What a picture says of itself wherever it goes. */
  const SOURCE = {
    text: "Osteoniche: a teaching and hypothesis model, not medical advice",
    font: { size: 11 },
    xref: "paper",
    yref: "paper",
    x: 1,
    y: 0,
    yshift: -56,
    xanchor: "right",
    showarrow: false,
  };

  /* The main plots as a file: on paper of the theme's colour, with a legend of their own. */
  function picture(format) {
    const plot = document.querySelector("#timecourse .js-plotly-plot");
    const paper = getComputedStyle(document.body).getPropertyValue("--card").trim();
    const seen = new Set();
    const data = plot.data.map((trace) => {
      const first = trace.name && trace.yaxis !== "y4" && !seen.has(trace.name);
      seen.add(trace.name);
      return Object.assign({}, trace, { showlegend: Boolean(first) });
    });
    const layout = Object.assign({}, plot.layout, {
      paper_bgcolor: paper,
      plot_bgcolor: paper,
      showlegend: true,
      legend: { orientation: "h", x: 0, y: 1.02, yanchor: "bottom" },
      margin: { l: 76, r: 20, t: 70, b: 70 },
      annotations: (plot.layout.annotations || []).concat([SOURCE]),
    });
    const options = { format: format, width: 1200, height: 900, filename: "osteoniche" };
    window.Plotly.downloadImage({ data: data, layout: layout }, options);
  }

  window.osteoniche = Object.assign(window.osteoniche || {}, { picture });
})();
