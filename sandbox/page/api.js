// How the page talks to its server: JSON calls, uploads with progress, and the live stream.

const RECONNECT_MS = [300, 1000, 2000, 5000]; // after the browser itself gave the stream up

export class ApiError extends Error {
  constructor(code, detail) {
    super(detail || code || "request failed");
    this.code = code;
  }
}

/** GET a JSON answer. Throws ApiError with the server's words. */
export async function get(path, params = {}) {
  const query = new URLSearchParams(
    Object.entries(params).filter(([, value]) => value !== undefined && value !== null),
  );
  return answerOf(() => fetch(`${path}?${query}`, { headers: { Accept: "application/json" } }));
}

/** POST JSON, get JSON. Throws ApiError with the server's words. */
export async function post(path, body) {
  const headers = { "Content-Type": "application/json" };
  return answerOf(() => fetch(path, { method: "POST", headers, body: JSON.stringify(body) }));
}

/** DELETE, for levers that are let go. Throws ApiError with the server's words. */
export async function remove(path) {
  return answerOf(() => fetch(path, { method: "DELETE", headers: { Accept: "application/json" } }));
}

/** Sends one file. onProgress gets 0..1. Resolves to Slack's file object. abort() stops it. */
export function upload(user, file, onProgress) {
  const request = new XMLHttpRequest();
  const done = new Promise((resolve, reject) => {
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    });
    request.addEventListener("load", () => {
      let answer = {};
      try {
        answer = JSON.parse(request.responseText);
      } catch {
        answer = {};
      }
      if (request.status < 400 && answer.ok && answer.file) resolve(answer.file);
      else reject(new ApiError(answer.error ?? `http_${request.status}`, answer.detail));
    });
    request.addEventListener("error", () => reject(new ApiError("network", "The upload did not get through")));
    request.addEventListener("abort", () => reject(new ApiError("aborted", "Upload stopped")));
  });
  const form = new FormData();
  form.append("user", user);
  form.append("file", file, file.name);
  request.open("POST", "/ui/upload");
  request.send(form);
  return { done, abort: () => request.abort() };
}

/** Where the bytes of a file are shown from. */
export function fileAddress(user, id) {
  return `/ui/file?${new URLSearchParams({ user, id })}`;
}

/** Listens to the live stream; onOpen runs at each (re)connection. Returns a function that ends it. */
export function listen(user, { onEvent, onOpen, onLost }) {
  let source = null;
  let failures = 0;
  let timer = 0;
  let ended = false;
  const connect = () => {
    source = new EventSource(`/ui/stream?${new URLSearchParams({ user })}`);
    source.addEventListener("open", () => {
      failures = 0;
      onOpen();
    });
    source.addEventListener("message", (event) => onEvent(JSON.parse(event.data)));
    source.addEventListener("error", () => {
      if (ended) return;
      onLost();
      if (source.readyState !== EventSource.CLOSED) return;
      timer = setTimeout(connect, RECONNECT_MS[Math.min(failures, RECONNECT_MS.length - 1)]);
      failures += 1;
    });
  };
  connect();
  return () => {
    ended = true;
    clearTimeout(timer);
    source.close();
  };
}

async function answerOf(send) {
  let response;
  try {
    response = await send();
  } catch {
    throw new ApiError("network", "The sandbox did not answer");
  }
  let answer = {};
  try {
    answer = await response.json();
  } catch {
    answer = {};
  }
  if (!response.ok || answer.ok === false) throw new ApiError(answer.error ?? `http_${response.status}`, answer.detail);
  return answer;
}
