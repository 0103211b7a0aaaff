"use strict";
// What the reader of a letter does with it: answer, let a machine answer, or have it come back. Loaded before
// mailbox.js, whose `make` and `at` it uses once a letter is drawn.

const BECAME = {
  heard: "heard", opened: "opened a ticket", stranger: "kept as a stranger's word", automatic: "kept, wakes nothing",
  bounced: "the case says so", delayed: "the case says so", reported: "nothing to do", unmatched: "belongs to no case",
  repeated: "came before",
};
const WHAT = { answer: "Answer", automatic: "Automatic answer", bounce: "Came back" };

function drawAnswers(letter) {
  const list = at("answers");
  if (!list) return;
  list.replaceChildren(...letter.answers.map((one) => {
    const item = make("li", null, { class: "answer" });
    const became = one.error || (BECAME[one.outcome] || one.outcome) + (one.case ? ` · #${one.case}` : "");
    const head = make("div", null, { class: "muted" });
    head.append(`${WHAT[one.what] || one.what}${one.sender ? ` from ${one.sender}` : ""}: `, make("strong", became));
    item.append(head, make("div", one.text, { class: "said", dir: "auto" }));
    return item;
  }));
}

function answerForm(letter) {
  const form = make("section", null, { class: "reply", "aria-label": "Answer this letter" });
  const own = letter.to[0] ? letter.to[0].address : letter.envelope.to[0];
  const text = make("textarea", null, { rows: "4", "aria-label": "Answer", placeholder: "Answer as its reader", maxlength: "20000" });
  const from = make("input", null, { type: "email", "aria-label": "From", autocomplete: "off", spellcheck: "false" });
  from.value = own;
  const label = make("label", "From ", { class: "muted" });
  label.append(from);
  const told = make("span", "", { class: "muted", role: "status", "aria-live": "polite" });
  const buttons = make("div", null, { class: "acts" });
  const press = (words, kind, work) => {
    const button = make("button", words, { type: "button", class: kind });
    button.addEventListener("click", () => once(buttons, told, work));
    buttons.append(button);
  };
  const answer = (automatic) => async () => {
    const sender = from.value.trim() === own ? "" : from.value.trim();
    const wrong = await post(letter, "answers", { text: text.value, sender, automatic });
    if (!wrong) text.value = "";
    return wrong;
  };
  press("Answer", "act main", answer(false));
  press("Automatic answer", "act", answer(true));
  press("Bounce", "act", () => post(letter, "bounces", { status: "5.1.1" }));
  buttons.append(told);
  form.append(text, label, buttons);
  return form;
}

async function once(buttons, told, work) {
  const all = [...buttons.querySelectorAll("button")];
  all.forEach((button) => { button.disabled = true; });
  told.textContent = "Sending...";
  try { told.textContent = await work(); } catch { told.textContent = "It did not go out."; }
  all.forEach((button) => { button.disabled = false; });
}

async function post(letter, what, body) {
  const answer = await fetch(`api/messages/${letter.id}/${what}`, {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
  });
  const said = await answer.json();
  return answer.status === 400 ? "Write something, from one address." : said.error || "";
}
