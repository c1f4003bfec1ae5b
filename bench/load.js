// Prints how long a module takes to load in a fresh process.
const [, name] = process.argv.slice(2);
const start = process.hrtime.bigint();
require('cdk8s-plus-29');
if (name !== 'cdk8s-plus-29') {
  require(name);
}
console.log(JSON.stringify({ seconds: Number(process.hrtime.bigint() - start) / 1e9, objects: 0 }));
