/** The connection to the emulator: the actions of people, and the stream of changes. */

/** Performs an action of a person and returns its result. Throws an Error with the reason if it fails. */
export function act(personId, verb, body = {}) {
  return post(`/page/people/${personId}/${verb}`, body);
}

/** Presses a button of the page's own; returns when the press has done its work. Throws an Error if it fails. */
export function pressPageButton(name) {
  return post("/page/button", { name });
}

async function post(path, body) {
  const response = await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  const answer = await response.json().catch(() => ({ error: `${response.status} ${response.statusText}` }));
  if (answer.error) throw new Error(answer.error);
  return answer.result;
}

/**
 * Calls `onState(state, isFirst)` for every change, and `onConnection(isConnected)`. `isFirst` is true after each
 * (re)connection, when the state is the whole state.
 */
export function listen(onState, onConnection) {
  const events = new EventSource("/page/events");
  let isFirst = true;
  events.onopen = () => {
    isFirst = true;
    onConnection(true);
  };
  events.onerror = () => onConnection(false);
  events.onmessage = (event) => {
    onState(JSON.parse(event.data), isFirst);
    isFirst = false;
  };
}
