/** A field of a schedule: its bounds, and the names that stand for numbers, the first for `min`. */
interface Field {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly names?: string[];
}

const SECOND: Field = { name: 'second', min: 0, max: 59 };
const FIELDS: Field[] = [
  { name: 'minute', min: 0, max: 59 },
  { name: 'hour', min: 0, max: 23 },
  { name: 'day of the month', min: 1, max: 31 },
  { name: 'month', min: 1, max: 12, names: ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'] },
  { name: 'day of the week', min: 0, max: 6, names: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] },
];

/** How many fields a schedule has. */
export enum CronForm {
  /** Minute, hour, day of the month, month, day of the week: CronJobs and most operators. */
  FIVE_FIELDS = 5,
  /** The second before those: CloudNativePG's ScheduledBackup. */
  SIX_FIELDS = 6,
}

/** What a field names; `every` where it is a `*` or `?` that leaves the choice to the other field of days. */
interface Values {
  readonly values: number[];
  readonly every: boolean;
}

/** Why a string is no schedule. */
export interface CronFault {
  /** Empty where the number of fields is wrong. */
  readonly fault: string;
}

const DAY = 86400;
/** The number of years after which the days of the week fall on the same dates again. */
const CYCLE_DAYS = 28 * 365 + 7;
/** More digits than any step needs; the parser itself takes 18. */
const NUMBER = /^\+?([0-9]{1,15})$/;

/**
 * A schedule as the parser of Kubernetes reads it (robfig/cron v3), in UTC.
 *
 * Other dialects differ: Sunday is 0 and never 7, there is no `L`, `W` or `#`, and a range does not wrap around.
 */
export class CronSchedule {
  /** The schedule, or why Kubernetes would refuse it or never run it. */
  public static parse(text: string, form: CronForm = CronForm.FIVE_FIELDS): CronSchedule | CronFault {
    const parts = text.split(/[ \t]+/).filter((part) => part !== '');
    if (parts.length !== form) {
      return { fault: '' };
    }
    const fields = form === CronForm.SIX_FIELDS ? [SECOND, ...FIELDS] : FIELDS;
    const read = fields.map((field, index) => readField(field, parts[index]));
    const fault = read.find(isFault);
    if (fault) {
      return fault;
    }
    const values = read as Values[];
    const schedule = new CronSchedule(form === CronForm.SIX_FIELDS ? values : [{ values: [0], every: false }, ...values]);
    return schedule.days.length > 0 && schedule.times.length > 0 ? schedule : { fault: 'no day has that date, so it would never run' };
  }

  /** The days of a whole cycle of the calendar on which it runs; which cycle does not matter. */
  private readonly days: number[];
  /** The seconds of a day at which it runs. */
  private readonly times: number[];

  private constructor([seconds, minutes, hours, ...dates]: Values[]) {
    const minutesOfDay = hours.values.flatMap((hour) => minutes.values.map((minute) => hour * 60 + minute));
    this.times = minutesOfDay.flatMap((minute) => seconds.values.map((second) => minute * 60 + second));
    this.days = Array.from({ length: CYCLE_DAYS }, (_, day) => day).filter((day) => runsOn(dates, new Date(Date.UTC(2024, 0, 1 + day))));
  }

  /** The longest time between two runs, in seconds. */
  public longestGap(): number {
    const { days, times } = this;
    const [first, last] = [times[0], times[times.length - 1]];
    const nights = steps([...days, days[0] + CYCLE_DAYS]).map((apart) => apart * DAY - (last - first));
    return largest([...steps(times), ...nights]);
  }
}

/** The longest time between two runs of a schedule that a guard has passed, in seconds. */
export function longestGap(text: string): number {
  const schedule = CronSchedule.parse(text);
  return isFault(schedule) ? 0 : schedule.longestGap();
}

function runsOn([days, months, weekDays]: Values[], date: Date): boolean {
  const byDate = days.values.includes(date.getUTCDate());
  const byWeekDay = weekDays.values.includes(date.getUTCDay());
  // Where both say which days, one of them is enough.
  const runs = days.every || weekDays.every ? byDate && byWeekDay : byDate || byWeekDay;
  return runs && months.values.includes(date.getUTCMonth() + 1);
}

export function isFault<T extends object>(value: T | CronFault): value is CronFault {
  return 'fault' in value;
}

function readField(field: Field, text: string): Values | CronFault {
  const ranges = text.split(',').filter((range) => range !== '').map((range) => readRange(field, range));
  const fault = ranges.find(isFault);
  if (fault) {
    return fault;
  }
  const read = ranges as Values[];
  const values = new Set(read.flatMap((range) => range.values));
  return { values: [...values].sort((a, b) => a - b), every: read.some(({ every }) => every) };
}

/** `*`, `n`, `n-m`, each with `/step` behind it; `n/step` runs to the end of the field. */
function readRange(field: Field, text: string): Values | CronFault {
  const [range, step, ...tooMany] = text.split('/');
  const width = step === undefined ? 1 : number(step);
  const isAll = range === '*' || range === '?';
  const ends = isAll ? [field.min, field.max] : range.split('-').map((end) => numberOf(field, end));
  const [low, high] = ends;
  const end = high ?? (step === undefined ? low : field.max);
  const bad = { fault: `${JSON.stringify(text.slice(0, 20))} is not a valid ${field.name}: ${field.min} to ${field.max}${examples(field)}` };
  if (low === undefined || end === undefined || ends.includes(undefined) || ends.length > 2 || !width || tooMany.length > 0) {
    return bad;
  }
  if (low < field.min || end > field.max || low > end) {
    return bad;
  }
  const values = Array.from({ length: Math.floor((end - low) / width) + 1 }, (_, index) => low + index * width);
  return { values, every: isAll && width === 1 };
}

function examples({ names }: Field): string {
  return names ? ` or ${names[0].toUpperCase()} to ${names[names.length - 1].toUpperCase()}` : '';
}

function numberOf(field: Field, text: string): number | undefined {
  const index = field.names?.indexOf(text.toLowerCase()) ?? -1;
  return index >= 0 ? field.min + index : number(text);
}

function number(text: string): number | undefined {
  const digits = NUMBER.exec(text)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

function steps(values: number[]): number[] {
  return values.slice(1).map((value, index) => value - values[index]);
}

/** Without spreading into arguments: a list of each second of a day is too long for those. */
function largest(values: number[]): number {
  return values.reduce((most, value) => Math.max(most, value), 0);
}
