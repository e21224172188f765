import { expect, it } from 'vitest';
import { piperFaults } from '../../contract.ts';
import { faultGroups } from './fault-words.ts';

it('every fault can be chosen, in one group', () => {
  const chosen = Object.values(faultGroups).flatMap((faults) => Object.keys(faults));
  expect(['none', ...chosen].toSorted()).toEqual(piperFaults.toSorted());
});
