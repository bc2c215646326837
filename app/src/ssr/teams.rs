//! What became of a team, in words.

use domain::id::{PersonId, TeamId};
use services::identity::Part;

use super::RequestContext;

/// Who belongs where now. Names are read after the change, which stands also where they cannot be read just now.
pub async fn membership_words(
    context: &RequestContext,
    team: TeamId,
    person: PersonId,
    part: Part,
    belongs: bool,
) -> String {
    let (services, actor) = (&context.services, &context.actor);
    let person = services::identity::read_person(services, actor, person).await.ok();
    let teams = services::identity::list_teams(services, actor).await.unwrap_or_default();
    let team = teams.into_iter().find(|row| row.team.id == team);
    let person = person.map_or_else(|| "This person".to_owned(), |person| person.name.to_string());
    let team = team.map_or_else(|| "the team".to_owned(), |row| row.team.name);
    sentence(&person, &team, part, belongs)
}

fn sentence(person: &str, team: &str, part: Part, belongs: bool) -> String {
    match (belongs, part) {
        (true, Part::Member) => format!("{person} is in {team} now."),
        (true, Part::Manager) => format!("{person} answers for {team} now."),
        (false, Part::Member) => format!("{person} is out of {team}."),
        (false, Part::Manager) => format!("{person} no longer answers for {team}."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_notice_names_person_and_team() {
        let words = |part, belongs| sentence("Ruth Almeida", "Inbound desk", part, belongs);
        assert_eq!(words(Part::Member, false), "Ruth Almeida is out of Inbound desk.");
        assert_eq!(words(Part::Manager, true), "Ruth Almeida answers for Inbound desk now.");
    }
}
