/** A list over the input line out of which one is picked, by a click or by the arrows. The input line keeps the focus. */

export class Listbox {
  /** `list` holds the options; `frame` is what shows and hides, where that is more than the list. */
  constructor(list, input, frame = list) {
    this.list = list;
    this.input = input;
    this.frame = frame;
    this.current = -1;
    list.id = `list-${crypto.randomUUID()}`;
    frame.addEventListener("pointerdown", (event) => event.preventDefault());
  }

  get isOpen() {
    return !this.frame.hidden;
  }

  /** Shows these options in place of others; hides if there are none. */
  show(options) {
    this.list.replaceChildren();
    this.add(options);
    this.frame.hidden = options.length === 0;
    this.input.setAttribute("aria-expanded", String(this.isOpen));
    this.input.setAttribute("aria-controls", this.list.id);
    this.mark(-1);
  }

  /** Adds options below those that are there. */
  add(options) {
    for (const option of options) {
      option.id = `${this.list.id}-${this.list.children.length}`;
      option.role = "option";
      this.list.append(option);
    }
  }

  close() {
    if (!this.isOpen) return;
    this.frame.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.mark(-1);
  }

  /** Moves the mark; past either end it comes round. */
  move(step) {
    const count = this.list.children.length;
    const from = step < 0 ? Math.max(this.current, 0) : this.current; // upwards from no mark at all leads to the last
    if (count > 0) this.mark((from + step + count) % count);
  }

  /** The marked option, or undefined. */
  get marked() {
    return this.list.children[this.current];
  }

  mark(index) {
    this.current = index;
    for (const [place, option] of [...this.list.children].entries()) {
      option.setAttribute("aria-selected", String(place === index));
      if (place === index) option.scrollIntoView({ block: "nearest" });
    }
    if (this.marked) this.input.setAttribute("aria-activedescendant", this.marked.id);
    else this.input.removeAttribute("aria-activedescendant");
  }
}

/** An option of two parts: what it is, and what is said about it. */
export function option(name, about, onClick) {
  const element = document.createElement("li");
  const [title, description] = [document.createElement("b"), document.createElement("span")];
  title.textContent = name;
  description.textContent = about;
  element.append(title, description);
  element.addEventListener("click", onClick);
  return element;
}
