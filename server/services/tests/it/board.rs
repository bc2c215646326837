//! The board among thousands.

use std::collections::BTreeSet;

use domain::authz::{Actor, PersonActor};
use domain::id::PersonId;
use domain::identity::Role;
use domain::readiness::Standing;
use domain::time::Span;
use sea_orm_migration::sea_orm::ConnectionTrait as _;
use services::identity::{add_team, close_account};
use services::readiness::{Board, BoardFilter, board};
use store::Backend;

use crate::assessment::learn_all;
use crate::kit::Kit;

const PEOPLE: u32 = 2_100;

/// Reps `agent-0001` and so on, by the database itself.
async fn fill(kit: &Kit) {
    let (numbers, id) = match kit.store().backend() {
        Backend::Sqlite => (
            format!("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {PEOPLE})"),
            "randomblob(16)",
        ),
        Backend::Postgres => {
            (format!("WITH n(i) AS (SELECT * FROM generate_series(1, {PEOPLE}))"), "gen_random_uuid()")
        }
    };
    let at = kit.services.now().as_millis();
    let statement = format!(
        "{numbers} INSERT INTO person (id, email, name, role, time_zone, created_at, activated_at) SELECT {id}, \
         'agent-' || i || '@halyard.example', 'Agent ' || substr('' || (10000 + i), 2), 'rep', 'UTC', {at}, {at} FROM n"
    );
    kit.store().for_migrations().execute_unprepared(&statement).await.unwrap();
}

fn ids(board: &Board) -> Vec<PersonId> {
    board.rows.iter().map(|row| row.person.id).collect()
}

#[tokio::test]
async fn a_large_board_is_counted_once_a_minute_and_its_rows_are_as_of_now() {
    let kit = Kit::new().await;
    let services = &kit.services;
    let admin = kit.add("root", Role::Admin, None).await;
    fill(&kit).await;
    let page = async |page| board(services, &admin, &BoardFilter { page, ..BoardFilter::default() }).await.unwrap();
    let first = page(0).await;
    assert_eq!((first.blocked, first.matching, first.pages), (PEOPLE, PEOPLE, 42));
    assert_eq!(first.counted_at, Some(services.now()));
    let second = page(1).await;
    assert!(second.rows[0].person.name > first.rows[49].person.name, "by name where all stand the same");
    let both: BTreeSet<_> = ids(&first).into_iter().chain(ids(&second)).collect();
    assert_eq!(both.len(), 100);

    let [learner, leaver] = [first.rows[0].person.id, first.rows[1].person.id];
    learn_all(services, &Actor::Person(PersonActor { id: learner, role: Role::Rep, manages: BTreeSet::new() })).await;
    close_account(services, &admin, leaver).await.unwrap();
    kit.clock.forward(Span::seconds(59));
    let again = page(0).await;
    assert_eq!((again.close, again.blocked), (0, PEOPLE), "as it was counted");
    assert_eq!(again.counted_at, first.counted_at);
    assert_eq!(again.rows[0].standing, Standing::Close, "as of now");
    assert!(!ids(&again).contains(&leaver), "whoever has left is not shown");

    kit.clock.forward(Span::seconds(1));
    let after = page(0).await;
    assert_eq!((after.close, after.blocked, after.counted_at), (1, PEOPLE - 2, Some(services.now())));
}

#[tokio::test]
async fn a_team_on_a_large_board_is_as_of_now_and_names_its_teams() {
    let kit = Kit::new().await;
    let services = &kit.services;
    let north = add_team(services, &Actor::System, "North", None).await.unwrap();
    let far = add_team(services, &Actor::System, "Far North", Some(north)).await.unwrap();
    let admin = kit.add("root", Role::Admin, None).await;
    let manager = kit.add("max", Role::Manager, Some(far)).await;
    kit.add("ada", Role::Rep, Some(far)).await;
    fill(&kit).await;
    for (whoever, team) in [(&admin, Some(north)), (&manager, None), (&manager, Some(far))] {
        let found = board(services, whoever, &BoardFilter { team, ..BoardFilter::default() }).await.unwrap();
        assert_eq!((found.matching, found.counted_at), (1, None));
        assert_eq!(found.rows[0].teams, ["Far North"]);
    }
}
