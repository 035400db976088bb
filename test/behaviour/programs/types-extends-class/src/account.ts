import type { LicenseAssignment, QlikUser, SeatHolder } from './qlik-user';

export class Account implements SeatHolder {
  declare readonly id: string;
  declare readonly subject: string;
  declare readonly name: string;
  declare readonly roles: readonly string[];
  declare readonly created: string;
  declare readonly lastUpdated: string;
  readonly seat: SeatHolder['seat'];
  readonly seatSince?: string;

  constructor(user: QlikUser, assignment?: LicenseAssignment) {
    Object.assign(this, user);
    this.seat = assignment?.type ?? 'none';
    this.seatSince = assignment?.created;
  }

  get isAdmin(): boolean {
    return this.roles.some((role) => role.endsWith('Admin'));
  }

  get lifetime(): number {
    return Math.round((Date.parse(this.lastUpdated) - Date.parse(this.created)) / 86_400_000);
  }
}
