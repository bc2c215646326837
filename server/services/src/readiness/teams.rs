//! Who is in which team.

use std::collections::BTreeSet;

use domain::id::{PersonId, TeamId};
use store::identity::TeamRow;

/// The members of a team and of the teams nested in it; none where there is no such team.
pub(super) fn members_of(team: TeamId, teams: &[TeamRow]) -> Option<BTreeSet<PersonId>> {
    teams.iter().find(|row| row.team.id == team)?;
    let nested = with_nested(team, teams);
    let of = teams.iter().filter(|row| nested.contains(&row.team.id));
    Some(of.flat_map(|row| row.members.iter().copied()).collect())
}

fn with_nested(team: TeamId, teams: &[TeamRow]) -> Vec<TeamId> {
    let mut all = vec![team];
    let mut next = 0;
    while let Some(parent) = all.get(next).copied() {
        all.extend(
            teams.iter().filter(|row| row.team.parent == Some(parent) && row.team.id != team).map(|row| row.team.id),
        );
        next += 1;
    }
    all
}
