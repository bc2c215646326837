//! The whole matrix of actors, verbs and resources, as a snapshot: a change of who may do what shows in review.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use uuid::Uuid;

use super::*;
use crate::id::ApiKeyId;
use crate::identity::Role;

const TEAM: TeamId = TeamId(Uuid::from_u128(1));
const OTHER_TEAM: TeamId = TeamId(Uuid::from_u128(2));
const REP: PersonId = PersonId(Uuid::from_u128(10));

fn person(id: u128, role: Role, manages: &[TeamId]) -> Actor {
    Actor::Person(PersonActor { id: PersonId(Uuid::from_u128(id)), role, manages: manages.iter().copied().collect() })
}

fn actors() -> Vec<(&'static str, Actor)> {
    let key = |scopes: &[KeyScope]| {
        Actor::Key(KeyActor { id: ApiKeyId(Uuid::nil()), scopes: scopes.iter().copied().collect::<BTreeSet<_>>() })
    };
    vec![
        ("nobody", Actor::Nobody),
        ("the rep", person(10, Role::Rep, &[])),
        ("another rep", person(11, Role::Rep, &[])),
        ("their manager", person(12, Role::Manager, &[TEAM])),
        ("another manager", person(13, Role::Manager, &[OTHER_TEAM])),
        ("admin", person(14, Role::Admin, &[])),
        ("key with scope", key(&[KeyScope::ClearanceRead])),
        ("key without", key(&[])),
        ("system", Actor::System),
    ]
}

fn row<V: Verb>(table: &mut String, what: &str, resource: &V::Resource) {
    write!(table, "{:<40}", format!("{} {what}", V::NAME)).unwrap();
    for (_, actor) in actors() {
        let word = match permit::<V>(&actor, resource) {
            Ok(_) => "yes",
            Err(Denied::SignIn) => "401",
            Err(Denied::Forbidden) => "403",
            Err(Denied::Hidden) => "404",
        };
        write!(table, " {word:>15}").unwrap();
    }
    table.push('\n');
}

#[test]
fn permission_matrix() {
    let rep = PersonScope { id: REP, teams: vec![TEAM] };
    let mut table = format!("{:<40}", "");
    for (name, _) in actors() {
        write!(table, " {name:>15}").unwrap();
    }
    table.push('\n');
    row::<Identify>(&mut table, "installation", &Installation);
    row::<SignIn>(&mut table, "installation", &Installation);
    row::<RedeemLink>(&mut table, "installation", &Installation);
    row::<OperateSystem>(&mut table, "installation", &Installation);
    row::<ReadCatalog>(&mut table, "installation", &Installation);
    row::<ListPeople>(&mut table, "installation", &Installation);
    row::<ReadBoard>(&mut table, "installation", &Installation);
    row::<ManageTeams>(&mut table, "installation", &Installation);
    row::<ManageKeys>(&mut table, "installation", &Installation);
    row::<ManageWebhooks>(&mut table, "installation", &Installation);
    row::<ReadAudit>(&mut table, "installation", &Installation);
    row::<PreviewMaterial>(&mut table, "installation", &Installation);
    row::<ReadQuestions>(&mut table, "installation", &Installation);
    row::<ManageQuestions>(&mut table, "installation", &Installation);
    for role in Role::ALL {
        for (team, name) in [(Some(TEAM), "into the team"), (None, "without a team")] {
            row::<InvitePerson>(&mut table, &format!("{role} {name}"), &Invitation { role, team });
        }
    }
    row::<ReadPerson>(&mut table, "rep", &rep);
    row::<ReadAttempt>(&mut table, "rep", &rep);
    row::<CloseAccount>(&mut table, "rep", &rep);
    row::<ChangePerson>(&mut table, "rep", &rep);
    for role in Role::ALL {
        row::<ResetPassword>(&mut table, &format!("{role} in the team"), &Account { person: rep.clone(), role });
    }
    row::<ChangeAccount>(&mut table, "rep", &rep);
    row::<Learn>(&mut table, "rep", &rep);
    row::<PutAwayNotice>(&mut table, "rep", &rep);
    row::<TakeAttempt>(&mut table, "rep", &rep);
    row::<RaiseAppeal>(&mut table, "rep", &rep);
    row::<DecideAppeal>(&mut table, "rep", &rep);
    row::<GrantAccommodation>(&mut table, "rep", &rep);
    row::<SuspendCertificate>(&mut table, "rep", &rep);
    row::<RevokeCertificate>(&mut table, "rep", &rep);
    row::<OverrideClearance>(&mut table, "rep", &rep);
    row::<ManageSessions>(&mut table, "rep", &rep);
    row::<AssignPath>(&mut table, "rep", &rep);
    row::<AssignTeam>(&mut table, "team", &TeamScope { id: TEAM });
    row::<AnswerClearance>(&mut table, "rep", &rep);
    for verb in VERBS {
        assert!(table.contains(&format!("\n{verb} ")), "{verb} is not in the matrix");
    }
    insta::assert_snapshot!(table);
}

#[test]
fn a_list_reaches_as_far_as_its_reader() {
    let reach = |actor: &Actor| permit::<Identify>(actor, &Installation).unwrap().reach();
    assert_eq!(reach(&actors()[1].1), Reach::Own(REP));
    assert_eq!(reach(&actors()[3].1), Reach::Teams(vec![TEAM]));
    assert_eq!(reach(&actors()[5].1), Reach::All);
    assert_eq!(reach(&Actor::Nobody), Reach::Teams(vec![]));
}
