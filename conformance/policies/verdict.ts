import { Json } from '../kubectl';
import { nameOf } from '../manifests';

/** What an engine says of one object: the rules that it broke; `refusal` where it is refused for another reason. */
export interface Verdict {
  readonly rules: string[];
  readonly refusal?: string;
}

/** Verdicts by the name of the object; an object that is not in here was let through. */
export type Verdicts = Map<string, Verdict>;

/** The rules that a message names. */
export function rulesIn(message: string): string[] {
  return [...message.matchAll(/\b([AC]\d+) \(/g)].map((match) => match[1]);
}

/** Joins what several policies say of one object. */
export function addMessage(verdicts: Verdicts, object: Json, message: string): void {
  const rules = rulesIn(message);
  const before = verdicts.get(nameOf(object));
  verdicts.set(nameOf(object), {
    rules: [...(before?.rules ?? []), ...rules],
    refusal: rules.length === 0 ? message : before?.refusal,
  });
}
