// Self-check questions. Without this script they are plain lists.
"use strict";

async function opened(quiz, number) {
  const sealed = Uint8Array.from(atob(JSON.parse(quiz.dataset.sealed)[number]), (letter) =>
    letter.charCodeAt(0),
  );
  const bytes = (text) => new TextEncoder().encode(text);
  const secret = await crypto.subtle.importKey("raw", bytes(String(number + 1)), "PBKDF2", false, [
    "deriveBits",
  ]);
  const salt = bytes(quiz.dataset.salt);
  const iterations = Number(quiz.dataset.rounds);
  const method = { name: "PBKDF2", hash: "SHA-256", salt, iterations };
  const key = new Uint8Array(await crypto.subtle.deriveBits(method, secret, 8 * sealed.length));
  return new TextDecoder().decode(sealed.map((byte, place) => byte ^ key[place])).trimEnd();
}

function makeForm(quiz, name) {
  const say = JSON.parse(quiz.dataset.words);
  const form = document.createElement("form");
  const group = document.createElement("fieldset");
  const question = document.createElement("legend");
  const list = quiz.querySelector(":scope > ul");
  // A legend holds text, so that a screen reader says the question before the options.
  for (const part of quiz.querySelectorAll(":scope > p")) {
    question.append(...part.childNodes, " ");
    part.remove();
  }
  for (const item of list.children) {
    const label = document.createElement("label");
    const choice = document.createElement("input");
    const text = document.createElement("span");
    choice.type = "radio";
    choice.name = name;
    text.append(...(item.querySelector(":scope > p") ?? item).childNodes);
    label.append(choice, text);
    item.replaceChildren(label);
  }
  const button = document.createElement("button");
  const said = document.createElement("output");
  button.textContent = say.check;
  group.append(question, list);
  form.append(group, button, said);
  quiz.append(form);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const chosen = [...form.querySelectorAll("input")].findIndex((input) => input.checked);
    if (chosen < 0) {
      said.value = say.choose;
    } else if (!globalThis.crypto?.subtle) {
      said.value = say.unable;
    } else {
      const answer = await opened(quiz, chosen);
      const right = answer[0] === "+";
      said.dataset.right = right;
      said.value = `${right ? say.right : say.wrong} ${answer.slice(1)}`;
    }
  });
}

document.querySelectorAll(".quiz[data-sealed]").forEach((quiz, number) => {
  makeForm(quiz, `quiz-${number}`);
});
