/** The masthead: the bot's name, the date, and the button that the program has handed over, if there is one. */

import { pressPageButton } from "./api_client.js";
import { language, setClock, today, todayAndTime } from "./i18n.js";

const REFRESH_MS = 5000;
const date = document.getElementById("today");
const button = document.getElementById("page-button");

button.addEventListener("click", press);
setInterval(showDate, REFRESH_MS);
showDate();

/** Shows the state of the page. */
export function updateMasthead({ bot, button: offered, seconds_ahead: secondsAhead }) {
  document.title = bot.name;
  document.getElementById("bot-name").textContent = bot.name;
  document.getElementById("bot-username").textContent = `@${bot.username}`;
  button.hidden = !offered;
  button.textContent = offered?.words[language] ?? "";
  button.disabled = Boolean(offered?.disabled);
  button.title = offered?.hints[language] ?? "";
  setClock(secondsAhead);
  showDate();
}

/** Where the program offers a button, which may move the clock, the time is shown too. */
function showDate() {
  date.textContent = button.hidden ? today() : todayAndTime();
}

async function press() {
  button.disabled = true;
  await pressPageButton().catch((error) => console.error(error));
}
