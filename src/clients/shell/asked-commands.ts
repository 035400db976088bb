import type { Node } from '../../source/ast.ts';
import { byShell } from '../../source/embedded/shell-words.ts';
import type { Piece, Ref, ResponseValue, Value } from '../../trace/value.ts';
import { answerOf, type ClientUse } from '../client.ts';

/** What a command is given: its words, and whether something else may print what the program reads. */
export interface Command {
  readonly words: readonly (readonly Piece[])[];
  readonly isRead: boolean;
  readonly isDoubtful: boolean;
  /** What it reads, where that is known. */
  readonly input?: Ref | undefined;
}

/** Text that the command line holds, at most beside other text. */
export const written = (text: string, parent: Node, places: readonly number[] = []): Piece => ({
  kind: 'literal',
  text,
  node: { type: 'Joint', start: places[0] ?? parent.start, end: places.at(-1) ?? parent.end, parent, reason: byShell, ...(places.length > 0 ? { offsets: places } : {}) },
});

export const textOf = (word: readonly Piece[] | undefined): string => (word ?? []).map((piece) => (piece.kind === 'literal' ? piece.text : '\ue000')).join('');

export interface Asked {
  readonly url: readonly Piece[];
  readonly method: string;
  /** Each `name=value`. */
  readonly query: readonly (readonly Piece[])[];
  /** qlik-cli asks, and prints what the answer holds, or the whole answer. */
  readonly isQlik?: 'items' | 'whole';
  readonly body?: readonly Piece[];
}

/** True for $`curl …`. */
export const isTag = (use: ClientUse): boolean => use.call.type === 'TaggedTemplateExpression';

/** The answer to what a command asks for. */
export function asked(use: ClientUse, command: Command, { url, method, query, isQlik, body }: Asked): ResponseValue {
  const given = (pieces: readonly Piece[]): Ref => ({ node: { type: 'Given', start: use.call.start, end: use.call.end, parent: use.call, ask: (): Value => ({ kind: 'text', pieces }) }, frame: use.frame });
  const answer = answerOf(use, {
    client: 'command-lines',
    method,
    url,
    query: query.map(given),
    ...(body ? { body: body.length === 1 && body[0]?.kind === 'hole' ? body[0].ref : given(body) } : {}),
    answer: command.isRead ? [['text', 'JSON.parse()'], ...(isTag(use) ? [['json()'], ['text()', 'JSON.parse()']] : []), ['stdout', 'JSON.parse()'], ['stdout', 'toString()', 'JSON.parse()']] : [],
    ...(isQlik ? { isFlat: isQlik === 'items', configured: 'the command line of Qlik Cloud', roles: [] } : {}),
  });
  return command.isDoubtful ? { ...answer, request: { ...answer.request, isDoubtful: true } } : answer;
}
