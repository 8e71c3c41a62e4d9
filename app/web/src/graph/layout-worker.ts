/** Runs the layout away from the page's main thread. */

import { type Problem, place } from "./layout";

export interface Question {
  number: number;
  problem: Problem;
}

self.onmessage = ({ data }: MessageEvent<Question>) => {
  self.postMessage({ number: data.number, places: place(data.problem) });
};
