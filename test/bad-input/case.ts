import { Reason } from '../../src/internal/refusal';

/** How a value is bad. */
export type Badness = 'low' | 'high' | 'malformed';

/** A program with one bad value, and where, for which prop and why it is refused. The wording stands in docs/errors.md alone. */
export type Case = [badness: Badness, program: () => unknown, path: string, prop: string, reason: Reason];

/** Cases by `<type>.<prop>`, and `<type>.<method>.<parameter>`. */
export type Cases = Record<string, Case[]>;
