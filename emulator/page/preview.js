/** The preview of a link: its picture, above or below the text, large or small. */

import { link } from "./entities.js";

/** Returns the preview as a link, with the name of its site if its picture cannot be loaded. */
export function previewOf({ url, picture, small }, actions, onLoad) {
  const element = link(url, actions);
  element.classList.add("preview");
  element.classList.toggle("small", small);
  if (picture) element.append(image(element, picture, url, onLoad));
  else showSite(element, url);
  return element;
}

function image(element, address, url, onLoad) {
  const shown = document.createElement("img");
  shown.alt = siteOf(url);
  shown.addEventListener("load", onLoad);
  shown.addEventListener("error", () => showSite(element, url));
  shown.src = address;
  return shown;
}

function showSite(element, url) {
  element.classList.add("bare");
  element.replaceChildren(siteOf(url));
}

function siteOf(url) {
  return URL.canParse(url) ? new URL(url).hostname : url;
}
