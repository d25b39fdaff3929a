/** The connection to the emulator: the actions of people, and the stream of changes. */

/** Performs an action of a person and returns its result. Throws an Error with the reason if it fails. */
export async function act(personId, verb, body = {}) {
  const response = await fetch(`/page/people/${personId}/${verb}`, {
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
