// Keys turn the slides; without this script they scroll.
"use strict";

const slides = [...document.querySelectorAll(".slide")];
const forward = new Set(["PageDown", "ArrowRight"]);
const back = new Set(["PageUp", "ArrowLeft"]);

addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  if (!forward.has(event.key) && !back.has(event.key)) return;
  const here = slides.findLastIndex((slide) => slide.getBoundingClientRect().top < innerHeight / 2);
  const wanted = slides[here + (forward.has(event.key) ? 1 : -1)];
  if (!wanted) return;
  event.preventDefault();
  wanted.scrollIntoView();
});
