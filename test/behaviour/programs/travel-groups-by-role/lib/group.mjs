/** Like Object.groupBy, which our Node does not have yet. */
export function groupBy(items, keyOf) {
	const groups = Object.create(null)
	for (const item of items) {
		const key = keyOf(item)
		;(groups[key] ??= []).push(item)
	}
	return groups
}

/** An item may be in several groups. */
export const groupByMany = (items, keysOf) =>
	items.reduce((groups, item) => {
		for (const key of keysOf(item)) groups.set(key, [...(groups.get(key) ?? []), item])
		return groups
	}, new Map())
