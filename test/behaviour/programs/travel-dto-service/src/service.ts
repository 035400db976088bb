import type { MemberDto, MemberListDto } from "./contract";
import { toMember } from "./mapper";
import type QlikGateway from "./qlik/gateway";

export class MemberService {
    constructor(private readonly gateway: QlikGateway) {}

    async list(role?: string): Promise<MemberListDto> {
        const members = (await this.gateway.findAll()).map(toMember).filter((member) => !role || member.roles.includes(role));
        return { members, byRole: this.count(members) };
    }

    private count(members: MemberDto[]): Record<string, number> {
        const byRole: Record<string, number> = {};
        for (const { roles } of members) for (const role of roles) byRole[role] = (byRole[role] ?? 0) + 1;
        return byRole;
    }
}
