// Keys turn the slides, and first show what of a long one is below the screen; without this
// script they scroll.
"use strict";

const slides = [...document.querySelectorAll(".slide")];
const forward = new Set(["PageDown", "ArrowRight"]);
const back = new Set(["PageUp", "ArrowLeft"]);

addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  if (!forward.has(event.key) && !back.has(event.key)) return;
  const ahead = forward.has(event.key);
  const here = slides.findLastIndex((slide) => slide.getBoundingClientRect().top < innerHeight / 2);
  const { top, bottom } = slides[here].getBoundingClientRect();
  const hidden = ahead ? bottom - innerHeight : -top;
  const wanted = slides[here + (ahead ? 1 : -1)];
  if (hidden > 2) {
    event.preventDefault();
    scrollBy(0, Math.min(hidden, innerHeight * 0.8) * (ahead ? 1 : -1));
    return;
  }
  if (!wanted) return;
  event.preventDefault();
  wanted.scrollIntoView();
});
