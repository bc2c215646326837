//! Paths through teams, and who is on them.

use domain::authz::Actor;
use domain::id::TeamId;
use domain::identity::Role;
use services::identity::add_team;
use services::learning::{Assigned, NewAssignment, Target, assign, home};

use crate::kit::Kit;

fn path(to: Target, due: &str) -> NewAssignment {
    let (path, time_zone) = ("halyard/outbound-onboarding".to_owned(), "UTC".to_owned());
    NewAssignment { path, to, due: due.to_owned(), time_zone }
}

async fn team(kit: &Kit, name: &str, parent: Option<TeamId>) -> TeamId {
    add_team(&kit.services, &Actor::System, name, parent).await.unwrap()
}

#[tokio::test]
async fn a_team_s_path_reaches_the_teams_below_it() {
    let kit = Kit::new().await;
    let sales = team(&kit, "Sales", None).await;
    let north = team(&kit, "North", Some(sales)).await;
    let harbour = team(&kit, "Harbour", Some(north)).await;
    let service = team(&kit, "Service", None).await;
    let (deep, beside) =
        (kit.add("deep", Role::Rep, Some(harbour)).await, kit.add("beside", Role::Rep, Some(service)).await);
    assign(&kit.services, &Actor::System, &path(Target::Team(sales), "2026-12-24")).await.unwrap();
    let paths = home(&kit.services, &deep).await.unwrap().paths;
    assert_eq!(paths.len(), 1);
    assert!(home(&kit.services, &beside).await.unwrap().paths.is_empty());

    // The same path from a nearer team is the same path; the sooner date counts.
    assign(&kit.services, &Actor::System, &path(Target::Team(harbour), "2026-12-01")).await.unwrap();
    let again = home(&kit.services, &deep).await.unwrap().paths;
    assert_eq!(again.len(), 1);
    assert!(again[0].due_at < paths[0].due_at);
}

#[tokio::test]
async fn of_two_assignments_at_once_one_replaces_the_other() {
    let kit = Kit::new().await;
    let north = team(&kit, "North", None).await;
    let maya = kit.add("maya", Role::Manager, Some(north)).await;
    let ada = kit.add("ada", Role::Rep, Some(north)).await;
    let give = |due: &'static str| {
        let (kit, maya) = (&kit, &maya);
        async move { assign(&kit.services, maya, &path(Target::Team(north), due)).await.unwrap() }
    };
    futures::future::join_all(["2026-12-01", "2026-12-02", "2026-12-03", "2026-12-04"].map(give)).await;
    // A date that is moved later holds only where no second assignment was left open.
    assign(&kit.services, &maya, &path(Target::Team(north), "2027-01-31")).await.unwrap();
    let due = home(&kit.services, &ada).await.unwrap().paths[0].due_at;
    assert_eq!(due.to_string(), "2027-01-31T23:59:59.999Z");
}

#[tokio::test]
async fn what_is_assigned_to_somebody_in_person_counts() {
    let kit = Kit::new().await;
    let north = team(&kit, "North", None).await;
    let ada = kit.add("ada", Role::Rep, Some(north)).await;
    let Actor::Person(person) = &ada else { panic!("{ada:?}") };
    assign(&kit.services, &Actor::System, &path(Target::Team(north), "2026-12-13")).await.unwrap();
    let later = NewAssignment { time_zone: "Asia/Tokyo".to_owned(), ..path(Target::Person(person.id), "2027-01-20") };
    assign(&kit.services, &Actor::System, &later).await.unwrap();
    let paths = home(&kit.services, &ada).await.unwrap().paths;
    assert_eq!(paths.len(), 1);
    assert_eq!(paths[0].due_at.to_string(), "2027-01-20T14:59:59.999Z", "the day ends where its manager lives");
    assert_eq!(paths[0].due_zone, "Asia/Tokyo");
}

#[tokio::test]
async fn whose_date_stays_when_a_team_is_assigned_a_path_is_counted() {
    let kit = Kit::new().await;
    let sales = team(&kit, "Sales", None).await;
    let north = team(&kit, "North", Some(sales)).await;
    let mut people = Vec::new();
    for (name, team) in [("ada", north), ("bo", north), ("cy", north), ("di", sales)] {
        people.push(kit.add(name, Role::Rep, Some(team)).await);
    }
    let give = async |to, due: &str| assign(&kit.services, &Actor::System, &path(to, due)).await.unwrap();
    let Actor::Person(ada) = &people[0] else { panic!("{people:?}") };
    let only = give(Target::Person(ada.id), "2027-01-20").await;
    assert_eq!(only, Assigned { id: only.id, people: 1, ..Assigned::default() });
    give(Target::Team(north), "2026-12-13").await;
    // Bo is through, and holds what the path leads to.
    let outbound = path(Target::Team(sales), "").path.parse().unwrap();
    let modules = kit.services.material().catalog.path(&outbound).unwrap().modules.clone();
    kit.finish(&people[1], &modules).await;
    kit.certify(&people[1], &modules, 365).await;

    let found = give(Target::Team(sales), "2026-12-24").await;
    assert_eq!(found, Assigned { id: found.id, people: 4, done: 1, own: 1, sooner: 1 });
    let due = home(&kit.services, &people[0]).await.unwrap().paths[0].due_at;
    assert_eq!(due.to_string(), "2027-01-20T23:59:59.999Z", "as the answer says");
    let sooner = give(Target::Team(sales), "2026-12-01").await;
    assert_eq!(sooner, Assigned { id: sooner.id, people: 4, done: 1, own: 1, sooner: 0 });
}
