//! The exam by probability of mastery: its parameters, what is known of questions, and what is done about them.

use sea_orm_migration::prelude::*;

use crate::columns::{double, id, index, int, key, maybe_double, maybe_id, maybe_int, maybe_text, refers, table, text};

/// See the module's documentation.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // What an exam's model was, version by version: from the panel at first, then from answers too.
        manager
            .create_table(
                table("exam_parameters")
                    .col(text("scope"))
                    .col(int("number"))
                    .col(text("basis")) // SHA-256 of the material it was made for
                    .col(text("source")) // the parameters, as JSON
                    .col(int("answers")) // answers it was learned from
                    .col(int("reps")) // people whose first attempts these were
                    .col(int("created_at"))
                    .primary_key(Index::create().col(Alias::new("scope")).col(Alias::new("number")))
                    .to_owned(),
            )
            .await?;
        for column in [
            maybe_int("parameters_number"),
            maybe_text("corrected_state"), // the decision once a question was thrown out or re-keyed; `state` stays
            maybe_double("corrected_probability"),
        ] {
            manager.alter_table(Table::alter().table(Alias::new("attempt")).add_column(column).to_owned()).await?;
        }
        index(manager, "attempt_item", &["version"]).await?;
        index(manager, "attempt", &["kind", "subject", "started_at"]).await?;
        // What was known when somebody took an exam again: the weights of the grid, as JSON. Everybody else begins alike.
        manager
            .create_table(
                table("attempt_prior")
                    .col(id("attempt_id").primary_key().to_owned())
                    .col(text("weights"))
                    .foreign_key(&mut refers("attempt_prior", "attempt_id", "attempt"))
                    .to_owned(),
            )
            .await?;
        // What came of a question beside what was to be expected, summed over people.
        manager
            .create_table(
                table("question_watch")
                    .col(text("version").primary_key().to_owned())
                    .col(text("question"))
                    .col(int("answers"))
                    .col(double("observed"))
                    .col(double("expected"))
                    .col(double("variance"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                table("lesson_version")
                    .col(text("version").primary_key().to_owned()) // SHA-256 of reference and source
                    .col(text("lesson"))
                    .col(text("source"))
                    .col(int("first_served_at"))
                    .to_owned(),
            )
            .await?;
        // Lessons to read again before an exam is taken again.
        manager
            .create_table(
                table("remedial_lesson")
                    .col(id("attempt_id"))
                    .col(text("lesson"))
                    .col(int("position"))
                    .col(maybe_int("read_at"))
                    .primary_key(Index::create().col(Alias::new("attempt_id")).col(Alias::new("lesson")))
                    .foreign_key(&mut refers("remedial_lesson", "attempt_id", "attempt"))
                    .to_owned(),
            )
            .await?;
        self.questions(manager).await?;
        self.people(manager).await?;
        // One run of a job for each occasion, on whichever node.
        manager
            .create_table(
                table("job_run")
                    .col(text("job"))
                    .col(text("occasion"))
                    .col(int("started_at"))
                    .col(int("beat_at"))
                    .col(maybe_int("finished_at"))
                    .col(text("progress"))
                    .primary_key(Index::create().col(Alias::new("job")).col(Alias::new("occasion")))
                    .to_owned(),
            )
            .await
    }
}

impl Migration {
    async fn questions(&self, manager: &SchemaManager<'_>) -> Result<(), DbErr> {
        // A version of a question that exams do not draw for now.
        manager
            .create_table(
                table("question_suspension")
                    .col(key())
                    .col(text("question"))
                    .col(text("version"))
                    .col(int("suspended_at"))
                    .col(maybe_id("suspended_by")) // none: Canoe did, on the evidence
                    .col(text("reason"))
                    .col(maybe_double("z"))
                    .col(maybe_int("answers"))
                    .col(maybe_int("lifted_at"))
                    .col(maybe_id("lifted_by"))
                    .col(maybe_text("lift_reason"))
                    .to_owned(),
            )
            .await?;
        // One open suspension a version, whoever comes first.
        manager
            .get_connection()
            .execute_unprepared(
                "CREATE UNIQUE INDEX uq_question_suspension_version ON question_suspension (version) WHERE lifted_at IS NULL",
            )
            .await?;
        // A version of a question that was thrown out, or whose key was another one than it said.
        manager
            .create_table(
                table("question_correction")
                    .col(key())
                    .col(text("question"))
                    .col(text("version"))
                    .col(text("kind"))
                    .col(maybe_text("response")) // what is right instead, where it is re-keyed
                    .col(text("reason"))
                    .col(id("applied_by"))
                    .col(int("applied_at"))
                    .col(maybe_id("undone_by"))
                    .col(maybe_int("undone_at"))
                    .to_owned(),
            )
            .await?;
        manager
            .get_connection()
            .execute_unprepared(
                "CREATE UNIQUE INDEX uq_question_correction_version ON question_correction (version) WHERE undone_at IS NULL",
            )
            .await?;
        manager
            .create_table(
                table("appeal")
                    .col(key())
                    .col(id("person_id"))
                    .col(id("attempt_id"))
                    .col(int("position"))
                    .col(text("question"))
                    .col(text("version"))
                    .col(text("words"))
                    .col(int("raised_at"))
                    .col(maybe_id("decided_by"))
                    .col(maybe_int("decided_at"))
                    .col(maybe_text("verdict"))
                    .col(maybe_text("answer"))
                    .foreign_key(&mut refers("appeal", "person_id", "person"))
                    .foreign_key(&mut refers("appeal", "attempt_id", "attempt"))
                    .to_owned(),
            )
            .await?;
        unique(manager, "appeal", ["attempt_id", "position"]).await?;
        index(manager, "appeal", &["question"]).await
    }

    async fn people(&self, manager: &SchemaManager<'_>) -> Result<(), DbErr> {
        // More time in exams, for one person.
        manager
            .create_table(
                table("accommodation")
                    .col(key())
                    .col(id("person_id"))
                    .col(int("extra_percent"))
                    .col(text("reason"))
                    .col(maybe_id("granted_by"))
                    .col(int("granted_at"))
                    .col(maybe_id("ended_by"))
                    .col(maybe_int("ended_at"))
                    .foreign_key(&mut refers("accommodation", "person_id", "person"))
                    .to_owned(),
            )
            .await?;
        manager
            .get_connection()
            .execute_unprepared(
                "CREATE UNIQUE INDEX uq_accommodation_person_id ON accommodation (person_id) WHERE ended_at IS NULL",
            )
            .await?;
        // What Canoe tells somebody once: a result that changed, an appeal that was decided.
        manager
            .create_table(
                table("notice")
                    .col(key())
                    .col(id("person_id"))
                    .col(text("kind"))
                    .col(text("words"))
                    .col(maybe_text("link"))
                    .col(int("created_at"))
                    .col(maybe_int("seen_at"))
                    .foreign_key(&mut refers("notice", "person_id", "person"))
                    .to_owned(),
            )
            .await?;
        index(manager, "notice", &["person_id"]).await
    }
}

async fn unique(manager: &SchemaManager<'_>, table: &str, columns: [&str; 2]) -> Result<(), DbErr> {
    let [first, second] = columns;
    let name = format!("uq_{table}_{first}_{second}");
    let new = Index::create()
        .name(name)
        .table(Alias::new(table))
        .col(Alias::new(first))
        .col(Alias::new(second))
        .unique()
        .to_owned();
    manager.create_index(new).await
}
