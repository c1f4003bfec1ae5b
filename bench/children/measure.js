/** What an action took: the time of all processors, which other programs on the machine disturb least, and the time on the clock. */
exports.measured = (action) => {
  const cpu = process.cpuUsage();
  const clock = process.hrtime.bigint();
  action();
  const { user, system } = process.cpuUsage(cpu);
  return { cpu: (user + system) / 1e6, clock: Number(process.hrtime.bigint() - clock) / 1e9 };
};

exports.print = (result) => console.log(JSON.stringify({ ...result, peakMiB: Math.round(process.resourceUsage().maxRSS / 1024) }));
