/**
 * Telegram's text and entities as DOM nodes. Messages are inserted as text, never as markup.
 *
 * `act` has the actions of a click: `command(text)` sends a command, `start(parameter)` follows a deep link to the bot,
 * whose name is `act.username`.
 */

import { word } from "./i18n.js";

const TAGS = {
  bold: "strong",
  italic: "em",
  underline: "u",
  strikethrough: "s",
  code: "code",
  pre: "pre",
  blockquote: "blockquote",
};
const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);
const SCHEMES = new Set(["http:", "https:", "tg:", "mailto:"]);

/** Returns the text with its entities. Their offsets are in UTF-16 units, like the indexes of JavaScript strings. */
export function render(text, entities, act) {
  const root = document.createDocumentFragment();
  const outerFirst = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  fill(root, text, 0, text.length, outerFirst, act);
  return root;
}

/** Returns `{start}` for a deep link to the bot, `{href}` for any other link, null for a scheme that is not allowed. */
export function destination(url, username) {
  const target = parse(url);
  if (target === null) return null;
  const path = target.pathname.slice(1).toLowerCase();
  const isBot = target.protocol === "tg:"
    ? (target.searchParams.get("domain") ?? "").toLowerCase() === username.toLowerCase()
    : ["t.me", "telegram.me"].includes(target.hostname) && path === username.toLowerCase();
  if (isBot) return { start: target.searchParams.get("start") ?? "" };
  return { href: target.href };
}

/** Returns a link. Deep links to the bot are followed in the chat; other links open a new tab. */
export function link(url, act) {
  const target = destination(url, act.username);
  if (target === null) return document.createElement("span");
  const anchor = document.createElement("a");
  if (target.href === undefined) {
    anchor.href = `https://t.me/${act.username}?start=${encodeURIComponent(target.start)}`;
    anchor.addEventListener("click", (event) => {
      event.preventDefault();
      act.start(target.start);
    });
  } else {
    anchor.href = target.href;
    anchor.target = "_blank";
    anchor.rel = "noopener noreferrer";
  }
  return anchor;
}

/** Returns the empty element for a mark that a text has: bold, italic … */
export function marked(type) {
  if (type === "spoiler") return spoiler();
  return type in TAGS ? document.createElement(TAGS[type]) : mark(type);
}

function parse(url) {
  const absolute = /^[a-z][a-z0-9+.-]*:/i.test(url) && !/^[\w.-]+:\d/.test(url) ? url : `http://${url}`;
  try {
    const target = new URL(absolute);
    return SCHEMES.has(target.protocol) ? target : null;
  } catch {
    return null;
  }
}

function fill(parent, text, start, end, entities, act) {
  let at = start;
  let afterBlock = false;
  while (entities.length > 0) {
    const entity = entities.shift();
    const close = entity.offset + entity.length;
    const isBlock = BLOCKS.has(entity.type);
    const inside = [];
    while (entities.length > 0 && entities[0].offset < close) inside.push(entities.shift());
    append(parent, text.slice(at, entity.offset), afterBlock, isBlock);
    const [outer, inner] = wrap(entity, text.slice(entity.offset, close), act);
    fill(inner, text, entity.offset, close, inside, act);
    parent.append(outer);
    at = close;
    afterBlock = isBlock;
  }
  append(parent, text.slice(at, end), afterBlock, false);
}

/** Appends a text without the line break before or after a block, because a block has its own lines. */
function append(parent, text, afterBlock, beforeBlock) {
  let shown = text;
  if (afterBlock && shown.startsWith("\n")) shown = shown.slice(1);
  if (beforeBlock && shown.endsWith("\n")) shown = shown.slice(0, -1);
  if (shown) parent.append(shown);
}

/** Returns the outer element for an entity, and the inner element for its text. */
function wrap(entity, text, act) {
  if (entity.type in TAGS) return single(document.createElement(TAGS[entity.type]));
  switch (entity.type) {
    case "text_link":
      return single(link(entity.url, act));
    case "url":
      return single(link(text, act));
    case "email":
      return single(link(`mailto:${text}`, act));
    case "mention":
      return single(text.slice(1).toLowerCase() === act.username.toLowerCase() ? mark("mention") : link(`https://t.me/${text.slice(1)}`, act));
    case "bot_command":
      return single(button("command", () => act.command(text)));
    case "spoiler":
      return single(spoiler());
    case "expandable_blockquote":
      return foldingQuote();
    default:
      return single(mark(entity.type));
  }
}

function single(element) {
  return [element, element];
}

function mark(kind) {
  const element = document.createElement("span");
  element.className = kind;
  return element;
}

function button(kind, onClick) {
  const element = document.createElement("button");
  element.type = "button";
  element.className = kind;
  element.addEventListener("click", onClick);
  return element;
}

function spoiler() {
  const element = button("spoiler", () => {
    element.classList.add("shown");
    element.removeAttribute("aria-label");
  });
  element.setAttribute("aria-label", word("spoiler"));
  return element;
}

function foldingQuote() {
  const quote = document.createElement("blockquote");
  const inside = document.createElement("div");
  quote.className = "folding folded";
  const toggle = button("fold", () => {
    toggle.textContent = word(quote.classList.toggle("folded") ? "expand" : "collapse");
  });
  toggle.textContent = word("expand");
  quote.append(inside, toggle);
  return [quote, inside];
}
