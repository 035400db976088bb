import { describe, expect, it } from 'vitest';
import { installedVersion } from '../src/trace/modules/packages.ts';
import { memoryFiles } from './harness/memory-files.ts';

const version = (texts: Record<string, string>, from = 'src/a.ts') => installedVersion(memoryFiles({ [from]: '', ...texts }), `/project/${from}`, '@qlik/sdk');
const manifest = (range: string): Record<string, string> => ({ 'package.json': JSON.stringify({ dependencies: { '@qlik/sdk': range } }) });

describe('the version of a package', () => {
  it('is that of the installed copy', () => {
    expect(version({ ...manifest('^0.12.0'), 'node_modules/@qlik/sdk/package.json': '{ "name": "@qlik/sdk", "version": "0.28.0" }' })).toEqual({ major: 0, minor: 28 });
  });
  it('is that of the copy nearest to the file', () => {
    const copies = { 'node_modules/@qlik/sdk/package.json': '{ "version": "0.28.0" }', 'packages/a/node_modules/@qlik/sdk/package.json': '{ "version": "0.12.0" }' };
    expect(version(copies, 'packages/a/src/x.ts')).toEqual({ major: 0, minor: 12 });
    expect(version(copies, 'packages/b/src/x.ts')).toEqual({ major: 0, minor: 28 });
  });
  it('is read from lock files', () => {
    expect(version({ ...manifest('*'), 'package-lock.json': '{ "packages": { "node_modules/@qlik/sdk": {\n "version": "0.19.1" } } }' })).toEqual({ major: 0, minor: 19 });
    expect(version({ 'yarn.lock': '"@qlik/sdk@^0.18.0", "@qlik/sdk@0.18":\n  version "0.18.0"\n' })).toEqual({ major: 0, minor: 18 });
    expect(version({ 'yarn.lock': '"@qlik/sdk@npm:^0.27.0":\n  version: 0.27.1\n' })).toEqual({ major: 0, minor: 27 });
    expect(version({ 'pnpm-lock.yaml': "packages:\n\n  '@qlik/sdk@0.22.0':\n    resolution: {}\n" })).toEqual({ major: 0, minor: 22 });
  });
  it.each([
    ['^0.28.0', 28],
    ['~0.19', 19],
    ['0.12.x', 12],
    ['npm:@qlik/sdk@0.18.0', 18],
  ])('follows from the range %s', (range, minor) => {
    expect(version(manifest(range))).toEqual({ major: 0, minor });
  });
  it.each(['*', 'latest', '>=0.12', '0.12 - 0.28', '<1', 'workspace:*', ''])('is unknown for %s', (range) => {
    expect(version(manifest(range))).toBeUndefined();
  });
  it('is unknown where nobody says', () => {
    expect(version({})).toBeUndefined();
    expect(version({ 'package.json': '{ broken' })).toBeUndefined();
  });
});
