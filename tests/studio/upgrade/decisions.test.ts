import { expect, it } from 'vitest';
import type { Conflict } from '../../../platform/layers/org-layer.ts';
import {
  type ChoiceStorage,
  choose,
  countDecided,
  decisionsOf,
  loadChoices,
  saveChoices,
  sideOf,
} from '../../../studio/upgrade/decisions.ts';

const label: Conflict = {
  element: 'field:Account.Name',
  property: 'label',
  theirs: 'Key',
  ours: 'Number',
  by: 'admin@shop.example',
  at: '2026-01-01T00:00:00.000Z',
};
const help: Conflict = { ...label, property: 'help' };

function storage(): ChoiceStorage & { readonly kept: Map<string, string> } {
  const kept = new Map<string, string>();
  return {
    kept,
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, text) => void kept.set(key, text),
    removeItem: (key) => void kept.delete(key),
  };
}

it('holds for the values that were weighed alone: a newer version that says something else is asked anew', () => {
  const choices = choose([label, help], 'theirs');
  const newer = [{ ...label, theirs: 'Token' }, help];
  expect(countDecided([label, help], choices)).toBe(2);
  expect(newer.map((conflict) => sideOf(conflict, choices))).toEqual([undefined, 'theirs']);
  expect(decisionsOf(newer, choices)).toEqual([
    { element: label.element, property: 'help', choose: 'theirs', theirs: 'Key', ours: 'Number' },
  ]);
});

it('outlives a reload, and leaves nothing once there is none', () => {
  const kept = storage();
  saveChoices(kept, 'k', choose([label], 'ours'));
  expect(sideOf(label, loadChoices(kept, 'k'))).toBe('ours');
  saveChoices(kept, 'k', {});
  expect(kept.kept.size).toBe(0);
});

it('is none where the browser forbids it or somebody else wrote there', () => {
  const refuse = () => {
    throw new Error('QuotaExceededError');
  };
  const full = { getItem: refuse, setItem: refuse, removeItem: refuse };
  expect(() => saveChoices(full, 'k', choose([label], 'ours'))).not.toThrow();
  expect(loadChoices(full, 'k')).toEqual({});
  for (const text of ['"', '3', 'null', JSON.stringify({ a: 'ours', b: { choose: 'ours' } })])
    expect(loadChoices({ ...full, getItem: () => text }, 'k')).toEqual({});
});
