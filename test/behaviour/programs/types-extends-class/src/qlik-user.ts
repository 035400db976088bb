export interface QlikUser {
  readonly id: string;
  readonly subject: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly created: string;
  readonly lastUpdated: string;
}

/** A user with the seat that the licence gives. */
export interface SeatHolder extends QlikUser {
  readonly seat: 'professional' | 'analyzer' | 'none';
  readonly seatSince?: string;
}

/** GET /licenses/assignments */
export interface LicenseAssignment {
  readonly subject: string;
  readonly type: 'professional' | 'analyzer';
  readonly created: string;
}
