//! The kinds of questions, from the bank to the feedback.

use domain::assessment::Response;
use domain::authz::Actor;
use domain::catalog::Question;
use domain::id::AttemptId;
use domain::identity::Role;
use services::assessment::{
    AnswerInput, AttemptPage, Credit, Feedback, OpenAttempt, answer, attempt_page, save, start_exam, start_quiz,
};
use services::catalog::Material;
use services::{Error, Services};

use crate::assessment::{learn_all, module, open, read, solution};
use crate::kit::Kit;

const BANK: &str = r#"## Which order? {#of-101 objective=services kind=ordering partial=true ratings="0.7 0.7 0.7"}

1. First
   > It is the first.
2. Second
3. Third
4. Fourth

## Which whole order? {#of-102 objective=services kind=ordering ratings="0.7 0.7 0.7"}

1. One
2. Two
3. Three

> As one counts.

## What belongs together? {#of-103 objective=services kind=matching partial=true ratings="0.7 0.7 0.7"}

| Beast | Legs & *all* |
|---|---|
| Spider | Eight |
| Bee | Six |
| Ant | Six |

> Count them.

## What is it called? {#of-104 objective=services kind=short-text ratings="0.7 0.7 0.7"}

= The stop word
= stop-word
> It ends the night.

## Which are even? {#of-105 objective=services kind=multiple partial=true ratings="0.7 0.7 0.7"}

- [x] Two
- [x] Four
- [ ] Five

> By two.
"#;

/// Services whose first module asks these five questions.
fn services(kit: &Kit) -> Services {
    let packs = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content/packs");
    let mut files = Material::read_files(&packs).unwrap();
    files.insert("halyard/modules/offering/questions.md", BANK);
    kit.restarted(Material::from_files(files).unwrap().0)
}

/// A quiz at whose questions a test looks in the order of the bank, whatever the draw.
struct Quiz {
    _kit: Kit,
    services: Services,
    ada: Actor,
    id: AttemptId,
}

impl Quiz {
    async fn start() -> Self {
        let kit = Kit::new().await;
        let services = services(&kit);
        let ada = kit.add("ada", Role::Rep, None).await;
        read(&services, &ada, &module(0)).await;
        let id = start_quiz(&services, &ada, &module(0)).await.unwrap();
        Self { _kit: kit, services, ada, id }
    }

    async fn shown(&self) -> Box<OpenAttempt> {
        open(&self.services, &self.ada, self.id).await.unwrap()
    }

    /// Answers rightly until this question is asked.
    async fn until(&self, prompt: &str) -> Box<OpenAttempt> {
        loop {
            let shown = self.shown().await;
            if shown.prompt_html == prompt {
                return shown;
            }
            let right = right(&self.services, &shown);
            answer(&self.services, &self.ada, self.id, shown.position, &right).await.unwrap();
        }
    }

    async fn give(&self, shown: &OpenAttempt, input: &AnswerInput) -> Feedback {
        answer(&self.services, &self.ada, self.id, shown.position, input).await.unwrap();
        let page = attempt_page(&self.services, &self.ada, self.id, Some(shown.position)).await.unwrap();
        let AttemptPage::Open(page) = page else { panic!("the feedback is read before the result") };
        page.feedback.unwrap()
    }

    async fn refused(&self, shown: &OpenAttempt, input: &AnswerInput) -> String {
        let error = answer(&self.services, &self.ada, self.id, shown.position, input).await.unwrap_err();
        assert!(matches!(error, Error::Invalid(_)), "{error:?}");
        format!("{error:?}")
    }
}

fn right(services: &Services, shown: &OpenAttempt) -> AnswerInput {
    let material = services.material();
    let modules = material.catalog.packs.values().flat_map(|pack| pack.modules.values());
    let mut questions = modules.flat_map(|module| &module.questions);
    let fits = |question: &&Question| {
        question.prompt_html == shown.prompt_html
            && question.key.choices().iter().all(|choice| shown.options.contains(&choice.html))
    };
    solution(&questions.find(fits).unwrap().key, shown, true)
}

