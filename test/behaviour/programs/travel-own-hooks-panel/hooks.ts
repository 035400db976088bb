/** Just enough of hooks to try a component without a DOM. */
let slots: unknown[] = [];
let cursor = 0;
let pending: Array<() => void | Promise<void>> = [];

export function useState<T>(initial: T): [T, (next: T | ((old: T) => T)) => void] {
  const slot = cursor++;
  if (!(slot in slots)) slots[slot] = initial;
  const set = (next: T | ((old: T) => T)) => {
    slots[slot] = typeof next === 'function' ? (next as (old: T) => T)(slots[slot] as T) : next;
  };
  return [slots[slot] as T, set];
}

export function useOnce(effect: () => void | Promise<void>): void {
  const slot = cursor++;
  if (slots[slot]) return;
  slots[slot] = true;
  pending.push(effect);
}

export async function render(component: () => string): Promise<string> {
  slots = [];
  for (;;) {
    cursor = 0;
    const html = component();
    if (pending.length === 0) return html;
    const effects = pending;
    pending = [];
    for (const effect of effects) await effect();
  }
}
