// Who else of the delegation is here, and in which answer: told to the portal every few seconds, and asked of it.
const form = document.getElementById("input-form");
const foot = document.getElementById("here");
const BEAT = 10000;

const box = () => document.activeElement?.closest(".box")?.querySelector("textarea")?.name ?? "";

function show(told) {
  foot.textContent = told.foot;
  for (const place of form.querySelectorAll("[data-here]")) place.textContent = told.boxes[place.dataset.here] ?? "";
}

// It says that the page asks by itself: being here keeps nobody signed in.
async function beat(leaving = "") {
  const body = new URLSearchParams({ box: box(), leaving });
  const headers = { "X-Background": "1", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value };
  try {
    const answer = await fetch(form.dataset.here, { method: "POST", body, headers, keepalive: true });
    if (answer.ok && !answer.redirected && !leaving) show(await answer.json());
  } catch {
    foot.textContent = ""; // the line beside it says that the portal cannot be reached
  }
}

function stay() {
  let place = box();
  let timer = 0;
  const again = () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(again, BEAT);
    if (!document.hidden) beat();
  };
  const moved = () => {
    if (box() === place) return;
    place = box();
    again();
  };
  form.addEventListener("focusin", moved);
  form.addEventListener("focusout", () => window.setTimeout(moved, 500));
  form.addEventListener("saved", ({ detail }) => show(detail.said.here));
  document.addEventListener("visibilitychange", again);
  window.addEventListener("pagehide", () => beat("1"));
  again();
}

if (form?.dataset.here && foot) stay();