fn picks(picks: &[Option<u8>]) -> AnswerInput {
    AnswerInput { picks: picks.to_vec(), ..AnswerInput::default() }
}

#[tokio::test]
async fn an_order_is_shown_shuffled_and_told_afterwards() {
    let quiz = Quiz::start().await;
    let shown = quiz.until("Which order?").await;
    let mut words = shown.options.clone();
    assert_ne!(words, ["First", "Second", "Third", "Fourth"], "never in the right order");
    words.sort_unstable();
    assert_eq!(words, ["First", "Fourth", "Second", "Third"]);
    assert!(shown.partial && shown.rows.is_empty() && shown.feedback.is_none());
    for (wrong, words) in [
        (picks(&[]), "Put the items into order."),
        (picks(&[Some(0), Some(1), Some(2)]), "Give every item a place."),
        (picks(&[Some(0), Some(1), Some(2), Some(1)]), "Two items have the 2nd place."),
        (picks(&[Some(0), Some(1), Some(2), Some(4)]), "Choose from the options."),
        (AnswerInput { choices: vec![0], ..AnswerInput::default() }, "Put the items into order."),
    ] {
        let said = quiz.refused(&shown, &wrong).await;
        assert!(said.contains(words), "{wrong:?}: {said}");
    }
    // Right, but for the last two.
    let mut input = right(&quiz.services, &shown);
    for pick in &mut input.picks {
        *pick = pick.map(|place| if place < 2 { place } else { 5 - place });
    }
    save(&quiz.services, &quiz.ada, quiz.id, shown.position, &input).await.unwrap();
    assert_eq!(quiz.shown().await.saved.unwrap().places(), input.picks, "a reload brings it back");
    let told = quiz.give(&shown, &input).await;
    assert_eq!((told.right, told.credit), (false, Some(Credit { right: 5, of: 6, wrong: 0 })));
    assert!((told.worth.unwrap() - 5.0 / 6.0).abs() < 1e-9);
    let rows: Vec<_> = told.rows.iter().map(|row| (row.row_html.as_str(), row.right, row.given.as_deref())).collect();
    assert_eq!(
        rows,
        [
            ("First", true, Some("1st")),
            ("Second", true, Some("2nd")),
            ("Third", false, Some("4th")),
            ("Fourth", false, Some("3rd")),
        ]
    );
    assert_eq!(told.rows[0].html.as_deref(), Some("<p>It is the first.</p>"));
}

#[tokio::test]
async fn an_order_without_credit_in_part_is_right_or_wrong() {
    let quiz = Quiz::start().await;
    let shown = quiz.until("Which whole order?").await;
    let mut input = right(&quiz.services, &shown);
    input.picks.swap(0, 1);
    let told = quiz.give(&shown, &input).await;
    assert_eq!((told.right, told.worth, told.credit), (false, None, None));
    assert_eq!(told.explanation_html.as_deref(), Some("<p>As one counts.</p>"));
}

#[tokio::test]
async fn rows_are_matched_and_half_of_them_are_kept() {
    let quiz = Quiz::start().await;
    let shown = quiz.until("What belongs together?").await;
    assert_eq!(shown.rows, ["Spider", "Bee", "Ant"]);
    assert_eq!(shown.heads, Some(["Beast".to_owned(), "Legs &amp; <em>all</em>".to_owned()]));
    assert_eq!(shown.options.len(), 2, "what two rows share is one option");
    let right = right(&quiz.services, &shown);
    let half = picks(&[right.picks[0], None, right.picks[0]]);
    save(&quiz.services, &quiz.ada, quiz.id, shown.position, &half).await.unwrap();
    assert_eq!(quiz.shown().await.saved, Some(Response::Pairs(half.picks.clone())), "in the order shown");
    let said = quiz.refused(&shown, &half).await;
    assert!(said.contains("Choose what belongs to the 2nd row, too."), "{said}");
    let said = quiz.refused(&shown, &picks(&[Some(0), Some(1), Some(2)])).await;
    assert!(said.contains("Choose from the options."), "{said}");
    let told = quiz.give(&shown, &picks(&[right.picks[0], right.picks[1], right.picks[0]])).await;
    assert_eq!((told.right, told.credit), (false, Some(Credit { right: 2, of: 3, wrong: 0 })));
    assert!((told.worth.unwrap() - 2.0 / 3.0).abs() < 1e-9);
    let ant = told.rows.last().unwrap();
    assert_eq!((ant.right, ant.answer.as_deref(), ant.given.as_deref()), (false, Some("Six"), Some("Eight")));
}

