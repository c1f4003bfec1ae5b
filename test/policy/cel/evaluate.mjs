import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { Environment } from '@marcbachmann/cel-js';

/** A quantity of Kubernetes, as far as the rules compare them. */
class Quantity {
  constructor(text) {
    const [, number, unit] = /^([0-9.]+)(m|Ki|Mi|Gi)?$/.exec(text);
    this.value = Number(number) * (unit ? { m: 0.001, Ki: 1024, Mi: 1024 ** 2, Gi: 1024 ** 3 }[unit] : 1);
  }
}

const environment = new Environment({
  unlistedVariablesAreDyn: true, homogeneousAggregateLiterals: false, enableOptionalTypes: true,
  limits: { maxAstNodes: 1e6, maxDepth: 1000, maxListElements: 1e5, maxMapEntries: 1e5, maxCallArguments: 100 },
});
environment.registerType('Quantity', Quantity);
environment.registerFunction('quantity(string): Quantity', (text) => new Quantity(text));
environment.registerFunction('Quantity.compareTo(Quantity): int', (one, other) => BigInt(Math.sign(one.value - other.value)));

/** Equality of optionals is missing in this evaluator. */
environment.registerOperator('optional<dyn> == optional<dyn>', (one, other) => isDeepStrictEqual(one.orValue(null), other.orValue(null)));

/** CEL knows whole numbers, and JavaScript does not. */
function celValue(value) {
  if (Array.isArray(value)) {
    return value.map(celValue);
  }
  if (value && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, celValue(inner)]));
  }
  return Number.isInteger(value) ? BigInt(value) : value;
}

/** Go's (?i) is unknown to JavaScript: each letter becomes a class of both cases. */
function withoutFlags(expression) {
  return expression.replace(/\(\?i\)\(([a-z|]+)\)/g, (_, words) => `(${words.replace(/[a-z]/g, (letter) => `[${letter}${letter.toUpperCase()}]`)})`);
}

const parsed = new Map();
function evaluate(expression, context) {
  if (!parsed.has(expression)) {
    parsed.set(expression, environment.parse(withoutFlags(expression)));
  }
  return parsed.get(expression)(context);
}

/** Each policy's variables in their order, as the API server evaluates them; the last one lists the findings. */
function findings({ object, variables }) {
  const known = {};
  for (const { name, expression } of variables) {
    known[name] = evaluate(expression, { object: celValue(object), variables: known });
  }
  return known.findings;
}

// It is a program of its own because the evaluator is an ES module, which Jest does not load.
console.log(JSON.stringify(JSON.parse(readFileSync(0, 'utf8')).map(findings)));
