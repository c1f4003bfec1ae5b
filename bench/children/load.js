// Prints how long a module takes to load in a fresh process, beside cdk8s-plus-29.
const { measured, print } = require('./measure');
const [, , name] = process.argv;

print(measured(() => {
  require('cdk8s-plus-29');
  if (name !== 'cdk8s-plus-29') {
    require(name);
  }
}));
