import { placeKey } from '../source/ranges.ts';
import { isBlocked, rangeOf } from '../carriers/code.ts';
import { rolesDeclared, unknownNames } from '../carriers/metadata/declared-metadata.ts';
import { fieldRange, fieldRewrite } from '../carriers/fields/fields.ts';
import { withheld } from './further-requests.ts';
import { pathRange, rolesInstead } from '../carriers/metadata/metadata.ts';
import { guardTenants } from '../guards/other-tenants.ts';
import { guardPages } from '../guards/page-parameters.ts';
import { ModernReads } from '../guards/modern-reads.ts';
import { RecordedAnswers } from '../guards/recorded-answers.ts';
import { SameTexts } from '../guards/same-texts.ts';
import { TestedNames } from '../guards/tested-names.ts';
import { UnreadCursors } from '../guards/unread-cursors.ts';
import { UnreadFields } from '../guards/unread-fields.ts';
import { UnreadMembers } from '../guards/unread-members.ts';
import { UnreadRows } from '../guards/unread-rows.ts';
import { isDeclared, isMixed, stuckWrites } from '../guards/stuck-fields.ts';
import { endpointOf, judge, judgeBeside, judgeMixed, judgeMock, type Surroundings, tenantTokens, type Tokens, type Verdict } from '../evidence.ts';
import type { EndpointId, Evidence, Range, Rewrite, TrailStep, UserField, UsersRequest } from '../facts.ts';
import { asksFor, keptInFields, frameTrail, groupOf, guarded, guardedBody, hasOldWords, isSameRequest, type Others, openParams, pathOf, variants, withDoubt } from './read-requests.ts';
import type { Refusal } from '../rule.ts';
import { isInside, type Node } from '../source/ast.ts';
import { addressOf } from '../trace/texts/address.ts';
import { contractOf, declaredPath } from '../trace/types/contracts.ts';
import type { PutIn } from '../trace/changes/put-in.ts';
import type { ChangedList } from '../trace/changes/changed-lists.ts';
import type { TakenAway } from '../trace/changes/taken-away.ts';
import type { Trace } from '../trace/trace.ts';
import type { FieldPlace } from '../trace/users.ts';
import { nodesOf, type RawRequest, type Trail } from '../trace/value.ts';

/** Turns what the trace found into facts with evidence. */
export class FactReader {
  readonly refusals: Refusal[] = [];
  /** Requests that change together with a declared type. */
  readonly groups = new Map<RawRequest, string>();
  /** Requests whose senders were not found by the calls that lead to them. */
  further: ReadonlySet<RawRequest> = new Set();
  puts: readonly PutIn[] = [];
  taken: readonly TakenAway[] = [];
  changed: readonly ChangedList[] = [];
  /** Why `fields` may not be rewritten. */
  doubt: string | undefined;
  /** Why declared members may not change. */
  stored: string | undefined;
  cursors: UnreadCursors;
  members: UnreadMembers;
  lists: UnreadFields;
  recorded: RecordedAnswers;
  readonly texts: SameTexts;
  readonly tested: TestedNames;
  readonly modern: ModernReads;
  readonly #verdicts = new Map<RawRequest, Verdict>();
  #tokens: Tokens | undefined;
  constructor(
    readonly trace: Trace,
    readonly surroundings: Surroundings,
    readonly requests: readonly RawRequest[],
  ) {
    this.cursors = new UnreadCursors(trace, requests, []);
    this.texts = new SameTexts(trace, requests);
    this.tested = new TestedNames(trace, requests);
    this.modern = new ModernReads(trace);
    this.members = new UnreadMembers(trace, []);
    this.lists = new UnreadFields(trace, [], new Set());
    this.recorded = new RecordedAnswers(trace, requests, []);
  }

  verdict(request: RawRequest): Verdict {
    let verdict = this.#verdicts.get(request);
    if (!verdict) this.#verdicts.set(request, (verdict = request.mock || request.standsIn ? judgeMock(this.trace, request, this.surroundings, this.#mockedBy(request)) : this.#judged(request)));
    return verdict;
  }

