import type { Edit } from '../../facts.ts';
import type { Node } from '../../source/ast.ts';
import type { Frame, Ref, Piece, ShapeValue, Value } from '../value.ts';

/** What a client says of one call: the parts of the request, as expressions. */
export interface RawRequest {
  readonly client: string;
  readonly call: Node;
  readonly frame: Frame | undefined;
  /** Upper case; undefined when the code does not tell. */
  readonly method: string | undefined;
  /** The address from base to path, in order. */
  readonly url: readonly Piece[];
  /** Where parameters are given beside the address: objects, URLSearchParams, strings. `isApart`: by a loop or a function of which nobody knows how often it is run for the request. `isDefault`: where the client is made, for all its requests. */
  readonly query: readonly { readonly ref: Ref; readonly value: Value; readonly isApart?: boolean; readonly isDefault?: boolean }[];
  /** Functions of the project that the client lets change each request, each in the context of this one: what they put in place of the parameters stands in `query`. */
  readonly hooks?: readonly Ref[];
  /** What is done with single parameters that the client adds to each request: assignments, calls of `Object.assign`, members that are read or deleted. */
  readonly touches?: readonly Ref[];
  readonly body: Ref | undefined;
  readonly headers: readonly Value[];
  /** How the body of the answer is reached: `['json()']`, `['data']`, `[]`. Several ways are alternatives. */
  readonly answer: readonly (readonly string[])[];
  /** What functions of the client's settings make of the body before the program sees it. */
  readonly transform?: (body: ShapeValue) => Value;
  /** True when the client leaves out parameters that are undefined. */
  readonly dropsUndefined: boolean;
  /** True when the client decodes and encodes a URL text by itself in a way that breaks `+` or quotes. */
  readonly rawPath?: boolean;
  /** What the client takes in place of a path: one with `..`, resolved as in browsers, or a whole address instead of its own base. */
  readonly takes?: 'dots' | 'whole';
  /** The type that declares the paths, parameters and answers of the API, where the client is made with one. */
  readonly contract?: Node;
  /** The address may also be something that nobody knows. */
  readonly isDoubtful?: boolean;
  /** Set when the configuration says that the client or the type is of the users API: in words. */
  readonly configured?: string;
  /** The client follows the pages and gives their items as one list. */
  readonly isFlat?: boolean;
  /** The client asks for further pages, and adds what they are asked with to the query of the page before: whether that was understood. */
  readonly pages?: 'read' | 'unread';
  /** For `GET /users/metadata`: how this client asks for roles instead, best first; empty when it sees no way. Without it the path is rewritten. */
  readonly roles?: readonly RolesCall[];
  /** Not the answer is read but what was sent: the request as a server sees it. */
  readonly isSent?: boolean;
  /** The program itself answers it: it is sent nowhere, and stands in for what the code asks elsewhere. */
  readonly standsIn?: boolean;
  /** The statement is a mock's: what the server is asked, and what it answers. */
  readonly mock?: MockAnswer;
  /** Old parameters that the client sends by itself, and the edits that ask for the same in today's words. */
  readonly implicit?: { readonly names: readonly string[]; readonly edits: readonly Edit[] };
}

/** What a mock says of the server. */
export interface MockAnswer {
  /** Where the bodies of its answers are written. */
  readonly bodies: readonly Ref[];
  /** Strings by which it reads parameters of the query: `url.searchParams.get('sortBy')`. */
  readonly reads?: readonly Node[];
  /** What replaces `users/metadata` in its path; the text of a real request where it is not said. */
  readonly rolesPath?: string;
}

/** One way in which a client asks for roles. */
export interface RolesCall {
  /** The edits of the call and of its imports. Without them the path in the address is rewritten. */
  readonly edits?: readonly Edit[];
  /** What stands for the metadata afterwards: a page with the roles in `data`, a list of roles, or something that only iterates over them. */
  readonly gives: 'page' | 'list' | 'iterable';
}
