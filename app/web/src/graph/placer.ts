import type { Point, Problem } from "./layout";
import type { Question } from "./layout-worker";

interface Answer {
  number: number;
  places: Map<string, Point>;
}

/** Finds places for nodes in a thread of its own, so that the page goes on while they are sought. */
export class Placer {
  private readonly worker = new Worker(new URL("./layout-worker.ts", import.meta.url), { type: "module" });
  private readonly waiting = new Map<number, (places: Map<string, Point>) => void>();
  private number = 0;

  constructor() {
    this.worker.onmessage = ({ data }: MessageEvent<Answer>) => {
      this.waiting.get(data.number)?.(data.places);
      this.waiting.delete(data.number);
    };
  }

  place(problem: Problem): Promise<Map<string, Point>> {
    const question: Question = { number: ++this.number, problem };
    return new Promise((resolve) => {
      this.waiting.set(question.number, resolve);
      this.worker.postMessage(question);
    });
  }

  destroy(): void {
    this.worker.terminate();
  }
}
