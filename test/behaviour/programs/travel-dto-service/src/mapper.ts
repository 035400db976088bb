import type { MemberDto } from "./contract";
import type QlikUser from "./qlik/QlikUser";

export function toMember(user: QlikUser): MemberDto {
    return {
        id: user.id,
        displayName: user.name,
        roles: user.roles,
        created: user.created,
        lastUpdated: user.lastUpdated === user.created ? null : user.lastUpdated,
    };
}
