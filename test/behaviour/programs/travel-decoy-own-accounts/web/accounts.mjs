export class AccountsClient {
  #listeners = [];

  constructor(origin) {
    this.origin = origin;
  }

  onAccount(listener) {
    this.#listeners.push(listener);
    return this;
  }

  async load(query = {}) {
    const response = await fetch(`${this.origin}/api/v1/users?${new URLSearchParams(query)}`);
    const { data: users } = await response.json();
    users.forEach((user) => this.#listeners.forEach((listener) => listener(user)));
    return users;
  }

  async qlikUser(account) {
    const response = await fetch(`${this.origin}/api/v1/users/${account.id}/qlik`);
    return response.ok ? response.json() : null;
  }
}
