/** A rich message: its blocks as elements, in their order. Its texts are inserted as text, never as markup. */

import { link, marked } from "./entities.js";
import { picture, placeholder } from "./media.js";
import { word } from "./i18n.js";

/** The element of a rich message. `onLoad()` is called when its height may have changed. */
export function richOf(blocks, act, onLoad) {
  const box = document.createElement("div");
  box.className = "rich";
  box.append(...blocks.map((block) => show(block, act, onLoad)));
  return box;
}

function show(block, act, onLoad) {
  switch (block.type) {
    case "heading":
      return textual(`h${block.size}`, block.text, act);
    case "pre":
      return textual("pre", block.text, act);
    case "divider":
      return document.createElement("hr");
    case "blockquote":
      return outer("blockquote", block.blocks.map((inner) => show(inner, act, onLoad)));
    case "list":
      return list(block.items, act, onLoad);
    case "paragraph":
    case "footer":
      return textual("p", block.text, act);
    default:
      return figure(block, act, onLoad);
  }
}

function list(items, act, onLoad) {
  const isOrdered = items.every((item) => "value" in item);
  return outer(isOrdered ? "ol" : "ul", items.map((item) => {
    const element = outer("li", item.blocks.map((inner) => show(inner, act, onLoad)));
    if (isOrdered) element.value = item.value;
    return element;
  }));
}

/** A picture; of another file its kind. The server adds `picture`, the address. */
function figure(block, act, onLoad) {
  const size = block.type === "photo" ? block.photo.at(-1) : null;
  const shown = size ? picture(block.picture, size, "photo", onLoad) : placeholder(word(`${block.type}_word`));
  return outer("figure", block.caption ? [shown, textual("figcaption", block.caption.text, act)] : [shown]);
}

function textual(tag, text, act) {
  const element = document.createElement(tag);
  element.dir = "auto";
  element.append(styled(text, act));
  return element;
}

function styled(text, act) {
  if (typeof text === "string") return text;
  const element = Array.isArray(text) ? document.createDocumentFragment() : text.type === "url" ? link(text.url, act) : marked(text.type);
  element.append(...(Array.isArray(text) ? text : [text.text]).map((part) => styled(part, act)));
  return element;
}

function outer(tag, inside) {
  const element = document.createElement(tag);
  element.append(...inside);
  return element;
}
