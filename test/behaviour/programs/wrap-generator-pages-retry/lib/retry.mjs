const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export async function retry(attempt, { times = 3, wait = 50 } = {}) {
  for (let n = 1; ; n++) {
    try {
      return await attempt();
    } catch (error) {
      if (n >= times || error.fatal) throw error;
      await sleep(wait * n);
    }
  }
}