  #judged(request: RawRequest): Verdict {
    this.#tokens ??= tenantTokens(this.trace, this.requests, this.surroundings);
    return judgeBeside(this.trace, request, judge(this.trace, request, this.surroundings), this.surroundings, this.#tokens);
  }

  /** Verdicts on the code's own requests for which a mock stands; for a client that answers itself, on those of the same call. */
  #mockedBy(mock: RawRequest): Verdict[] {
    const endpoint = endpointOf(this.trace, mock);
    return this.requests.filter((request) => !request.mock && !request.standsIn && (!mock.standsIn || request.call === mock.call) && endpointOf(this.trace, request) === endpoint).map((request) => this.verdict(request));
  }

  refuse(node: Node, note: string): [] {
    const source = this.trace.project.sourceOf(node);
    this.refusals.push({ at: rangeOf(source, node), line: source.place(node.start).line, note });
    return [];
  }

  /** What a request is, if it is none of the users API. */
  instead(request: RawRequest): string {
    if (!endpointOf(this.trace, request)) return `${request.method ?? 'a request'} ${pathOf(addressOf(this.trace, request))}, not the users API`;
    return this.verdict(request).note;
  }

  requestFacts(requests: readonly RawRequest[], places: readonly FieldPlace[]): UsersRequest[] {
    return requests.flatMap((request) => {
      const endpoint = endpointOf(this.trace, request);
      if (!endpoint && hasOldWords(this.trace, request)) this.refuse(request.call, this.instead(request));
      if (!endpoint) return [];
      const verdict = this.verdict(request);
      if (verdict.confidence === 'none') return this.refuse(request.call, verdict.note);
      return this.trace.project.attempt(
        this.trace.project.fileOf(request.call),
        () =>
          variants(request)
            .map((variant): UsersRequest => ({ ...this.#requestFact(variant, endpoint, verdict, requests, places), group: this.groups.get(request) ?? groupOf(this.trace, variant) }))
            .map((fact) => (this.further.has(request) ? withheld(fact) : fact))
            .flatMap((fact) => [fact, ...this.texts.beside(fact)]),
        [],
      );
    });
  }

  readonly #doubtAbout = (request: RawRequest): string | undefined => this.doubt ?? this.members.near(request);
  /** The same where the request's `fields` name the member. */
  readonly #doubtOf = (request: RawRequest, name: string): string | undefined => (asksFor(this.trace, request, name) ? (this.#doubtAbout(request) ?? keptInFields(this.trace, request, name)) : undefined);

  #requestFact(request: RawRequest, endpoint: EndpointId, verdict: Verdict, requests: readonly RawRequest[], places: readonly FieldPlace[]): Omit<UsersRequest, 'group'> {
    const { trace } = this;
    const source = trace.project.sourceOf(request.call);
    const others: Others = { requests, isElsewhere: (other) => endpointOf(trace, other) !== endpoint || (!other.mock && this.verdict(other).confidence === 'none') };
    const body = guardedBody(trace, request, others);
    const evidence = this.#evidence(verdict, { node: request.call, note: `${endpoint}, by ${request.client}`, ...frameTrail(request) });
    return {
      kind: 'request',
      at: rangeOf(source, request.call),
      client: request.client,
      endpoint,
      pathAt: pathRange(trace, request),
      query: this.recorded.guard(
        this.texts.guard(this.tested.guard(this.cursors.guard(withDoubt(guardTenants(trace, request, guardPages(trace, request, requests, guarded(trace, request, others))), this.#doubtAbout(request))), request)),
        request,
      ),
      ...(body ? { body: this.tested.guardBody(body) } : {}),
      evidence,
      ...(endpoint === 'GET /users/metadata' ? { metadata: this.#metadata(request, requests, places) } : {}),
      ...(request.mock ? { mockOf: { open: openParams(trace, endpoint, this.requests) } } : {}),
      ...(request.implicit ? { implicit: { names: request.implicit.names, rewrite: () => request.implicit?.edits ?? [] } } : {}),
    };
  }

  /** Evidence along a trail that ends at a request; none where the request is refused. */
  evidenceOf(request: RawRequest, trail: Trail): Evidence | undefined {
    const verdict = this.verdict(request);
    return verdict.confidence === 'none' ? undefined : this.#evidence(verdict, trail);
  }

  /** The code's own requests to these endpoints, and a way to all its others. */
  requestsTo(...endpoints: readonly EndpointId[]): [RawRequest[], () => RawRequest[]] {
    const own = this.requests.filter((request) => !request.mock);
    const found = own.filter((request) => endpoints.some((endpoint) => endpoint === endpointOf(this.trace, request)) && this.verdict(request).confidence !== 'none');
    return [found, () => own.filter((request) => !found.includes(request))];
  }

  /** The request and every reader of its `valid_roles` change together, or nothing does. */
  #metadata(request: RawRequest, requests: readonly RawRequest[], places: readonly FieldPlace[]): { rewrite: () => Rewrite; reads: readonly Range[] } {
    const { trace } = this;
    const mine = places.filter((place) => place.name === 'valid_roles' && place.shape.request && placeKey(pathRange(trace, place.shape.request)) === placeKey(pathRange(trace, request)));
    const others = requests.filter((other) => other.call === request.call && other.frame === request.frame);
    const rewrite = (): Rewrite => {
      const kept = this.recorded.about(request);
      if (kept !== undefined) return { blocked: kept };
      const undeclared = request.contract && this.#undeclared(request, places);
      if (undeclared) return undeclared;
      const declared = request.contract && declaredPath(trace, request);
      if (mine.every(({ place }) => place === 'type')) return { blocked: 'what reads `valid_roles` from the answer was not found' };
      const mixed = mine.find((place) => place.other !== undefined);
      if (mixed) return { blocked: `line ${trace.project.sourceOf(mixed.node).place(mixed.node.start).line} reads \`valid_roles\`, which may also come from another source` };
      const path = placeKey(pathRange(trace, request));
      const isAlike = (other: RawRequest): boolean => isSameRequest(other, request) || (placeKey(pathRange(trace, other)) === path && endpointOf(trace, other) === 'GET /users/metadata' && this.verdict(other).confidence !== 'none');
      if (!others.every(isAlike)) return { blocked: 'the call makes several requests' };
      if (requests.some((other) => endpointOf(trace, other) !== 'GET /users/metadata' && placeKey(pathRange(trace, other)) === path)) return { blocked: 'the same path is asked of something else as well' };
      return this.texts.guardMetadata(rolesInstead(trace, request, declared ? mine.filter(({ node }) => !isInside(node, declared)) : mine));
    };
    return { rewrite, reads: mine.map((place) => fieldRange(trace, place)) };
  }

  /** Why a client goes on to ask for the metadata: what its type declares stays. */
  #undeclared(request: RawRequest, places: readonly FieldPlace[]): { readonly blocked: string } | undefined {
    const contract = contractOf(this.trace, request);
    const path = declaredPath(this.trace, request);
    if (!contract || !path || !request.roles) return { blocked: 'the type of the client must declare `/roles` first' };
    const declared = rolesDeclared(this.trace, contract, path, this.requests);
    if (isBlocked(declared)) return declared;
    const named = unknownNames(this.trace, path, new Set(places.filter(({ name }) => name === 'valid_roles').map(({ node }) => node)));
    return named === undefined ? undefined : { blocked: named };
  }

  /** Where a field is declared in a type, the declaration and all that names it change together. */
  fieldFacts(places: readonly FieldPlace[]): UserField[] {
    const declared = new Set(places.filter(isDeclared).map((place) => place.name));
    const rows = new UnreadRows(this.trace, places);
    const stuck = stuckWrites(this.trace, places, this, this.#isMixed, (place) => this.members.unreadOf(place));
    // What a type declares changes for every request that it describes.
    const known = this.requests.filter((request) => this.verdict(request).confidence !== 'none');
    const byAll = new Map([...declared].map((name) => [name, known.map((one) => this.#doubtOf(one, name)).find(Boolean)]));
    return places
      .filter((place) => place.name !== 'valid_roles')
      .flatMap((place) => {
        const requests = [place.shape, ...(place.alternatives ?? [])].flatMap((shape) => shape.request ?? []);
        const request = requests.find((candidate) => this.verdict(candidate).confidence !== 'none') ?? requests[0];
        if (!request) return [];
        const verdict = this.verdict(request);
        const mixed = this.#isMixed(place);
        if (verdict.confidence === 'none') return this.refuse(place.node, verdict.note);
        const foreign = [...requests.filter((candidate) => this.verdict(candidate).confidence === 'none'), ...(place.other?.kind === 'shape' && place.other.request ? [place.other.request] : [])];
        const isSameCall = foreign.length > 0 && foreign.every((candidate) => candidate.call === request.call);
        const doubtful = mixed ? judgeMixed(verdict, isSameCall) : verdict;
        const asked = declared.has(place.name) ? byAll.get(place.name) : this.#doubtOf(request, place.name);
        const written = [place.node, request.call, ...(place.copiedBy ? [place.copiedBy] : []), ...nodesOf(place.shape.trail)].map((node) => stuck.get(node)?.get(place.name)).find(Boolean);
        const rewrite = (): Rewrite => {
          const own = fieldRewrite(this.trace, place);
          if (place.place === 'link' && isBlocked(own)) return own;
          const unread =
            (place.place === 'link' && (place.isMocked || !mixed) ? this.cursors.doubt(this.trace.project.fileOf(place.node)) : undefined) ??
            this.lists.about(requests, place.name) ??
            (/^(?:read|destructured|mock)$/.test(place.place) ? rows.about(place.name, this.trace.project.fileOf(place.node)) : undefined) ??
            (mixed || !declared.has(place.name) ? undefined : this.stored) ??
            requests.map((one) => this.recorded.about(one)).find(Boolean);
          if (unread !== undefined) return { blocked: unread };
          if (mixed) return { blocked: 'the value may also come from another source' };
          if (asked !== undefined) return { blocked: `\`fields\` of the request names it, and cannot be rewritten: ${asked}` };
          const kept = this.modern.about(place) ?? (isDeclared(place) ? undefined : written);
          return kept === undefined || isBlocked(own) ? own : { blocked: kept };
        };
        // What a script of a shell reads has no type of the program.
        const isTyped = this.trace.project.sourceOf(place.node).embedding?.kept === undefined;
        const group = declared.has(place.name) && isTyped ? { group: `type:${place.name}` } : {};
        return [
          {
            kind: 'field',
            ...group,
            at: fieldRange(this.trace, place),
            name: place.name,
            place: place.place,
            requests: requests.map((one) => this.groups.get(one) ?? groupOf(this.trace, one)),
            evidence: this.#evidence(doubtful, place.shape.trail),
            rewrite,
          },
        ];
      });
  }

  readonly #isMixed = (place: FieldPlace): boolean => isMixed(place, (request) => this.verdict(request).confidence === 'none');

  #evidence(verdict: Verdict, trail: Trail): Evidence {
    if (verdict.confidence === 'none') throw new Error('a refused request has no evidence');
    const steps: TrailStep[] = [];
    for (let at: Trail | undefined = trail; at; at = at.next) this.#step(steps, at.node, at.note);
    this.#step(steps, verdict.node, verdict.note);
    return { confidence: verdict.confidence, trail: steps };
  }

  #step(steps: TrailStep[], node: Node, note: string): void {
    const source = this.trace.project.sourceOf(node);
    const last = steps.at(-1);
    if (last && last.file === source.file && last.start === node.start && last.end === node.end && last.note === note) return;
    steps.push({ ...rangeOf(source, node), note });
  }
}
