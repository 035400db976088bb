/** What our own front end gets. Released as v3, do not change. */
export interface MemberDto {
    id: string;
    displayName: string;
    roles: string[];
    created: string;
    lastUpdated: string | null;
}

export interface MemberListDto {
    members: MemberDto[];
    byRole: Record<string, number>;
}
