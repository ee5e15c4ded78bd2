/* Traces that get another colour while they move. */
"use strict";
const test = require("node:test");
const { load, same } = require("./harness.js");

const { recoloured } = load("shell/plots.js", ["recoloured"]);

test("lines and fills of another colour are coloured, and no others", () => {
  const data = [
    { line: { color: "red" } },
    { fillcolor: "pink", line: { width: 0 } },
    { line: {} },
  ];
  const moved = (line, fill) => [
    { y: [1], line: { color: line } },
    { y: [2], fillcolor: fill },
  ];
  const found = (line, fill) => [...recoloured({ data }, [0, 1], moved(line, fill))];
  same(found("red", "pink"), []);
  same(found("blue", "pink"), [[0, { "line.color": "blue" }]]);
  same(found("red", "sky"), [[1, { fillcolor: "sky" }]]);
  same([...recoloured({ data }, [2], [{ y: [3] }])], []);
});
