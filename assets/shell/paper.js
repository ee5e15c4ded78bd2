/* Plots on white paper, to take away: whatever the theme, with what they are of below them. */
(function () {
  "use strict";

  /* What a picture says of itself wherever it goes. */
  const SOURCE = "Osteoniche: a teaching and hypothesis model, not medical advice";
  const BELOW = { axis: 62, line: 15 }; // pixels of the horizontal axis, and of each line below it

  const last = { caption: [] }; // the settings of what is shown, in words
  document.addEventListener("osteoniche:answered", ({ detail }) => {
    last.caption = detail.caption || [];
  });

  /* Its settings and where it comes from, below the horizontal axis. */
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

  /* Where it comes from, and today. */
  function source() {
    return `${SOURCE}, ${new Date().toISOString().slice(0, 10)}`;
  }

  /* The settings, where it comes from, today, and the address. */
  function caption() {
    const address = window.location.href.replace(/&/g, "&amp;");
    const link = address.length > 170 ? `${address.slice(0, 169)}…` : address;
    return [...last.caption, source(), link];
  }

  /* A plot as a file: its traces and its layout with `more` of it, and a caption. */
  function takePicture(plot, data, more, { format, width, height, filename }) {
    const { paper, inks } = plot.layout.meta;
    const lines = caption();
    const margin = {
      l: 76,
      r: 20,
      t: 70,
      ...more.margin,
      b: BELOW.axis + 8 + BELOW.line * lines.length,
    };
    const layout = Object.assign({}, plot.layout, more, {
      paper_bgcolor: paper,
      plot_bgcolor: paper,
      margin,
      annotations: (plot.layout.annotations || []).concat([below(lines)]),
    });
    const options = { format, width, height, filename };
    window.Plotly.downloadImage(inked({ data, layout }, inks), options);
  }

  window.osteoniche = Object.assign(window.osteoniche || {}, { takePicture, inked, source });
})();
