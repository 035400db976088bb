/**
 * Remembers what a function promised, per argument.
 */
module.exports = function cached(load, ttl = 60000) {
  const entries = new Map();
  return function (key) {
    const hit = entries.get(key);
    if (hit && hit.until > Date.now()) return hit.value;
    const value = load(key);
    entries.set(key, { value, until: Date.now() + ttl });
    value.catch(() => entries.delete(key));
    return value;
  };
};
