export async function* filter(source, test) {
  for await (const item of source) if (test(item)) yield item
}

export async function* map(source, fn) {
  for await (const item of source) yield fn(item)
}

export async function* take(source, count) {
  let left = count
  for await (const item of source) {
    if (left-- <= 0) return
    yield item
  }
}

export async function fold(source, step, start) {
  let result = start
  for await (const item of source) result = step(result, item)
  return result
}
