// Rewrites the compiled index so that a module is loaded when the first of its exports is used. Each `var x = require('./y')` becomes an object whose
// getters load it; the exports themselves stay as they are, so that importers from ES modules still find their names.
const { readFileSync, writeFileSync } = require('fs');
const { join } = require('path');

const FOLDER = join(__dirname, '..', 'lib', 'src');
const INDEX = join(FOLDER, 'index.js');

/** Exports by the variable of their module. */
function exportsByModule(text) {
  const found = new Map();
  for (const [, variable, name] of text.matchAll(/get: function \(\) \{ return (\w+)\.(\w+); \}/g)) {
    found.set(variable, [...found.get(variable) ?? [], name]);
  }
  return found;
}

/** `export *` says no names: they become exports like the others. */
function named(text) {
  let count = 0;
  return text.replace(/^__exportStar\(require\("(.+)"\), exports\);$/gm, (_, path) => {
    const variable = `all_${++count}`;
    const names = Object.keys(require(join(FOLDER, path)));
    const lines = names.map((name) => `Object.defineProperty(exports, "${name}", { enumerable: true, get: function () { return ${variable}.${name}; } });`);
    // A module of interfaces has none.
    return names.length > 0 ? [`var ${variable} = require("${path}");`, ...lines].join('\n') : '';
  });
}

function lazy(text) {
  const names = exportsByModule(text);
  return text.replace(/^var (\w+) = require\("(.+)"\);$/gm, (_, variable, path) => {
    const getters = names.get(variable).map((name) => `get ${name}() { return require("${path}").${name}; }`);
    return `var ${variable} = { ${getters.join(', ')} };`;
  });
}

if (require.main === module) {
  writeFileSync(INDEX, lazy(named(readFileSync(INDEX, 'utf8'))));
}
