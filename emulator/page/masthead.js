/** The masthead: the bot's name, the date, and the buttons that the program has handed over. */

import { pressPageButton } from "./api_client.js";
import { language, setClock, today, todayAndTime } from "./i18n.js";

const REFRESH_MS = 5000;
const date = document.getElementById("today");
const buttons = document.getElementById("page-buttons");

setInterval(showDate, REFRESH_MS);
showDate();

/** Shows the state of the page. */
export function updateMasthead({ bot, buttons: offered, seconds_ahead: secondsAhead }) {
  document.title = bot.name;
  document.getElementById("bot-name").textContent = bot.name;
  document.getElementById("bot-username").textContent = `@${bot.username}`;
  const shown = new Map([...buttons.children].map((button) => [button.dataset.name, button]));
  buttons.replaceChildren(...offered.map((one) => update(shown.get(one.name) ?? made(one.name), one)));
  setClock(secondsAhead);
  showDate();
}

/** Where the program offers a button, which may move the clock, the time is shown too. */
function showDate() {
  date.textContent = buttons.children.length ? todayAndTime() : today();
}

function made(name) {
  const button = document.createElement("button");
  button.type = "button";
  button.dataset.name = name;
  button.addEventListener("click", () => press(button));
  return button;
}

function update(button, { words, hints, disabled }) {
  button.textContent = words[language] ?? "";
  button.title = hints[language] ?? "";
  button.disabled = disabled;
  return button;
}

async function press(button) {
  button.disabled = true;
  await pressPageButton(button.dataset.name).catch((error) => console.error(error));
}
