/** The page: panels side by side, or one panel per tab on a narrow screen. */

import { Panel } from "./panel.js";
import { listen } from "./api_client.js";
import { language, translate, word } from "./i18n.js";
import { updateMasthead } from "./masthead.js";

const narrow = matchMedia("(max-width: 700px)");
const tabs = document.getElementById("tabs");
const panels = new Map();
let current = null;

document.documentElement.lang = language;
translate(document);
narrow.addEventListener("change", showRoles);
tabs.addEventListener("keydown", moveByArrow);
listen(update, (isConnected) => {
  document.getElementById("offline").hidden = isConnected;
});

function update(state, isFirst) {
  updateMasthead(state);
  for (const person of state.people) {
    const panel = panels.get(person.id) ?? add(person, state.bot);
    panel.tab.querySelector("b").textContent = person.name;
    panel.tab.querySelector("span").textContent = person.role;
    panel.people = state.people;
    panel.update(person, state.about, isFirst);
  }
  if (current === null && panels.size > 0) choose(panels.values().next().value);
}

function add(person, bot) {
  const panel = new Panel(person.id, bot, () => showUnread(panel, panel !== current));
  panel.tab = makeTab(panel);
  panel.element.setAttribute("aria-labelledby", panel.tab.id);
  panels.set(person.id, panel);
  tabs.append(panel.tab);
  document.getElementById("panels").append(panel.element);
  showRoles();
  return panel;
}

function makeTab(panel) {
  const tab = document.createElement("button");
  tab.type = "button";
  tab.id = `tab-${panel.id}`;
  tab.role = "tab";
  tab.setAttribute("aria-controls", panel.element.id);
  tab.append(document.createElement("b"), document.createElement("span"), makeDot());
  tab.addEventListener("click", () => choose(panel));
  return tab;
}

function makeDot() {
  const dot = document.createElement("i");
  dot.className = "dot";
  dot.hidden = true;
  dot.role = "img";
  dot.ariaLabel = word("unread");
  return dot;
}

/** Selects a panel; on a narrow screen only this one is visible. */
function choose(panel) {
  current = panel;
  for (const other of panels.values()) {
    const isChosen = other === panel;
    other.element.classList.toggle("current", isChosen);
    other.tab.setAttribute("aria-selected", String(isChosen));
    other.tab.tabIndex = isChosen ? 0 : -1;
  }
  showUnread(panel, false);
  panel.appear();
}

function showUnread(panel, isUnread) {
  const dot = panel.tab.querySelector("i");
  dot.hidden = !isUnread;
}

function showRoles() {
  for (const { element } of panels.values()) element.role = narrow.matches ? "tabpanel" : "region";
}

function moveByArrow(event) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const all = [...panels.values()];
  const next = all[(all.indexOf(current) + step + all.length) % all.length];
  choose(next);
  next.tab.focus();
}
