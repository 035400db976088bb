import type { Param, Rewrite, UsersRequest } from '../facts.ts';

/** The query, some of whose parameters stay as they are, each for its reason. */
export function heldBack(query: UsersRequest['query'], reasons: ReadonlyMap<Param, string>): UsersRequest['query'] {
  if (reasons.size === 0) return query;
  const kept = new Map<Param, string>();
  const stuck = new Map<Param, Param>();
  for (const [param, reason] of reasons) {
    const blocked = (): Rewrite => ({ blocked: reason });
    const held = { ...param, rename: blocked, remove: blocked };
    stuck.set(param, held);
    kept.set(held, reason);
  }
  const own = (params: readonly Param[]): readonly Param[] => params.map((param) => stuck.get(param) ?? param);
  const unless = (params: readonly Param[], rewrite: () => Rewrite): Rewrite => {
    const reason = params.map((param) => kept.get(param)).find((one) => one !== undefined);
    return reason === undefined ? rewrite() : { blocked: reason };
  };
  return {
    ...query,
    params: own(query.params),
    all: (...names) => own(query.all(...names)),
    replace: (replaced, name, value) => unless(replaced, () => query.replace(replaced, name, value)),
    setValue: (param, value) => unless([param], () => query.setValue(param, value)),
    override: (base, over, name, values) => unless([base, over], () => query.override(base, over, name, values)),
    replaceLayers: (layers, name) =>
      unless(
        layers.flatMap(({ params }) => params),
        () => query.replaceLayers(layers, name),
      ),
    gather: (params, name, value) => unless(params, () => query.gather(params, name, value)),
    combine: (terms, name) =>
      unless(
        terms.map(({ param }) => param),
        () => query.combine(terms, name),
      ),
  };
}
