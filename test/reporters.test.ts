import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { rules } from '../rules/index.ts';
import { type Format, type Report, reporters } from '../src/reporters/index.ts';
import { render, run } from '../src/run.ts';
import { plainRun } from './harness/plain-run.ts';
import { parseXml } from './harness/xml.ts';

const fixtures = path.resolve(import.meta.dirname, '../fixtures/reporters');
let folder: string;
let report: Report;

beforeAll(async () => {
  folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'users-migrate-')));
  fs.cpSync(path.join(fixtures, 'project'), folder, { recursive: true });
  const ruleInfos = rules.map(({ id, summary, source }) => ({ id, summary, source, page: `# ${id}\n\nThe page of \`${id}\`.\n` }));
  const options = { selection: { paths: [], ignore: [] }, isPlanned: true, rules, ruleOptions: { target: 'today' as const, keepActiveDefault: false }, assumeQlik: false, hosts: [], minConfidence: 'likely' as const };
  report = (await run({ ...options, command: 'check', dryRun: false, suggestions: false, force: false, version: '1.2.3', ruleInfos }, { cwd: folder, now: () => 0 })).report;
});
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

const rendered = (format: Format, changed: Partial<Report> = {}): string => render({ ...report, ...changed }, format, { colour: false, columns: 100, why: false, quiet: false });
/** The findings many times over, each on a line of its own. */
const many = (times: number): Partial<Report> => ({ findings: Array.from({ length: times }, (_, index) => report.findings.map((finding) => ({ ...finding, line: finding.line + index * 20, endLine: finding.endLine + index * 20 }))).flat() });

describe('reporters', () => {
  it.each(Object.keys(reporters) as Format[])('%s tells the result set as its fixture has it', async (format) => {
    await expect(rendered(format)).toMatchFileSnapshot(path.join(fixtures, `${format}.txt`));
  });
  it('has a result set with every kind of finding', () => {
    expect(new Set(report.findings.map(({ fixable }) => fixable))).toEqual(new Set(['fix', 'suggestion', 'none']));
    expect(report.findings.some(({ evidence }) => evidence.confidence === 'possible')).toBe(true);
    expect(report.errors).toHaveLength(1);
    expect(report.changes).toHaveLength(2);
  });
});

describe('sarif', () => {
  const valid = (log: unknown): unknown => {
    const schema = JSON.parse(fs.readFileSync(path.resolve(import.meta.dirname, '../node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'), 'utf8'));
    const { $schema: _draft, id: _id, ...rest } = schema;
    const validate = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(rest);
    return validate(log) ? 'valid' : validate.errors;
  };
  it('is valid by the schema of SARIF 2.1.0, also with a baseline and with nothing found', () => {
    expect(valid(JSON.parse(rendered('sarif')))).toBe('valid');
    expect(valid(JSON.parse(rendered('sarif', { findings: report.findings.slice(1), known: report.findings.slice(0, 1) })))).toBe('valid');
    expect(valid(JSON.parse(rendered('sarif', { findings: [], errors: [] })))).toBe('valid');
    expect(valid({ version: '2.1.0', runs: [{}] })).not.toBe('valid');
  });
  it('carries fixes that make the changed text, and flows that end at the place', () => {
    const [log] = JSON.parse(rendered('sarif')).runs;
    const result = log.results.find((one: { ruleId: string }) => one.ruleId === 'sort-params');
    const [change] = result.fixes[0].artifactChanges;
    const lines = fs.readFileSync(path.join(folder, decodeURIComponent(change.artifactLocation.uri)), 'utf8').split('\n');
    const [{ deletedRegion, insertedContent }] = change.replacements;
    const line = lines[deletedRegion.startLine - 1] ?? '';
    expect(line.slice(0, deletedRegion.startColumn - 1) + insertedContent.text + line.slice(deletedRegion.endColumn - 1)).toContain('sort=-name');
    const flow = log.results.find((one: { ruleId: string }) => one.ruleId === 'user-roles').codeFlows[0].threadFlows[0].locations;
    expect(flow[0].location.message.text).toContain('QLIK_TENANT');
    expect(flow.at(-1).location.physicalLocation.region.startLine).toBe(5);
  });
  it('says what the baseline knows', () => {
    const states = JSON.parse(rendered('sarif', { findings: report.findings.slice(1), known: report.findings.slice(0, 1) })).runs[0].results.map((one: { baselineState: string }) => one.baselineState);
    expect(new Set(states)).toEqual(new Set(['new', 'unchanged']));
  });
});

describe('github', () => {
  it('ranks and caps the annotations of a kind, and says where the rest is', () => {
    const lines = rendered('github', many(4)).split('\n');
    expect(lines.filter((line) => line.startsWith('::error '))).toHaveLength(10);
    expect(lines.filter((line) => line.startsWith('::error ')).every((line) => line.includes('(certain)'))).toBe(true);
    expect(lines.filter((line) => line.startsWith('::notice '))).toHaveLength(4);
    expect(lines.join('\n')).toContain('the job summary lists all');
  });
  it('lets no message start a command of its own', () => {
    const [first] = report.findings;
    const text = rendered('github', { findings: first ? [{ ...first, message: 'a\n::set-output name=x::50%' }] : [] });
    expect(text).toContain('::a%0A::set-output name=x::50%25');
    expect(text.split('\n').filter((line) => line.startsWith('::'))).toHaveLength(2);
  });
});

describe('junit', () => {
  it('is well-formed whatever the texts hold', () => {
    const [first] = report.findings;
    const text = rendered('junit', { findings: first ? [{ ...first, message: 'a & <b> "c" \u0001 \ud800 ]]>' }] : [] });
    const root = parseXml(text);
    expect(root.name).toBe('testsuites');
    expect(root.attributes).toMatchObject({ tests: '2', failures: '1', errors: '1' });
    expect(parseXml(rendered('junit', { findings: [], errors: [] })).children[0]?.children).toHaveLength(1);
    expect(() => parseXml('<a><b></a>')).toThrow();
  });
});

describe('gitlab', () => {
  it('gives every finding a fingerprint of its own', () => {
    const prints = JSON.parse(rendered('gitlab')).map((one: { fingerprint: string }) => one.fingerprint);
    expect(new Set(prints).size).toBe(report.findings.length);
  });
});

describe('markdown', () => {
  it('stays under the size of a comment and says what it left out', () => {
    const big = many(1).findings?.map((finding) => ({ ...finding, message: 'long '.repeat(9000) })) ?? [];
    const text = rendered('markdown', { findings: big });
    expect(text.length).toBeLessThan(65_536);
    expect(text).toContain('more file');
  });
});

it('reads a file once, however much is reported in it', async () => {
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'users-migrate-')));
  const opened = async (count: number): Promise<number> => {
    fs.writeFileSync(path.join(folder, 'a.mjs'), "fetch('https://acme.eu.qlikcloud.com/api/v1/users?sortBy=name');\n".repeat(count));
    const spy = vi.spyOn(fs, 'openSync');
    const { report } = await run({ ...plainRun, command: 'check' }, { cwd: folder, now: () => 0 });
    const calls = spy.mock.calls.length;
    spy.mockRestore();
    expect(report.findings).toHaveLength(count);
    return calls;
  };
  expect(await opened(40)).toBe(await opened(1));
  fs.rmSync(folder, { recursive: true });
});
