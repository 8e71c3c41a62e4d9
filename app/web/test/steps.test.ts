import { expect, test } from "vitest";
import { Steps } from "../src/graph/steps";

function steps(...views: number[]): Steps<number> {
  const found = new Steps<number>(Object.is);
  for (const view of views) found.note(view);
  return found;
}

test("one goes back and forth", () => {
  const made = steps(1, 2, 3);
  expect(made.undo()).toBe(2);
  made.note(2); // as who shows the view does
  expect(made.undo()).toBe(1);
  expect(made.canUndo).toBe(false);
  expect(made.undo()).toBeNull();
  expect(made.redo()).toBe(2);
  expect(made.redo()).toBe(3);
  expect(made.canRedo).toBe(false);
});

test("another step forgets what was undone", () => {
  const made = steps(1, 2);
  made.undo();
  made.note(4);
  expect(made.canRedo).toBe(false);
  expect(made.undo()).toBe(1);
});

test("the same again is no step", () => {
  expect(steps(1, 1).canUndo).toBe(false);
});
