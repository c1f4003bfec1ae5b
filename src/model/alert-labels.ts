/** The label of an alert that follows from the outage of a workload: the workload's name. */
export const DEPENDS_ON = 'depends_on';
/** The label of the alert that says that a workload has no available pod. While it fires, the alerts that depend on the workload notify nobody. */
export const OUTAGE = 'outage';
