/* The main plots as a picture to take away. */
(function () {
  "use strict";

  /* What a picture says of itself wherever it goes. */
  const SOURCE = "Osteoniche: a teaching and hypothesis model, not medical advice";
  const BELOW = { axis: 62, line: 15 }; // pixels of the time axis, and of each line below it

  const last = { caption: [] }; // the settings of what is shown, in words
  document.addEventListener("osteoniche:answered", ({ detail }) => {
    last.caption = detail.caption || [];
  });

  /* Its settings and where it comes from, below the time axis. */
  function below(lines) {
    return {
      text: lines.join("<br>"),
      font: { size: 11 },
      align: "left",
      xref: "paper",
      yref: "paper",
      x: 0,
      y: 0,
      yshift: -BELOW.axis,
      xanchor: "left",
      yanchor: "top",
      showarrow: false,
    };
  }

  /* The same with other inks; numbers stay as they are. */
  function inked(part, inks) {
    if (typeof part === "string") return inks[part] || part;
    if (!part || typeof part !== "object" || ArrayBuffer.isView(part)) return part;
    if (Array.isArray(part)) return part.map((each) => inked(each, inks));
    return Object.fromEntries(Object.entries(part).map(([key, each]) => [key, inked(each, inks)]));
  }

  /* The main plots as a file: on white paper, whatever the theme, with a legend of their own. */
  function picture(format) {
    const plot = document.querySelector("#timecourse .js-plotly-plot");
    const { paper, inks, named } = plot.layout.meta;
    const lines = [...last.caption, SOURCE];
    const seen = new Set();
    const data = plot.data.map((trace) => {
      const first = trace.name && trace.yaxis !== "y4" && !seen.has(trace.name);
      seen.add(trace.name);
      return Object.assign({}, trace, { showlegend: Boolean(first) });
    });
    const layout = Object.assign({}, plot.layout, {
      paper_bgcolor: paper,
      plot_bgcolor: paper,
      showlegend: !named,
      legend: { orientation: "h", x: 0, y: 1.02, yanchor: "bottom" },
      margin: { l: 76, r: 20, t: 70, b: BELOW.axis + 8 + BELOW.line * lines.length },
      annotations: (plot.layout.annotations || []).concat([below(lines)]),
    });
    const height = Math.max(900, plot.clientHeight);
    const options = { format: format, width: 1200, height: height, filename: "osteoniche" };
    window.Plotly.downloadImage(inked({ data: data, layout: layout }, inks), options);
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("#take-png, #take-svg");
    if (button) picture(button.id.slice("take-".length));
  });
})();
