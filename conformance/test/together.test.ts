import { deepEqual } from 'assert/strict';
import { describe, test } from 'node:test';
import { budgets } from '../checks/objects';
import { Document } from '../manifests';
import { Check } from '../scene';
import { disruptTogether } from '../together';
import { Trial } from '../trial';
import { broken } from './base';

const trial = (id: string, documents: Document[]) =>
  new Trial({ id, folder: '', securityProfile: 'standard', documents }, { zones: true, oldest: false, updateGolden: false });

/** Stands for drains, which a budget without room holds up for minutes. */
const BUDGETS: Check = { name: 'disruption budgets', ask: ({ cluster, trial: { documents } }) => budgets(cluster, documents) };

describe('in a cluster that examples share', () => {
  test('the one that may not be evicted is named, and the others pass', async () => {
    const stubborn = trial('stubborn', broken('good', 'PodDisruptionBudget', ({ spec }) => { spec.maxUnavailable = 0; }));
    const fine = [trial('fine', broken('good')), trial('also-fine', broken('good'))];
    deepEqual(await disruptTogether('all', [fine[0], stubborn, fine[1]], [BUDGETS]), [stubborn]);
    deepEqual(fine.map(({ tally }) => tally.passed.includes(BUDGETS.name)), [true, true]);
    deepEqual(stubborn.tally.passed.includes(BUDGETS.name), false);
  });
});
