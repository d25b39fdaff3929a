/** The media of a message: a photo, a video or animation with its poster, or a row for a document or an audio. */

import { durationOf, sizeOf, word } from "./i18n.js";

const ICONS = {
  play: "M8 5.5v13l11-6.5z",
  audio: "M9 18V6l10-2v12M9 18a2.5 2.5 0 1 1-2.5-2.5A2.5 2.5 0 0 1 9 18zM19 16a2.5 2.5 0 1 1-2.5-2.5A2.5 2.5 0 0 1 19 16z",
  document: "M7 3.5h7l4 4v13H7zM14 3.5v4h4",
};

/** The kind of media in a message; null if it has none. An animation has a document, too. */
export function kindOf(data) {
  return ["animation", "photo", "video", "audio", "document"].find((kind) => kind in data) ?? null;
}

/** What a message with media is called in a quote; null for a text. */
export function labelOf(data) {
  const kind = kindOf(data);
  if (kind === null) return null;
  return labelFor(data[kind], kind);
}

/** The elements of the message's media. `onLoad()` is called when the height may have changed. */
export function mediaOf(data, onLoad) {
  const kind = kindOf(data);
  if (kind === "photo") return [picture(data.picture, data.photo.at(-1), "photo", onLoad)];
  if (kind === "video" || kind === "animation") return [clip(data, kind, onLoad)];
  return kind === null ? [] : [row(data, kind)];
}

/** A picture in its own proportions; a placeholder with the `kind`'s word if it cannot be loaded. */
export function picture(address, { width, height }, kind, onLoad) {
  if (!address) return placeholder(word(`${kind}_word`), width, height);
  const image = document.createElement("img");
  image.className = "picture";
  image.alt = word(`${kind}_word`);
  image.style.aspectRatio = proportions(width, height);
  image.addEventListener("load", onLoad);
  image.addEventListener("error", () => image.replaceWith(placeholder(word(`${kind}_word`), width, height)));
  image.src = address;
  return image;
}

export function placeholder(text, width = 3, height = 2) {
  const box = document.createElement("p");
  box.className = "placeholder";
  box.textContent = text;
  box.style.aspectRatio = proportions(width, height);
  return box;
}

/** Tall and wide pictures are cut, as clients do. */
function proportions(width, height) {
  return String(Math.min(Math.max(width / height, 0.75), 2.4));
}

function clip(data, kind, onLoad) {
  const { width, height, duration, mime_type: type } = data[kind];
  const box = document.createElement("div");
  box.className = `clip ${kind}`;
  const isGif = type === "image/gif" && data.content?.startsWith("/");
  const still = isGif ? data.content : data.picture;
  const shown = isGif || !data.content ? picture(still, { width, height }, kind, onLoad) : video(data[kind], kind, data);
  box.append(shown);
  if (isGif) return box;
  const length = document.createElement("span");
  length.className = "length";
  length.textContent = kind === "animation" ? "GIF" : durationOf(duration);
  box.append(playMark(data, shown, kind), length);
  return box;
}

function video(file, kind, { content, picture: poster }) {
  const element = document.createElement("video");
  element.className = "picture";
  element.style.aspectRatio = proportions(file.width, file.height);
  element.preload = content.startsWith("/") && !poster ? "metadata" : "none";
  element.playsInline = true;
  element.loop = element.muted = kind === "animation";
  if (poster) element.poster = poster;
  element.src = content;
  // A file that the browser cannot play keeps its place and its proportions.
  element.addEventListener("error", () => element.replaceWith(placeholder(labelFor(file, kind), file.width, file.height)));
  return element;
}

function labelFor(file, kind) {
  return titleOf(file) || word(`${kind}_word`);
}

/** The mark that starts a video in its place; it does nothing if there is only a sample. */
function playMark({ content }, shown, kind) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "play";
  button.disabled = !content;
  button.setAttribute("aria-label", `${word("play")}: ${word(`${kind}_word`)}`);
  button.append(icon("play"));
  button.addEventListener("click", () => {
    button.parentElement.classList.add("playing");
    shown.controls = kind === "video";
    shown.play().catch(() => button.parentElement?.classList.remove("playing"));
  });
  return button;
}

/** A document, which can be saved, or an audio, which can be played. */
function row(data, kind) {
  const file = data[kind];
  const isSaved = kind === "document" && Boolean(data.content);
  const element = document.createElement(isSaved ? "a" : kind === "audio" ? "button" : "div");
  element.className = `file ${kind}`;
  const [mark, name, more] = ["i", "b", "span"].map((tag) => document.createElement(tag));
  mark.append(icon(kind));
  name.textContent = labelFor(file, kind);
  more.textContent = [kind === "audio" && durationOf(file.duration), sizeOf(file.file_size)].filter(Boolean).join(" · ");
  element.append(mark, name, more);
  if (isSaved) {
    element.href = data.content;
    element.download = file.file_name ?? "";
  } else if (kind === "audio") {
    element.type = "button";
    element.disabled = !data.content;
    element.addEventListener("click", () => toggle(element, data.content));
  }
  return element;
}

/** Plays the audio, or pauses it. */
function toggle(element, content) {
  element.player ??= new Audio(content);
  const stop = () => element.classList.remove("playing");
  element.player.onended = element.player.onpause = stop;
  if (!element.player.paused) return element.player.pause();
  element.classList.add("playing");
  return element.player.play().catch(stop);
}

function titleOf({ performer, title, file_name: name }) {
  return [performer, title].filter(Boolean).join(" — ") || name || "";
}

function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const [svg, path] = ["svg", "path"].map((tag) => document.createElementNS(space, tag));
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}
