//! Who is in the demo.

use domain::identity::Role;

/// The team above both others.
pub(super) const SALES: &str = "Sales";
/// Maya's team.
pub(super) const OUTBOUND: &str = "Outbound North";
/// Viktor's team.
pub(super) const INBOUND: &str = "Inbound desk";

/// Address of the admin.
pub(super) const ADMIN: &str = "alex@halyard.example";
/// The id that Ruth, the demo rep, has in the phone system.
pub(super) const DEMO_REP: &str = "agent-1001";

/// Somebody in the demo. Their address is what the script calls them by.
pub(super) struct Part {
    pub(super) email: &'static str,
    pub(super) name: &'static str,
    pub(super) role: Role,
    pub(super) team: Option<&'static str>,
    pub(super) external_id: &'static str,
    pub(super) time_zone: &'static str,
    /// Days ago.
    pub(super) joined: i64,
    /// Invited, and has not answered yet.
    pub(super) invited_only: bool,
    pub(super) note: &'static str,
}

const NOBODY: Part = Part {
    email: "",
    name: "",
    role: Role::Rep,
    team: None,
    external_id: "",
    time_zone: "Europe/London",
    joined: 0,
    invited_only: false,
    note: "",
};

/// Everybody, admins and managers first.
pub(super) static CAST: [Part; 13] = [
    Part {
        email: ADMIN,
        name: "Alex Moreau",
        role: Role::Admin,
        joined: 400,
        note: "answers for the installation",
        ..NOBODY
    },
    Part {
        email: "maya@halyard.example",
        name: "Maya Okafor",
        role: Role::Manager,
        team: Some(OUTBOUND),
        joined: 390,
        note: "manages Outbound North",
        ..NOBODY
    },
    Part {
        email: "viktor@halyard.example",
        name: "Viktor Lind",
        role: Role::Manager,
        team: Some(INBOUND),
        time_zone: "Europe/Stockholm",
        joined: 385,
        note: "manages the Inbound desk",
        ..NOBODY
    },
    Part {
        email: "ruth@halyard.example",
        name: "Ruth Almeida",
        team: Some(OUTBOUND),
        external_id: DEMO_REP,
        joined: 1,
        note: "began yesterday; start here",
        ..NOBODY
    },
    Part {
        email: "lin@halyard.example",
        name: "Lin Park",
        team: Some(OUTBOUND),
        external_id: "agent-1002",
        joined: 19,
        note: "all modules finished, the exam is open",
        ..NOBODY
    },
    Part {
        email: "sofia@halyard.example",
        name: "Sofia Rossi",
        team: Some(OUTBOUND),
        external_id: "agent-1003",
        joined: 52,
        note: "certified, takes calls",
        ..NOBODY
    },
    Part {
        email: "amara@halyard.example",
        name: "Amara Nwosu",
        team: Some(OUTBOUND),
        external_id: "agent-1004",
        joined: 16,
        note: "nearly through, due this week",
        ..NOBODY
    },
    Part {
        email: "tomasz@halyard.example",
        name: "Tomasz Zieliński",
        team: Some(OUTBOUND),
        external_id: "agent-1005",
        joined: 30,
        note: "stuck, and over the due date",
        ..NOBODY
    },
    Part {
        email: "kwame@halyard.example",
        name: "Kwame Boateng",
        team: Some(INBOUND),
        external_id: "agent-1006",
        joined: 372,
        note: "certified, the certificate runs out in 20 days",
        ..NOBODY
    },
    Part {
        email: "jonas@halyard.example",
        name: "Jonas Weber",
        team: Some(INBOUND),
        external_id: "agent-1007",
        time_zone: "Europe/Stockholm",
        joined: 24,
        note: "exam not passed yet, may take it again tomorrow",
        ..NOBODY
    },
    Part {
        email: "priya@halyard.example",
        name: "Priya Raman",
        team: Some(INBOUND),
        external_id: "agent-1008",
        joined: 11,
        note: "half-way, a quiz to take again",
        ..NOBODY
    },
    Part {
        email: "diego@halyard.example",
        name: "Diego Herrera",
        team: Some(INBOUND),
        external_id: "agent-1009",
        joined: 4,
        note: "has read the first lessons",
        ..NOBODY
    },
    Part {
        email: "hana@halyard.example",
        name: "Hana Suzuki",
        team: Some(INBOUND),
        external_id: "agent-1010",
        joined: 1,
        invited_only: true,
        note: "invited",
        ..NOBODY
    },
];

/// The part of this address.
pub(super) fn part(email: &str) -> Option<&'static Part> {
    CAST.iter().find(|part| part.email == email)
}
