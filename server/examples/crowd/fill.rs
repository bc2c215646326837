//! Many people at once, by the database itself: what no use case does.

use anyhow::{Context as _, Result};
use domain::catalog::Catalog;
use domain::time::{Span, Timestamp};
use sea_orm_migration::sea_orm::ConnectionTrait as _;
use store::{Backend, Store};

/// The team of `agent-1` and those after.
pub const FIRST_TEAM: &str = "Crowd 0";
/// Members of a team.
const TEAM: u32 = 50;

/// Adds people `agent-1` to `agent-N` in teams of fifty, each with a path to learn; seven of ten have passed its modules and hold a certificate
/// for a year.
pub async fn fill(store: &Store, now: Timestamp, people: u32, catalog: &Catalog) -> Result<()> {
    let path = &catalog.paths().next().context("the packs have no path")?.reference;
    let (numbers, id) = match store.backend() {
        Backend::Sqlite => (
            format!("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {people})"),
            "randomblob(16)",
        ),
        Backend::Postgres => {
            (format!("WITH n(i) AS (SELECT * FROM generate_series(1, {people}))"), "gen_random_uuid()")
        }
    };
    let (at, year) = (now.as_millis(), (now + Span::days(365)).as_millis());
    let agents = "FROM person WHERE external_id LIKE 'agent-%' AND external_id NOT LIKE '%3' AND external_id NOT LIKE '%6' \
                  AND external_id NOT LIKE '%9'";
    let mut statements = vec![
        // PostgreSQL takes the common table expression before INSERT, and SQLite does, too.
        format!(
            "{numbers} INSERT INTO person (id, email, name, role, external_id, time_zone, created_at, activated_at) \
             SELECT {id}, 'agent-' || i || '@halyard.example', 'Agent ' || i, 'rep', 'agent-' || i, 'UTC', {at}, {at} FROM n"
        ),
        format!(
            "INSERT INTO attempt (id, person_id, kind, subject, state, seed, started_at, finished_at, drawn, asked, \
             probability, policy_number) SELECT id, id, 'exam', 'outbound', 'passed', 0, {at}, {at}, 0, 0, 0.99, 1 {agents}"
        ),
        format!(
            "INSERT INTO certificate (id, person_id, scope, policy_number, attempt_id, term, granted_at, expires_at) \
             SELECT id, id, 'outbound', 1, id, 1, {at}, {year} {agents}"
        ),
        format!(
            "INSERT INTO team (id, name, created_at) SELECT {id}, 'Crowd ' || (CAST(substr(external_id, 7) AS integer) / {TEAM}), {at} FROM \
             person WHERE external_id LIKE 'agent-%' AND CAST(substr(external_id, 7) AS integer) % {TEAM} = 0 OR external_id = 'agent-1'"
        ),
        format!(
            "INSERT INTO team_member (team_id, person_id, part, joined_at) SELECT t.id, p.id, 'member', {at} FROM person p JOIN team t ON t.name \
             = 'Crowd ' || (CAST(substr(p.external_id, 7) AS integer) / {TEAM}) WHERE p.external_id LIKE 'agent-%'"
        ),
        format!(
            "INSERT INTO assignment (id, path, team_id, due_at, due_zone, created_at) SELECT {id}, '{path}', id, {year}, 'UTC', {at} FROM team"
        ),
    ];
    let modules = catalog.certifications().flat_map(|certification| &certification.requires);
    statements.extend(modules.map(|module| {
        format!(
            "INSERT INTO module_pass (person_id, module, attempt_id, passed_at) SELECT id, '{module}', id, {at} {agents} ON CONFLICT DO NOTHING"
        )
    }));
    for statement in statements {
        store.for_migrations().execute_unprepared(&statement).await?;
    }
    if store.backend() == Backend::Postgres {
        store.for_migrations().execute_unprepared("ANALYZE").await?;
    }
    Ok(())
}
