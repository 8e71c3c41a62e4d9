/** Sending files, which is the one thing that takes `XMLHttpRequest`: `fetch` tells nothing of what is sent. */

import { problemOf, Unreachable } from "./errors";

export interface Upload {
  file: File;
  /** What the request shows to be let in, if anything. */
  token?: string;
  /** Called with the part of the file that is sent, up to 1. */
  progress?(part: number): void;
  signal: AbortSignal;
}

export interface Sent<T> {
  status: number;
  body: T;
}

/** Post a file as it is. Gives the answer; throws a `Problem`, an `Unreachable`, or the reason of `signal`. */
export function send<T>(url: string, { file, token, progress, signal }: Upload): Promise<Sent<T>> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", url);
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("Content-Type", "application/octet-stream");
    if (token) request.setRequestHeader("Authorization", `Bearer ${token}`);
    request.upload.onprogress = ({ loaded, total }) => progress?.(total > 0 ? loaded / total : 1);
    request.onload = () => {
      const body = parsed(request.responseText);
      const { status } = request;
      if (status >= 200 && status < 300 && body !== undefined) resolve({ status, body: body as T });
      else reject(problemOf(status, request.statusText, body));
    };
    request.onerror = () => reject(new Unreachable(null));
    request.onabort = () => reject(signal.reason);
    signal.addEventListener("abort", () => request.abort(), { once: true });
    if (signal.aborted) reject(signal.reason);
    else request.send(file);
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
