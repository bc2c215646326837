//! What the good pack becomes.

use std::error::Error;

use content::load;
use domain::catalog::{Catalog, Key, RevisionChange};

use crate::pack::good;

type Outcome = Result<(), Box<dyn Error>>;

fn catalog() -> Result<Catalog, Box<dyn Error>> {
    Ok(load(&good()).catalog.ok_or("no catalog")?)
}

#[test]
fn packs_and_paths() -> Outcome {
    let catalog = catalog()?;
    let pack = catalog.packs.get(&"acme".parse()?).ok_or("no pack")?;
    assert_eq!((pack.title.as_str(), pack.owner.as_str(), pack.language.as_str()), ("Acme", "Sales enablement", "en"));
    assert_eq!(pack.judges, ["Lead", "Engineer"]);
    assert_eq!(pack.glossary.len(), 1);
    let path = catalog.path(&"acme/onboarding".parse()?).ok_or("no path")?;
    assert_eq!(path.modules, ["acme/basics".parse()?, "acme/talks".parse()?]);
    assert_eq!(path.default_days, 21);
    Ok(())
}

#[test]
fn modules_and_lessons() -> Outcome {
    let catalog = catalog()?;
    let basics = catalog.module(&"acme/basics".parse()?).ok_or("no module")?;
    assert_eq!((basics.revision, basics.change, basics.quiz.items), (1, RevisionChange::Editorial, 8));
    let talks = catalog.module(&"acme/talks".parse()?).ok_or("no module")?;
    assert_eq!((talks.revision, talks.change, talks.quiz.items), (3, RevisionChange::Material, 2));
    assert!((talks.quiz.pass - 1.0).abs() < f64::EPSILON);
    assert_eq!(talks.requires, ["acme/basics".parse()?]);
    assert_eq!(talks.authors.iter().map(|email| email.as_str()).collect::<Vec<_>>(), ["ada@acme.example"]);
    assert!(basics.authors.is_empty());
    let (_, lesson) = catalog.lesson(&"acme/basics/10-start".parse()?).ok_or("no lesson")?;
    assert_eq!((lesson.title.as_str(), lesson.minutes, lesson.version.len()), ("Start", 5, 64));
    assert_eq!(lesson.headings, [("who-says-what".to_owned(), "Who says what".to_owned())]);
    Ok(())
}

#[test]
fn questions() -> Outcome {
    let catalog = catalog()?;
    let single = catalog.question(&"acme/basics/ba-001".parse()?).ok_or("no question")?;
    assert_eq!(single.prompt_html, "What do you do first?");
    assert_eq!(single.situation_html, "<p>A caller opens with “just send me a price”.</p>");
    assert_eq!(single.explanation_html.as_deref(), Some("<p>Understanding comes first.</p>"));
    assert_eq!(single.ratings, [0.70, 0.75]);
    assert!(single.shuffle && !single.critical);
    let Key::Single(choices) = &single.key else { return Err("not single".into()) };
    let read: Vec<_> = choices.iter().map(|c| (c.html.as_str(), c.right, c.feedback_html.as_deref())).collect();
    assert_eq!(
        read,
        [
            ("Send the price list", false, Some("<p>You answer what you have not understood.</p>")),
            ("Ask what made them call", true, Some("<p>The need decides the price.</p>")),
            ("Hang up", false, Some("<p>Nobody is helped.</p>")),
        ]
    );
    let number = catalog.question(&"acme/basics/ba-002".parse()?).ok_or("no question")?;
    let Key::Numeric(key) = &number.key else { return Err("not numeric".into()) };
    assert_eq!((key.value, key.tolerance, key.unit.as_deref()), (7200.0, 50.0, Some("EUR")));
    assert_eq!(key.feedback_html.as_deref(), Some("<p>6,000 and 1,200.</p>"));
    let truth = catalog.question(&"acme/talks/ta-001".parse()?).ok_or("no question")?;
    let Key::TrueFalse(choices) = &truth.key else { return Err("not true-false".into()) };
    let read: Vec<_> = choices.iter().map(|c| (c.html.as_str(), c.right)).collect();
    assert_eq!(read, [("True", true), ("False", false)], "True comes first, whatever the author wrote");
    let several = catalog.question(&"acme/talks/ta-002".parse()?).ok_or("no question")?;
    assert!(matches!(several.key, Key::Multiple(_)) && several.critical && !several.shuffle);
    Ok(())
}

#[test]
fn certifications() -> Outcome {
    let catalog = catalog()?;
    let outbound = catalog.certification(&"outbound".parse()?).ok_or("no certification")?;
    let blueprint: Vec<_> = outbound.exam.blueprint.iter().map(|(m, w)| (m.to_string(), *w)).collect();
    assert_eq!(blueprint, [("acme/basics".to_owned(), 0.75), ("acme/talks".to_owned(), 0.25)], "in the file's order");
    assert_eq!(outbound.observed_calls.as_ref().map(|calls| calls.pass_mark), Some(85));
    assert_eq!(outbound.recall.map(|recall| recall.grace_days), Some(14));
    assert_eq!(outbound.version.len(), 64);
    assert!(outbound.source.contains("[exam]"));
    Ok(())
}
