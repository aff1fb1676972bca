import { expect, test } from 'vitest';
import { missingPlatforms, readLock } from './support/complete-lock.ts';

test('the lock has the binaries of every platform, or npm ci refuses it', () => {
  expect(Object.keys(missingPlatforms(readLock()))).toEqual([]);
});

test('the lock names no registry', () => {
  expect(JSON.stringify(readLock())).not.toMatch(/"resolved":/);
});
