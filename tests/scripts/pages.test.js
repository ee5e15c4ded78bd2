/* Which page hears of the newest answer, and when. */
"use strict";
const test = require("node:test");
const { bareWindow, load, same } = require("./harness.js");

function pages() {
  const window = bareWindow();
  const place = { path: "" };
  const answers = [];
  window.location = {
    get pathname() {
      return `/${place.path}`;
    },
  };
  window.CSS = { escape: (text) => text };
  window.document.querySelector = () => (place.path ? {} : null);
  window.dash_clientside.set_props = (id, { data }) => answers.push([id, data]);
  const { told } = load("shell/pages.js", ["told"], window);
  return { place, answers, told, tell: window.osteoniche.tell };
}

test("a page that is seen hears of each answer", () => {
  const { place, answers, tell } = pages();
  place.path = "cohort";
  tell("first");
  tell("second");
  same(answers, [
    ["page-answer", "first"],
    ["page-answer", "second"],
  ]);
});

test("while Explore is seen no other page is stirred, and one that follows hears of the newest once", () => {
  const { place, answers, told, tell } = pages();
  tell("first");
  tell("second");
  same(answers, []);
  place.path = "surface";
  told();
  told();
  same(answers, [["page-answer", "second"]]);
});
