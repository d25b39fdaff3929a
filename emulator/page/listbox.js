/** A list of options above the input line. Options are picked by click or by arrow keys; the input keeps the focus. */

export class Listbox {
  /** `list` contains the options; `frame` is the element that is shown and hidden, by default the list. */
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

  /** Replaces the options; hides the list if there are none. */
  show(options) {
    this.list.replaceChildren();
    this.add(options);
    this.frame.hidden = options.length === 0;
    this.input.setAttribute("aria-expanded", String(this.isOpen));
    this.input.setAttribute("aria-controls", this.list.id);
    this.mark(-1);
  }

  /** Appends options. */
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

  /** Moves the mark; it wraps at both ends. */
  move(step) {
    const count = this.list.children.length;
    const from = step < 0 ? Math.max(this.current, 0) : this.current; // up without a mark selects the last option
    if (count > 0) this.mark((from + step + count) % count);
  }

  /** The marked option, or undefined. */
  get marked() {
    return this.list.children[this.current];
  }

  mark(index) {
    this.current = index;
    for (const [position, option] of [...this.list.children].entries()) {
      option.setAttribute("aria-selected", String(position === index));
      if (position === index) option.scrollIntoView({ block: "nearest" });
    }
    if (this.marked) this.input.setAttribute("aria-activedescendant", this.marked.id);
    else this.input.removeAttribute("aria-activedescendant");
  }
}

/** Returns an option with a name and a description. */
export function option(name, about, onClick) {
  const element = document.createElement("li");
  const [title, description] = [document.createElement("b"), document.createElement("span")];
  title.textContent = name;
  description.textContent = about;
  element.append(title, description);
  element.addEventListener("click", onClick);
  return element;
}
