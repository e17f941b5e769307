// How many words each answer has, and all of them, while one writes. The portal counts in the same way.
const form = document.getElementById("input-form");
const total = document.getElementById("words");
const SIGNS = /[\u3040-\u30ff\u3400-\u9fff]/g; // of Chinese and Japanese each is a word

function textOf(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  for (const end of page.querySelectorAll("p, li, br")) end.after(" ");
  return page.body.textContent;
}

function wordsOf(text) {
  const signs = text.match(SIGNS)?.length ?? 0;
  return signs + text.replace(SIGNS, " ").split(/\s+/).filter(Boolean).length;
}

function count() {
  let sum = 0;
  for (const place of form.querySelectorAll("[data-words]")) {
    const { value } = form.elements[place.dataset.words];
    const words = wordsOf(form.elements.format.value === "html" ? textOf(value) : value);
    place.textContent = words;
    sum += words;
  }
  total.textContent = sum;
}

if (form && total) {
  let timer = 0;
  for (const kind of ["unsaved", "saved"])
    form.addEventListener(kind, () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(count, 200);
    });
}
