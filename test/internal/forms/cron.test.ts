import { App, Chart } from 'cdk8s';
import { CronForm, longestGap } from '../../../src/internal/forms/cron';
import { Guard } from '../../../src/internal/guard';
import { messageOf } from '../../support/platforms';

const guard = new Guard(new Chart(new App(), 'chart'));

/** What robfig/cron v3 takes, the parser of Kubernetes' CronJob; conformance/text compares random ones with the parser itself. */
const TAKEN = [
  '* * * * *', '? ? ? ? ?', '0 2 * * *', '*/5 0-4,8 1 JAN MON', '0 0 1 1 0', '59 23 31 12 6', '0 0 * jan-mar mon-FRI', '0 0 * * sun', '0 0 * * SUN-6',
  '5/15 * * * *', '10-50/20 * * * *', '*/100 * * * *', '0 0 29 2 *', '0 0 31 4,5 *', '0 0 30 2 MON', '07 02 * * *', ' 0  2\t* * * ', '+5 * * * *', '1,,2 * * * *',
];

/** What it refuses, or takes and never runs. */
const REFUSED = [
  // Sunday is 0 and nothing else.
  '0 2 * * 7', '0 2 * * 6-7', '0 2 * * SAT-SUN',
  // Quartz and other dialects.
  '0 2 L * *', '0 2 * * 1L', '0 2 * * MONL', '0 2 15W * *', '0 2 * * MON#2', '0 2 * * MONDAY', 'JAN * * * *',
  // Steps and ranges.
  '/5 * * * *', '*/0 * * * *', '*/ * * * *', '*/5/2 * * * *', '*/-5 * * * *', '5-1 * * * *', '1-2-3 * * * *', '-5 * * * *', '5- * * * *', '*-5 * * * *', '5-x * * * *', '9-* * * * *', '0 2 * * 1-1L',
  // Out of bounds.
  '60 * * * *', '0 24 * * *', '0 0 0 * *', '0 0 32 * *', '0 0 * 0 *', '0 0 * 13 *', '0 0 * * 8',
  // Other than five fields.
  '', ' ', '* * * *', '* * * * * *', '@daily', '@every 1h', 'TZ=UTC 0 2 * * *', 'CRON_TZ=UTC 0 2 * * *', '0 2 * * *\u00a0',
  // Days that no year has, and fields that name nothing.
  '0 2 30 2 *', '0 2 31 2,4,6,9,11 *', '0 2 31 FEB-FEB *', ', * * * *', '0 2 , * *',
];

test.each(TAKEN)('"%s" is taken', (schedule) => {
  expect(guard.cron('schedule', schedule)).toBe(schedule);
});

test.each([...REFUSED, 5, null, undefined, ['* * * * *'], { toString: () => '* * * * *' }])('%j is refused', (schedule) => {
  expect(messageOf(() => guard.cron('schedule', schedule as string))).toMatch(/^\[chart\] "schedule" is .+, but must be .+: .+$/);
});

test.each(['0 0 2 * * *', '*/10 0 2 * * MON', '59 59 23 31 12 6'])('"%s" is taken where seconds stand before', (schedule) => {
  expect(guard.cron('schedule', schedule, CronForm.SIX_FIELDS)).toBe(schedule);
});

test.each(['0 2 * * *', '60 0 2 * * *', '0 0 2 * * 7', 'L 0 2 * * *', '@daily', '0 0 2 31 2 *'])('"%s" is refused where seconds stand before', (schedule) => {
  expect(messageOf(() => guard.cron('schedule', schedule, CronForm.SIX_FIELDS))).toMatch(/^\[chart\] "schedule" is .+, but must be .+: .+$/);
});

test.each<[string, number]>([
  ['* * * * *', 60],
  ['0 2 * * *', 24 * 3600],
  ['0 8-18 * * *', 14 * 3600],
  ['0 2 * * MON-FRI', 3 * 24 * 3600],
  ['0 2 31 * *', 61 * 24 * 3600],
  ['0 2 1 1 *', 366 * 24 * 3600],
  ['0 2 29 2 *', 4 * 365 * 24 * 3600 + 24 * 3600],
  // More runs on one day than anybody would look ahead.
  ['* 0-2 1 * *', 31 * 24 * 3600 - (2 * 60 + 59) * 60],
  // A day of the month or a day of the week; with a star the other decides.
  ['0 2 1 * MON', 7 * 24 * 3600],
  ['0 2 */2 * MON', 2 * 24 * 3600],
])('"%s" rests for %d seconds at the most', (schedule, seconds) => {
  expect(longestGap(schedule)).toBe(seconds);
});
