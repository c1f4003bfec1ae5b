// Prints how long a module takes to load in a fresh process.
const [, module] = process.argv.slice(2);
const start = process.hrtime.bigint();
require('cdk8s-plus-29');
if (module !== 'cdk8s-plus-29') {
  require(module);
}
console.log(JSON.stringify({ seconds: Number(process.hrtime.bigint() - start) / 1e9, objects: 0 }));
