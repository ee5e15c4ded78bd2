/* Plots on white paper, to take away: whatever the theme, with what they are of below them. */
(function () {
  "use strict";

  /* What a picture says of itself wherever it goes. */
  const SOURCE = "Osteoniche: a teaching and hypothesis model, not medical advice";
  const BELOW = { axis: 48, line: 1.36 }; // pixels of the horizontal axis; height of a line, in letters
  const WIDE = 0.6; // width of a letter, as a part of its height
  const LETTERS = 11;

  const last = { caption: [] }; // the settings of what is shown, in words
  document.addEventListener("osteoniche:answered", ({ detail }) => {
    last.caption = detail.caption || [];
  });

  /* Its settings and where it comes from, below the horizontal axis. */
  function below(lines, size) {
    return {
      text: lines.join("<br>"),
      font: { size },
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

  /* Lines of so many letters at most; a word that is longer, such as a link, is cut. */
  function wrapped(text, most) {
    const lines = [""];
    for (const word of text.split(" ").flatMap((each) => pieces(each, most))) {
      const line = lines.at(-1);
      if (line && line.length + 1 + word.length > most) lines.push(word);
      else lines[lines.length - 1] = line ? `${line} ${word}` : word;
    }
    return lines;
  }

  const pieces = (word, most) => word.match(new RegExp(`.{1,${most}}`, "gu")) || [""];

  /* What is told of it, the settings, where it comes from, today and the address. */
  function caption(told) {
    return [...last.caption, ...told, source(), window.location.href];
  }

  const escaped = (line) => line.replace(/&/g, "&amp;").replace(/</g, "&lt;");

  /* A plot as a file: its traces and its layout with `more` of it, and a caption. A picture that
     `grows` has room for that below its height. */
  function takePicture(plot, data, more, file, told = []) {
    const { format, width, scale = 1, letters = LETTERS, grows = false, filename } = file;
    const { paper, inks } = plot.layout.meta;
    const sides = { l: 60, r: 16, ...more.margin };
    const most = Math.floor((width - sides.l - sides.r) / (WIDE * letters));
    const lines = caption(told)
      .flatMap((text) => wrapped(text, most))
      .map(escaped);
    const room = Math.ceil(8 + BELOW.line * letters * lines.length);
    const height = file.height + (grows ? room : 0);
    const margin = { t: 70, ...sides, b: BELOW.axis + room };
    const layout = Object.assign({}, plot.layout, more, {
      paper_bgcolor: paper,
      plot_bgcolor: paper,
      margin,
      annotations: (more.annotations || plot.layout.annotations || []).concat([
        below(lines, letters),
      ]),
    });
    const options = { format, width, height, scale, filename };
    window.Plotly.downloadImage(inked({ data, layout }, inks), options);
  }

  window.osteoniche = Object.assign(window.osteoniche || {}, {
    caption,
    inked,
    source,
    takePicture,
  });
})();
