/** The list of commands over the input line: the whole menu, or what begins with the letters typed after the slash. */

import { Listbox, option } from "./listbox.js";
import { word } from "./words.js";

export class CommandList extends Listbox {
  /** `choose(command)` is called with the name of the one that was picked. */
  constructor(list, input, choose) {
    super(list, input);
    this.choose = choose;
    this.commands = [];
  }

  /** Shows the commands that begin with `start`; nothing at all if there are none. */
  open(start = "") {
    const found = this.commands.filter(({ command }) => command.startsWith(start.toLowerCase()));
    this.show(found.map((command) => this.option(command)));
  }

  toggle() {
    if (this.isOpen) this.close();
    else this.open();
  }

  pick() {
    this.choose(this.marked.dataset.command);
  }

  option({ command, description }) {
    const element = option(`/${command}`, description, () => this.choose(command));
    element.dataset.command = command;
    element.title = word("send");
    return element;
  }
}