#[tokio::test]
async fn words_are_right_as_they_read() {
    let quiz = Quiz::start().await;
    let shown = quiz.until("What is it called?").await;
    assert!(shown.options.is_empty());
    for (typed, words) in [("  ", "Type your answer."), (&*"x".repeat(201), "Answer in 200 characters at most.")] {
        let said = quiz.refused(&shown, &AnswerInput { text: typed.to_owned(), ..AnswerInput::default() }).await;
        assert!(said.contains(words), "{said}");
    }
    let input = AnswerInput { text: " STOP\u{2011}word!\u{0} ".to_owned(), ..AnswerInput::default() };
    let told = quiz.give(&shown, &input).await;
    assert_eq!((told.right, told.words.as_deref()), (true, Some("The stop word")));
    assert_eq!(told.explanation_html.as_deref(), Some("<p>It ends the night.</p>"));
}

#[tokio::test]
async fn a_quiz_is_decided_on_its_points() {
    let quiz = Quiz::start().await;
    // A third is lost here and a half there: 4 of 5 are asked for, and 5 − 1/6 − 1/2 are more than that.
    for _ in 0..5 {
        let shown = quiz.shown().await;
        let mut input = right(&quiz.services, &shown);
        match shown.prompt_html.as_str() {
            "Which order?" => {
                for pick in &mut input.picks {
                    *pick = pick.map(|place| if place < 2 { place } else { 5 - place });
                }
            }
            "Which are even?" => {
                input.choices.truncate(1);
                let told = quiz.give(&shown, &input).await;
                assert_eq!((told.worth, told.credit), (Some(0.5), Some(Credit { right: 1, of: 2, wrong: 0 })));
                continue;
            }
            _ => {}
        }
        answer(&quiz.services, &quiz.ada, quiz.id, shown.position, &input).await.unwrap();
    }
    let AttemptPage::Finished(outcome) = attempt_page(&quiz.services, &quiz.ada, quiz.id, None).await.unwrap() else {
        panic!("five questions are all there are")
    };
    assert_eq!((outcome.right, outcome.needed, outcome.passed), (Some(3), Some(4), true));
    assert!((outcome.points.unwrap() - (5.0 - 1.0 / 6.0 - 0.5)).abs() < 1e-9);
}

#[tokio::test]
async fn an_exam_asks_all_kinds_and_tells_nothing() {
    let kit = Kit::new().await;
    let ada = kit.add("ada", Role::Rep, None).await;
    let services = services(&kit);
    learn_all(&kit.services, &ada).await;
    let exam = start_exam(&services, &ada, &"outbound".parse().unwrap()).await.unwrap();
    let mut kinds = std::collections::BTreeSet::new();
    for _ in 0..40 {
        let AttemptPage::Open(shown) = attempt_page(&services, &ada, exam, Some(0)).await.unwrap() else { break };
        assert!(shown.feedback.is_none(), "nobody looks back in an exam");
        kinds.insert(format!("{:?}", shown.question_kind));
        answer(&services, &ada, exam, shown.position, &right(&services, &shown)).await.unwrap();
    }
    let AttemptPage::Finished(outcome) = attempt_page(&services, &ada, exam, Some(0)).await.unwrap() else { panic!() };
    assert!(outcome.passed && outcome.points.is_none());
    assert!(kinds.len() > 2, "{kinds:?}");
}
