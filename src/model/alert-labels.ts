/** The label of an alert that follows from the outage of a workload: the workload's name. */
export const DEPENDS_ON = 'depends_on';

/** The label of an alert that reports an outage: what is out. */
export const OUTAGE = 'outage';
/** The component does not serve: its own symptoms follow from it, and those of its clients. */
export const OF_COMPONENT = 'component';
/** One set of pods of a component that can serve without it, such as the standbys of a database. */
export const OF_WORKLOAD = 'workload';

/** The label, with the value `true`, of an alert on what callers see: errors, latency, error budgets. An outage elsewhere may explain it. */
export const SYMPTOM = 'symptom';
