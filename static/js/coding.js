// Putting words of an answer under a theme: what one selects in it goes into the form below it.
// Without this, the form puts the whole answer there.
const SPACES = /[\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]/g;
const LONGEST = 120; // signs of the selection that are shown

const visible = (text) => [...text.replace(SPACES, "")].length;

// How many signs of the answer stand before the selection, and how many it has; spaces do not count.
function span(answer, range) {
  const before = document.createRange();
  before.selectNodeContents(answer);
  before.setEnd(range.startContainer, range.startOffset);
  return { first: visible(before.toString()), count: visible(range.toString()) };
}

// The part of the selection that lies in this answer.
function within(answer, selection) {
  if (!selection.rangeCount || selection.isCollapsed || !selection.containsNode(answer, true)) return null;
  const range = selection.getRangeAt(0).cloneRange();
  if (!answer.contains(range.startContainer)) range.setStart(answer, 0);
  if (!answer.contains(range.endContainer)) range.setEnd(answer, answer.childNodes.length);
  return range.collapsed ? null : range;
}

// What the form will put under the theme: these signs of the answer, or with none of them the whole.
function choose(form, words, { first, count }) {
  form.elements.first.value = first;
  form.elements.count.value = count;
  const said = form.querySelector(".coding-what");
  const text = words.trim().replace(/\s+/g, " ");
  const short = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  said.firstElementChild.textContent = count ? said.dataset.part.replace("%s", () => `“${short}”`) : said.dataset.whole;
  said.querySelector("button").hidden = !count;
}

for (const form of document.querySelectorAll("form[data-codes]")) {
  const answer = document.querySelector(`[data-answer="${form.dataset.codes}"]`);
  const whole = () => choose(form, "", { first: 0, count: 0 });
  whole();
  form.querySelector(".coding-what button").addEventListener("click", whole);
  document.addEventListener("selectionchange", () => {
    const selection = document.getSelection();
    const range = within(answer, selection);
    const part = range && span(answer, range);
    if (!part?.count) return; // what was selected stays chosen while one turns to the form
    choose(form, selection.toString(), part);
    form.closest("details").open = true;
  });
}
