import type { LRParser } from '@lezer/lr';

/** Where an expression stops to be PromQL by Prometheus' own grammar, counted from 1; undefined where it is sound. Types are not checked. */
export function promqlFault(expression: string): number | undefined {
  let fault: number | undefined;
  grammar().parse(expression).iterate({
    enter: ({ type, from }) => {
      if (type.isError && fault === undefined) {
        fault = from + 1;
      }
    },
  });
  return fault;
}

/** Loaded with the first expression that a user writes: most programs write none. */
function grammar(): LRParser {
  // Its types are those of an ES module; its code is CommonJS as well.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return (require('@prometheus-io/lezer-promql') as { parser: LRParser }).parser;
}
