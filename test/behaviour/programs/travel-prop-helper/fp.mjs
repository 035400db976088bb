export const prop = (name) => (object) => object[name];
export const pipe = (...steps) => (input) => steps.reduce((value, step) => step(value), input);
export const map = (fn) => (list) => list.map(fn);
export const uniq = (list) => [...new Set(list)];
export const ascend = (read) => (a, b) => (read(a) < read(b) ? -1 : read(a) > read(b) ? 1 : 0);
export const sortWith = (compare) => (list) => [...list].sort(compare);
export const pluck = (name) => map(prop(name));
