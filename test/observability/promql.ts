import { ensureSyntaxTree, LRLanguage } from '@codemirror/language';
import { EditorState } from '@codemirror/state';
import type { LRParser } from '@lezer/lr';
import { Parser } from '@prometheus-io/codemirror-promql/dist/cjs/parser';

// Its types are those of an ES module; its code is CommonJS as well.
// eslint-disable-next-line @typescript-eslint/no-require-imports
const { parser } = require('@prometheus-io/lezer-promql') as { parser: LRParser };

const LANGUAGE = LRLanguage.define({ parser: parser.configure({ top: 'PromQL' }) });
const MACROS: [string, string][] = [['$__rate_interval', '5m'], ['$__range', '1h'], ['$__interval', '1m']];

/**
 * What is wrong with an expression: syntax by Prometheus's own grammar, types and arguments by the checker of its editor.
 * Both are needed: the grammar passes wrong types, the checker passes what it cannot parse.
 */
export function faultsOf(expression: string): string[] {
  const text = MACROS.reduce((expr, [macro, value]) => expr.replaceAll(macro, value), expression);
  return [...syntaxFaults(text), ...typeFaults(text)];
}

function syntaxFaults(text: string): string[] {
  const faults: string[] = [];
  parser.parse(text).iterate({
    enter: (node) => {
      if (node.type.isError) {
        faults.push(`syntax at ${node.from}: ${text}`);
      }
    },
  });
  return faults;
}

function typeFaults(text: string): string[] {
  const state = EditorState.create({ doc: text, extensions: [LANGUAGE] });
  if (!ensureSyntaxTree(state, text.length, 5000)) {
    return [`not parsed within 5 s: ${text}`];
  }
  // A state holds what was parsed within its first 20 ms; an empty change makes it take the whole tree.
  const checker = new Parser(state.update({}).state);
  checker.analyze();
  return checker.getDiagnostics().map(({ message }) => `${message}: ${text}`);
}
