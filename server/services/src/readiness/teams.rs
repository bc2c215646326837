//! Who is in which team.

use std::collections::{BTreeMap, BTreeSet};

use domain::id::{PersonId, TeamId};
use store::identity::TeamRow;

/// Teams, and whose they are.
pub(super) struct Teams {
    rows: Vec<TeamRow>,
    /// Places in `rows` of each member's teams.
    of: BTreeMap<PersonId, Vec<usize>>,
}

impl Teams {
    pub(super) fn new(rows: Vec<TeamRow>) -> Self {
        let mut of: BTreeMap<PersonId, Vec<usize>> = BTreeMap::new();
        for (place, row) in rows.iter().enumerate() {
            for member in &row.members {
                of.entry(*member).or_default().push(place);
            }
        }
        Self { rows, of }
    }

    /// Names of somebody's teams.
    pub(super) fn names(&self, person: PersonId) -> Vec<String> {
        let places = self.of.get(&person).map_or(&[][..], Vec::as_slice);
        places.iter().filter_map(|place| self.rows.get(*place)).map(|row| row.team.name.clone()).collect()
    }

    /// The members of a team and of the teams nested in it; none where there is no such team.
    pub(super) fn members(&self, team: TeamId) -> Option<BTreeSet<PersonId>> {
        self.rows.iter().find(|row| row.team.id == team)?;
        let nested = with_nested(team, &self.rows);
        let of = self.rows.iter().filter(|row| nested.contains(&row.team.id));
        Some(of.flat_map(|row| row.members.iter().copied()).collect())
    }
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
