/* On paper: plots as wide as the sheet, in the inks of white paper, and below all what it is of. */
(function () {
  "use strict";
  const WIDTH = 660; // pixels of a sheet's text, 17.5 cm
  let before = [];

  function onPaper(plot) {
    const { inks, paper } = plot.layout.meta;
    const data = window.osteoniche.inked(plot.data, inks);
    const layout = window.osteoniche.inked(plot.layout, inks);
    const height = plot.clientHeight * Math.min(1, WIDTH / plot.clientWidth) + 60;
    const sheet = { paper_bgcolor: paper, plot_bgcolor: paper };
    const drawn = (more) => {
      const margin = { ...layout.margin, t: layout.margin.t + more };
      const size = { width: WIDTH, height: height + more, margin };
      window.Plotly.react(plot, data, { ...layout, ...sheet, ...size });
    };
    const rows = namesHeight(plot);
    drawn(0);
    const more = namesHeight(plot) - rows; // names may take more rows than on the screen
    if (more > 0) drawn(more);
  }

  const namesHeight = (plot) => plot._fullLayout.legend?._height || 0;

  /* What a sheet says of itself, a paragraph each. */
  function tell(lines) {
    const paragraphs = lines.map((line) => {
      const paragraph = document.createElement("p");
      paragraph.textContent = line;
      return paragraph;
    });
    document.getElementById("on-paper").replaceChildren(...paragraphs);
  }

  window.addEventListener("beforeprint", () => {
    const seen = Array.from(document.querySelectorAll(".js-plotly-plot"));
    const plots = seen.filter((plot) => plot.clientWidth && plot.layout?.meta?.inks);
    before = plots.map((plot) => [plot, plot.data, plot.layout]);
    plots.forEach(onPaper);
    tell(window.osteoniche.caption([]));
  });

  window.addEventListener("afterprint", () => {
    for (const [plot, data, layout] of before) window.Plotly.react(plot, data, layout);
    before = [];
  });
})();
