import { describe, expect, it } from 'vitest';
import { isOpen, type Known, sightingOf } from '../../src/domain/seen-invite.ts';
import { member } from '../helpers/builders.ts';

const ada = 'ada@example.com';
const joined = { kind: 'joined' } as const;
const invited: Known = { member: member(ada) };
const list = (about: Parameters<typeof member>[1] = {}) => member(ada, about);

describe('what a member list shows of somebody who was invited', () => {
  it('is nothing new while they are pending', () => {
    expect(sightingOf(invited, list(), 9)).toEqual({});
  });

  it('is that they have joined, since it was seen first', () => {
    expect(sightingOf(invited, list({ status: joined }), 9)).toEqual({ joinedAt: 9 });
    const known = { ...invited, joinedAt: 5 };
    expect(sightingOf(known, list({ status: joined }), 9)).toEqual({ joinedAt: 5 });
  });

  it('is no joining where the invite made them a member at once', () => {
    const atOnce: Known = { member: member(ada, { status: joined }) };
    expect(sightingOf(atOnce, list({ status: joined }), 9)).toEqual({});
  });

  it('is that they are gone, since it was seen first, whatever was known before', () => {
    expect(sightingOf(invited, undefined, 9)).toEqual({ removedAt: 9 });
    const roleChange = { roleName: 'Viewer', at: 4 };
    const known = { ...invited, joinedAt: 3, removedAt: 5, roleChange };
    expect(sightingOf(known, undefined, 9)).toEqual({ joinedAt: 3, removedAt: 5, roleChange });
  });

  it('is that they are back, pending anew, or as they were', () => {
    const known = { ...invited, joinedAt: 3, removedAt: 5 };
    expect(sightingOf(known, list(), 9)).toEqual({});
    expect(sightingOf(known, list({ status: joined }), 9)).toEqual({ joinedAt: 3 });
  });

  it('stays as it was where the list does not tell', () => {
    const known = { ...invited, joinedAt: 3, roleChange: { roleName: 'Viewer', at: 4 } };
    const untold = member(ada, { status: { kind: 'unstated' } });
    const { roleName: _, ...nameless } = untold;
    expect(sightingOf(known, nameless, 9)).toEqual({ joinedAt: 3, roleChange: known.roleChange });
  });

  it('is another role than they had at last, and when that was seen', () => {
    const viewer = list({ roleName: 'Viewer' });
    expect(sightingOf(invited, viewer, 9)).toEqual({ roleChange: { roleName: 'Viewer', at: 9 } });
    const known = { ...invited, roleChange: { roleName: 'Viewer', at: 4 } };
    expect(sightingOf(known, viewer, 9)).toEqual({ roleChange: known.roleChange });
    expect(sightingOf(known, list(), 9)).toEqual({ roleChange: { roleName: 'Editor', at: 9 } });
  });

  it('is no other role where Piper has not named the one before', () => {
    const { roleName: _, ...nameless } = member(ada);
    expect(sightingOf({ member: nameless }, list({ roleName: 'Viewer' }), 9)).toEqual({});
  });
});

it('somebody may yet join until they have joined, or are gone', () => {
  expect(isOpen(invited)).toBe(true);
  expect(isOpen({ ...invited, joinedAt: 3 })).toBe(false);
  expect(isOpen({ ...invited, removedAt: 3 })).toBe(false);
  expect(isOpen({ member: member(ada, { status: joined }) })).toBe(false);
});
