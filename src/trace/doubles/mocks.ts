import type { Mock } from '../../clients/client.ts';
import { descendants, isCall, isMember, memberName, type Node, unwrap } from '../../source/ast.ts';
import { answerThrough, askedAround } from './asked-through.ts';
import { bodyShape } from '../requests/answers.ts';
import { doubledAnswers } from './doubles.ts';
import { type HandedRow, handedRows } from './handed-rows.ts';
import { MockReader } from './mock-reader.ts';
import { ownComparisons } from './own-comparisons.ts';
import { declaredStarts } from '../types/declared-starts.ts';
import { startsIn } from '../changes/starts.ts';
import { stubServers } from './stub-servers.ts';
import type { Trace } from '../trace.ts';
import type { FieldPlace, NamedReads } from '../users.ts';
import { members, type RawRequest, type Ref, type Value } from '../value.ts';

/** Copies of copies are looked for this often. */
const rounds = 3;
/** Something written that stands for the answers to these requests. */
export interface StandIn {
  readonly written: Node;
  readonly requests: readonly RawRequest[];
}

/** What stands for users because a mock says so, and what more does because of what the program reads. */
export interface Mocked {
  readonly standIns: readonly StandIn[];
  readonly places: readonly FieldPlace[];
  readonly rows: (reads: readonly NamedReads[], programs: readonly Node[]) => readonly FieldPlace[];
}

/**
 * Finds the object literals that stand for users because a mock answers with them or a test compares with them.
 * Each of them counts as a user from then on, so that what reads it is found as well.
 */
export function mockedPlaces(trace: Trace, requests: readonly RawRequest[], files: readonly string[]): Mocked {
  const reader = new MockReader(trace);
  for (const request of requests) for (const written of request.mock?.bodies ?? []) reader.read(written, bodyShape(trace, request, { node: request.call, note: 'what the mock answers' }));
  const standIns = readMocks(trace, reader, requests, files);
  for (const request of requests) if (!request.mock) reader.inject(request);
  for (const { handler, written, requests: reaching } of stubServers(trace, requests)) reader.readServed(written, reaching, handler);
  for (const { written, real } of doubledAnswers(trace, requests)) reader.read(written, real);
  for (const { literal, user } of [...files.flatMap((file) => inProgram(trace, file, startsIn)), ...declaredStarts(trace)]) reader.read({ node: literal, frame: undefined }, user);
  for (let round = 0; round < rounds && reader.copies(files) > 0; round += 1);
  return { standIns, places: reader.settle(), rows: (reads, programs) => rowPlaces(trace, handedRows(trace, reads, programs), reader, requests, files) };
}

/** Rows that tests hand to the program where it takes users, and what is compared with what comes of them. */
function rowPlaces(trace: Trace, rows: readonly HandedRow[], known: MockReader, requests: readonly RawRequest[], files: readonly string[]): FieldPlace[] {
  const mine = rows.filter(({ literal }) => !known.isForeign(literal));
  if (mine.length === 0) return [];
  const reader = new MockReader(trace);
  for (const { literal, users } of mine) for (const user of users) reader.read({ node: literal, frame: undefined }, user);
  for (let round = 0; round < rounds && reader.copies(files) > 0; round += 1);
  const places = reader.settle();
  const compared = new MockReader(trace);
  readMocks(trace, compared, requests, files);
  return [...places, ...compared.settle()];
}

function readMocks(trace: Trace, reader: MockReader, requests: readonly RawRequest[], files: readonly string[]): StandIn[] {
  const standIns: StandIn[] = [];
  for (const { written, real, of } of files.flatMap((file) => mocksIn(trace, file))) {
    if ('askedOf' in real) {
      const asked = askedAround(trace, real.askedOf, written.node, requests);
      standIns.push({ written: written.node, requests: asked });
      reader.readAsked(written, asked);
    } else reader.read(written, (of && answerThrough(trace, of, written, requests)) ?? real);
  }
  reader.readUntold();
  for (const { written, real } of files.flatMap((file) => inProgram(trace, file, ownComparisons))) reader.read(written, real);
  return standIns;
}

const inProgram = <T>(trace: Trace, file: string, find: (trace: Trace, program: Node) => T[]): T[] => {
  const source = trace.project.source(file);
  return source ? find(trace, source.program) : [];
};

/** What a file compares with something that is written out, as far as both are known. */
export function comparisonsIn(trace: Trace, file: string): { readonly written: Ref; readonly real: Value }[] {
  const written = mocksIn(trace, file).flatMap(({ written, real }) => ('askedOf' in real ? [] : [{ written, real }]));
  return [...written, ...inProgram(trace, file, ownComparisons)];
}

function mocksIn(trace: Trace, file: string): Mock[] {
  const source = trace.project.source(file);
  const named = trace.clients.filter((client) => client.mockNames);
  const whole = trace.clients.flatMap((client) => trace.ask(() => client.mockFile?.(trace, file) ?? [], []));
  const inside = (source ? descendants(source.program) : []).flatMap((node) => {
    const target: Node | undefined = isCall(node) ? unwrap(node['callee']) : node.type === 'AssignmentExpression' ? unwrap(node['left']) : undefined;
    const name = isMember(target) ? memberName(target as Node) : undefined;
    const clients = name === undefined ? [] : named.filter((client) => client.mockNames?.test(name));
    if (clients.length === 0 || !target) return [];
    return trace.ask(() => {
      const libraries = isCall(node) ? members(trace.evaluate(target, undefined)) : [];
      return clients.flatMap((client) => {
        const own = libraries.find((value) => value.kind === 'library' && client.packages.includes(value.name));
        return client.mocks?.(trace.use(own?.kind === 'library' ? own : undefined, node, undefined)) ?? [];
      });
    }, []);
  });
  return [...whole, ...inside];
}
