import { IConstruct } from 'constructs';
import { messageOf, validationErrors } from './platforms';

/** What a message says besides its wording, which is asserted in docs/errors.md alone. */
export interface Refusal {
  /** The path of the construct. */
  readonly path: string;
  readonly prop: string;
  readonly reason: string;
}

/** `[path] "prop" <form> ...: remedy (Reason)`. */
const MESSAGE = /^\[([^\]]*)\] "(.+?)" (?:is|needs|conflicts with) .+ \(([A-Z][A-Za-z]+)\)$/s;

export function parseRefusal(message: string): Refusal {
  const parts = MESSAGE.exec(message);
  if (!parts) {
    throw new Error(`not a message of ours: ${message}`);
  }
  const [, path, prop, reason] = parts;
  return { path, prop, reason };
}

/** `[path] "prop" (Reason)`: what stays of a message when its wording changes. */
export function summaryOf(message: string): string {
  const { path, prop, reason } = parseRefusal(message);
  return `[${path}] "${prop}" (${reason})`;
}

/** Why a program is refused, as `[path] "prop" (Reason)`; fails where it is not refused, or with a message of another form. */
export function refusal(program: () => unknown): string {
  return summaryOf(messageOf(program));
}

/** The same of everything that validation finds below a construct. */
export function refusals(root: IConstruct): string[] {
  return validationErrors(root).map(summaryOf);
}
